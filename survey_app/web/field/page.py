"""What every page knows: its language, its cover title, who has unlocked, what to say.

Room: web, field desk.
Promise: the title of a page is the study's cover title, so a tab gives nothing away.
"""

from dataclasses import dataclass

from flask import current_app, g, has_request_context, request

from survey_app.i18n.locales import LANGUAGES, Language
from survey_app.web.field.cookies import current_visit
from survey_app.web.field.desk import the_desk
from survey_app.web.field.hearing import ways_of
from survey_app.web.field.visits import Notice
from survey_app.web.wording import Wording
from survey_app.workflows.field_laptop.laptop import Laptop
from survey_app.workflows.interviewing.practice import Practice
from survey_app.workflows.interviewing.sitting import Sitting
from survey_app.xlsform.headings import THEMES


@dataclass(frozen=True)
class Page:
    """The facts of one page that its frame shows."""

    lang: str
    direction: str
    plain_letters: bool
    colours: str
    cover_title: str
    languages: tuple[Language, ...]
    unlocked: bool
    idle_seconds: int
    seconds_left: int
    demo: bool
    theme: str
    way: str
    ways: tuple[tuple[str, str], ...]
    practice: bool
    on_phone: bool
    of_a_part: bool
    pressed: str
    pointed: bool


def facts() -> dict[str, object]:
    """Return `page` and `take_notices` for every template."""
    if not has_request_context() or request.endpoint == "static":
        return {}
    return {"page": page_facts(), "take_notices": take_notices}


def take_notices() -> tuple[Notice, ...]:
    """Return the sentences to show on this page, once."""
    return current_visit().take_notices()


def current_language() -> str:
    """Return the language tag of the page that is being made."""
    return str(g.get("language") or current_visit().language)


def speak(tag: str) -> None:
    """Make this page in the language `tag`, whatever the visit's own language is."""
    g.language = tag


def speak_a_known_language() -> None:
    """Go back to the visit's language where the page was to be made in one that nobody knows."""
    if current_language() not in LANGUAGES:
        g.pop("language", None)


def current_wording() -> Wording:
    """Return the words of the page that is being made."""
    return the_desk().wording(current_language())


def page_facts() -> Page:
    """Return the facts of the page that is being made."""
    visit, desk = current_visit(), the_desk()
    wording = current_wording()
    laptop, sitting = desk.laptop_if_open(), g.get("shown_sitting", visit.sitting)
    pressed = visit.take_pressed()
    return Page(
        lang=wording.lang,
        direction=wording.direction,
        plain_letters=visit.plain_letters,
        colours=visit.colours,
        cover_title=_cover_title(laptop, wording),
        languages=tuple(LANGUAGES.values()),
        unlocked=visit.person is not None or bool(g.get("looks_open")),
        idle_seconds=int(current_app.config["IDLE_SECONDS"]),
        seconds_left=int(desk.visits.left(visit).total_seconds()),
        demo=laptop is not None and laptop.study.demo,
        theme=_theme(visit.sitting),
        way=visit.way,
        ways=() if sitting is None else ways_of(sitting),
        on_phone=bool(visit.phone),
        of_a_part=bool(visit.module),
        practice=isinstance(visit.sitting, Practice),
        pressed=pressed,
        pointed=bool(pressed) and visit.pointed,
    )


def _theme(sitting: Sitting | None) -> str:
    """Return the colour that the form of the open interview asks for, "" for the usual one."""
    wanted = "" if sitting is None else sitting.interview.form.extra.get("sa:theme", "")
    return wanted if wanted in THEMES else ""


def _cover_title(laptop: Laptop | None, wording: Wording) -> str:
    if laptop is not None and wording.lang in laptop.study.cover_titles:
        return laptop.study.cover_titles[wording.lang]
    return wording.gettext("Notebook")

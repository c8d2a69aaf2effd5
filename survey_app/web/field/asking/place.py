"""Where the open interview stands: the sitting of this visit, its screen, its page.

Room: web, field desk.
Promise: an old page, of another interview, of a screen that is gone or of rows that stood
    otherwise, can change nothing.
"""

import secrets
from dataclasses import dataclass

from markupsafe import Markup

from survey_app.i18n.locales import LANGUAGES, Language
from survey_app.interview import Screen
from survey_app.web.controls import Control
from survey_app.web.field import page
from survey_app.web.field.asking.commenting import with_comments
from survey_app.web.field.asking.drawing import draw
from survey_app.web.field.asking.grid import columns_of
from survey_app.web.field.asking.illustrating import logo
from survey_app.web.field.asking.maps import with_maps
from survey_app.web.field.asking.uploading import with_uploads
from survey_app.web.field.visits import Visit, Visits
from survey_app.web.rich_text.telling import told_in_line
from survey_app.workflows.interviewing.sitting import Sitting
from survey_app.xform import FormDef


@dataclass(frozen=True)
class Sheet:
    """One screen as the page draws it."""

    mark: str
    screen: Screen
    section: Markup
    title: Markup
    controls: tuple[Control, ...]
    researchers: bool
    can_skip: bool
    state: str
    languages: tuple[Language, ...]
    columns: int = 0
    logo: str = ""

    @property
    def alone(self) -> bool:
        """Say whether there is one question on the screen."""
        return len(self.controls) == 1

    @property
    def asked_refs(self) -> tuple[str, ...]:
        """Return the questions that can be answered here."""
        pairs = zip(self.screen.refs, self.controls, strict=True)
        return tuple(ref for ref, control in pairs if control.open)

    @property
    def asks_for_files(self) -> bool:
        """Say whether the page sends files."""
        return any(control.kind == "upload" for control in self.controls)

    @property
    def wrong(self) -> bool:
        """Say whether an answer needs another look."""
        return any(control.complaint for control in self.controls)


def sit_down(visits: Visits, visit: Visit, sitting: Sitting) -> None:
    """Open `sitting` in this visit; a page of another browser loses the same interview."""
    for other in visits.others(visit):
        if other.sitting is not None and other.sitting.draft_id == sitting.draft_id:
            leave(other)
    visit.put_away()
    visit.sitting = sitting
    turn_over(visit)
    visit.rested = visit.seen


def turn_over(visit: Visit) -> None:
    """Make every page that is out now an old one: it calls a place by what stood there before."""
    visit.sitting_mark = secrets.token_hex(8)


def leave(visit: Visit) -> None:
    """Put the interview away; everything of it is committed already."""
    visit.put_away()


def close_everywhere(visits: Visits, draft_id: str) -> None:
    """Put an interview away in every browser that has it open."""
    for visit in visits.all():
        if visit.sitting is not None and visit.sitting.draft_id == draft_id:
            leave(visit)


def present_screen(sitting: Sitting) -> Screen:
    """Return the screen the interview stands at; the first one when that screen is gone."""
    screens = sitting.interview.screens()
    found = [screen for screen in screens if screen.key == sitting.screen_key]
    return found[0] if found else screens[0]


def languages_of(form: FormDef) -> tuple[Language, ...]:
    """Return the languages in which `form` can be asked; all for a form without any."""
    return tuple(
        one for one in LANGUAGES.values() if not form.languages or form.language_for(one.tag)
    )


def can_be_asked_in(sitting: Sitting, tag: str) -> bool:
    """Say whether the form of `sitting` has the language `tag`."""
    return tag in {one.tag for one in languages_of(sitting.interview.form)}


def sheet_of(visit: Visit, sitting: Sitting, screen: Screen) -> Sheet:
    """Return what the page of `screen` shows."""
    wording = page.current_wording()
    interview = sitting.interview
    drawn = draw(interview, screen.refs, wording, visit.pending, visit.seeking, files=sitting.media)
    controls = with_uploads(drawn, screen.refs, visit, wording)
    controls = with_maps(controls, screen.refs, visit, wording)
    if not visit.phone:  # it is she who holds a phone
        controls = with_comments(interview, screen.refs, controls)
    asked = [control for control in controls if control.open]
    return Sheet(
        mark=visit.sitting_mark,
        screen=screen,
        section=told_in_line(screen.titles[0] if screen.titles else ()),
        title=told_in_line(screen.titles[-1] if screen.titles else ()),
        controls=controls,
        researchers=bool(controls) and all(control.own_voice for control in controls),
        can_skip=bool(asked) and not any(_must_stay(control) for control in asked),
        state=visit.pending.state,
        languages=languages_of(interview.form),
        columns=columns_of(interview, screen, controls),
        logo=logo(sitting.media) if screen.key == interview.screens()[0].key else "",
    )


def _must_stay(control: Control) -> bool:
    """Say whether Skip is not offered: an answer is needed, or a file would go with one press."""
    return control.required or (control.upload is not None and control.upload.kept)

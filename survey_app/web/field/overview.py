"""What the first page shows: gathered from the legs, by what the passphrase opens.

Room: web, field desk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from survey_app.i18n.dates import long_date
from survey_app.i18n.locales import LANGUAGES, Language, language
from survey_app.interview import TextPart
from survey_app.web.field import page
from survey_app.web.field.asking.place import languages_of
from survey_app.web.field.giveaways import quiet_name
from survey_app.web.field.marks import N_
from survey_app.web.field.unfinished import (
    MOST_SHOWN,
    STATES,
    Wanted,
    Why,
    fits,
    wanted_of,
    why,
)
from survey_app.web.field.visits import Visit
from survey_app.web.rich_text.telling import told_in_line
from survey_app.workflows import export, handing, keying
from survey_app.workflows.backing_up.last_backup import Reminder, reminder
from survey_app.workflows.field_laptop.laptop import Laptop, Person
from survey_app.workflows.field_laptop.person_slots import Role, person_words
from survey_app.workflows.handing import Waiting
from survey_app.workflows.integrity import evidence
from survey_app.workflows.interviewing import cards, notebook
from survey_app.workflows.interviewing.cards import DraftCard
from survey_app.workflows.interviewing.draft_state import Paper
from survey_app.workflows.study.referrals import is_stale
from survey_app.xform.definition import FormDef

_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class DraftLine:
    """One open interview."""

    draft_id: str
    title: str
    day: str
    language: str
    open_now: bool
    reopened: bool
    why: Markup
    state: str
    offered_to: str
    paper: Paper | None
    is_pair: bool


@dataclass(frozen=True)
class FormLine:
    """One questionnaire that can be begun, under a name that gives nothing away."""

    name: str
    title: str


@dataclass(frozen=True)
class FirstQuestion:
    """One question that the study asks once, before interviews begin."""

    name: str
    label: Markup
    value: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Interviews:
    """What an interviewer sees; `open_now` tells the interview that is open here, "" for none."""

    open_now: str
    first_questions: Sequence[FirstQuestion]
    drafts: Sequence[DraftLine]
    more: int
    damaged: int
    wanted: Wanted
    states: Mapping[str, str]
    own_words: str
    may_hand_over: bool
    forms: Sequence[FormLine]
    languages: Sequence[Language]
    finished: int
    enough: bool
    rests: bool


@dataclass(frozen=True)
class Supervision:
    """What a supervisor sees."""

    handovers: Sequence[Waiting]
    texts: int
    finished: int
    to_pack: int
    to_send: int
    damaged: int


@dataclass(frozen=True)
class Overview:
    """The first page of one person."""

    interviews: Interviews | None
    supervision: Supervision | None
    disk_is_full: bool
    tally: tuple[str, ...]
    helpers: str
    backup: Reminder | None


def overview(laptop: Laptop, person: Person, visit: Visit) -> Overview:
    """Return the first page of `person` in this visit."""
    return Overview(
        interviews=None if person.role is Role.SUPERVISOR else _interviews(laptop, person, visit),
        helpers=_helpers(laptop),
        supervision=None if person.role is Role.INTERVIEWER else _supervision(laptop, person),
        backup=reminder(laptop, person),
        tally=evidence.tally_words(laptop),
        disk_is_full=not laptop.store.has_room,
    )


def _helpers(laptop: Laptop) -> str:
    """Return what is wrong with the list of places that help: none, stale, or nothing."""
    today = laptop.clock.now().date()
    if not laptop.care.referrals:
        return "none"
    return "stale" if is_stale(laptop.care.referrals, today) else ""


def _interviews(laptop: Laptop, person: Person, visit: Visit) -> Interviews:
    open_now = visit.sitting.draft_id if visit.sitting else ""
    wanted = wanted_of(visit.looked_for)
    found = cards.all_drafts(laptop, person)
    lines, more = _lines(laptop, person, found.whole, open_now, wanted)
    return Interviews(
        open_now=told_briefly(laptop, person, open_now) if open_now else "",
        first_questions=[
            _first_question(laptop, name, visit.asked_first.get(name, ""))
            for name, value in laptop.presets.items()
            if not value
        ],
        drafts=lines,
        more=more,
        damaged=len(found.damaged),
        wanted=wanted,
        states=STATES,
        own_words=person_words(person.person_id),
        may_hand_over=bool(handing.receivers(laptop, person)),
        forms=[
            FormLine(quiet_name(form_id), form_title(installed.definition, form_id))
            for form_id, installed in laptop.forms.items()
        ],
        languages=[
            one
            for one in LANGUAGES.values()
            if any(one in languages_of(form.definition) for form in laptop.forms.values())
        ],
        finished=laptop.store.count_records(),
        enough=notebook.is_enough(laptop, person),
        rests=visit.seen < visit.rests_until,
    )


def _lines(
    laptop: Laptop, person: Person, whole: Sequence[DraftCard], open_now: str, wanted: Wanted
) -> tuple[list[DraftLine], int]:
    """Return the open interviews that fit, as many as a page shows, and how many more there are.

    Each is opened to say why it is unfinished, so never more than a page of them at a time,
    unless something is looked for.
    """
    offered, pairs = handing.offered(laptop, person), keying.pairs(laptop, person)
    lines: list[DraftLine] = []
    known = [one for one in whole if wanted.form in {"", quiet_name(one.form_id)}]
    for at, card in enumerate(known):
        if len(lines) == MOST_SHOWN:
            return lines, len(known) - at
        line = _line(card, why(laptop, person, card.draft_id), offered, pairs, open_now)
        if wanted.state in {"", line.state} and fits(_texts_of(line), wanted):
            lines.append(line)
    return lines, 0


def _line(
    card: DraftCard, why: Why, offered: Mapping[str, str], pairs: Mapping[str, str], open_now: str
) -> DraftLine:
    offered_to = offered.get(card.draft_id, "")
    return DraftLine(
        card.draft_id,
        form_title(card.form, card.form_id),
        _day(card.day),
        LANGUAGES[card.language].name if card.language in LANGUAGES else card.language,
        card.draft_id == open_now,
        card.reopened,
        why=why.said,
        state="offered" if offered_to else why.state,
        offered_to=offered_to,
        paper=card.paper,
        is_pair=card.draft_id in pairs,
    )


def told_briefly(laptop: Laptop, person: Person, draft_id: str) -> str:
    """Return which open interview it is, "" for none of hers: questionnaire, day, paper."""
    found = next((one for one in cards.drafts(laptop, person) if one.draft_id == draft_id), None)
    if found is None:
        return ""
    facts = [_day(found.day)]
    if found.paper is not None:
        number = found.paper.number
        facts.append(page.current_wording().gettext(N_("Paper {number}"), number=number))
    whole = [fact.replace(" ", _NO_BREAK) for fact in facts]  # a number stays beside its word
    return " · ".join([form_title(found.form, found.form_id), *whole])


def _texts_of(line: DraftLine) -> tuple[str, ...]:
    number = line.paper.number if line.paper else ""
    return (line.title, line.day, line.language, line.why.striptags(), line.offered_to, number)


def _first_question(laptop: Laptop, name: str, value: str) -> FirstQuestion:
    tag = page.current_language()
    form = next(one.definition for one in laptop.forms.values() if name in one.definition.questions)
    question = form.questions[name]
    tongue = form.language_for(tag) or form.default_language
    return FirstQuestion(
        name=name,
        label=told_in_line([TextPart(form.wording(question.label, tag) or name)]),
        value=value,
        choices=tuple(
            (choice.value, choice.labels.get(tongue) or choice.value)
            for choice in question.choices_all()
        ),
    )


def form_title(form: FormDef | None, form_id: str) -> str:
    """Return the title of a questionnaire in the language of the page, its id where it has none."""
    return (form.title_in(page.current_language()) if form else "") or form_id


def _supervision(laptop: Laptop, person: Person) -> Supervision:
    waiting = export.waiting(laptop, person)
    return Supervision(
        handovers=handing.waiting(laptop, person),
        texts=waiting.texts,
        finished=laptop.store.count_records(),
        to_pack=waiting.to_pack + waiting.withdrawals,
        to_send=waiting.to_send,
        damaged=waiting.damaged,
    )


def _day(day: str) -> str:
    return long_date(date.fromisoformat(day), language(page.current_language()))

"""Why an interview is unfinished, in a sentence; and which of them the first page shows.

Room: web, field desk.
Promise: tells places and numbers, never an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from survey_app.errors import SurveyError
from survey_app.interview import Interview, Screen
from survey_app.web.field import page
from survey_app.web.field.asking.contents import needs_a_look
from survey_app.web.field.asking.place import present_screen
from survey_app.web.field.finding import MOST_LETTERS, holds
from survey_app.web.field.marks import N_
from survey_app.web.rich_text.telling import told_in_line
from survey_app.workflows import collect
from survey_app.workflows.field_laptop.laptop import Laptop, Person
from survey_app.workflows.interviewing.sitting import Sitting

MOST_SHOWN = 10

STATES = {
    "begun": N_("to go on with"),
    "look": N_("answers need another look"),
    "end": N_("to be read back and sealed"),
    "offered": N_("offered to a colleague"),
}


@dataclass(frozen=True)
class Wanted:
    """What is looked for on the first page; blank fields ask for nothing."""

    words: str = ""
    form: str = ""
    state: str = ""

    def __bool__(self) -> bool:
        """Say whether anything is looked for."""
        return bool(self.words or self.form or self.state)


@dataclass(frozen=True)
class Why:
    """Where an interview stands: its state, and a sentence that says what is left to do."""

    state: str
    said: Markup


def why(laptop: Laptop, person: Person, draft_id: str) -> Why:
    """Return why a draft is unfinished; one that cannot be opened says what to do."""
    wording, tag = page.current_wording(), page.current_language()
    try:
        sitting = collect.resume(laptop, person, draft_id)
    except SurveyError as error:
        return Why("look", wording.of_error(error))
    interview = sitting.interview
    if tag != interview.language and interview.form.language_for(tag):
        interview.set_language(tag)  # for this page alone: nothing of it is committed
    return _why(sitting)


def _why(sitting: Sitting) -> Why:
    wording = page.current_wording()
    here = present_screen(sitting)
    looks = needs_a_look(sitting)
    if looks:
        waiting = wording.ngettext(
            "{count} answer needs another look.",
            "{count} answers need another look.",
            len(looks),
        )
        return Why("look", waiting)
    if sitting.interview.stopped:
        return Why("end", wording.markup(N_("Stopped. It waits to be read back and sealed.")))
    if sitting.interview.next_screen(here.key) is None and _is_done_with(sitting.interview, here):
        said = N_("All questions were shown. It waits to be read back and sealed.")
        return Why("end", wording.markup(said))
    title = told_in_line(here.titles[0]) if here.titles else Markup("")
    if not title:
        return Why("begun", wording.markup(N_("Not all questions were asked yet.")))
    said = N_("It goes on at: {part}")
    return Why("begun", wording.markup(said, part=title))


def _is_done_with(interview: Interview, screen: Screen) -> bool:
    """Say whether everything on a screen was answered or marked; notes ask for nothing."""
    asked = [ref for ref in screen.refs if interview.question(ref).control != "note"]
    return all(interview.value(ref) or interview.empty(ref) is not None for ref in asked)


def fits(texts: Sequence[str], wanted: Wanted) -> bool:
    """Say whether every wanted word stands in one of the texts, whatever its letters' shape."""
    return holds(texts, wanted.words)


def wanted_of(fields: "dict[str, str]") -> Wanted:
    """Return what the fields of the page ask for."""
    state = fields.get("state", "")
    wanted = Wanted(fields.get("words", "").strip()[:MOST_LETTERS], fields.get("form", ""))
    return replace(wanted, state=state if state in STATES else "")

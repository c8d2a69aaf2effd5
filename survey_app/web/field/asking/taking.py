"""Take what a page sent into the open interview.

Room: web, field desk.
Promise: what this returns as taken is committed; what was not understood is kept in memory
as it was typed, and nothing that was saved before is touched.
"""

from collections.abc import Mapping, Sequence

from survey_app.interview import EmptyKind, Validity
from survey_app.web.controls import Control
from survey_app.web.field.asking.naming import by_field_name
from survey_app.web.field.forms.answers import Answer, answer_form
from survey_app.web.field.forms.words import say
from survey_app.web.field.marks import N_
from survey_app.web.field.pending import Pending
from survey_app.workflows.collect import Sitting


def take(sitting: Sitting, refs: Sequence[str], controls: Sequence[Control]) -> Pending:
    """Commit every answer of the page that can be understood; return what could not be."""
    form, names = answer_form(controls), by_field_name(refs)
    form.validate()
    fields = {names[field.name]: field for field in form if isinstance(field, Answer)}
    typed = {ref: field.typed for ref, field in fields.items() if field.errors}
    complaints = {ref: str(field.errors[0]) for ref, field in fields.items() if field.errors}
    values = {
        ref: field.data
        for ref, field in fields.items()
        if not field.errors and not _keeps_its_empty(sitting, ref, field.data)
    }
    for problem in sitting.answer(values):
        complaints[problem.ref] = complaint(sitting, problem.ref, problem.validity)
        typed.setdefault(problem.ref, fields[problem.ref].typed)
    return Pending(typed, complaints)


def unanswered(sitting: Sitting, refs: Sequence[str]) -> Mapping[str, str]:
    """Return a complaint for each question of the page that may not stay empty."""
    return {
        ref: complaint(sitting, ref, Validity.REQUIRED_BUT_EMPTY)
        for ref in refs
        if sitting.interview.validity(ref) is Validity.REQUIRED_BUT_EMPTY
    }


def complaint(sitting: Sitting, ref: str, validity: Validity) -> str:
    """Return what to say about an answer that does not fit; the form's own words first."""
    if validity is Validity.REQUIRED_BUT_EMPTY:
        return say(N_("This one needs an answer before going on."))
    return sitting.interview.constraint_message(ref) or say(
        N_("This answer does not fit the question. Please look at it again.")
    )


def mark_empty(sitting: Sitting, ref: str, code: int) -> None:
    """Record that `ref` stays without an answer, and how; the same wish again takes it back."""
    kind = EmptyKind(code)
    if kind not in sitting.interview.question(ref).empties:
        return
    if sitting.interview.empty(ref) == kind:
        sitting.answer({ref: None})
    else:
        sitting.answer({}, {ref: kind})


def is_marked(sitting: Sitting, ref: str) -> bool:
    """Say whether `ref` was left without an answer by one of the buttons it offers."""
    return sitting.interview.empty(ref) in sitting.interview.question(ref).empties


def _keeps_its_empty(sitting: Sitting, ref: str, value: object) -> bool:
    """Say whether an untouched field belongs to a question that was marked as refused."""
    return value is None and is_marked(sitting, ref)

"""Take what a page sent into the open interview.

Room: web, field desk.
Promise: what this returns as taken is committed; what was not understood is kept in memory
as it was typed, and nothing that was saved before is touched.
"""

from collections.abc import Mapping, Sequence

from survey_app.interview import EmptyKind, Validity
from survey_app.web.controls import Control
from survey_app.web.field import page
from survey_app.web.field.asking.naming import by_field_name
from survey_app.web.field.asking.uploading import take_files
from survey_app.web.field.forms.answers import answer_form
from survey_app.web.field.forms.typed import Answer
from survey_app.web.field.forms.words import say
from survey_app.web.field.marks import N_
from survey_app.web.field.pending import Pending
from survey_app.web.scales import scale_of
from survey_app.workflows.interviewing.private import PrivateTalk
from survey_app.workflows.interviewing.sitting import Sitting

MOST_LETTERS = 100
OUT_OF_RANGE = N_("Choose a number from {low} to {high}, in steps of {width}.")


def take(
    sitting: Sitting | PrivateTalk, refs: Sequence[str], controls: Sequence[Control]
) -> Pending:
    """Commit every answer of the page that can be understood; return what could not be."""
    form, names = answer_form(controls), by_field_name(refs)
    form.validate()
    fields = {names[field.name]: field for field in form if isinstance(field, Answer)}
    typed = {ref: field.typed for ref, field in fields.items() if field.errors}
    complaints = {ref: str(field.errors[0]) for ref, field in fields.items() if field.errors}
    values = {ref: field.data for ref, field in fields.items() if not field.errors}
    for problem in sitting.answer(values):
        complaints[problem.ref] = complaint(sitting, problem.ref, problem.validity)
        if not _is_kept(sitting, problem.ref, fields[problem.ref].data):
            typed.setdefault(problem.ref, fields[problem.ref].typed)
    if isinstance(sitting, Sitting):  # a part that is answered alone asks for no file
        for ref, said in take_files(sitting, refs, controls, page.current_wording()).items():
            typed[ref], complaints[ref] = ("",), said
    return Pending(typed, complaints)


def put(
    sitting: Sitting | PrivateTalk, ref: str, value: str | list[str], pending: Pending
) -> Pending:
    """Commit one more answer of the page; return what is pending then."""
    rest = pending.without(ref)
    problems = sitting.answer({ref: value})
    said = {one.ref: complaint(sitting, one.ref, one.validity) for one in problems}
    return Pending(rest.typed, {**rest.complaints, **said})


def sought(
    controls: Sequence[Control], sent: Mapping[str, str], refs: Sequence[str]
) -> dict[str, str]:
    """Return the letters with which long lists of the page are looked through."""
    pairs = zip(refs, controls, strict=True)
    letters = {ref: sent.get(f"{control.name}-seek", "")[:MOST_LETTERS] for ref, control in pairs}
    return {ref: text for ref, text in letters.items() if text.strip()}


def unanswered(sitting: Sitting | PrivateTalk, refs: Sequence[str]) -> Mapping[str, str]:
    """Return a complaint for each question of the page that may not stay empty."""
    return {
        ref: complaint(sitting, ref, Validity.REQUIRED_BUT_EMPTY)
        for ref in refs
        if sitting.interview.validity(ref) is Validity.REQUIRED_BUT_EMPTY
    }


def complaint(sitting: Sitting | PrivateTalk, ref: str, validity: Validity) -> str:
    """Return what to say about an answer that does not fit; the form's own words first."""
    if validity is Validity.REQUIRED_BUT_EMPTY:
        return sitting.interview.required_message(ref) or say(
            N_("This one needs an answer before going on.")
        )
    if validity is Validity.OUT_OF_RANGE:
        scale = scale_of(sitting.interview.question(ref).parameters)
        if scale is not None:
            return say(OUT_OF_RANGE, low=scale.lowest, high=scale.highest, width=scale.width)
    return sitting.interview.constraint_message(ref) or say(
        N_("This answer does not fit the question. Please look at it again.")
    )


def mark_empty(sitting: Sitting | PrivateTalk, ref: str, code: int) -> None:
    """Record that `ref` stays without an answer, and how; the same wish again takes it back."""
    offered = sitting.interview.question(ref).empties
    kind = next((one for one in offered if one == code), None)
    if kind is None:
        return
    taken_back = sitting.interview.empty(ref) == kind
    sitting.answer({}, {ref: EmptyKind.ANSWERED if taken_back else kind})


def leave_open(sitting: Sitting | PrivateTalk, refs: Sequence[str]) -> None:
    """Take away what stands at `refs`, answers and marks, as if nobody had been there."""
    marked = {ref: EmptyKind.ANSWERED for ref in refs if is_marked(sitting, ref)}
    answered = {ref: None for ref in refs if sitting.interview.value(ref)}
    if marked or answered:
        sitting.answer(answered, marked)


def is_marked(sitting: Sitting | PrivateTalk, ref: str) -> bool:
    """Say whether `ref` was left without an answer by one of the buttons it offers."""
    return sitting.interview.empty(ref) in sitting.interview.question(ref).empties


def _is_kept(sitting: Sitting | PrivateTalk, ref: str, value: str | list[str] | None) -> bool:
    """Say whether a value that breaks a rule was kept all the same."""
    kept = value if isinstance(value, str) else " ".join(value or ())
    return sitting.interview.value(ref) == kept

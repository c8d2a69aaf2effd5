"""The rows of a roster (her children): their names on the page, removing one, bringing it back.

Room: web, field desk.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from survey_app.interview import EmptyKind, Interview
from survey_app.web.field.pending import RemovedRow
from survey_app.workflows.sitting import Sitting

_POSITION = re.compile(r"\[\d+\]")
NAMING_TYPES = frozenset({"string"})


@dataclass(frozen=True)
class Row:
    """One row: its place (from 1) and what it is called on the screen, if anything."""

    place: int
    called: str


def rows_of(interview: Interview, repeat_ref: str) -> tuple[Row, ...]:
    """Return the rows of a roster in their order."""
    return tuple(
        Row(place, _called(interview, repeat_ref, place))
        for place in range(1, interview.count_repeats(repeat_ref) + 1)
    )


def first_screen_of(interview: Interview, repeat_ref: str, place: int) -> str | None:
    """Return the screen where the row `place` begins."""
    start = f"{row_ref(repeat_ref, place)}/"
    for screen in interview.screens():
        if any(ref.startswith(start) for ref in screen.refs):
            return screen.key
    return None


def remove(sitting: Sitting, repeat_ref: str, place: int) -> RemovedRow:
    """Remove a row; return what brings it back while this interview is open."""
    interview = sitting.interview
    refs = dict(_questions_of_row(interview, repeat_ref, place))
    answers = {rest: value for rest, ref in refs.items() if (value := interview.value(ref))}
    empties = {
        rest: int(kind)
        for rest, ref in refs.items()
        if (kind := interview.empty(ref)) in interview.question(ref).empties and kind is not None
    }
    sitting.remove_repeat(row_ref(repeat_ref, place))
    return RemovedRow(repeat_ref, answers, empties)


def bring_back(sitting: Sitting, removed: RemovedRow) -> None:
    """Add the removed row again, at the end, with the answers it had."""
    added = sitting.add_repeat(removed.repeat_ref)
    for rest, value in removed.answers.items():
        if not sitting.interview.readonly(f"{added}{rest}"):
            sitting.answer({f"{added}{rest}": value})
    sitting.answer({}, {f"{added}{rest}": EmptyKind(k) for rest, k in removed.empties.items()})


def row_ref(repeat_ref: str, place: int) -> str:
    """Return the reference of one row.

    >>> row_ref("/data/children", 2)
    '/data/children[2]'
    """
    return f"{repeat_ref}[{place}]"


def _questions_of_row(
    interview: Interview, repeat_ref: str, place: int
) -> Iterator[tuple[str, str]]:
    path = _POSITION.sub("", repeat_ref)
    for question in interview.form.questions.values():
        if question.repeat == path and question.control is not None:
            rest = question.path[len(path) :]
            yield rest, f"{row_ref(repeat_ref, place)}{rest}"


def _called(interview: Interview, repeat_ref: str, place: int) -> str:
    for _, ref in _questions_of_row(interview, repeat_ref, place):
        question = interview.question(ref)
        typed = question.control == "input" and question.data_type in NAMING_TYPES
        if typed and (value := interview.value(ref)):
            return str(value)
    return ""

"""The rows of a roster (her children): their places, and their names on the page.

Room: web, field desk.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from survey_app.interview import Interview

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

"""The nouns of a table of answers: one cell, one record with its rosters.

Room: microdata (floor 4).
Spec: docs/spec/view.md section 2.
Promise: a kind of empty is never written into a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey_app.canonical import Json
from survey_app.microdata.errors import MalformedCellError
from survey_app.xform.empties import EmptyKind

_CODES = frozenset(int(kind) for kind in EmptyKind)


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: a value, or one of the kinds of empty.

    Shape: a value goes with kind 0 only; every other kind has no value.

    >>> Cell("25–34").is_answered, Cell(None, 91).is_answered
    (True, False)
    """

    value: str | None
    empty: int = EmptyKind.ANSWERED

    def __post_init__(self) -> None:
        """Refuse a value inside an empty cell and an answer without a value."""
        known = self.empty in _CODES
        if not known or (self.value is None) == (self.empty == EmptyKind.ANSWERED):
            raise MalformedCellError

    @property
    def is_answered(self) -> bool:
        """Say whether there is a value."""
        return self.value is not None

    def to_json(self) -> Json:
        """Return the value as text, or the code of the kind of empty as a number."""
        return int(self.empty) if self.value is None else self.value

    @classmethod
    def from_json(cls, data: Json) -> "Cell":
        """Return the cell that `to_json` wrote.

        Raises: MalformedCellError.

        >>> Cell.from_json(91) == Cell(None, EmptyKind.REFUSED)
        True
        """
        if isinstance(data, str):
            return cls(data)
        if isinstance(data, int) and not isinstance(data, bool):
            return cls(None, data)
        raise MalformedCellError


Row = Mapping[str, Cell]


@dataclass(frozen=True)
class Record:
    """The answers of one respondent: her own values, and one table a roster.

    Shape: `rosters` maps the name of a repeat to its rows in the order of the interview.
    """

    values: Row
    rosters: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


def row_to_json(row: Row) -> Json:
    """Return a row as a JSON object: variable to cell."""
    return {name: cell.to_json() for name, cell in row.items()}


def row_from_json(data: Json) -> Row:
    """Return the row that `row_to_json` wrote.

    Raises: MalformedCellError.
    """
    if not isinstance(data, Mapping):
        raise MalformedCellError
    return {name: Cell.from_json(cell) for name, cell in data.items()}

"""Find the row on which a refusal without a place hangs, by leaving out the rest.

Room: xlsform (floor 4).
Promise: as many tries as are allowed, and not one more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from survey_app.xlsform.judges.mending import without
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.rulebook.findings import Finding
from survey_app.xlsform.rulebook.rules import NOT_COMPILED
from survey_app.xlsform.workbook import ENTITIES, SETTINGS, SURVEY, Row, Workbook


@dataclass(frozen=True)
class Place:
    """The one cell on which a refusal hangs; a `column` of "" is the whole row."""

    sheet: str
    row: Row
    column: str


_SHEETS = (SURVEY, SETTINGS, ENTITIES)


def narrowed(
    workbook: Workbook, is_refused: Callable[[Workbook], bool], tries: int
) -> Place | None:
    """Return the one cell without which nothing is refused.

    `is_refused` says whether a workbook is refused as this one is. None when no single row is
    found to be the cause within `tries`.
    """
    search = _Search(workbook, is_refused, tries)
    for sheet in _SHEETS:
        row = search.row(sheet)
        if row is not None:
            column = search.column(sheet, row)
            return Place(sheet, row, column)
    return None


class _Search:
    """Halves the rows of a sheet; each half is asked about with the other made harmless."""

    def __init__(
        self, workbook: Workbook, is_refused: Callable[[Workbook], bool], tries: int
    ) -> None:
        self._workbook, self._is_refused, self._tries = workbook, is_refused, tries

    def row(self, sheet: str) -> Row | None:
        """Return the row of `sheet` whose setting aside ends the refusal."""
        rows = [row for row in self._workbook.sheet(sheet).rows if not _is_end(row)]
        if not rows or self._asked_without(sheet, rows):
            return None
        while len(rows) > 1:
            half = rows[: len(rows) // 2]
            if self._tries <= 0:
                return None
            rows = rows[len(half) :] if self._asked_without(sheet, half) else half
        return rows[0]

    def column(self, sheet: str, row: Row) -> str:
        """Return the column of `row` that alone ends the refusal, empty when none does."""
        for column in row.cells:
            if column in {"type", "name", "list_name"}:
                continue
            if self._tries <= 0:
                break
            if not self._asked(self._without(sheet, [row], column)):
                return column
        return ""

    def _asked_without(self, sheet: str, rows: Sequence[Row]) -> bool:
        return self._asked(self._without(sheet, rows, ""))

    def _without(self, sheet: str, rows: Sequence[Row], column: str) -> Workbook:
        if sheet == SETTINGS and not column:
            kept = {name: one for name, one in self._workbook.sheets.items() if name != SETTINGS}
            return replace(self._workbook, sheets=MappingProxyType(kept))
        found = [Finding(NOT_COMPILED, sheet, row.number, column) for row in rows]
        return without(self._workbook, found)

    def _asked(self, workbook: Workbook) -> bool:
        self._tries -= 1
        return self._tries >= 0 and self._is_refused(workbook)


def _is_end(row: Row) -> bool:
    kind = kind_of(row.get("type"))
    return kind is not None and kind.place == "end"

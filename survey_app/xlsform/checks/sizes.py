"""Cells and groups beyond all measure: found first, since all else would wait for them.

Room: xlsform (floor 4).
"""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from survey_app.xlsform.headings import KNOWN_SHEETS
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.rulebook import rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.workbook import SURVEY, Row, Workbook

MOST_LETTERS = 32_767
"""What a cell of the spreadsheet programs holds."""
MOST_DEEP = 100


def check_sizes(workbook: Workbook) -> Iterator[Finding]:
    """Yield the cells that are too large, and the first group that is too deep."""
    yield from _too_deep(workbook)
    for sheet in workbook.sheets.values():
        for row in sheet.rows if sheet.name in KNOWN_SHEETS else ():
            for column, text in row.cells.items():
                if len(text) > MOST_LETTERS:
                    yield at_cell(
                        rules.CELL_TOO_LARGE,
                        sheet.name,
                        row,
                        column,
                        count=len(text),
                        limit=MOST_LETTERS,
                    )


def _too_deep(workbook: Workbook) -> Iterator[Finding]:
    depth = 0
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        place = kind.place if kind is not None else ""
        depth += (place == "begin") - (place == "end")
        if depth > MOST_DEEP:
            yield at_cell(rules.TOO_DEEP, SURVEY, row, "type", limit=MOST_DEEP)
            return


def without_large_cells(workbook: Workbook) -> Workbook:
    """Return `workbook` with its large cells cut, so that all else in it can be checked."""
    sheets = {
        name: replace(sheet, rows=tuple(_cut(row) for row in sheet.rows))
        for name, sheet in workbook.sheets.items()
    }
    return replace(workbook, sheets=MappingProxyType(sheets))


def _cut(row: Row) -> Row:
    cells = {name: text if len(text) <= MOST_LETTERS else "" for name, text in row.cells.items()}
    return replace(
        row, cells=MappingProxyType({name: text for name, text in cells.items() if text})
    )

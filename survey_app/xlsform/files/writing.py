"""From a workbook to a file of another kind, without loss.

Room: xlsform (floor 4).
Promise: reading what was written gives the same cells (property-tested).
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from survey_app.xlsform.errors import WorkbookKindError
from survey_app.xlsform.files.spreadsheet import spreadsheet_bytes
from survey_app.xlsform.headings import KNOWN_SHEETS
from survey_app.xlsform.workbook import NO_SHEET, Sheet, Workbook

_BEFORE_A_BREAK = re.compile(r"(\\|<wbr>)\n")


def workbook_bytes(workbook: Workbook, path: Path) -> bytes:
    """Return `workbook` as a file of the kind that the ending of `path` names.

    Raises: WorkbookKindError, SheetNameError.
    """
    writers: Mapping[str, Callable[[Workbook], bytes]] = {
        ".md": lambda book: markdown_text(book).encode(),
        ".csv": lambda book: csv_text(book).encode(),
        ".xlsx": spreadsheet_bytes,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise WorkbookKindError(file=path.name)
    return writer(workbook)


def lost_sheet(workbook: Workbook, copy: Workbook) -> str:
    """Return the first sheet whose cells are not all in `copy`, or an empty text."""
    if workbook.unread:
        return workbook.unread[0]
    for name, sheet in workbook.sheets.items():
        other = copy.sheets.get(name, NO_SHEET)  # with what is switched off
        if sheet.beyond or sheet.wide or _lines(sheet) != _lines(other):
            return sheet.title
        if name in KNOWN_SHEETS and _cells(sheet) != _cells(other):
            return sheet.title
        if name in workbook.parted and _holds_more_than_columns(sheet):
            return sheet.title
    return ""


def markdown_text(workbook: Workbook) -> str:
    """Return `workbook` as Markdown tables, one a sheet."""
    return "\n".join(
        "".join(f"| {' | '.join(map(_escaped, cells))} |\n" for cells in _table(sheet))
        for sheet in workbook.sheets.values()
    )


def csv_text(workbook: Workbook) -> str:
    """Return `workbook` as one CSV text; the first cell of a row opens a sheet."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for sheet in workbook.sheets.values():
        writer.writerows(_table(sheet))
    return out.getvalue()


def _cells(sheet: Sheet) -> list[Mapping[str, str]]:
    return [dict(row.cells) for row in sheet.rows]


def _holds_more_than_columns(sheet: Sheet) -> bool:
    """Say whether a sheet that was put together of parts has cells without a column of their own.

    Each part had its own headings, so these have no place under those of the whole.
    """
    names = [column.name for column in sheet.columns if column.name]
    return any(row.stray for row in sheet.rows) or len(set(names)) != len(names)


def _lines(sheet: Sheet) -> list[list[str]]:
    """Return what stands in a sheet, cell by cell; in a text file an empty row has no place."""
    lines = [[column.heading for column in sheet.columns], *map(sheet.written, sheet.rows)]
    return [cells for line in lines if (cells := _without_end(line))]


def _without_end(cells: Sequence[str]) -> list[str]:
    last = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    return list(cells[:last])


def _table(sheet: Sheet) -> Iterator[list[str]]:
    yield [sheet.title, *(column.heading for column in sheet.columns)]
    for row in sheet.rows:
        yield ["", *_without_end(sheet.written(row))]


def _escaped(cell: str) -> str:
    kept = cell.replace("<br>", "\\<br>").replace("|", "\\|")
    lines = _BEFORE_A_BREAK.sub(r"\1<wbr>\n", kept.replace("\r\n", "\n"))
    return lines.replace("\n", "<br>")

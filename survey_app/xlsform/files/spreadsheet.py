"""Read and write the .xlsx file that researchers edit.

Room: xlsform (floor 4).
Promise: nothing in the file is run: formulas are read as the values last shown, and as they are
written where no value was saved.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import islice
from math import isfinite
from typing import Any
from zipfile import ZipFile

from survey_app.lean import without
from survey_app.xlsform.errors import SheetNameError
from survey_app.xlsform.workbook import LIMIT_COLUMNS, Sheet, Workbook, sheet_of

with without("numpy"):
    from openpyxl import Workbook as Spreadsheet
    from openpyxl import load_workbook
    from openpyxl.styles import Alignment, Font

LIMIT_UNPACKED = 100_000_000
LIMIT_CELLS = 2_000_000
LIMIT_EMPTY_ROWS = 60
"""After so many empty rows a sheet ends, for this program as for pyxform."""
LOOKED_BEYOND = 200
"""Unit: rows. So far on it is looked whether anything stands behind the empty rows."""
LIMIT_SHEET_NAME = 31
WIDTH = 28
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_Formulas = Mapping[tuple[int, int], str]
_NO_SHEET_NAME = re.compile(r"[:/\\?*\[\]\n]|^'|'$")


def spreadsheet_sheets(data: bytes) -> Sequence[Sheet]:
    """Return the sheets of an .xlsx file.

    Raises: ValueError when the bytes are no spreadsheet, or unpack to an absurd size.
    """
    try:
        _refuse_bombs(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and lists of allowed values are not read
            return _sheets(data)
    except Exception as error:  # a damaged file ends in any of a dozen exceptions
        raise ValueError("not a spreadsheet") from error


def _sheets(data: bytes) -> Sequence[Sheet]:
    formulas = _formulas(data)
    book = _opened(data)
    try:
        return [_sheet(sheet, formulas.get(sheet.title, {})) for sheet in book.worksheets]
    finally:
        book.close()


def _refuse_bombs(data: bytes) -> None:
    """Raise ValueError when the file unpacks to an absurd size; zipfile keeps to what it names."""
    with ZipFile(BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LIMIT_UNPACKED:
            raise ValueError("the spreadsheet unpacks to an absurd size")


def _opened(data: bytes, *, formulas: bool = False) -> Spreadsheet:
    return load_workbook(BytesIO(data), read_only=True, data_only=not formulas)


def _formulas(data: bytes) -> Mapping[str, _Formulas]:
    """Return the formulas of each sheet by row and column; nothing is opened without one."""
    with ZipFile(BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if "worksheets/" in name]
        if not any(_FORMULA.search(archive.read(name)) for name in parts):
            return {}
    book = _opened(data, formulas=True)
    try:
        return {page.title: dict(_written(page)) for page in book.worksheets}
    finally:
        book.close()


def _written(page: Any) -> Iterator[tuple[tuple[int, int], str]]:
    rows, _beyond = until_empty(_rows(page, {}))
    for number, cells in enumerate(rows, start=1):
        for place, text in enumerate(cells):
            if text.startswith("="):
                yield (number, place), text


def spreadsheet_bytes(workbook: Workbook) -> bytes:
    """Return the .xlsx file of `workbook`: every cell a text, headings bold and frozen.

    Raises: SheetNameError.
    """
    book = Spreadsheet()
    for empty in book.worksheets:
        book.remove(empty)
    for sheet in workbook.sheets.values():
        if len(sheet.title) > LIMIT_SHEET_NAME or _NO_SHEET_NAME.search(sheet.title):
            file, limit = workbook.source, LIMIT_SHEET_NAME
            raise SheetNameError(sheet=sheet.title, file=file, limit=limit)
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for place, column in enumerate(sheet.columns, start=1):
            _write(page, 1, place, column.heading)
            page.cell(1, place).font = Font(bold=True)
            page.column_dimensions[page.cell(1, place).column_letter].width = WIDTH
        for row in sheet.rows:
            for place, text in enumerate(sheet.written(row), start=1):
                _write(page, row.number, place, text)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(page: Any, row: int, column: int, text: str) -> None:
    if text:
        cell = page.cell(row, column)
        cell.value = text
        cell.data_type = "s"
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _sheet(page: Any, formulas: _Formulas) -> Sheet:
    rows, beyond = until_empty(_rows(page, formulas))
    headings = rows[0] if rows else []
    while headings and not headings[-1].strip():
        headings = headings[:-1]
    numbered = [(number, 0, cells) for number, cells in enumerate(rows[1:], start=2)]
    return replace(sheet_of(page.title, headings, numbered), beyond=beyond)


def _rows(page: Any, formulas: _Formulas) -> Iterator[list[str]]:
    """Yield the rows; one that goes on beyond the last column has its next text as one more."""
    page.reset_dimensions()  # what a file says of its size is often wrong, and cuts rows off
    for number, row in enumerate(page.iter_rows(values_only=True), start=1):
        cells = [shown(value) for value in row[:LIMIT_COLUMNS]]
        for place, cell in enumerate(cells) if formulas else ():
            cells[place] = cell or formulas.get((number, place), "")
        beyond = (shown(value) for value in row[LIMIT_COLUMNS:] if value is not None)
        yield [*cells, *islice(filter(str.strip, beyond), 1)]


def until_empty(rows: Iterable[list[str]]) -> tuple[list[list[str]], int]:
    """Return the rows of a sheet, which a long run of empty ones, often only styled, ends.

    The number is that of a filled row not far behind them, which is not read; 0 for none.

    Raises: ValueError when there are more cells than any questionnaire has.
    """
    read: list[list[str]] = []
    empty = filled = 0
    for number, cells in enumerate(rows, start=1):
        empty = 0 if any(cells) else empty + 1
        filled += sum(map(bool, cells))
        if filled > LIMIT_CELLS:
            raise ValueError("more cells than any questionnaire has")
        if len(read) + 1 < number or empty > LIMIT_EMPTY_ROWS:
            if any(cells) or empty > LOOKED_BEYOND:
                return read, number if any(cells) else 0
            continue
        read.append(cells)
    return read, 0


def shown(value: object) -> str:
    """Return a cell's value as its author would read it: TRUE, 5 rather than 5.0.

    Spreadsheets show fifteen figures of a number, and an expression takes it without exponent.

    >>> shown(True), shown(5.0), shown(0.1 + 0.2), shown(1e-7)
    ('TRUE', '5', '0.3', '0.0000001')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float) and isfinite(value):
        return format(Decimal(format(value, ".15g")), "f")
    return str(value)

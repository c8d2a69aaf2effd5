"""Read the .xls files of old spreadsheet programs.

Room: xlsform (floor 4). Reading only; a form is written as .xlsx, .md or .csv.
Promise: nothing in the file is run; whatever is wrong with it is one ValueError.
"""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import xlrd

from survey_app.xlsform.files.spreadsheet import shown, until_empty
from survey_app.xlsform.workbook import Sheet, sheet_of


def old_spreadsheet_sheets(data: bytes) -> Sequence[Sheet]:
    """Return the sheets of an .xls file.

    Raises: ValueError when the bytes are no such spreadsheet.
    """
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), ragged_rows=True)
        return [_sheet(page, book.datemode) for page in book.sheets()]
    except Exception as error:  # a damaged file ends in any of a dozen exceptions
        raise ValueError("not a spreadsheet") from error


def _sheet(page: Any, datemode: int) -> Sheet:
    rows, beyond = until_empty(_rows(page, datemode))
    numbered = [(number, 0, cells) for number, cells in enumerate(rows[1:], start=2)]
    sheet = sheet_of(page.name, rows[0] if rows else (), numbered)
    return replace(sheet, beyond=beyond)


def _rows(page: Any, datemode: int) -> Iterator[list[str]]:
    for number in range(page.nrows):
        yield [shown(_value(cell, datemode)) for cell in page.row(number)]


def _value(cell: Any, datemode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _moment(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "")
    return cell.value


def _moment(value: float, datemode: int) -> object:
    """Return a date, a time or both, as the number stands for; the number where it is neither."""
    try:
        parts = xlrd.xldate_as_tuple(value, datemode)
    except xlrd.XLDateError:
        return value
    if parts[:3] == (0, 0, 0):
        return dt.time(*parts[3:])
    return dt.datetime(*parts)  # noqa: DTZ001 - a cell of a sheet has no time zone

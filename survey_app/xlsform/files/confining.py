"""Spreadsheets of strangers: measured before they are opened, read aside when they are large.

Room: xlsform (floor 4).
Spec: docs/adr/0107-bounds-for-files-of-strangers.md.
Promise: a file is opened in this process only when its sizes say that it cannot hurt.
"""

import json
from collections.abc import Callable, Sequence
from io import BytesIO
from types import MappingProxyType
from zipfile import ZipFile

from survey_app.confined import in_a_child
from survey_app.xlsform.files.old_spreadsheet import old_spreadsheet_sheets
from survey_app.xlsform.files.spreadsheet import spreadsheet_sheets
from survey_app.xlsform.workbook import Column, Row, Sheet

MOST_MEMBERS = 2_000
MOST_UNPACKED = 100_000_000
MOST_GROWTH = 400  # times its packed size; the text of honest sheets grows about tenfold
SMALL_PACKED = 512 * 1024
SMALL_UNPACKED = 6 * 1024 * 1024
SMALL_OLD = 1024 * 1024
GROWTH_COUNTS_FROM = 1024 * 1024  # below, a growing member cannot fill anything

Reader = Callable[[bytes], Sequence[Sheet]]


def new_sheets(data: bytes) -> Sequence[Sheet]:
    """Return the sheets of an .xlsx file. Raises: ValueError, OutOfBoundsError among them."""
    packed, unpacked = len(data), _unpacked(data)
    if packed <= SMALL_PACKED and unpacked <= SMALL_UNPACKED:
        return spreadsheet_sheets(data)
    return _read_aside("new_as_json", data)


def old_sheets(data: bytes) -> Sequence[Sheet]:
    """Return the sheets of an .xls file. Raises: ValueError, OutOfBoundsError among them."""
    return (
        old_spreadsheet_sheets(data) if len(data) <= SMALL_OLD else _read_aside("old_as_json", data)
    )


def new_as_json(data: bytes) -> bytes:
    """Return the sheets of an .xlsx file as JSON: what the child says to its parent."""
    return _to_json(spreadsheet_sheets(data))


def old_as_json(data: bytes) -> bytes:
    """Return the sheets of an .xls file as JSON."""
    return _to_json(old_spreadsheet_sheets(data))


def _unpacked(data: bytes) -> int:
    """Return how much the file unpacks to, by its own list, which zipfile holds it to.

    Raises: ValueError for too many members, too much, or a growth that no text has.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except Exception as error:  # a damaged list ends in any of half a dozen exceptions
        raise ValueError("not a spreadsheet") from error
    whole = sum(member.file_size for member in members)
    grown = [
        member
        for member in members
        if member.file_size > GROWTH_COUNTS_FROM
        and member.file_size > MOST_GROWTH * member.compress_size
    ]
    if len(members) > MOST_MEMBERS or whole > MOST_UNPACKED or grown:
        raise ValueError("the spreadsheet unpacks to an absurd size")
    return whole


def _read_aside(work: str, data: bytes) -> Sequence[Sheet]:
    told = json.loads(in_a_child(f"{__name__}:{work}", data))
    return [
        Sheet(
            title,
            tuple(Column(heading, name) for heading, name in columns),
            tuple(
                Row(number, MappingProxyType(cells), line, tuple(stray), tuple(cleaned), texts)
                for number, cells, line, stray, cleaned, texts in rows
            ),
            beyond,
            wide,
        )
        for title, columns, rows, beyond, wide in told
    ]


def _to_json(sheets: Sequence[Sheet]) -> bytes:
    told = [
        (
            sheet.title,
            [(column.heading, column.name) for column in sheet.columns],
            [
                (row.number, dict(row.cells), row.line, row.stray, row.cleaned, row.texts)
                for row in sheet.rows
            ],
            sheet.beyond,
            sheet.wide,
        )
        for sheet in sheets
    ]
    return json.dumps(told).encode()

"""From a file to a workbook, whatever kind of file it is.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 1 (the three kinds of file).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from survey_app.xlsform.errors import (
    NoSurveySheetError,
    WorkbookEncodingError,
    WorkbookKindError,
    WorkbookQuoteError,
    WorkbookTooLargeError,
    WorkbookUnreadableError,
)
from survey_app.xlsform.files.confining import new_sheets, old_sheets
from survey_app.xlsform.files.disguises import unreadable
from survey_app.xlsform.files.text_files import separated_rows, separators_of, text_of
from survey_app.xlsform.workbook import SURVEY, Column, Row, Sheet, Workbook, sheet_of

LIMIT_MEGABYTES = 20
_MOST_TITLES = 12
_MOST_OF_A_TITLE = 31
_TEXT_FILES = frozenset({".md", ".csv"})

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\Z")
"""The line under a heading: every cell of it is made of dashes, the first one too."""
_BREAK = re.compile(r"(?:<wbr>|(?<!\\))<br>")
"""A new line; after a backslash that is part of the text, `<wbr>` stands between the two."""

_Table = list[tuple[int, Sequence[str]]]


def read_workbook(path: Path) -> Workbook:
    """Return the workbook in the file at `path` (.md, .csv, .xlsx, .xlsm or .xls).

    Raises: WorkbookKindError, WorkbookTooLargeError, WorkbookUnreadableError.
    """
    return workbook_from_bytes(workbook_data(path), path.name)


def workbook_data(path: Path) -> bytes:
    """Return the bytes of the workbook at `path`.

    Raises: WorkbookTooLargeError, WorkbookUnreadableError.
    """
    try:
        if path.stat().st_size > LIMIT_MEGABYTES * 1_000_000:
            raise WorkbookTooLargeError(file=path.name, limit=LIMIT_MEGABYTES)
        return path.read_bytes()
    except OSError as error:
        raise WorkbookUnreadableError(file=path.name) from error


def workbook_from_bytes(data: bytes, source: str) -> Workbook:
    """Return the workbook in `data`, of the kind that the ending of `source` names.

    Raises: WorkbookKindError, WorkbookUnreadableError.
    """
    readers: Mapping[str, Callable[[bytes], Sequence[Sheet]]] = {
        ".md": lambda data: _text_sheets(_markdown_rows(text_of(data, source))),
        ".csv": lambda data: _separated_sheets(text_of(data, source), source),
        ".xlsx": new_sheets,
        ".xlsm": new_sheets,
        ".xls": old_sheets,
    }
    reader = readers.get(Path(source).suffix.lower())
    if reader is None:
        raise WorkbookKindError(file=source)
    try:
        return _workbook(source, reader(data))
    except (NoSurveySheetError, WorkbookEncodingError) as error:
        other = unreadable(data, source)
        raise (error if type(other) is WorkbookUnreadableError else other) from error
    except ValueError as error:
        raise unreadable(data, source) from error


def workbook_from_markdown(text: str, source: str = "form.md") -> Workbook:
    """Return the workbook written as Markdown tables in `text`.

    >>> book = workbook_from_markdown('''
    ... | survey | type    | name | label::English (en) |
    ... |        | integer | age  | How old are you?    |
    ... ''')
    >>> book.survey.rows[0].get("name"), book.survey.rows[0].number, book.survey.rows[0].line
    ('age', 2, 3)

    Raises: WorkbookUnreadableError.
    """
    return _workbook(source, _text_sheets(_markdown_rows(text)))


def _workbook(source: str, sheets: Sequence[Sheet]) -> Workbook:
    named: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        named.setdefault(sheet.name, []).append(sheet)
    again = {name: parts for name, parts in named.items() if len(parts) > 1}
    by_name = {name: parts[0] for name, parts in named.items()}
    parted: tuple[str, ...] = ()
    unread = [sheet.title for sheet in sheets if by_name[sheet.name] is not sheet]
    if Path(source).suffix.lower() in _TEXT_FILES:
        by_name |= {name: _joined(parts) for name, parts in again.items()}
        parted, unread = tuple(again), []
    if len(sheets) == 1 and SURVEY not in by_name and sheets[0].has("type"):
        by_name = {SURVEY: replace(sheets[0], title=SURVEY)}  # as pyxform reads a lone sheet
    if SURVEY not in by_name:
        titles = ", ".join(sheet.title[:_MOST_OF_A_TITLE] for sheet in sheets[:_MOST_TITLES])
        raise NoSurveySheetError(file=source, sheets=titles or "–")
    return Workbook(source, MappingProxyType(by_name), tuple(unread), parted)


def _joined(parts: Sequence[Sheet]) -> Sheet:
    """Return the parts of a sheet as one, each row under its own headings."""
    columns: list[Column] = []
    rows: list[Row] = []
    known: set[str] = set()
    last = 1
    for part in parts:
        named = Counter(column.name for column in part.columns)
        columns += [one for one in part.columns if one.name not in known or named[one.name] > 1]
        known.update(named)
        rows += [replace(row, number=last + row.number - 1, texts=()) for row in part.rows]
        last = rows[-1].number if rows else last
    wide = next((part.wide for part in parts if part.wide), 0)
    return replace(parts[0], columns=tuple(columns), rows=tuple(rows), wide=wide)


def _markdown_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the table rows of `text`; all that is no table (titles, prose) is passed over."""
    for line, raw in enumerate(re.split(r"\r\n?|\n", text), start=1):
        row = raw.strip()
        if not row.startswith("|") or _RULE.match(row):
            continue
        cells = _PIPE.split(row[1:])
        if len(cells) > 1 and not cells[-1].strip():
            cells.pop()
        yield line, [_unescaped(cell) for cell in cells]


def _unescaped(cell: str) -> str:
    broken = _BREAK.sub("\n", cell.strip().replace("\\|", "|"))
    return broken.replace("\\<br>", "<br>")


def _separated_sheets(text: str, source: str) -> list[Sheet]:
    """Return the sheets of a file with separators: the first kind that has questions."""
    found: list[list[Sheet]] = []
    refused: list[WorkbookQuoteError] = []
    for separator in separators_of(text):
        try:
            sheets = _text_sheets(separated_rows(text, separator, source))
        except WorkbookQuoteError as error:
            if not found:
                refused.append(error)
            continue
        if any(sheet.name == SURVEY and sheet.columns for sheet in sheets):
            return sheets
        found.append(sheets)
    if refused:
        raise refused[0]
    return found[0]


def _text_sheets(rows: Iterator[tuple[int, list[str]]]) -> list[Sheet]:
    """Return the sheets of a text file: the first cell of a row may open a sheet."""
    titled: list[tuple[str, _Table]] = []
    for line, cells in rows:
        title, rest = (cells[0].strip(), cells[1:]) if cells else ("", [])
        if title:
            titled.append((title, []))
        if titled and any(cell.strip() for cell in rest):
            titled[-1][1].append((line, rest))
    return [_text_sheet(title, table) for title, table in titled]


def _text_sheet(title: str, table: _Table) -> Sheet:
    headings = table[0][1] if table else ()
    rows = [(number, line, cells) for number, (line, cells) in enumerate(table[1:], start=2)]
    return sheet_of(title, headings, rows)

"""Sheets, columns and settings: is everything where it will be read?

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md sections 1 and 2.
"""

import re
from collections.abc import Iterator

from survey_app.xlsform.files.spreadsheet import LIMIT_EMPTY_ROWS
from survey_app.xlsform.headings import (
    ENTITIES_COLUMNS,
    KNOWN_COLUMNS,
    KNOWN_SHEETS,
    PASSED_ON,
    base_name,
    column_name,
    is_left_out,
    is_overloaded,
)
from survey_app.xlsform.rulebook import rules, value_rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell, at_sheet
from survey_app.xlsform.spelling import nearest
from survey_app.xlsform.workbook import (
    CHOICES,
    ENTITIES,
    LIMIT_COLUMNS,
    SETTINGS,
    SURVEY,
    Row,
    Sheet,
    Workbook,
)

NEEDED = {SURVEY: ("type", "name"), CHOICES: ("list_name", "name"), SETTINGS: ()}

_FORM_ID = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_LONGEST_QUOTE = 40
_ROWS_OF_A_TITLE = 12
"""So many rows of titles and notes are looked through for the headings."""
_FAILED = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})


def check_structure(workbook: Workbook) -> Iterator[Finding]:
    """Yield what is wrong with sheets, headings and settings."""
    for sheet in workbook.sheets.values():
        if sheet.name in KNOWN_COLUMNS:
            below = _headings_below(sheet)
            if below is not None:
                yield at_cell(
                    rules.HEADINGS_BELOW, sheet.name, below, sheet=sheet.name, row=below.number
                )
            else:
                yield from _headings(sheet)
                yield from _stray_cells(sheet)
            yield from _not_read(sheet)
            yield from _failed(sheet)
        elif sheet.name not in KNOWN_SHEETS and not sheet.name.startswith("_"):
            meant = nearest(sheet.name, KNOWN_SHEETS)
            title = sheet.title[:_LONGEST_QUOTE]
            if meant:
                yield at_sheet(rules.UNKNOWN_SHEET, title, found=title, meant=meant)
            else:
                yield at_sheet(rules.SHEET_OF_NOTES, title, found=title)
    for title in workbook.unread:
        if title.strip().lower() in KNOWN_SHEETS:
            yield at_sheet(rules.SHEET_TWICE, title.strip().lower(), found=title)
    for name in workbook.parted:
        yield at_sheet(rules.SHEET_IN_PARTS, name, found=name)
    yield from _entity_headings(workbook.sheet(ENTITIES))
    yield from _settings(workbook)


def _entity_headings(sheet: Sheet) -> Iterator[Finding]:
    """Yield filled columns that pyxform refuses, or stops at: there is no label in a language."""
    for column in sheet.columns:
        name, heading = column.name, column.heading
        if name not in ENTITIES_COLUMNS and any(row.get(name) for row in sheet.rows):
            yield at_sheet(value_rules.ENTITY_COLUMN, ENTITIES, heading, found=heading)


def _headings_below(sheet: Sheet) -> Row | None:
    """Return the row that holds the headings of a sheet whose first row holds none of them."""
    needed = NEEDED[sheet.name]
    if not needed or any(map(sheet.has, needed)):
        return None
    for row in sheet.rows[:_ROWS_OF_A_TITLE]:
        found = {column_name(text, sheet.name) for text in (*row.cells.values(), *row.stray)}
        if found.issuperset(needed):
            return row
    return None


def _headings(sheet: Sheet) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for column in sheet.columns:
        if not column.name:
            continue
        if column.name in seen:
            yield at_sheet(
                rules.DOUBLE_COLUMN,
                sheet.name,
                column.heading,
                first=seen[column.name],
                second=column.heading,
            )
        seen.setdefault(column.name, column.heading)
        yield from _unknown_heading(sheet, column.name, column.heading)
    for needed in NEEDED[sheet.name]:
        if needed not in seen and (sheet.rows or sheet.name == SURVEY):
            yield at_sheet(rules.COLUMN_NEEDED, sheet.name, sheet=sheet.name, column=needed)


def _unknown_heading(sheet: Sheet, name: str, heading: str) -> Iterator[Finding]:
    if is_overloaded(name):
        yield at_sheet(value_rules.OVERLOADED_HEADING, sheet.name, heading, found=heading)
        return
    base, known = base_name(name), KNOWN_COLUMNS[sheet.name]
    if base in known or name.startswith(PASSED_ON) or heading.startswith("_"):
        return
    meant = nearest(name.split("::", 1)[0], known)
    if meant:
        yield at_sheet(rules.MISSPELT_COLUMN, sheet.name, heading, found=heading, meant=meant)
    elif sheet.name != CHOICES or is_left_out(name, CHOICES):
        yield at_sheet(rules.UNKNOWN_COLUMN, sheet.name, heading, found=heading)


def _stray_cells(sheet: Sheet) -> Iterator[Finding]:
    for row in sheet.rows:
        for text in row.stray:
            yield at_cell(rules.STRAY_CELL, sheet.name, row, text=text[:_LONGEST_QUOTE])


def _not_read(sheet: Sheet) -> Iterator[Finding]:
    if sheet.beyond:
        row = Row(sheet.beyond, {})
        yield at_cell(rules.ROW_TOO_FAR, sheet.name, row, limit=LIMIT_EMPTY_ROWS)
    if sheet.wide:
        row = Row(sheet.wide, {})
        yield at_cell(rules.COLUMN_TOO_FAR, sheet.name, row, limit=LIMIT_COLUMNS)


def _failed(sheet: Sheet) -> Iterator[Finding]:
    for row in sheet.rows:
        for column, text in row.cells.items():
            if text in _FAILED:
                yield at_cell(rules.FORMULA_FAILED, sheet.name, row, column, found=text)


def _settings(workbook: Workbook) -> Iterator[Finding]:
    for setting in ("form_id", "form_title", "version"):
        if not workbook.settings.get(setting):
            yield at_sheet(rules.SETTING_NEEDED, SETTINGS, setting=setting)
    rows = workbook.sheet(SETTINGS).rows
    written = workbook.settings.get("form_id", "")
    if rows and written and not _FORM_ID.match(written):
        yield at_cell(rules.BAD_FORM_ID, SETTINGS, rows[0], "form_id", found=written)
    for row in rows[1:]:
        yield at_cell(rules.SECOND_SETTINGS_ROW, SETTINGS, row)

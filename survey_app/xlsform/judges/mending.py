"""What is left of a workbook when what was found in it is set aside.

Room: xlsform (floor 4). Only to ask what else is wrong: no form is ever made of it.
Promise: every question keeps its name, so that nothing new is wrong because of the mending.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from survey_app.xlsform.headings import MEDIA_COLUMNS, TEXT_COLUMNS, base_name
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.rulebook import rules
from survey_app.xlsform.rulebook.findings import Finding
from survey_app.xlsform.spoken import source_column
from survey_app.xlsform.workbook import (
    CHOICES,
    ENTITIES,
    SETTINGS,
    SURVEY,
    Row,
    Sheet,
    Workbook,
)

_Cells = dict[str, str]
_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_TEXT = "–"
_LABEL_OF_ENTITY = "'x'"
_RINGED = ("calculation", "relevant", "repeat_count")
_INSTEAD = {"calculation": "1", "list_name": "aside"}


def without(workbook: Workbook, found: Iterable[Finding]) -> Workbook:
    """Return `workbook` with each cell that a finding names set aside.

    A cell that is needed gets something harmless instead; a finding about a whole row leaves of
    the row its name alone, one about a heading leaves out the column.
    """
    by_sheet: dict[str, list[Finding]] = {}
    for one in found:
        by_sheet.setdefault(one.sheet, []).append(one)
    workbook = _renamed(workbook, by_sheet.get(SURVEY, ()))
    by_sheet[SURVEY] = [one for each in by_sheet.get(SURVEY, ()) for one in _opened(workbook, each)]
    by_sheet.setdefault(SURVEY, []).extend(_listless(workbook, by_sheet.get(CHOICES, ())))
    label = source_column(workbook, workbook.survey, "label") or "label"
    sheets = {
        name: _mended(sheet, by_sheet.get(sheet.name, ()), label)
        for name, sheet in workbook.sheets.items()
    }
    return replace(workbook, sheets=MappingProxyType(sheets))


def _opened(workbook: Workbook, found: Finding) -> Iterator[Finding]:
    """Yield `found`, or for a ring a finding at each of the cells that make it one."""
    if found.rule not in {rules.CYCLE, rules.RING_OF_CONDITIONS}:
        yield found
        return
    members = set(str(found.details["ring"]).split(" → "))
    for row in workbook.survey.rows if members else ():
        for column in _RINGED if row.get("name") in members else ():
            if row.get(column):
                yield Finding(found.rule, SURVEY, row.number, column)


def _listless(workbook: Workbook, found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield a finding for each question whose list goes with what is set aside in the choices."""
    if not found:
        return
    whole = any(not one.row for one in found)
    gone = {one.row for one in found if one.column in {"", "name", "list_name"}}
    rows = () if whole else workbook.choices.rows
    kept = {row.get("list_name") for row in rows if row.number not in gone}
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is not None and kind.list_name and kind.list_name not in kept:
            yield Finding(rules.UNKNOWN_LIST, SURVEY, row.number, "type")


def _mended(sheet: Sheet, found: Sequence[Finding], label: str) -> Sheet:
    if not found:
        return sheet
    headings = {one.column for one in found if one.row == 1 and one.column}
    dropped = {column.name for column in sheet.columns if column.heading in headings}
    by_row: dict[int, list[Finding]] = {}
    for one in found:
        if one.row > 1:
            by_row.setdefault(one.row, []).append(one)
    mend = _MEND.get(sheet.name, _plain_row)
    if sheet.name == CHOICES and any(not one.row for one in found):
        return replace(sheet, rows=())
    if sheet.name == ENTITIES and len(sheet.rows) > len(by_row):
        mend = _left_out
    rows: list[Row] = []
    for row in sheet.rows:
        cells: _Cells | None = {k: v for k, v in row.cells.items() if k not in dropped}
        if row.number in by_row:
            cells = mend(cells or {}, by_row[row.number], label)
        if cells and sheet.name == ENTITIES and any(base_name(one) == "label" for one in dropped):
            cells.setdefault("label", _LABEL_OF_ENTITY)
        if cells is not None:
            rows.append(replace(row, cells=MappingProxyType(cells)))
    columns = tuple(column for column in sheet.columns if column.heading not in headings)
    return replace(sheet, columns=columns, rows=tuple(rows))


def _survey_row(cells: _Cells, found: Sequence[Finding], label: str) -> _Cells | None:
    """Return the row mended; None for one that cannot stay, such as an end without begin."""
    kind = kind_of(cells.get("type", ""))
    if kind is not None and kind.place == "end":
        return None if any(one.rule is rules.NOT_OPENED for one in found) else cells
    number = found[0].row
    columns = {one.column for one in found}
    if any(one.rule in {rules.NO_NAME, rules.BAD_NAME} for one in found) or not _NAME.match(
        cells.get("name", "")
    ):
        cells["name"] = f"aside_{number}"
    if columns & {"", "name"} and any(_is_taken(one) for one in found):
        cells["name"] = f"aside_{number}"
    is_open = kind is not None and kind.place == "begin"
    unclosed = any(one.rule is rules.NOT_CLOSED for one in found)
    if is_open and unclosed:
        return {"type": "text", "name": cells["name"], label: _TEXT}
    if columns & {"", "type"}:
        kept = cells["type"] if is_open else "text"
        return {"type": kept, "name": cells["name"], label: _TEXT}
    for column in columns:
        _set_aside(cells, column, label)
    return cells


def _is_taken(finding: Finding) -> bool:
    return finding.rule in {rules.DOUBLE_NAME, rules.RESERVED_NAME, rules.NOT_COMPILED}


def _set_aside(cells: _Cells, column: str, label: str) -> None:
    base = base_name(column)
    if base in TEXT_COLUMNS:
        for name in [one for one in cells if base_name(one) == base]:
            cells[name] = _TEXT
        if base == "label":
            cells.setdefault(label, _TEXT)
    elif base in MEDIA_COLUMNS:
        for name in [one for one in cells if base_name(one) in MEDIA_COLUMNS]:
            del cells[name]
        cells.setdefault(label, _TEXT)
    elif column == "calculation":
        cells[column] = _INSTEAD[column]
    elif column != "name":
        cells.pop(column, None)


def _choice_row(cells: _Cells, found: Sequence[Finding], _label: str) -> _Cells | None:
    if any(one.column in {"", "name", "list_name"} for one in found):
        return None
    for one in found:
        if base_name(one.column) == "label":
            cells |= {name: _TEXT for name in cells if base_name(name) == "label"}
        else:
            cells.pop(one.column, None)
    return cells


def _entity_row(cells: _Cells, found: Sequence[Finding], _label: str) -> _Cells | None:
    """Return a declaration with something harmless where something is wrong."""
    whole = {"list_name": f"aside_{found[0].row}", "label": _LABEL_OF_ENTITY}
    if any(not one.column for one in found):
        return whole
    for column in {one.column for one in found}:
        if column in whole:
            cells[column] = whole[column]
        else:
            cells.pop(column, None)
    return cells


def _left_out(_cells: _Cells, _found: Sequence[Finding], _label: str) -> _Cells | None:
    return None


def _plain_row(cells: _Cells, found: Sequence[Finding], _label: str) -> _Cells | None:
    for one in found:
        cells.pop(one.column, None)
    return cells if all(one.column for one in found) else None


_MEND: Mapping[str, Callable[[_Cells, Sequence[Finding], str], _Cells | None]] = {
    SURVEY: _survey_row,
    CHOICES: _choice_row,
    ENTITIES: _entity_row,
    SETTINGS: _plain_row,
}


def _renamed(workbook: Workbook, found: Iterable[Finding]) -> Workbook:
    """Return `workbook` with each `${name}` that cannot be one naming what its row is called."""
    called = {row.number: row.get("name") for row in workbook.survey.rows}
    bad = (one.row for one in found if one.rule is rules.BAD_NAME)
    names = {f"${{{called[row]}}}": f"${{aside_{row}}}" for row in bad if called.get(row)}
    if not names:
        return workbook
    wanted = re.compile("|".join(map(re.escape, names)))
    sheets: dict[str, Sheet] = {}
    for name, sheet in workbook.sheets.items():
        rows: list[Row] = []
        for row in sheet.rows:
            told = {
                column: wanted.sub(lambda one: names[one[0]], text)
                for column, text in row.cells.items()
            }
            rows.append(replace(row, cells=MappingProxyType(told)))
        sheets[name] = replace(sheet, rows=tuple(rows))
    return replace(workbook, sheets=MappingProxyType(sheets))

"""Rows of the survey sheet: type, name, label, beginnings and ends.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 2.
"""

import re
from collections.abc import Iterator

from survey_app.xlsform.headings import TEXT_COLUMNS, base_name
from survey_app.xlsform.kinds import COMMON_KINDS, FILE_SELECTS, SELECTS, Kind, instead_of, kind_of
from survey_app.xlsform.rulebook import plan_rules, rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell, at_sheet
from survey_app.xlsform.spelling import nearest
from survey_app.xlsform.spoken import source_column
from survey_app.xlsform.workbook import SURVEY, Row, Workbook

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_RESERVED = frozenset({"meta", "data", "instanceID", "instanceName"})
_EXPRESSION_SIGNS = re.compile(r"[$()=.<>'\"/]")
_YES_NO = frozenset({"yes", "no", "true", "false"})
_KINDS_WITHOUT_LABEL = frozenset({"group", "repeat"})
_MEDIA = ("image", "audio", "video", "big-image")


def check_questions(workbook: Workbook) -> Iterator[Finding]:
    """Yield what is wrong with the rows of the survey sheet, one by one."""
    if workbook.survey.columns and not workbook.survey.has("type"):
        return  # that was said, and no row means anything without it
    label = source_column(workbook, workbook.survey, "label") or "label"
    for row in workbook.survey.rows:
        if not row.get("type"):
            yield _row_without_type(row)
            continue
        kind = kind_of(row.get("type"))
        if kind is None:
            yield from _unknown_type(row)
        elif kind.place != "end":
            yield from _label(label, row, kind)
        if kind is None or kind.place != "end":
            yield from _name(row, needed=kind is not None)
        yield from _yes_or_expression(row)
    yield from _double_names(workbook)
    yield from _nesting(workbook)
    if not any(workbook.questions()):
        yield at_sheet(rules.NO_QUESTIONS, SURVEY)


def _row_without_type(row: Row) -> Finding:
    is_comment = not row.get("name") and not any(base_name(name) == "label" for name in row.cells)
    return at_cell(rules.COMMENT_ROW if is_comment else rules.NO_TYPE, SURVEY, row, "type")


def _unknown_type(row: Row) -> Iterator[Finding]:
    written = row.get("type")
    word = written.split()[0]
    if "_".join(written.lower().split()) in {*SELECTS, *FILE_SELECTS}:
        yield at_cell(rules.NO_LIST, SURVEY, row, "type")
        return
    if (instead := instead_of(written)) is not None:
        yield at_cell(rules.TYPE_OF_KOBO, SURVEY, row, "type", found=written, meant=instead)
        return
    meant = nearest(word, COMMON_KINDS) or nearest(written, COMMON_KINDS) or "text, select_one"
    yield at_cell(rules.UNKNOWN_TYPE, SURVEY, row, "type", found=written, meant=meant)


def _name(row: Row, *, needed: bool) -> Iterator[Finding]:
    name = row.get("name")
    if not name:
        if needed:
            yield at_cell(rules.NO_NAME, SURVEY, row, "name")
    elif name in _RESERVED:
        yield at_cell(rules.RESERVED_NAME, SURVEY, row, "name", found=name)
    elif not _NAME.match(name):
        yield at_cell(rules.BAD_NAME, SURVEY, row, "name", found=name)


def _label(column: str, row: Row, kind: Kind) -> Iterator[Finding]:
    if not kind.is_asked or kind.name in _KINDS_WITHOUT_LABEL:
        return
    shown = any(base_name(name) in {*_MEDIA, *TEXT_COLUMNS[:2]} for name in row.cells)
    if not shown and "table-list" not in row.get("appearance"):
        name = row.get("name")
        yield at_cell(rules.NO_LABEL, SURVEY, row, column, found=name, column=column)


def _yes_or_expression(row: Row) -> Iterator[Finding]:
    for column in ("required", "read_only"):
        value = row.get(column)
        if value and value.lower() not in _YES_NO and not _EXPRESSION_SIGNS.search(value):
            yield at_cell(plan_rules.NOT_YES_OR_NO, SURVEY, row, column, found=value, column=column)


def _double_names(workbook: Workbook) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for row in workbook.questions():
        name, kind = row.get("name"), kind_of(row.get("type"))
        if not name or (kind is not None and kind.place == "end"):
            continue
        if name in first:
            yield at_cell(rules.DOUBLE_NAME, SURVEY, row, "name", found=name, first=first[name])
        first.setdefault(name, row.number)


def _nesting(workbook: Workbook) -> Iterator[Finding]:
    open_rows: list[tuple[Kind, Row]] = []
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is None or kind.place not in {"begin", "end"}:
            continue
        if kind.place == "begin":
            open_rows.append((kind, row))
        elif open_rows and open_rows[-1][0].name == kind.name:
            open_rows.pop()
        else:
            yield at_cell(rules.NOT_OPENED, SURVEY, row, "type", kind=kind.name)
    for kind, row in open_rows:
        found = row.get("name")
        yield at_cell(rules.NOT_CLOSED, SURVEY, row, "type", kind=kind.name, found=found)

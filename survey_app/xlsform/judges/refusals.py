"""Where in the workbook stands what pyxform or the engine refused.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6 (places).
Promise: a place is told only when the words or the path of the refusal lead to it.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from survey_app.xform.errors import (
    FormCycleError,
    FormError,
    FormExpressionError,
    FormItextError,
    FormListError,
    FormPathError,
)
from survey_app.xlsform.files.tables import stem_of
from survey_app.xlsform.layout import Layout
from survey_app.xlsform.references import (
    EXPRESSION_COLUMNS,
    every_expression_cell,
)
from survey_app.xlsform.rulebook import rules, value_rules
from survey_app.xlsform.rulebook.findings import Finding, Rule
from survey_app.xlsform.to_xform.converter import NotCompiledError
from survey_app.xlsform.workbook import CHOICES, ENTITIES, SETTINGS, SURVEY, Row, Workbook

_MARKS = "'\"`\u2018\u2019\u201c\u201d"
_QUOTED = re.compile(f"[{_MARKS}]([^{_MARKS}]+)[{_MARKS}]")
_WORD = re.compile(r"[a-z_:-]+")
_REFERENCE = re.compile(r"\$\\?\{[^}]*\\?\}")
_TOLD_BY_WORDS = (
    *("calculation", "label", "trigger", "parameters", "choice_filter", "big-image", "type"),
)
_PREFIX = re.compile(r"Namespace prefix (\S+) for")
_META = re.compile(r"/meta/(?:(instanceName)|entity(?:/@?(\w+))?)")
_PATH = re.compile(r"/[^\s/]\S*")
_ENTITY_COLUMNS: Mapping[str, str] = MappingProxyType(
    {"label": "label", "create": "create_if", "update": "update_if", "id": "entity_id"}
)

_Place = tuple[str, int, str]


def of_pyxform(workbook: Workbook, error: NotCompiledError) -> Finding:
    """Return the refusal of pyxform as a finding, in row 0 when no word leads to a row."""
    sheet, number, column = error.sheet, error.row, error.column
    if sheet == SETTINGS and workbook.sheet(SETTINGS).rows:
        number = workbook.sheet(SETTINGS).rows[0].number
    if not number:
        sheet, number, column = _told_in_words(workbook, error.message) or (sheet, 0, column)
    row = _row(workbook, sheet, number)
    if number == 1:
        headings = [one.heading for one in workbook.sheet(sheet).columns]
        column = next((one for one in _QUOTED.findall(error.message) if one in headings), "")
    if row is not None and not column:
        column = _column_in_words(row, error.message)
    return _finding(rules.NOT_COMPILED, (sheet, number, column), row, error.message)


def of_engine(workbook: Workbook, layout: Layout, error: FormError, rule: Rule) -> Finding:
    """Return what the engine said as a finding of `rule`."""
    sheet, number, column = _engine_place(workbook, layout, error) or (SURVEY, 0, "")
    row = _row(workbook, sheet, number)
    if isinstance(error, FormListError):
        details = {"found": str(error.details.get("file", ""))}
        return Finding(
            value_rules.UNREADABLE_LIST, sheet, number, column, row.line if row else 0, details
        )
    return _finding(rule, (sheet, number, column), row, _reason(error))


def _finding(rule: Rule, place: _Place, row: Row | None, reason: str) -> Finding:
    sheet, number, column = place
    return Finding(rule, sheet, number, column, row.line if row else 0, {"reason": reason})


def _row(workbook: Workbook, sheet: str, number: int) -> Row | None:
    rows = workbook.sheet(sheet).rows if number else ()
    return next((row for row in rows if row.number == number), None)


def _reason(error: FormError) -> str:
    """Return the sentence of the engine; of an expression only what is wrong with it."""
    problem = error.details.get("problem")
    return str(problem) if isinstance(error, FormExpressionError) else error.message()


def _told_in_words(workbook: Workbook, message: str) -> _Place | None:
    """Return the place whose heading, type, name or list the message quotes."""
    prefix = _PREFIX.search(message)
    for column in workbook.survey.columns if prefix else ():
        if f":{prefix[1]}:" in f"{column.name}" if prefix else False:
            return SURVEY, 1, column.heading
    quoted = set(_QUOTED.findall(message))
    for sheet, columns in ((SURVEY, ("name", "type")), (CHOICES, ("name", "list_name"))):
        for row in workbook.sheet(sheet).rows if quoted else ():
            if quoted & {row.get(column) for column in columns}:
                return sheet, row.number, ""
    return None


def _column_in_words(row: Row, message: str) -> str:
    """Return the column that a message names: one that is filled, or that is missed."""
    said = _QUOTED.findall(message)
    words = set(_WORD.findall(message.lower()))
    quoted = (one for one in said if row.get(one) and one != row.get("name"))
    missed = (column for column in _TOLD_BY_WORDS if column in words)
    shown = (name for name in ("type", *row.cells) if row.get(name) in said)
    return next(chain(quoted, missed, shown), "")


def _engine_place(workbook: Workbook, layout: Layout, error: FormError) -> _Place | None:
    if isinstance(error, FormListError):
        return _of_file(workbook, str(error.details.get("file", "")))
    if isinstance(error, FormCycleError):
        return _of_circle(layout, str(error.details.get("names", "")))
    return _of_expression(workbook, layout, error)


def _of_expression(workbook: Workbook, layout: Layout, error: FormError) -> _Place | None:
    source = str(error.details.get("expression") or error.details.get("path") or "")
    place = next((found[0] for found in map(_PATH.search, _places_told(error)) if found), "")
    if isinstance(error, FormPathError) and not str(error.details.get("place")).startswith("/"):
        found = _of_text(workbook, source)
        if found is not None:
            return found
    meta = _META.search(place)
    if meta is not None:
        return _of_meta(workbook, meta, source)
    row = layout.row_at(place)
    if row is None:
        return _of_text(workbook, source)
    if isinstance(error, FormItextError):
        return SURVEY, row.number, "label"
    return SURVEY, row.number, _column_of(row, source)


def _places_told(error: FormError) -> Iterator[str]:
    """Yield the details of an error in which a path of the form can stand."""
    yield from (str(error.details.get(name, "")) for name in ("place", "part", "path"))


def _of_meta(workbook: Workbook, meta: re.Match[str], source: str) -> _Place | None:
    if meta[1]:
        rows = workbook.sheet(SETTINGS).rows
        return (SETTINGS, rows[0].number, "instance_name") if rows else None
    rows = workbook.sheet(ENTITIES).rows
    column = _ENTITY_COLUMNS.get(meta[2] or "", "")
    for row in rows:
        if len(rows) == 1 or _says(row.get(column), source):
            return ENTITIES, row.number, column
    return None


def _column_of(row: Row, source: str) -> str:
    """Return the column of `row` that holds an expression of the form."""
    usual = (name for name in EXPRESSION_COLUMNS if row.get(name))
    others = (name for name in row.cells if name not in EXPRESSION_COLUMNS)
    return next((name for name in (*usual, *others) if _says(row.get(name), source)), "")


def _says(cell: str, source: str) -> bool:
    """Say whether `source`, perhaps cut off, is what pyxform makes of `cell`."""
    wanted = "".join(source.split())
    if not cell or not wanted:
        return False
    parts = ["".join(part.split()) for part in _REFERENCE.split(cell)]
    pattern = ".+?".join(map(re.escape, parts))
    return re.search(pattern, wanted) is not None


def _of_text(workbook: Workbook, source: str) -> _Place | None:
    """Return the first cell with an expression that holds `source`."""
    wanted = source.rpartition("/")[2]
    for cell in every_expression_cell(workbook) if wanted else ():
        if wanted in cell.text:
            return cell.sheet, cell.row.number, cell.column
    return None


def _of_file(workbook: Workbook, file: str) -> _Place | None:
    for row in workbook.questions():
        if file in row.get("type") or stem_of(file) == row.get("name"):
            return SURVEY, row.number, "type"
    return _of_text(workbook, stem_of(file))


def _of_circle(layout: Layout, names: str) -> _Place | None:
    """Return the cell of the first question of a circle that looks at others."""
    for name in re.split(r"[\s,→]+", names):
        row = layout.rows.get(layout.named.get(name.rpartition("/")[2], ""))
        if row is not None:
            filled = (one for one in ("calculation", "relevant", "repeat_count") if row.get(one))
            return SURVEY, row.number, next(filled, "name")
    return None

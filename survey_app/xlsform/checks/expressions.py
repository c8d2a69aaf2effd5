"""Expressions: can each be read, and does each look at things that exist?

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6; the grammar and functions are the xpath room's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

from survey_app.xlsform.headings import KNOWN_SHEETS
from survey_app.xlsform.kinds import Kind, kind_of
from survey_app.xlsform.references import (
    Cell,
    bare_names,
    compared,
    every_expression_cell,
    is_triggered,
    kinds_by_name,
    lasting_references,
)
from survey_app.xlsform.rulebook import rules, value_rules
from survey_app.xlsform.rulebook.findings import Finding, Rule, at_cell
from survey_app.xlsform.spelling import Guesses, nearest
from survey_app.xlsform.translating.texts import source_texts
from survey_app.xlsform.translating.translation import has_open_reference, references
from survey_app.xlsform.workbook import SURVEY, Row, Workbook
from survey_app.xpath.errors import (
    ExpressionTooLargeError,
    VariableError,
    XPathError,
    XPathSyntaxError,
)
from survey_app.xpath.expression import compile_tree
from survey_app.xpath.functions.table import FUNCTIONS
from survey_app.xpath.functions.texts import DIGEST_FORMS, digest_method
from survey_app.xpath.moments import read_moment
from survey_app.xpath.syntax import Call, Expression, Literal, Variable, walk

_QUOTED = 12
_MOST_CHOICES_NAMED = 8
_OF_DATES = frozenset({"date", "date-time", "decimal-date-time", "format-date", "format-date-time"})
_ANY_COLUMN = frozenset({"name", "label", "itextId", "value"})


@dataclass(frozen=True)
class _Scene:
    """What expressions may look at."""

    rows: Mapping[str, Row]
    kinds: Mapping[str, Kind]
    choices: Mapping[str, Sequence[str]]
    choice_columns: frozenset[str]
    filled: Mapping[str, frozenset[str]]
    guesses: Guesses
    disabled: Mapping[str, int]


def check_expressions(workbook: Workbook) -> Iterator[Finding]:
    """Yield what is wrong with the expressions, one by one."""
    scene = _scene(workbook)
    for cell in every_expression_cell(workbook):
        yield from _references(scene, cell)
        yield from _tree(scene, cell)
    yield from _references_in_texts(workbook, scene)
    yield from _open_references(workbook)


def _scene(workbook: Workbook) -> _Scene:
    rows: dict[str, Row] = {}
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if row.get("name") and (kind is None or kind.place != "end"):
            rows.setdefault(row.get("name"), row)
            if kind is not None and kind.name == "repeat":
                rows.setdefault(f"{row.get('name')}_count", row)
    lists: dict[str, list[str]] = {}
    for choice in workbook.choices.rows:
        lists.setdefault(choice.get("list_name"), []).append(choice.get("name"))
    filled: dict[str, frozenset[str]] = {}
    for choice in workbook.choices.rows:
        name = choice.get("list_name")
        filled[name] = filled.get(name, _ANY_COLUMN) | choice.cells.keys()
    columns = frozenset(column.name for column in workbook.choices.columns)
    guesses = Guesses(rows)
    offered = columns | _ANY_COLUMN
    kinds = kinds_by_name(workbook)
    return _Scene(rows, kinds, lists, offered, filled, guesses, workbook.disabled)


def _references(scene: _Scene, cell: Cell) -> Iterator[Finding]:
    named = cell.references | cell.saved_references
    yield from _unknown(scene, named, cell.sheet, cell.row, cell.column)
    name = cell.row.get("name")
    own = cell.column in {"relevant", "calculation"} and not is_triggered(cell)
    if own and name in lasting_references(cell):
        yield at_cell(rules.OWN_VALUE, SURVEY, cell.row, cell.column, found=name)


def _unknown(
    scene: _Scene, names: frozenset[str], sheet: str, row: Row, column: str
) -> Iterator[Finding]:
    for name in sorted(name for name in names if name not in scene.rows):
        if name in scene.disabled:
            first = scene.disabled[name]
            yield at_cell(rules.REFERENCE_TO_DISABLED, sheet, row, column, found=name, first=first)
            continue
        meant = scene.guesses.of(name) or "–"
        yield at_cell(rules.UNKNOWN_REFERENCE, sheet, row, column, found=name, meant=meant)


def _references_in_texts(workbook: Workbook, scene: _Scene) -> Iterator[Finding]:
    for source in source_texts(workbook):
        named = references(source.text)
        yield from _unknown(scene, named, source.sheet, source.row, source.column)
    for row in workbook.questions():
        for column in ("type", "trigger", "parameters"):
            named = frozenset(references(row.get(column)))
            yield from _unknown(scene, named, SURVEY, row, column)


def _open_references(workbook: Workbook) -> Iterator[Finding]:
    for sheet in workbook.sheets.values():
        if sheet.name not in KNOWN_SHEETS:
            continue
        for row in workbook.sheet(sheet.name).rows:
            for column, text in row.cells.items():
                if has_open_reference(text):
                    near = text[text.rindex("${") :][:_QUOTED]
                    yield at_cell(rules.OPEN_REFERENCE, sheet.name, row, column, near=near)


def _tree(scene: _Scene, cell: Cell) -> Iterator[Finding]:
    try:
        tree = cell.tree()
    except ExpressionTooLargeError:
        yield _at(cell, value_rules.TOO_LONG)
        return
    except XPathError as error:
        yield _unreadable(cell, error)
        return
    yield from _calls(cell, tree)
    yield from _unworkable(cell, tree)
    yield from _values(scene, cell, tree)
    yield from _days(cell, tree)
    yield from _digests(cell, tree)
    if cell.column == "choice_filter":
        yield from _filter(scene, cell, tree)


def _unreadable(cell: Cell, error: XPathError) -> Finding:
    place = error.details.get("position", 1) if isinstance(error, XPathSyntaxError) else 1
    position = min(int(place), len(cell.text))
    near = cell.text[max(position - 1 - _QUOTED // 2, 0) : position - 1 + _QUOTED]
    return _at(cell, rules.BAD_EXPRESSION, position=position, near=near)


def _unworkable(cell: Cell, tree: Expression) -> Iterator[Finding]:
    """Yield why an expression that can be read can never be worked out."""
    for variable in dict.fromkeys(one.name for one in walk(tree) if isinstance(one, Variable)):
        yield _at(cell, value_rules.VARIABLE, found=variable)
    try:
        compile_tree(cell.text, tree)
    except VariableError:
        return
    except ExpressionTooLargeError:
        yield _at(cell, value_rules.TOO_LONG)
    except XPathError as error:
        found = str(error.details.get("function", "")).removesuffix("()")
        yield _at(cell, value_rules.BAD_ARGUMENT, found=found)


def _calls(cell: Cell, tree: Expression) -> Iterator[Finding]:
    for part in walk(tree):
        if not isinstance(part, Call):
            continue
        function, count = FUNCTIONS.get(part.name), len(part.arguments)
        if function is None:
            meant = nearest(part.name, FUNCTIONS) or "–"
            yield _at(
                cell,
                rules.UNKNOWN_FUNCTION,
                found=part.name,
                meant=meant,
            )
        elif not function.takes(count):
            yield _at(
                cell,
                rules.WRONG_ARGUMENTS,
                found=part.name,
                count=count,
            )


def _values(scene: _Scene, cell: Cell, tree: Expression) -> Iterator[Finding]:
    """Yield comparisons of a choice with a value that its list does not have."""
    for part in walk(tree):
        for name, value in compared(part):
            kind = scene.kinds.get(name)
            choices = scene.choices.get(kind.list_name) if kind and kind.list_name else None
            if choices is None or kind is None or value in choices or not value:
                continue
            if not (kind.or_other and value == "other"):
                yield at_cell(
                    rules.UNKNOWN_VALUE,
                    SURVEY,
                    cell.row,
                    cell.column,
                    value=value,
                    found=name,
                    choices=", ".join(choices[:_MOST_CHOICES_NAMED]),
                )


def _at(cell: Cell, rule: Rule, /, **found: str | int) -> Finding:
    """Return a finding in the cell where the expression stands."""
    return at_cell(rule, cell.sheet, cell.row, cell.column, **found)


def _days(cell: Cell, tree: Expression) -> Iterator[Finding]:
    """Yield texts in quotes that are read as a date and are none."""
    for part in walk(tree):
        if not isinstance(part, Call) or part.name not in _OF_DATES or not part.arguments:
            continue
        first = part.arguments[0]
        if isinstance(first, Literal) and first.text and read_moment(first.text, UTC) is None:
            yield _at(
                cell,
                value_rules.NO_SUCH_DAY,
                found=first.text,
                function=part.name,
            )


def _digests(cell: Cell, tree: Expression) -> Iterator[Finding]:
    """Yield calls of digest() that name no method or no writing: they would stay blank."""
    for part in walk(tree):
        if not isinstance(part, Call) or part.name != "digest":
            continue
        told = [one.text if isinstance(one, Literal) else None for one in part.arguments[1:]]
        method, form = (*told, None, None)[:2]
        if (method is not None and digest_method(method) is None) or (
            form is not None and form.lower() not in DIGEST_FORMS
        ):
            yield _at(cell, value_rules.BAD_ARGUMENT, found=part.name)


def _filter(scene: _Scene, cell: Cell, tree: Expression) -> Iterator[Finding]:
    kind = kind_of(cell.row.get("type"))
    if kind is None or not kind.list_name:
        return
    for name in bare_names(tree):
        if name not in scene.choice_columns:
            yield _at(cell, rules.UNKNOWN_FILTER, found=name)
        elif name not in scene.filled.get(kind.list_name, scene.choice_columns):
            yield _at(
                cell,
                value_rules.EMPTY_FILTER,
                found=name,
                list=kind.list_name,
            )

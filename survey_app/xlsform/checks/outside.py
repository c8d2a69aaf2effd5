"""What expressions and questions read from beside the questionnaire: lists and files.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6; XLSForm, "external choices" and pulldata().
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey_app.xlsform.files.tables import columns_of, file_of, stem_of
from survey_app.xlsform.kinds import EXTERNAL, FILE_SELECTS, kind_of
from survey_app.xlsform.parameters import parameters_of
from survey_app.xlsform.references import Cell, bare_names, every_expression_cell
from survey_app.xlsform.rulebook import rules, value_rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.workbook import ENTITIES, SURVEY, Row, Workbook
from survey_app.xpath.errors import XPathError
from survey_app.xpath.syntax import (
    Axis,
    Call,
    Expression,
    Filter,
    Literal,
    NameTest,
    Path,
    Step,
)

_MOST_NAMED = 8
_OWN_COLUMNS = frozenset({"name", "label", "itextId", "__version", "geometry"})
_PULL = 4
"""pulldata(file, column, key column, key)."""


@dataclass(frozen=True)
class _Lists:
    """The lists that instance() can read, each with its columns; None when they are not known."""

    columns: Mapping[str, frozenset[str] | None]
    files: Mapping[str, bytes] | None

    def of_file(self, name: str) -> tuple[str, ...] | None:
        """Return the columns of a file; None when it is not there or cannot be read."""
        file = file_of(name, self.files or {})
        return columns_of(file, (self.files or {})[file]) if file else None


def check_outside(workbook: Workbook, files: Mapping[str, bytes] | None) -> Iterator[Finding]:
    """Yield what is read from lists and files that do not have it; None leaves files unchecked."""
    lists = _lists(workbook, files)
    for cell in every_expression_cell(workbook):
        for part in cell.parts():
            yield from _pulled(cell, part, lists)
            yield from _read(cell, part, lists)
    if files is not None:
        yield from _from_files(workbook, lists)


def named_lists(workbook: Workbook) -> frozenset[str]:
    """Return the names of the lists that some expression reads with instance()."""
    found: set[str] = set()
    for cell in every_expression_cell(workbook):
        found.update(_instance(part) for part in cell.parts())
    return frozenset(found - {""})


def _lists(workbook: Workbook, files: Mapping[str, bytes] | None) -> _Lists:
    columns: dict[str, set[str]] = {}
    for row in workbook.choices.rows:
        columns.setdefault(row.get("list_name"), set(_OWN_COLUMNS)).update(row.cells)
    found: dict[str, frozenset[str] | None] = {
        name: frozenset(known) for name, known in columns.items()
    }
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is not None and kind.name in EXTERNAL:
            found[row.get("name")] = None
        elif kind is not None and kind.name in FILE_SELECTS:
            found[stem_of(kind.source)] = None
    found |= {row.get("list_name"): None for row in workbook.sheet(ENTITIES).rows}
    found |= {"__last-saved": None, "last-saved": None}
    lists = _Lists(found, files)
    for name in [name for name, known in found.items() if known is None]:
        known = lists.of_file(name)
        found[name] = None if known is None else frozenset(known)
    return lists


def _pulled(cell: Cell, part: Expression, lists: _Lists) -> Iterator[Finding]:
    """Yield what is wrong with a pulldata() whose file and columns are written out."""
    if lists.files is None or not isinstance(part, Call) or part.name != "pulldata":
        return
    said = [one.text if isinstance(one, Literal) else "" for one in part.arguments[:_PULL]]
    if len(said) < _PULL or not said[0]:
        return
    columns = lists.of_file(said[0])
    if columns is None and not file_of(said[0], lists.files):
        found = said[0] if "." in said[0] else f"{said[0]}.csv"
        yield at_cell(rules.NO_FILE, cell.sheet, cell.row, cell.column, found=found)
    if columns is None:
        return
    for wanted in dict.fromkeys(said[1:3]):
        if wanted and wanted not in columns:
            yield _no_column(cell.sheet, cell.row, cell.column, (said[0], wanted), columns)


def _read(cell: Cell, part: Expression, lists: _Lists) -> Iterator[Finding]:
    """Yield an instance() of no list, or one that asks a list for a column it does not have."""
    name = _instance(part)
    if name and name not in lists.columns:
        yield at_cell(value_rules.NO_SUCH_LIST, cell.sheet, cell.row, cell.column, found=name)
    if not isinstance(part, Path) or part.start is None:
        return
    name = _instance(part.start) or (
        _instance(part.start.primary) if isinstance(part.start, Filter) else ""
    )
    columns = lists.columns.get(name)
    if columns is None:
        return
    for wanted in dict.fromkeys(_columns_read(part.steps)):
        if wanted not in columns:
            yield _no_column(cell.sheet, cell.row, cell.column, (name, wanted), sorted(columns))


def _instance(part: Expression) -> str:
    """Return the list that a call of instance() names, empty for anything else."""
    if isinstance(part, Call) and part.name == "instance" and part.arguments:
        named = part.arguments[0]
        return named.text if isinstance(named, Literal) else ""
    return ""


def _columns_read(steps: tuple[Step, ...]) -> Iterator[str]:
    """Yield the columns that the steps root/item[…]/column look at."""
    if len(steps) < 2 or any(_name(step) == "" for step in steps):  # noqa: PLR2004
        return
    if len(steps) > 2:  # noqa: PLR2004
        yield _name(steps[2])
    for predicate in steps[1].predicates:
        yield from bare_names(predicate)


def _name(step: Step) -> str:
    plain = step.axis is Axis.CHILD and isinstance(step.test, NameTest)
    return step.test.name.strip("*") if plain and isinstance(step.test, NameTest) else ""


def _from_files(workbook: Workbook, lists: _Lists) -> Iterator[Finding]:
    """Yield selects from a file without the columns they show, store or filter by."""
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is None or kind.name not in FILE_SELECTS:
            continue
        columns = lists.of_file(kind.source)
        if columns is None:
            continue
        given = parameters_of(row)
        geo = kind.source.endswith(".geojson")
        usual = (
            (("value", "id"), ("label", "title")) if geo else (("value", "name"), ("label",) * 2)
        )
        for parameter, column in usual:
            wanted = given.get(parameter, column)
            if wanted not in columns:
                place = "parameters" if parameter in given else "type"
                yield _no_column(SURVEY, row, place, (kind.source, wanted), columns)
        yield from _filtered(row, kind.source, columns)


def _filtered(row: Row, source: str, columns: tuple[str, ...]) -> Iterator[Finding]:
    cell = Cell(row, "choice_filter", row.get("choice_filter"))
    try:
        names = dict.fromkeys(bare_names(cell.tree())) if cell.text else {}
    except XPathError:
        return
    for name in names:
        if name not in columns:
            yield _no_column(SURVEY, row, cell.column, (source, name), columns)


def _no_column(
    sheet: str,
    row: Row,
    column: str,
    missing: tuple[str, str],
    columns: tuple[str, ...] | list[str],
) -> Finding:
    said = ", ".join(columns[:_MOST_NAMED]) or "–"
    file, found = missing
    return at_cell(
        value_rules.NO_FILE_COLUMN, sheet, row, column, file=file, found=found, columns=said
    )

"""What means the first row of a repeat only, and quotes that are not what they look like.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6; XPath 1.0: the text of many nodes is that of the first.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.layout import Layout, layout_of
from survey_app.xlsform.references import (
    CURLY,
    Cell,
    every_expression_cell,
    reference_name,
)
from survey_app.xlsform.rulebook import value_rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.translating.texts import source_texts
from survey_app.xlsform.workbook import SURVEY, Row, Workbook
from survey_app.xpath.syntax import Call, Expression, Filter, Path, walk

_OF_ALL_ROWS = frozenset(
    {"checklist", "concat", "count", "count-non-empty", "indexed-repeat", "join", "max", "min"}
    | {"once", "position", "randomize", "sum", "weighted-checklist"}
)


def check_rows(workbook: Workbook) -> Iterator[Finding]:
    """Yield cells that read one question of many rows, and cells with curly quotes."""
    layout = layout_of(workbook)
    scene = _Scene(layout, _repeats(layout), _twice(workbook))
    for cell in every_expression_cell(workbook):
        if found := next((one for one in cell.text if one in CURLY), ""):
            rule = value_rules.CURLY_QUOTES
            yield at_cell(rule, cell.sheet, cell.row, cell.column, found=found)
        if cell.column != "choice_filter":  # with choices from a repeat it is asked row by row
            yield from _first_rows(scene, cell, _read_once(cell))
    for text in source_texts(workbook):
        if text.sheet == SURVEY and "${" in text.text:
            cell = Cell(text.row, text.column, text.text)
            yield from _first_rows(scene, cell, cell.references)


@dataclass(frozen=True)
class _Scene:
    """What is asked where: the places, those of repeats, and names that more than one row has."""

    layout: Layout
    repeats: frozenset[str]
    twice: frozenset[str]

    def around(self, path: str) -> list[str]:
        """Return the repeats that `path` is or lies in, the outer first."""
        parts = path.split("/") if self.repeats else []
        above = ("/".join(parts[: at + 1]) for at in range(1, len(parts)))
        return [one for one in above if one in self.repeats]


def _first_rows(scene: _Scene, cell: Cell, names: frozenset[str]) -> Iterator[Finding]:
    around = scene.around(_path_of(scene.layout, cell))
    for name in sorted(names - scene.twice):
        inside = scene.around(scene.layout.named.get(name, ""))
        if inside and inside[-1] not in around:
            repeat = inside[-1].rpartition("/")[2]
            rule = value_rules.FIRST_ROW
            yield at_cell(rule, cell.sheet, cell.row, cell.column, found=name, repeat=repeat)


def _twice(workbook: Workbook) -> frozenset[str]:
    """Return the names that more than one row has: which is meant, is not known here."""
    names = Counter(row.get("name") for row in workbook.questions())
    return frozenset(name for name, count in names.items() if count > 1)


def _path_of(layout: Layout, cell: Cell) -> str:
    """Return where a cell is asked: a count stands outside its repeat, a setting outside all."""
    if cell.sheet != SURVEY:
        return ""
    path = layout.paths.get(cell.row.number, "")
    return path.rpartition("/")[0] if cell.column == "repeat_count" else path


def _repeats(layout: Layout) -> frozenset[str]:
    """Return the places of all repeats."""
    return frozenset(
        path
        for path, row in layout.rows.items()
        if layout.paths.get(row.number) == path and _is_repeat(row)
    )


def _is_repeat(row: Row) -> bool:
    kind = kind_of(row.get("type"))
    return kind is not None and kind.name == "repeat"


def _read_once(cell: Cell) -> frozenset[str]:
    """Return the questions of which one value is read: not those given to a function of many."""
    parts = list(cell.parts())
    named = {reference_name(one) for one in parts if _is_plain(one)} & cell.references
    many = {
        reference_name(inside)
        for one in parts
        for whole in _many(one)
        for inside in walk(whole)
        if isinstance(inside, Path)
    }
    return frozenset(named - many)


def _many(part: Expression) -> Iterator[Expression]:
    """Yield the parts of a part in which all rows are meant, or one that is chosen."""
    if isinstance(part, Call) and part.name in _OF_ALL_ROWS:
        yield from part.arguments
    elif isinstance(part, Filter):
        yield part.primary
    elif isinstance(part, Path):
        yield from (one for step in part.steps for one in step.predicates)


def _is_plain(part: Expression) -> bool:
    return isinstance(part, Path) and not any(step.predicates for step in part.steps)

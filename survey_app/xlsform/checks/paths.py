"""Paths that lead to nothing, or back to the question they stand at.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6.
"""

import re
from collections.abc import Iterator

from survey_app.xlsform.kinds import Kind, kind_of
from survey_app.xlsform.layout import Layout, layout_of
from survey_app.xlsform.references import Cell, every_expression_cell, is_triggered
from survey_app.xlsform.rulebook import rules, value_rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.whereabouts import Found, whereabouts
from survey_app.xlsform.workbook import SURVEY, Workbook
from survey_app.xpath.errors import XPathError
from survey_app.xpath.syntax import (
    Axis,
    Call,
    Expression,
    Literal,
    Negation,
    Number,
    Path,
    walk,
)

_KEEPING = frozenset({"once", "coalesce", "position", "indexed-repeat"})
_NARROW = frozenset({Axis.CHILD, Axis.PARENT, Axis.SELF})
_WORD = re.compile(r"[\w-]+\Z")
_CHOOSING = ("select", "rank")


def check_paths(workbook: Workbook) -> Iterator[Finding]:
    """Yield what is wrong with the places that expressions look at."""
    layout = layout_of(workbook)
    for cell in every_expression_cell(workbook):
        try:
            tree = cell.tree()
        except XPathError:
            continue
        here = layout.paths.get(cell.row.number) if cell.sheet == SURVEY else None
        inside = None if cell.column == "choice_filter" else here
        found = list(whereabouts(tree, inside, layout, origin=here))
        yield from _to_nothing(cell, found)
        if cell.column == "choice_filter":
            yield from _above_the_list(cell, tree)
        yield from _names_of_choices(cell, tree, layout)
        if here is not None:
            yield from _own(cell, tree, here, found)
        if cell.column == "repeat_count":
            yield from _count(cell, tree)


def _to_nothing(cell: Cell, found: list[Found]) -> Iterator[Finding]:
    said = {
        one.written: None
        for one in found
        if not one.places and not (one.path.absolute and _first(one) in cell.references)
    }
    for written in said:
        rule = value_rules.BARE_WORD if _WORD.match(written) else value_rules.NOTHING_THERE
        yield at_cell(rule, cell.sheet, cell.row, cell.column, found=written)


def _first(one: Found) -> str:
    return one.written.strip("/${}").split("/", 1)[0].rstrip("}")


def _above_the_list(cell: Cell, tree: Expression) -> Iterator[Finding]:
    """Yield paths of a choice filter that climb: there they start from the choice."""
    for part in walk(tree):
        relative = isinstance(part, Path) and not part.absolute and part.start is None
        if relative and isinstance(part, Path) and part.steps[0].axis is Axis.PARENT:
            found = cell.text[part.at :].split()[0]
            yield at_cell(value_rules.NOTHING_THERE, cell.sheet, cell.row, cell.column, found=found)


def _own(cell: Cell, tree: Expression, here: str, found: list[Found]) -> Iterator[Finding]:
    """Yield a condition or calculation that asks by a path for what it decides about."""
    name = cell.row.get("name")
    if cell.column not in {"relevant", "calculation"} or is_triggered(cell):
        return
    if name in cell.references or any(
        isinstance(part, Call) and part.name in _KEEPING for part in walk(tree)
    ):
        return
    for one in found:
        plain = all(step.axis in _NARROW and not step.predicates for step in one.path.steps)
        if plain and one.places == {here}:
            yield at_cell(rules.OWN_VALUE, SURVEY, cell.row, cell.column, found=name)
            return


def _names_of_choices(cell: Cell, tree: Expression, layout: Layout) -> Iterator[Finding]:
    """Yield each jr:choice-name() whose question has no choices."""
    for part in walk(tree):
        if not isinstance(part, Call) or part.name != "jr:choice-name" or len(part.arguments) < 2:  # noqa: PLR2004
            continue
        named = part.arguments[1]
        text = named.text.strip() if isinstance(named, Literal) else ""
        name = text.rpartition("/")[2]
        if name and not text.startswith(("/", ".")):
            yield at_cell(value_rules.NOTHING_THERE, cell.sheet, cell.row, cell.column, found=text)
            continue
        row = layout.rows.get(layout.named.get(name, ""))
        if row is not None and not _has_choices(kind_of(row.get("type"))):
            yield at_cell(value_rules.NOT_A_SELECT, cell.sheet, cell.row, cell.column, found=name)


def _has_choices(kind: Kind | None) -> bool:
    return kind is None or kind.name.startswith(_CHOOSING)


def _count(cell: Cell, tree: Expression) -> Iterator[Finding]:
    """Yield a number of repeats that can never be one."""
    number = _constant(tree)
    if number is not None and (number < 0 or not number.is_integer()):
        yield at_cell(value_rules.NEVER_A_COUNT, SURVEY, cell.row, cell.column, found=cell.text)


def _constant(tree: Expression) -> float | None:
    match tree:
        case Number():
            return tree.value
        case Negation() if isinstance(tree.operand, Number):
            return -tree.operand.value
        case Literal():
            try:
                return float(tree.text)
            except ValueError:
                return -1.0
        case _:
            return None

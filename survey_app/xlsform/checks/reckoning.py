"""Sums and comparisons that come to nothing: texts that are added, days that are none, one of many.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC

from survey_app.xlsform.kinds import Kind
from survey_app.xlsform.references import Cell, expression_cells, kinds_by_name, reference_name
from survey_app.xlsform.rulebook import value_rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.workbook import Workbook
from survey_app.xpath.moments import read_moment
from survey_app.xpath.nodes import plain_number
from survey_app.xpath.syntax import Arithmetic, Axis, Comparison, Expression, Literal, Path

_DAYS = frozenset({"date", "datetime", "today", "start", "end"})
_SEVERAL = frozenset({"select_multiple", "select_multiple_from_file"})


def check_reckoning(workbook: Workbook) -> Iterator[Finding]:
    """Yield texts in quotes that are added as if they were numbers, or compared in vain."""
    kinds = kinds_by_name(workbook)
    for cell in expression_cells(workbook):
        for part in cell.parts():
            if isinstance(part, Arithmetic):
                yield from _added(cell, part)
            elif isinstance(part, Comparison):
                yield from _compared(cell, part, kinds)


def _added(cell: Cell, part: Arithmetic) -> Iterator[Finding]:
    for one in (part.first, *(operand for _operator, operand in part.rest)):
        if isinstance(one, Literal) and not _means_a_number(one.text):
            rule = value_rules.TEXT_RECKONED
            yield at_cell(rule, cell.sheet, cell.row, cell.column, found=one.text)
            return


def _compared(cell: Cell, part: Comparison, kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    for one, other in ((part.left, part.right), (part.right, part.left)):
        name = _asked(cell, one)
        kind = kinds.get(name)
        if kind is None or not isinstance(other, Literal) or not other.text:
            continue
        if kind.name in _DAYS and not _means_a_number(other.text):
            rule = value_rules.NOT_A_DAY
        elif kind.name in _SEVERAL and " " not in other.text:
            rule = value_rules.SEVERAL_COMPARED
        else:
            continue
        yield at_cell(rule, cell.sheet, cell.row, cell.column, found=other.text, question=name)


def _asked(cell: Cell, tree: Expression) -> str:
    """Return the question whose answer a tree is; a dot in a constraint is that of its row."""
    is_dot = isinstance(tree, Path) and len(tree.steps) == 1 and tree.steps[0].axis is Axis.SELF
    own = cell.column == "constraint" and is_dot
    return cell.row.get("name") if own else reference_name(tree)


def _means_a_number(text: str) -> bool:
    return plain_number(text) is not None or read_moment(text, UTC) is not None

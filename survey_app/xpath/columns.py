"""Find list rows by a column without looking at every row.

Room: xpath. `item[district = /data/district]` over a list that never changes is answered from
an index made at first use: the cost is the number of hits, not the length of the list.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from survey_app.xpath.calls import Compiling, Kind
from survey_app.xpath.evaluation import Context, Evaluate
from survey_app.xpath.nodes import Node
from survey_app.xpath.syntax import (
    Axis,
    Call,
    Comparison,
    Expression,
    Literal,
    Logic,
    NameTest,
    NodeType,
    Number,
    Path,
    TypeTest,
    walk,
)

Lookup = Callable[[Node, Context], Sequence[Node] | None]

_OUTSIDE_CALLS = frozenset({"current", "instance"})


def by_column(row: str, predicate: Expression, compiler: Compiling) -> Lookup | None:
    """Return a look-up of the rows that can pass `[column = value and ...]`; None for others.

    The look-up answers None when the value cannot be looked up (numbers, dates, several nodes).
    A predicate that is nothing but the comparison holds for every row found: both compare texts.
    One with more to it must still be asked about each.
    """
    if counts_rows(predicate):
        return None
    if isinstance(predicate, Logic) and predicate.operator == "and":
        usable = (by_column(row, operand, compiler) for operand in predicate.operands)
        return next((lookup for lookup in usable if lookup is not None), None)
    if not isinstance(predicate, Comparison) or predicate.operator != "=":
        return None
    for near, far in ((predicate.left, predicate.right), (predicate.right, predicate.left)):
        column = _column(near)
        if column is not None and _is_outside(far, compiler):
            return _lookup(row, column, compiler.value(far))
    return None


def counts_rows(predicate: Expression) -> bool:
    """Say whether a predicate asks where a row stands: among all rows, not those looked up."""
    return any(
        isinstance(part, Call) and part.name in {"position", "last"} for part in walk(predicate)
    )


def _column(expression: Expression) -> str | None:
    """Return the name of a child of the row, if that is all the expression says."""
    if not isinstance(expression, Path) or expression.absolute or expression.start is not None:
        return None
    steps = [s for s in expression.steps if (s.axis, s.test) != _HERE]
    if len(steps) != 1 or steps[0].predicates or steps[0].axis is not Axis.CHILD:
        return None
    test = steps[0].test
    if not isinstance(test, NameTest) or test.prefix or test.name == "*":
        return None
    return test.name


_HERE = (Axis.SELF, TypeTest(NodeType.NODE))


def _is_outside(expression: Expression, compiler: Compiling) -> bool:
    """Say whether the value is the same for every row."""
    if compiler.kind(expression) not in {Kind.TEXT, Kind.NODES, Kind.ANY}:
        return False
    for part in walk(expression):
        if isinstance(part, Path) and not part.absolute and part.start is None:
            return False
        if isinstance(part, Call) and part.name not in _OUTSIDE_CALLS:
            return False
        if not isinstance(part, Path | Call | Literal | Number | Comparison):
            return False
    return not any(
        isinstance(part, Path) and any(step.predicates for step in part.steps)
        for part in walk(expression)
    )


def _lookup(row: str, column: str, value: Evaluate) -> Lookup:
    def find(parent: Node, context: Context) -> Sequence[Node] | None:
        wanted = value(context)
        if isinstance(wanted, bool | float | datetime):
            return None
        if not isinstance(wanted, str):
            if len(wanted) > 1:
                return None
            if not wanted:
                return ()
            wanted = wanted[0].text()
        return parent.rows_with(row, column, wanted)

    return find

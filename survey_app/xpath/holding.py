"""Ask whether some row of a list holds a value, without looking at every row.

Room: xpath. `name = preceding-sibling::item/name` and `name = instance('l')/root/item[...]/name`
over a list that never changes are answered from the index of the column: the cost is the number
of rows that hold the value, not the length of the list.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from survey_app.xpath.budget import charge
from survey_app.xpath.calls import Compiling, Kind
from survey_app.xpath.columns import counts_rows
from survey_app.xpath.evaluation import Context, EvaluateNodes, EvaluateTruth
from survey_app.xpath.nodes import Node
from survey_app.xpath.syntax import Axis, Call, NameTest, Path, Step

Held = Callable[[Sequence[str], Context], bool | None]

_SIBLINGS = frozenset({Axis.PRECEDING_SIBLING, Axis.FOLLOWING_SIBLING})
_BY_TRUTH = frozenset({Kind.TRUTH, Kind.NODES, Kind.TEXT})
_LEAST_STEPS = 2


def held_by(path: Path, compiler: Compiling) -> Held | None:
    """Return what says whether one of some texts stands in the column that `path` ends in.

    None for paths of another shape. The answer is None where the rows may change from one
    evaluation to the next: then they must be looked at one by one.
    """
    if len(path.steps) < _LEAST_STEPS or compiler.single(path) is not None:
        return None
    row, column = path.steps[-2:]
    row_name, column_name = _name(row), _name(column)
    if not row_name or not column_name or column.axis is not Axis.CHILD or column.predicates:
        return None
    if not (row.axis in _SIBLINGS or (row.axis is Axis.CHILD and _is_list(path))):
        return None
    passes = _passes(row, compiler)
    if passes is None:
        return None
    from_where = _from_where(path, compiler)
    return _Asking(from_where, row.axis, row_name, column_name, passes).answer


class _Asking:
    """One question about a column: where the rows are, which count, and what they must pass."""

    def __init__(
        self,
        from_where: EvaluateNodes,
        axis: Axis,
        row: str,
        column: str,
        passes: Sequence[EvaluateTruth],
    ) -> None:
        self._from_where = from_where
        self._axis = axis
        self._row = row
        self._column = column
        self._passes = passes

    def answer(self, wanted: Sequence[str], context: Context) -> bool | None:
        starts = self._from_where(context)
        lists = [node.parent if self._axis in _SIBLINGS else node for node in starts]
        if not all(one is not None and one.fixed for one in lists):
            return None
        if self._axis in _SIBLINGS and any(node.name != self._row for node in starts):
            return None
        return any(
            self._counts(row, context)
            for start, rows in zip(starts, lists, strict=True)
            if rows is not None
            for text in wanted
            for row in self._on_axis(rows.rows_with(self._row, self._column, text), start)
        )

    def _on_axis(self, rows: Sequence[Node], start: Node) -> Iterable[Node]:
        """Return the rows on the right side of `start`, the farthest first."""
        match self._axis:
            case Axis.PRECEDING_SIBLING:
                return takewhile(lambda row: row.place < start.place, rows)
            case Axis.FOLLOWING_SIBLING:
                return takewhile(lambda row: row.place > start.place, reversed(rows))
            case _:
                return rows

    def _counts(self, row: Node, context: Context) -> bool:
        charge(context, 1)
        if not self._passes:
            return True
        inner = Context(row, context.host, current=context.current)
        inner.left = context.left
        return all(passes(inner) for passes in self._passes)


def _name(step: Step) -> str:
    test = step.test
    is_plain = isinstance(test, NameTest) and not test.prefix and test.name != "*"
    return test.name if is_plain and isinstance(test, NameTest) else ""


def _is_list(path: Path) -> bool:
    return isinstance(path.start, Call) and path.start.name == "instance"


def _passes(row: Step, compiler: Compiling) -> Sequence[EvaluateTruth] | None:
    """Return what a row must pass; None where it counts at which place among others it stands."""
    inner = compiler.inner()
    if any(counts_rows(one) or inner.kind(one) not in _BY_TRUTH for one in row.predicates):
        return None
    return [inner.truth(one) for one in row.predicates]


def _from_where(path: Path, compiler: Compiling) -> EvaluateNodes:
    before = path.steps[:-2]
    if not before and path.start is None and not path.absolute:
        return lambda context: (context.node,)
    return compiler.nodes(replace(path, steps=before, names=""))

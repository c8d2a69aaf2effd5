"""Two variables crossed: counts of which no hidden one can be worked out.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: the audit is exact: for every hidden cell, somebody who knows all shown cells and all
margins is left with at least the threshold's width of possible values.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from survey_app.canonical import Json
from survey_app.disclosure.counts.tables import (
    TOGETHER,
    CountTable,
    answer_of,
    count_table,
    is_exclusive,
    threshold,
)
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.plan import Plan
from survey_app.microdata.cells import Record

SMALLEST_TO_CROSS = 20
SMALLEST_TO_SUPPRESS = 50

Place = tuple[int, int]
Node = tuple[str, int]


@dataclass(frozen=True)
class CrossTable:
    """How many women there are in each pair of categories.

    Shape: `counts` has a row for each of `row_labels`, in it a count or None for each of
    `column_labels`; the sums of rows and columns are the counts of the one-way tables.
    """

    row_variable: str
    column_variable: str
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    total: int
    minimum: int

    def to_json(self) -> Json:
        """Return the table as JSON."""
        return {
            "row_variable": self.row_variable,
            "column_variable": self.column_variable,
            "row_labels": list(self.row_labels),
            "column_labels": list(self.column_labels),
            "counts": [list(row) for row in self.counts],
            "total": self.total,
            "minimum": self.minimum,
        }


def cross_table(
    plan: Plan,
    records: Sequence[Record],
    variables: tuple[str, str],
    audience: Audience | None = None,
    *,
    exact: bool = False,
) -> CrossTable | None:
    """Return two variables crossed, None when that cannot be shown to this audience.

    Categories that are hidden alone stand together in one. Under 50 women a table is shown
    only when no cell of it is small; under 20 none is. From 50 on `exact` hides nothing: such a
    table is rounded before anybody sees it.
    """
    audience = audience or plan.audience
    rules = tuple(plan.rules[name] for name in variables)
    least = max((threshold(plan, rule, len(records), audience) or 0) for rule in rules)
    alone = [count_table(plan, records, name, audience) for name in variables]
    if len(records) < SMALLEST_TO_CROSS or not all(is_exclusive(rule) for rule in rules):
        return None
    is_exact = exact and len(records) >= SMALLEST_TO_SUPPRESS
    shown = [_standing(table, every=is_exact) for table in alone if table is not None]
    if len(shown) != len(variables):
        return None
    pairs = Counter(
        tuple(_merged(answer_of(rules[side], one), shown[side]) for side in (0, 1))
        for one in records
    )
    counts = [[pairs[row, column] for column in shown[1]] for row in shown[0]]
    hidden = frozenset[Place]() if is_exact else hidden_cells(counts, least)
    if hidden is None or (hidden and len(records) < SMALLEST_TO_SUPPRESS):
        return None
    return CrossTable(
        row_variable=variables[0],
        column_variable=variables[1],
        row_labels=shown[0],
        column_labels=shown[1],
        counts=tuple(
            tuple(None if (row, column) in hidden else count for column, count in enumerate(line))
            for row, line in enumerate(counts)
        ),
        total=len(records),
        minimum=least,
    )


def hidden_cells(counts: Sequence[Sequence[int]], least: int) -> frozenset[Place] | None:
    """Return the cells to hide when all margins are known, None when hiding all is not enough.

    >>> sorted(hidden_cells([[30, 2], [25, 40]], 5))
    [(0, 0), (0, 1), (1, 0), (1, 1)]
    >>> hidden_cells([[30, 12], [25, 40]], 5)
    frozenset()
    """
    cells = {
        (row, column): count for row, line in enumerate(counts) for column, count in enumerate(line)
    }
    hidden = {place for place, count in cells.items() if count < least}
    while (weak := next(_weak(cells, hidden, least), None)) is not None:
        visible = [place for place in cells if place not in hidden]
        if not visible:
            return None
        beside = [place for place in visible if place[0] == weak[0] or place[1] == weak[1]]
        hidden.add(min(beside or visible, key=lambda place: (cells[place], place)))
    return frozenset(hidden)


def width_of(cells: Mapping[Place, int], hidden: set[Place], place: Place) -> int:
    """Return between how many values a hidden cell can lie for someone who sees the rest.

    Raising one hidden cell means lowering others of its row and column, and so on around a
    ring: how far that goes is a flow in the graph of hidden cells.

    >>> width_of({(0, 0): 3, (0, 1): 4, (1, 0): 5, (1, 1): 6}, {(0, 0), (0, 1)}, (0, 0))
    0
    >>> width_of({(0, 0): 3, (0, 1): 4, (1, 0): 5, (1, 1): 6},
    ...          {(0, 0), (0, 1), (1, 0), (1, 1)}, (0, 0))
    7
    """
    row, column = ("row", place[0]), ("column", place[1])
    others = {other: cells[other] for other in hidden if other != place}
    endless = sum(cells.values()) + 1
    up = _flow(_residual(others, endless), column, row)
    down = _flow(_residual(others, endless), row, column)
    return up + min(cells[place], down)


def _weak(cells: Mapping[Place, int], hidden: set[Place], least: int) -> Iterator[Place]:
    return (place for place in sorted(hidden) if width_of(cells, hidden, place) < least)


def _residual(cells: Mapping[Place, int], endless: int) -> dict[Node, dict[Node, int]]:
    """Return how much each hidden cell can be raised (row to column) and lowered (back)."""
    graph: dict[Node, dict[Node, int]] = {}
    for (row, column), count in cells.items():
        graph.setdefault(("row", row), {})["column", column] = endless
        graph.setdefault(("column", column), {})["row", row] = count
    return graph


def _flow(graph: dict[Node, dict[Node, int]], source: Node, sink: Node) -> int:
    """Return the largest flow; uses `graph` up.

    Source: Edmonds, Karp 1972, JACM 19(2).
    """
    total = 0
    while path := _shortest(graph, source, sink):
        steps = list(pairwise(path))
        amount = min(graph[start][end] for start, end in steps)
        for start, end in steps:
            graph[start][end] -= amount
            back = graph.setdefault(end, {})
            back[start] = back.get(start, 0) + amount
        total += amount
    return total


def _shortest(graph: Mapping[Node, Mapping[Node, int]], source: Node, sink: Node) -> Sequence[Node]:
    before: dict[Node, Node] = {source: source}
    waiting = deque([source])
    while waiting:
        node = waiting.popleft()
        for other, room in graph.get(node, {}).items():
            if room > 0 and other not in before:
                before[other] = node
                waiting.append(other)
    if sink not in before:
        return ()
    path = [sink]
    while path[-1] != source:
        path.append(before[path[-1]])
    return path[::-1]


def _standing(table: CountTable, *, every: bool) -> tuple[str, ...]:
    """Return the categories that may stand alone, and one for the hidden ones together.

    A category that is shown to be empty has no line in a crossing. With `every` all stand alone.
    """
    if every:
        return tuple(one.label for one in table.counts)
    shown = tuple(one.label for one in table.counts if one.count)
    is_hiding = any(one.count is None for one in table.counts)
    return (*shown, TOGETHER) if is_hiding else shown


def _merged(label: str, standing: Sequence[str]) -> str:
    return label if label in standing else TOGETHER

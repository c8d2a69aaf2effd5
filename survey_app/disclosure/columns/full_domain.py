"""The least loss that one rung for each key variable can reach, found exactly.

Room: disclosure (floor 5), hub only.
Spec: docs/spec/disclosure-plan.md section 8.
Promise: the node that is returned loses no more than any other that meets the demand.

Without dropped rows a node loses the mean of its columns, which needs no grouping; dropping can
only add. So nodes are looked at in the order of that bound, and the search ends at the first
bound that is no better than what was found.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from survey_app.disclosure.columns.coded import CodedTable, Flags, Node, Shares
from survey_app.disclosure.columns.demand import Demand
from survey_app.disclosure.columns.grouping import Classes, Tuples, classes_at, tuples_of, whole

Accepts = Callable[[Node, int, int], bool]
_KEPT_ENTRIES = 8_000_000
_WORTH_KEEPING = 2_000
_LOOKED_AT = 40


@dataclass(frozen=True)
class Solution:
    """The rungs that lose least, the rows that stay, and the share of information lost.

    Unit: `loss` is between 0 and 1; a dropped row has lost all of its keys. `visited` counts
    the nodes that had to be grouped.
    """

    node: Node
    kept: Flags
    loss: float
    visited: int


def full_domain(
    table: CodedTable,
    demand: Demand,
    limit: float,
    *,
    below: float = float("inf"),
    accepts: Accepts = lambda _node, _kept, _classes: True,
) -> Solution | None:
    """Return the node that loses least with at most the share `limit` of rows dropped.

    Only a loss under `below` is of interest. `accepts` may ask more of a node: it is given the
    node, the rows that stay and the number of their classes. None when no node fits.
    """
    tuples = tuples_of(table, with_answers=demand.asks_answers)
    search = _Search(tuples, demand, table.rows, int(limit * table.rows + 1e-9))
    best: Node | None = None
    loss, visited = below, 0
    for bound, node in nodes_by_loss(tuples, table.rows):
        if bound >= loss - 1e-12:
            break
        visited += 1
        found, kept, classes = search.outcome(node)
        if found < loss - 1e-12 and kept and accepts(node, kept, classes):
            best, loss = node, found
    if best is None:
        return None
    return Solution(best, search.kept(best)[tuples.of_row], loss, visited)


def nodes_by_loss(tuples: Tuples, rows: int) -> Iterator[tuple[float, Node]]:
    """Yield all nodes with the loss they have when no row is dropped, least first."""
    means = [
        (key.losses[:, column] @ tuples.weights) / (rows * len(tuples.keys))
        for key, column in zip(tuples.keys, tuples.values, strict=True)
    ]
    total: Shares = np.zeros(())
    for mean in means:
        total = total[..., None] + mean
    order = np.argsort(total, axis=None, kind="stable")
    rungs = np.stack(np.unravel_index(order, total.shape), axis=1)
    for bound, node in zip(total.reshape(-1)[order].tolist(), rungs.tolist(), strict=True):
        yield bound, tuple(node)


@dataclass
class _Search:
    """Groups nodes, each from the smallest grouping that is already known and finer."""

    tuples: Tuples
    demand: Demand
    rows: int
    droppable: int
    known: list[Classes] = field(default_factory=list)
    held: int = 0
    everybody: Shares | None = None

    def __post_init__(self) -> None:
        self.everybody = self.tuples.everybody() if self.demand.t is not None else None
        nested = all(key.is_nested for key in self.tuples.keys)
        self.rolls_up = nested and len(self.tuples.weights) > _WORTH_KEEPING
        self.nodes = np.zeros((0, len(self.tuples.keys)), np.int64)
        self.lowest = whole(self.tuples)

    def outcome(self, node: Node) -> tuple[float, int, int]:
        """Return the loss, the rows that stay and their classes; too many dropped lose all."""
        if len(self.tuples.weights) > _WORTH_KEEPING:
            dropped = self.tuples.least_dropped(node, self.demand.k)
            if dropped > self.droppable:
                return float("inf"), self.rows - dropped, 0
        classes = self._classes(node)
        met = self.demand.met_by(classes, self.everybody)
        kept = int(classes.sizes[met].sum())
        if self.rows - kept > self.droppable:
            return float("inf"), kept, int(met.sum())
        shown = classes.per_entry(met)
        at = classes.first[shown]
        lost = float((self.tuples.losses(node, at) * classes.weights[shown]).sum())
        keys = len(self.tuples.keys)
        return (lost / keys + self.rows - kept) / self.rows, kept, int(met.sum())

    def kept(self, node: Node) -> Flags:
        """Return for each tuple whether it stays."""
        names = np.unique(self.tuples.packed(node, self.tuples.values), return_inverse=True)[1]
        classes = classes_at(self.tuples, node, self.lowest)
        met = self.demand.met_by(classes, self.everybody)
        stays: Flags = met[names]
        return stays

    def _classes(self, node: Node) -> Classes:
        classes = classes_at(self.tuples, node, self._finer(node))
        if self.rolls_up and self.held + len(classes.first) <= _KEPT_ENTRIES:
            self.held += len(classes.first)
            self.nodes = np.concatenate([self.nodes, [node]])
            self.known.append(classes)
        return classes

    def _finer(self, node: Node) -> Classes:
        usable = np.flatnonzero((self.nodes <= np.array(node)).all(axis=1))
        return min(
            (self.known[one] for one in usable[-_LOOKED_AT:]),
            key=lambda classes: len(classes.first),
            default=self.lowest,
        )

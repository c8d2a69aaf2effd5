"""Labels that are coarse only where they have to be, within the groups of the plan.

Room: disclosure (floor 5), hub only.
Spec: docs/spec/disclosure-plan.md section 8.
Promise: every class of what comes out meets the demand; a label is a group of the plan.

First what is alike already is peeled off, then the rest is cut from the whole downwards. How far
to peel is tried at a few stops, and the least loss wins; of up to 500 women it goes to the end and
is tried at every stop. In small files the exact optimum of one rung for all is looked for as
well, so the result never loses more than that.
"""

from dataclasses import dataclass

import numpy as np

from survey_app.disclosure.columns.coded import CodedTable, Flags, Shares
from survey_app.disclosure.columns.cutting import Rungs, cut
from survey_app.disclosure.columns.demand import Demand
from survey_app.disclosure.columns.full_domain import full_domain, nodes_by_loss
from survey_app.disclosure.columns.grouping import Tuples, tuples_of
from survey_app.disclosure.columns.peeling import Peeled, meets, peel

_SMALL = 5_000
_FEW = 500
_SLOW_TO_CUT = 400_000


@dataclass(frozen=True)
class Recoded:
    """The rung of every key in every row, and which rows stay.

    Shape: `rungs` is rows x keys. Unit: `loss` is between 0 and 1; a dropped row lost all.
    """

    rungs: Rungs
    kept: Flags
    loss: float


def local_recoding(table: CodedTable, demand: Demand, limit: float = 0.0) -> Recoded | None:
    """Return labels as fine as they can be for each row; None when nothing can be shown.

    No row is dropped unless one rung for all with at most the share `limit` dropped loses less.
    """
    tuples = tuples_of(table, with_answers=demand.asks_answers)
    found = _best_of_stops(tuples, demand, table.rows)
    if table.rows <= _SMALL:
        below = float("inf") if found is None else found[1]
        exact = full_domain(table, demand, limit, below=below)
        if exact is not None:
            rungs = np.tile(np.array(exact.node, np.int8), (table.rows, 1))
            return Recoded(rungs, exact.kept, exact.loss)
    if found is None:
        return None
    return Recoded(found[0][tuples.of_row], np.ones(table.rows, np.bool_), found[1])


def _best_of_stops(tuples: Tuples, demand: Demand, rows: int) -> tuple[Rungs, float] | None:
    everybody = tuples.everybody() if demand.t is not None else None
    best: tuple[Rungs, float] | None = None
    are_few = rows <= _FEW
    order = nodes_by_loss(tuples, rows)
    for stop in peel(tuples, demand, everybody, order, to_the_end=are_few):
        if len(stop.left) > _SLOW_TO_CUT and best is None and not demand.asks_answers:
            continue
        if len(stop.left) and not meets(tuples, stop.left, demand, everybody):
            continue
        rungs = _completed(tuples, stop, demand, everybody)
        loss = _loss(tuples, rungs, rows)
        if best is not None and loss > best[1] and not are_few:
            break
        if best is None or loss < best[1]:
            best = rungs, loss
    return best


def _completed(tuples: Tuples, stop: Peeled, demand: Demand, everybody: Shares | None) -> Rungs:
    rungs = stop.rungs
    if len(stop.left):
        rungs[stop.left] = cut(tuples, stop.left, demand, everybody)
    return rungs


def _loss(tuples: Tuples, rungs: Rungs, rows: int) -> float:
    lost = sum(
        (
            key.losses[rung, column]
            for key, rung, column in zip(tuples.keys, rungs.T, tuples.values, strict=True)
        ),
        np.zeros(len(rungs)),
    )
    return float((lost * tuples.weights).sum()) / (rows * len(tuples.keys))

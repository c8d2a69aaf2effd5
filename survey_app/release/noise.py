"""Counts with noise: what a dashboard may show again and again, within a budget.

Room: release (floor 7). The sole user of OpenDP, which is installed at a hub that wants it alone.
Spec: docs/spec/dashboard.md section 2.
Promise: adding or leaving out any one woman changes the chance of every outcome by no more than
    e to the power of epsilon; the noise comes from the library, never from here.
"""

import importlib.util
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from survey_app.disclosure.counts.tables import (
    Count,
    CountTable,
    answer_of,
    categories_of,
    is_exclusive,
)
from survey_app.disclosure.planning.plan import Plan
from survey_app.microdata.cells import Record
from survey_app.release.errors import NoiseMissingError

Noise = Callable[[Sequence[int]], Sequence[int]]

_NINETEEN_IN_TWENTY = Decimal(20)


@dataclass(frozen=True)
class NoisyTables:
    """Tables of noisy counts, and how far a count is off: less than `within` 19 times in 20.

    Unit: women. `epsilon` is spent by all tables together, an equal part by each.
    """

    epsilon: Decimal
    within: int
    tables: tuple[CountTable, ...]


def countable(plan: Plan) -> tuple[str, ...]:
    """Return the variables that can be counted so: a woman is in one category of each."""
    return tuple(
        name for name, rule in plan.rules.items() if categories_of(rule) and is_exclusive(rule)
    )


def noisy_tables(
    plan: Plan, records: Sequence[Record], variables: Sequence[str], epsilon: Decimal
) -> NoisyTables:
    """Return a table of noisy counts for each of `variables`.

    Categories come from the plan. One woman is in one category of each table, so a table spends
    its part of `epsilon` once. A count under nothing is shown as nothing.

    Shape:  at least one variable, each countable.
    Raises: NoiseMissingError.
    """
    scale = float(len(variables) / epsilon)
    noise = _laplace(scale)
    return NoisyTables(
        epsilon=epsilon,
        within=math.ceil(scale * math.log(_NINETEEN_IN_TWENTY)),
        tables=tuple(_table(plan, records, name, noise) for name in variables),
    )


def _table(plan: Plan, records: Sequence[Record], name: str, noise: Noise) -> CountTable:
    rule = plan.rules[name]
    categories = categories_of(rule) or ()
    given = [answer_of(rule, record) for record in records]
    exact = [given.count(label) for label in categories]
    counts = [max(0, count) for count in noise(exact)]
    lines = tuple(Count(label, count) for label, count in zip(categories, counts, strict=True))
    return CountTable(name, sum(counts), 0, True, lines)  # noqa: FBT003 - is_exclusive


def refuse_without_library() -> None:
    """Return when noise can be made here. Raises: NoiseMissingError."""
    if importlib.util.find_spec("opendp") is None:
        raise NoiseMissingError


def _laplace(scale: float) -> Noise:
    """Return what adds whole-number Laplace noise to counts of which one woman changes one."""
    try:
        import opendp.prelude as dp  # noqa: PLC0415 - large, and on few machines
    except ImportError as error:
        raise NoiseMissingError from error
    dp.enable_features("contrib")
    counts = dp.vector_domain(dp.atom_domain(T=int))
    measurement = dp.m.make_laplace(counts, dp.l1_distance(T=int), scale=scale)
    return lambda exact: measurement(list(exact))

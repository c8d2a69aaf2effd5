"""Sums of a number by category: hidden where one or two women make up nearly all of it.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: nobody who knows one contribution can work out another one more closely than by p
percent, from the shown sums, the counts, and the total together; nor by how much another one is
under the most, or over the least, that the form allows everybody, or her by what else she said.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from survey_app.canonical import Json

LARGEST_TWO_PERCENT = 85
P_PERCENT = 20
_FEWEST = 3

Contributions = Sequence[Decimal]
Limits = tuple[Decimal | None, Decimal | None]
Cells = Mapping[str, Contributions]
FROM_NOTHING: Limits = (Decimal(0), None)


@dataclass(frozen=True)
class Sum:
    """The sum of one category, None when it is not shown."""

    label: str
    total: Decimal | None


@dataclass(frozen=True)
class SumTable:
    """Sums by category; the sum of all is known to the reader.

    Rules it keeps: hidden sums are at least two, and wide enough together.
    Unit: `women` and `women_in_all` count, for the ledger of the hub alone, who made up each
    shown sum, and the sum of all.
    """

    variable: str
    by: str
    total: Decimal
    sums: tuple[Sum, ...]
    women: Mapping[str, int] = field(default_factory=dict)
    women_in_all: int = 0

    def to_json(self) -> Json:
        """Return the table as JSON; numbers as text."""
        return {
            "variable": self.variable,
            "by": self.by,
            "total": str(self.total),
            "sums": [
                {"label": one.label, "total": None if one.total is None else str(one.total)}
                for one in self.sums
            ],
        }


def sum_table(
    variable: str,
    by: str,
    cells: Mapping[str, Contributions],
    *,
    least: int,
    telling: Collection[str] = (),
    limits: Limits = FROM_NOTHING,
    rooms: Sequence[Cells] = (),
) -> SumTable | None:
    """Return the sums of `cells`, None when not even the sum of all may be shown.

    Shape: no contribution is negative. `least` is the smallest number of women in a shown cell;
    `telling` are the cells in which nobody may be seen to be; `limits` are the least and the most
    that a contribution can be; each of `rooms` has by how much each is within a limit of her own.
    """
    everybody = [one for said in cells.values() for one in said]
    if not everybody:
        return None
    sides = (*_sides(cells, limits), *rooms)
    if any(is_risky([*chain(*side.values())], least=least) for side in sides):
        return None
    hidden = hidden_sums(cells, least=least, telling=telling, limits=limits, rooms=rooms)
    if hidden is None:
        return None
    shown = {label: said for label, said in cells.items() if label not in hidden}
    sums = tuple(
        Sum(label, None if label in hidden else sum(said, Decimal(0)))
        for label, said in cells.items()
    )
    women = {label: len(said) for label, said in shown.items()}
    return SumTable(variable, by, sum(everybody, Decimal(0)), sums, women, len(everybody))


def is_risky(said: Contributions, *, least: int) -> bool:
    """Say whether the sum of a cell gives one contribution away.

    It does under `least` contributions, when it is zero (so all of them are), when the largest
    two are more than 85 percent of it (dominance), or when what is left beside them is under 20
    percent of the largest (p percent: the woman behind the second one could work the first one
    out so closely).

    >>> [is_risky([Decimal(n) for n in cell], least=3)
    ...  for cell in ([9, 8, 7], [90, 5, 4], [60, 10, 8, 7, 6], [5, 5])]
    [False, True, False, True]
    """
    few = len(said) < max(least, _FEWEST)
    return few or not any(said) or _is_dominated(said) or protection(said) > 0


def protection(said: Contributions) -> Decimal:
    """Return by how much an estimate of the cell's sum must be able to miss; 0 when it is safe.

    Source: p percent rule; Hundepool and others 2012, Statistical Disclosure Control, 4.2.
    """
    ordered = sorted(said, reverse=True)
    first = ordered[0] if ordered else Decimal(0)
    rest = sum(ordered[2:], Decimal(0))
    return max(Decimal(0), first * P_PERCENT / 100 - rest)


def hidden_sums(
    cells: Mapping[str, Contributions],
    *,
    least: int,
    telling: Collection[str] = (),
    limits: Limits = FROM_NOTHING,
    rooms: Sequence[Cells] = (),
) -> frozenset[str] | None:
    """Return the cells to hide when the sum of all is known, None when hiding all is not enough.

    The smallest sums are hidden with the risky ones, until every hidden cell could be wrong by
    what its protection asks, and all hidden ones together are no risky cell themselves; of what
    they are over the least, of what they are under the most, and of each of `rooms`.
    """
    sides = (*_sides(cells, limits), *rooms)
    hidden = {label for label, said in cells.items() if not said and label in telling}
    for side in sides:
        hidden |= {label for label, said in side.items() if said and is_risky(said, least=least)}
    visible = sorted(
        (label for label in cells if label not in hidden and cells[label]),
        key=lambda label: (sum(cells[label], Decimal(0)), label),
    )
    while hidden and not all(_is_wide(side, hidden, least=least) for side in sides):
        if not visible:
            return None
        hidden.add(visible.pop(0))
    return frozenset(hidden)


def _sides(
    cells: Mapping[str, Contributions], limits: Limits
) -> Iterator[Mapping[str, Contributions]]:
    """Yield by how much each contribution is over the least, and under the most that can be.

    >>> [side["a"] for side in _sides({"a": [Decimal(3), Decimal(7)]}, (Decimal(1), Decimal(7)))]
    [[Decimal('2'), Decimal('6')], [Decimal('4'), Decimal('0')]]
    """
    everybody = [one for said in cells.values() for one in said]
    low, high = limits
    low = min([low or Decimal(0), *everybody])
    yield {label: [one - low for one in said] for label, said in cells.items()}
    if high is not None:
        high = max([high, *everybody])
        yield {label: [high - one for one in said] for label, said in cells.items()}


def _is_dominated(said: Contributions) -> bool:
    ordered = sorted(said, reverse=True)
    return 100 * sum(ordered[:2], Decimal(0)) > LARGEST_TWO_PERCENT * sum(ordered, Decimal(0)) > 0


def _is_wide(cells: Mapping[str, Contributions], hidden: set[str], *, least: int) -> bool:
    """Say whether the hidden cells protect each other: their sum is known, and no more.

    A hidden sum lies between nothing and all of it: the room above a cell are the other hidden
    ones, the room below is the cell itself.
    """
    together = [one for label in hidden for one in cells[label]]
    if len(hidden) < 2 or is_risky(together, least=least):  # noqa: PLR2004 - one is no company
        return False
    whole = sum(together, Decimal(0))
    return all(
        whole - sum(cells[label], Decimal(0)) >= protection(cells[label]) for label in hidden
    )

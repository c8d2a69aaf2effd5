"""Counts rounded to a base of 3 or 5, so that small ones need not be hidden.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: a rounded count is less than one base away from the true one, on either side; the same
count of the same cell is always rounded the same way, so that asking again tells nothing new.
Whoever knows how many women there are in all is left with at least `base` values of each count:
where chance would tell more, the largest count that can is rounded to its other side. So is who
knows how many of them a question was not for.
"""

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from survey_app.disclosure.counts.crossings import CrossTable
from survey_app.disclosure.counts.tables import NO_ANSWER, Count, CountTable

BASES = (3, 5)

Rounder = Callable[[str, str, int], int]


def rounder(base: int, secret: bytes) -> Rounder:
    """Return the function that rounds a count of a variable and a label.

    A count that is r above a multiple goes up with the chance r/base, so that sums stay right on
    average; chance is drawn from `secret`, the cell and the count.

    Source: Statistics New Zealand, random rounding to base 3.

    >>> round3 = rounder(3, b"s")
    >>> round3("offence", "theft", 9), round3("offence", "theft", 10) in {9, 12}
    (9, True)
    """

    def rounded(variable: str, label: str, count: int) -> int:
        rest = count % base
        cell = f"{len(variable)}:{variable}{len(label)}:{label}{count}".encode()
        drawn = int.from_bytes(hmac.digest(secret, cell, "sha256"), "big") % base
        return count - rest + (base if drawn < rest else 0)

    return rounded


@dataclass(eq=False)
class _Rounded:
    """A true count and what is shown for it; `known` of the women in it are known to be."""

    true: int
    shown: int
    known: int = 0

    def low(self, base: int) -> int:
        """Return the least that the true count can be for whoever sees this one alone."""
        return max(self.known, self.shown - base + 1)

    def high(self, base: int) -> int:
        """Return the most that it can be."""
        return self.shown + base - 1

    def is_wrong(self, *, above: bool) -> bool:
        """Say whether more is shown than there are, or less."""
        return self.shown > self.true if above else self.shown < self.true

    def turn(self, base: int) -> None:
        """Round to the other side."""
        self.shown += base if self.shown < self.true else -base


def rounded_tables(
    exact: Sequence[CountTable],
    base: int,
    secret: bytes,
    not_asked: Mapping[str, int] = MappingProxyType({}),
) -> tuple[CountTable, ...]:
    """Return tables of which every count and total is rounded; `minimum` is the base.

    Shape: `exact` are tables of which nothing is hidden; `not_asked` says of how many women others
    may know that a question was not for them.
    """
    return tuple(_rounded_table(one, base, secret, not_asked.get(one.variable, 0)) for one in exact)


def _rounded_table(exact: CountTable, base: int, secret: bytes, not_asked: int) -> CountTable:
    rounded = rounder(base, secret)
    cells = [
        _Rounded(
            one.count or 0,
            rounded(exact.variable, one.label, one.count or 0),
            not_asked if one.label == NO_ANSWER else 0,
        )
        for one in exact.counts
    ]
    if exact.is_exclusive:
        _widen(cells, exact.total, base)
    else:
        for one in cells:
            _widen([one], exact.total - not_asked + one.known, base, is_whole=False)
    return replace(
        exact,
        minimum=base,
        total=rounded("", "", exact.total),
        counts=tuple(
            Count(one.label, None if one.count is None else cell.shown)
            for one, cell in zip(exact.counts, cells, strict=True)
        ),
    )


def rounded_crossing(exact: CrossTable, base: int, secret: bytes) -> CrossTable | None:
    """Return a crossing of which every count is rounded, None when some would still tell.

    How many women there are in a row or in a column, others may know; so each of them is looked
    at as a table.

    Shape: nothing in `exact` is hidden, or what is hidden stays so.
    """
    rounded = rounder(base, secret)
    variables = f"{len(exact.row_variable)}:{exact.row_variable}{exact.column_variable}"
    cells = [
        [
            _Rounded(count or 0, rounded(variables, f"{len(row)}:{row}{column}", count or 0))
            for column, count in zip(exact.column_labels, line, strict=True)
        ]
        for row, line in zip(exact.row_labels, exact.counts, strict=True)
    ]
    lines = [*cells, *map(list, zip(*cells, strict=True))]
    for _ in lines:
        turned = [_widen(line, sum(one.true for one in line), base) for line in lines]
        if not any(turned):
            break
    if any(_is_narrow(line, sum(one.true for one in line), base) for line in lines):
        return None
    if _is_closed_in(cells, base):
        return None
    return replace(
        exact,
        minimum=base,
        total=rounded("", "", exact.total),
        counts=tuple(
            tuple(
                None if count is None else cell.shown
                for count, cell in zip(line, shown, strict=True)
            )
            for line, shown in zip(exact.counts, cells, strict=True)
        ),
    )


def _is_closed_in(cells: Sequence[Sequence[_Rounded]], base: int) -> bool:
    """Say whether rows and columns together leave some count fewer than `base` possible values.

    What a row leaves of a count narrows its column, and so on until nothing changes any more.
    """
    if len(cells) == 1 or len(cells[0]) == 1:
        return False  # the counts of one variable
    places = [[(row, at) for at in range(len(line))] for row, line in enumerate(cells)]
    lines = [*places, *map(list, zip(*places, strict=True))]
    true = {place: cells[place[0]][place[1]].true for line in places for place in line}
    bounds = {place: _bounds(cells[place[0]][place[1]], base) for line in places for place in line}
    before: dict[tuple[int, int], tuple[int, int]] = {}
    while before != bounds:
        before = dict(bounds)
        for line in lines:
            total = sum(true[place] for place in line)
            lows = sum(bounds[place][0] for place in line)
            highs = sum(bounds[place][1] for place in line)
            for place in line:
                low, high = bounds[place]
                bounds[place] = max(low, total - highs + high), min(high, total - lows + low)
                lows += bounds[place][0] - low
                highs += bounds[place][1] - high
    most = {at: min(sum(true[one] for one in line) for line in lines if at in line) for at in true}
    return any(high - low < min(base - 1, most[at]) for at, (low, high) in bounds.items())


def _bounds(one: _Rounded, base: int) -> tuple[int, int]:
    return one.low(base), one.high(base)


def _widen(line: Sequence[_Rounded], total: int, base: int, *, is_whole: bool = True) -> bool:
    """Round counts of `line` to their other side until none is narrow; say whether any was.

    The largest goes first, each once: seen both ways, a large count tells least.

    Shape: the counts of a line that `is_whole` add up to `total`; else it has one, of so many.
    """
    waiting = sorted(line, key=lambda one: -one.true)
    turned = False
    while _is_narrow(line, total, base, is_whole=is_whole):
        above = sum(one.shown for one in line) > sum(one.true for one in line)
        wrong = next((one for one in waiting if one.is_wrong(above=above)), None)
        if wrong is None:
            break
        waiting.remove(wrong)
        wrong.turn(base)
        turned = True
    return turned


def _is_narrow(line: Sequence[_Rounded], total: int, base: int, *, is_whole: bool = True) -> bool:
    """Say whether some count has fewer than `base` possible values for who knows the total."""
    if is_whole and len(line) == 1:
        return False  # it is the total
    lows = sum(one.low(base) for one in line)
    highs = sum(one.high(base) for one in line)
    asked = total - sum(one.known for one in line)
    for one in line:
        if one.known:
            continue  # those who were not asked: nothing of what somebody answered
        most = min(one.high(base), total - (lows - one.low(base)))
        least = max(one.low(base), total - (highs - one.high(base)) if is_whole else 0)
        if most - least < min(base - 1, asked):
            return True
    return False

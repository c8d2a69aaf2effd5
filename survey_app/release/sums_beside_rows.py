"""Sums of a number beside rows that show the number of each woman.

Room: release (floor 7). Pure: entries of the ledger in, names out.
Spec: docs/spec/release-folder.md section 4.
Promise: what is left of a sum, when the numbers in rows are taken away, is nothing: else it is what
somebody said who came, went or is hidden; her number, if she is alone. A sum is never rounded, so
this holds for rounded tables, too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from survey_app.disclosure.counts.magnitudes import SumTable
from survey_app.release.differences import comparable
from survey_app.release.ledger import EarlierRelease, class_name, labels_of, summed_cells

_OF_A_MEAN = Decimal("0.005")
"""By how much a mean of two places can be off."""


def sums_told_beside(
    tables: Iterable[SumTable], now: EarlierRelease, earlier: Sequence[EarlierRelease]
) -> list[SumTable]:
    """Return the sums of numbers that earlier rows show of other women, or not of all."""
    others = comparable(now, earlier)
    return [
        table
        for table in tables
        if any(numbers_summed_otherwise(one, dict(summed_cells(table))) for one in others)
    ]


def numbers_summed_otherwise(
    rows: EarlierRelease, sums: Mapping[str, tuple[int, str]]
) -> frozenset[str]:
    """Return the numbers in `rows` that do not add up to what `sums` say of all women.

    So are those that are summed by an answer of which the rows hide groups: a hidden group's own
    numbers stand in the rows, and the sum that they are missing from says what it answered. And
    those that are summed by a key of which some rows have no label, or one of their own.
    """
    found: set[str] = set()
    for name, (women, total) in sums.items():
        number, by, *group = labels_of(name)
        if group or not number or not rows.classes or class_name([number]) not in rows.cells:
            continue
        adds_up = _adds_up(dict(_said(rows, number)), women, Decimal(total))
        hides = rows.cells.get(class_name([by, None])) or rows.has_own_labels([by])
        if not adds_up or hides:
            found.add(number)
    return frozenset(found)


def _adds_up(said: Mapping[Decimal, int], women: int, total: Decimal) -> bool:
    added = sum((value * count for value, count in said.items()), Decimal(0))
    return sum(said.values()) == women and abs(added - total) <= _OF_A_MEAN * women


def _said(rows: EarlierRelease, number: str) -> Iterator[tuple[Decimal, int]]:
    """Yield each number that the rows show, and how often."""
    for name, count in rows.cells.items():
        variable, *labels = labels_of(name)
        if variable == number and len(labels) == 1 and labels[0]:
            yield Decimal(labels[0]), count

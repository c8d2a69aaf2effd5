"""What two releases tell together that neither of them tells alone.

Room: release (floor 7). Pure: entries of the ledger in, numbers out.
Spec: docs/spec/release-folder.md section 4; subtracting two releases exposes whoever joined.
Promise: a class into which or out of which fewer than k women went since an earlier release is
    found on every rung that both releases can be brought to.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from survey_app.disclosure.audiences import Audience
from survey_app.disclosure.crossings import CrossTable
from survey_app.disclosure.ladders import Relabel, Step
from survey_app.disclosure.magnitudes import SumTable
from survey_app.disclosure.parcels import telling
from survey_app.release.ledger import (
    EarlierRelease,
    class_name,
    crossed_cells,
    labels_of,
    summed_cells,
)

Ladders = Mapping[str, Sequence[Step]]
Members = Mapping[str, frozenset[str]]
_NO_LADDERS: Ladders = MappingProxyType({})


def telling_classes(
    now: EarlierRelease,
    earlier: Sequence[EarlierRelease],
    k: int,
    ladders: Ladders = _NO_LADDERS,
) -> int:
    """Return how many classes changed by 1 to k - 1 women since some earlier release of rows.

    `ladders` are the rungs of each key of the plan: whoever holds two files makes the finer one
    coarser. Releases inside the team are not compared: a team holds all of its interviews anyway.
    """
    return max(
        (
            _telling(now, before, k, ladders)
            for before in _comparable(now, earlier)
            if before.classes
        ),
        default=0,
    )


def telling_cells(now: EarlierRelease, earlier: Sequence[EarlierRelease], least: int) -> int:
    """Return how many counts changed by 1 to least - 1 since some earlier release.

    A count is one that a table shows or that can be counted in rows; so rows are compared with
    earlier tables, and tables with earlier rows, too. Rows and rows whose women are known are
    compared class by class instead.
    """
    return max(
        (
            sum(
                0 < abs(count - before.cells[name]) < least
                for name, count in now.cells.items()
                if name in before.cells
            )
            for before in _comparable(now, earlier)
            if not (now.members and before.members)
        ),
        default=0,
    )


def telling_crossings(
    tables: Iterable[CrossTable], now: EarlierRelease, earlier: Sequence[EarlierRelease], least: int
) -> list[CrossTable]:
    """Return the crossings of which a count changed by 1 to least - 1 since an earlier release."""
    return [
        table
        for table in tables
        if any(
            0 < abs(count - before.cells[name]) < least
            for before in _comparable(now, earlier)
            for name, count in crossed_cells(table)
            if name in before.cells
        )
    ]


def telling_sums(
    tables: Iterable[SumTable], now: EarlierRelease, earlier: Sequence[EarlierRelease], least: int
) -> list[SumTable]:
    """Return the tables of which a sum, by subtracting an earlier one, tells on fewer than `least`.

    A sum that changed while as many women make it up tells what one of them said otherwise.
    """
    return [
        table
        for table in tables
        if any(
            _sum_tells(one, before.sums[name], least)
            for before in _comparable(now, earlier)
            for name, one in summed_cells(table)
            if name in before.sums
        )
    ]


def _sum_tells(now: tuple[int, str], before: tuple[int, str], least: int) -> bool:
    came = abs(now[0] - before[0])
    return 0 < came < least or (came == 0 and now[1] != before[1])


def telling_total(now: EarlierRelease, earlier: Sequence[EarlierRelease], least: int) -> bool:
    """Say whether the number of women changed by 1 to least - 1 since some earlier release."""
    return any(0 < abs(now.women - one.women) < least for one in _comparable(now, earlier))


def _comparable(now: EarlierRelease, earlier: Sequence[EarlierRelease]) -> list[EarlierRelease]:
    inside = Audience.TEAM.value
    return [
        before
        for before in earlier
        if before.form_id == now.form_id and inside not in {before.audience, now.audience}
    ]


def _telling(now: EarlierRelease, before: EarlierRelease, k: int, ladders: Ladders) -> int:
    brought = _common_rungs(now, before, ladders)
    if now.members and before.members:
        here, there = (_members(one, brought[one is before]) for one in (now, before))
        nobody: frozenset[str] = frozenset()
        return sum(
            telling(here.get(name, nobody), there.get(name, nobody), k)
            for name in set(here) | set(there)
        )
    counts = [_counts(one, brought[one is before]) for one in (now, before)]
    names = set(counts[0]) | set(counts[1])
    return sum(0 < abs(counts[0].get(name, 0) - counts[1].get(name, 0)) < k for name in names)


def _common_rungs(
    now: EarlierRelease, before: EarlierRelease, ladders: Ladders
) -> tuple[list[tuple[int, Relabel]], list[tuple[int, Relabel]]]:
    """Return, for each of the two, the places of the keys they share and how to relabel them.

    A key that stands on two rungs of one ladder is brought to the coarser of them.
    """
    places = {key.name: (at, key.method) for at, key in enumerate(before.keys)}
    first: list[tuple[int, Relabel]] = []
    second: list[tuple[int, Relabel]] = []
    for at, key in sorted(enumerate(now.keys), key=lambda pair: pair[1].name):
        if key.name not in places:
            continue
        other, method = places[key.name]
        common = _coarser(ladders.get(key.name, ()), key.method, method)
        if common is not None:
            first.append((at, common))
            second.append((other, common))
    return first, second


def _coarser(steps: Sequence[Step], one: str, other: str) -> Relabel | None:
    if one == other:
        return _as_it_is
    rungs = {str(step.method): at for at, step in enumerate(steps)}
    if one not in rungs or other not in rungs:
        return None
    return steps[max(rungs[one], rungs[other])].relabel


def _as_it_is(label: str) -> str:
    return label


def _name(class_: str, brought: Iterable[tuple[int, Relabel]]) -> str:
    labels = labels_of(class_)
    parts = [(labels[at], relabel) for at, relabel in brought]
    return class_name([None if label is None else relabel(label) for label, relabel in parts])


def _counts(one: EarlierRelease, brought: Sequence[tuple[int, Relabel]]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for name, rows in one.classes.items():
        counts[_name(name, brought)] += rows
    return counts


def _members(one: EarlierRelease, brought: Sequence[tuple[int, Relabel]]) -> Members:
    members: dict[str, frozenset[str]] = {}
    for name, marks in one.members.items():
        common = _name(name, brought)
        members[common] = members.get(common, frozenset()) | marks
    return members

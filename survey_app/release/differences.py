"""What two releases tell together that neither of them tells alone.

Room: release (floor 7). Pure: entries of the ledger in, numbers out.
Spec: docs/spec/release-folder.md section 4; subtracting two releases exposes whoever joined.
Promise: a class into which or out of which fewer than k women went since an earlier release is
    found on every rung that both releases can be brought to; so is a change among all that is
    hidden together.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from survey_app.disclosure.counts.crossings import CrossTable
from survey_app.disclosure.counts.magnitudes import SumTable
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.rows.ladders import Relabel, Step
from survey_app.disclosure.rows.parcels import telling
from survey_app.release.ledger import (
    EarlierRelease,
    class_name,
    crossed_cells,
    labels_of,
    summed_cells,
    with_crossing,
)

Ladders = Mapping[str, Sequence[Step]]
Members = Mapping[str, frozenset[str]]
Cells = Mapping[str, int]
Sums = Mapping[str, tuple[int, str]]
_EVERYBODY = class_name([""])
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
            for before in comparable(now, earlier)
            if before.classes
        ),
        default=0,
    )


def telling_cells(now: EarlierRelease, earlier: Sequence[EarlierRelease], least: int) -> int:
    """Return how many counts changed by 1 to least - 1 since some earlier release.

    A count is one that a table shows or that can be counted in rows; so rows are compared with
    earlier tables, and tables with earlier rows, too. What is left of all women when the counts
    that both show are taken away is a count as well. Rows and rows whose women are known are
    compared class by class instead.
    """
    changed = _changed_little(now, earlier, least)
    return max((len(names) for names in changed), default=0)


def telling_variables(
    now: EarlierRelease, earlier: Sequence[EarlierRelease], least: int
) -> frozenset[str]:
    """Return the variables of such counts; "" stands for the number of all women."""
    every = (name for names in _changed_little(now, earlier, least) for name in names)
    return frozenset(labels_of(name)[0] or "" for name in every)


def _changed_little(
    now: EarlierRelease, earlier: Sequence[EarlierRelease], least: int
) -> Iterator[list[str]]:
    """Yield for each earlier release the counts that changed little; one named twice tells twice.

    What is left of a total goes by the name of its first count, for that names the variable.
    """
    for before in comparable(now, earlier):
        if (now.members and before.members) or blur(now, before):
            continue
        single = [
            name for name in now.cells if changed_little(now.cells, before.cells, [name], least)
        ]
        rests = [
            names[1]
            for names in _rests(now.cells)
            if changed_little(now.cells, before.cells, names, least)
        ]
        yield [*single, *rests]


def telling_crossings(
    tables: Iterable[CrossTable], now: EarlierRelease, earlier: Sequence[EarlierRelease], least: int
) -> list[CrossTable]:
    """Return the crossings of which a count changed by 1 to least - 1 since an earlier release.

    What is left of the women of a row or of a column is a count as well; `now` has their numbers.
    """
    return [
        table
        for table in tables
        for here in [with_crossing(now, table)]
        if any(
            changed_little(here.cells, before.cells, names, least)
            for before in comparable(now, earlier)
            if not blur(now, before)
            for names in _lines(table)
        )
    ]


def telling_sums(
    tables: Iterable[SumTable], now: EarlierRelease, earlier: Sequence[EarlierRelease], least: int
) -> list[SumTable]:
    """Return the tables of which a sum, by subtracting an earlier one, tells on fewer than `least`.

    A sum that changed while as many women make it up tells what one of them said otherwise. What
    is left of the sum of all when the sums that both show are taken away is a sum as well.
    """
    return [
        table
        for table in tables
        if any(
            _sums_tell(dict(summed_cells(table)), before.sums, least)
            for before in comparable(now, earlier)
        )
    ]


def _rests(cells: Cells) -> Iterator[tuple[str, ...]]:
    """Yield for each variable the name of its total and the names of its counts.

    A woman can be in several categories of a variable without a total of its own: then all women
    but those of one category are what can be counted.
    """
    of_variable: dict[str, list[str]] = {}
    for name in cells:
        labels = labels_of(name)
        if len(labels) == 2:  # noqa: PLR2004 - a variable and a label
            of_variable.setdefault(class_name(labels[:1]), []).append(name)
    for total, names in of_variable.items():
        if total in cells:
            yield (total, *names)
        elif _EVERYBODY in cells:
            yield from ((_EVERYBODY, name) for name in names)


def _lines(table: CrossTable) -> Iterator[tuple[str, ...]]:
    """Yield the names of each shown cell, and those of each row and column after its total."""
    cells = [name for name, _ in crossed_cells(table)]
    yield from ((name,) for name in cells)
    for side, variable in enumerate((table.row_variable, table.column_variable)):
        lines: dict[str, list[str]] = {}
        for name in cells:
            label = labels_of(name)[2 + side]
            lines.setdefault(class_name([variable, label]), []).append(name)
        yield from ((total, *names) for total, names in lines.items())


def changed_little(now: Cells, before: Cells, names: Sequence[str], least: int) -> bool:
    """Say whether the first count, without the others that both show, changed so little."""
    first, *others = names
    if first not in now or first not in before:
        return False
    both = [name for name in others if name in now and name in before]
    changed = now[first] - before[first] - sum(now[name] - before[name] for name in both)
    return 0 < abs(changed) < least


def _sums_tell(now: Sums, before: Sums, least: int) -> bool:
    both = [name for name in now if name in before]
    if any(_sum_tells(now[name], before[name], least) for name in both):
        return True
    whole = [name for name in both if len(labels_of(name)) == 2]  # noqa: PLR2004 - number and by
    return any(_sum_tells(_rest(now, one, both), _rest(before, one, both), least) for one in whole)


def _rest(sums: Sums, whole: str, names: Collection[str]) -> tuple[int, str]:
    """Return how many women make up what is left of a whole sum without those of `names`."""
    parts = [sums[name] for name in names if name != whole]
    women = sums[whole][0] - sum(one[0] for one in parts)
    left = Decimal(sums[whole][1]) - sum((Decimal(one[1]) for one in parts), Decimal(0))
    return women, f"{left.normalize():f}"


def _sum_tells(now: tuple[int, str], before: tuple[int, str], least: int) -> bool:
    """Say whether few came or went, or whoever did said nothing but 0; or one said otherwise.

    A sum that sinks while women come tells how much those who went had said.
    """
    came, more = now[0] - before[0], Decimal(now[1]) - Decimal(before[1])
    return 0 < abs(came) < least or came * more < 0 or (came == 0) != (more == 0)


def blur(now: EarlierRelease, before: EarlierRelease) -> bool:
    """Say whether both are rounded tables, so that a few women do not stand out between them.

    Beside an exact count a rounded one is a bound of it, and the change of one woman may reach it.
    """
    return bool(now.rounded and before.rounded)


def telling_total(now: EarlierRelease, earlier: Sequence[EarlierRelease], least: int) -> bool:
    """Say whether the number of women changed by 1 to least - 1 since some earlier release."""
    return any(0 < abs(now.women - one.women) < least for one in comparable(now, earlier))


def comparable(now: EarlierRelease, earlier: Sequence[EarlierRelease]) -> list[EarlierRelease]:
    """Return the releases of the same form that whoever holds this one may hold too."""
    inside = Audience.TEAM.value
    return [
        before
        for before in earlier
        if before.form_id == now.form_id and inside not in {before.audience, now.audience}
    ]


def kept_base(base: int, earlier: Sequence[EarlierRelease], plan: Plan) -> int:
    """Return to which base tables are rounded: that of an earlier release which has one.

    A count that is rounded to 3 and to 5 is known where both ranges meet.
    """
    inside = Audience.TEAM
    others = [one for one in earlier if one.form_id == plan.form_id and one.rounded]
    known = [one.rounded for one in others if inside.value != one.audience]
    return known[0] if known and plan.audience is not inside else base


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

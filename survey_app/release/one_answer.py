"""What two releases tell of a sensitive question when all that differs between them is one answer.

Room: release (floor 7). Pure: entries of the ledger in, names out.
Spec: docs/spec/release-folder.md section 4.
Promise: whoever subtracts what two releases show of a sensitive question is left with women who
    gave several answers; where one of the two hides groups, each such group could have given
    several.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from survey_app.disclosure.crossings import CrossTable
from survey_app.disclosure.plan import Plan
from survey_app.disclosure.roles import Role
from survey_app.disclosure.tables import NO_ANSWER, is_exclusive
from survey_app.release.differences import changed_little, comparable
from survey_app.release.ledger import EarlierRelease, class_name, crossed_cells, labels_of
from survey_app.release.wider_groups import beside

Counts = Mapping[str | None, int]


@dataclass(frozen=True)
class _Told:
    """What one release tells of a question, or of a question within one group.

    Rules it keeps: in rows an answer that is not there was given by nobody, in a table it may be
    hidden. Unit: `hidden` women whose answer the rows hide.
    """

    counts: Counts
    total: int
    is_rows: bool

    @property
    def hidden(self) -> int:
        return self.counts.get(None, 0)

    def knows(self, label: str | None) -> bool:
        return label in self.counts or self.is_rows


def told_by_difference(
    now: EarlierRelease, earlier: Sequence[EarlierRelease], plan: Plan
) -> frozenset[str]:
    """Return the sensitive variables of which `now` tells too much beside an earlier release.

    Rows and rows whose women are known are compared class by class when they are protected.
    Rounded tables hide a few women beside other tables, not what rows hide.
    """
    others = [
        one
        for one in comparable(now, earlier)
        if not (now.members and one.members) and (now.classes or not one.rounded)
    ]
    return frozenset(
        name
        for name in _sensitive(plan)
        for before in others
        if _question_tells(plan, name, now, before)
    )


def crossings_told_by_difference(
    tables: Iterable[CrossTable], now: EarlierRelease, earlier: Sequence[EarlierRelease], plan: Plan
) -> list[CrossTable]:
    """Return the crossings that tell too much of a group beside an earlier release.

    The group is one of the plan's, or a wider one in which earlier rows show the variable: there
    also a change by a few women tells. The total of a group is what a table of one variable
    shows; `now` has those.
    """
    return [
        table
        for table in tables
        for here in [replace(now, cells={**now.cells, **dict(crossed_cells(table))})]
        if any(
            _crossing_tells(table, beside(here, before, plan), before, plan)
            for before in comparable(now, earlier)
            if not before.rounded
        )
    ]


def _sensitive(plan: Plan) -> Collection[str]:
    return [one.name for one in plan.rules.values() if one.role is Role.SENSITIVE]


def _question_tells(plan: Plan, name: str, now: EarlierRelease, before: EarlierRelease) -> bool:
    first, second = _told(now, [name]), _told(before, [name])
    if is_exclusive(plan.rules[name]):
        return _tells(first, second, plan.l)
    return _all_chose_one(first, second)


def _crossing_tells(
    table: CrossTable, now: EarlierRelease, before: EarlierRelease, plan: Plan
) -> bool:
    pair = (table.row_variable, table.column_variable)
    cells = [name for name in now.cells if tuple(labels_of(name)[:2]) == pair]
    if any(changed_little(now.cells, before.cells, [name], plan.table_min) for name in cells):
        return True
    return any(
        _tells(first, second, plan.l)
        for side, name in enumerate(pair)
        if name in _sensitive(plan)
        for first, second in _lines(pair, side, now, before)
    )


def _lines(
    pair: tuple[str, str], side: int, now: EarlierRelease, before: EarlierRelease
) -> Iterator[tuple[_Told, _Told]]:
    """Yield what both tell of the variable on `side` in each group of the other variable."""
    here, there = (_by_group(one, pair, side) for one in (now, before))
    yield from ((here[group], there[group]) for group in here.keys() & there.keys())


def _by_group(one: EarlierRelease, pair: tuple[str, str], side: int) -> Mapping[str | None, _Told]:
    counts: dict[str | None, dict[str | None, int]] = {}
    for name, count in one.cells.items():
        labels = labels_of(name)
        if tuple(labels[:2]) == pair and len(labels) == 4:  # noqa: PLR2004 - variables and labels
            counts.setdefault(labels[3 - side], {})[labels[2 + side]] = count
    return {
        group: _Told(said, _women(one, pair[1 - side], group, said), bool(one.classes))
        for group, said in counts.items()
    }


def _women(one: EarlierRelease, variable: str, group: str | None, said: Counts) -> int:
    """Return how many women the group has, or how many of them are counted."""
    return one.cells.get(class_name([variable, group]), sum(said.values()))


def _told(one: EarlierRelease, variable: Sequence[str]) -> _Told:
    counts = {
        labels[-1]: count
        for name, count in one.cells.items()
        if (labels := labels_of(name))[:-1] == list(variable)
    }
    everybody = one.cells.get(class_name([""]), sum(one.classes.values()))
    return _Told(counts, one.cells.get(class_name(variable), everybody), bool(one.classes))


def _tells(now: _Told, before: _Told, least: int) -> bool:
    """Say whether fewer than `least` answers make up what differs, or fill what is hidden.

    What is left of the totals is one more answer: that of all answers which a table hides.
    """
    if not now.counts or not before.counts:
        return False
    both = {one for one in {*now.counts, *before.counts} if now.knows(one) and before.knows(one)}
    changes = {
        label: now.counts.get(label, 0) - before.counts.get(label, 0) for label in both - {None}
    }
    rest = now.total - before.total - sum(changes.values())
    moved = [abs(one) for label, one in changes.items() if label != NO_ANSWER]
    if not any(moved):
        return False
    needed = max(1, now.hidden, before.hidden)
    return sum(one >= needed for one in (*moved, abs(rest))) < least


def _all_chose_one(now: _Told, before: _Told) -> bool:
    """Say whether some choice of several was made by all who differ, or by all in a hidden group.

    Whoever did not make it may have made others.
    """
    if not now.counts or not before.counts:
        return False
    needed = max(1, now.hidden, before.hidden)
    women = abs((now.total - now.hidden) - (before.total - before.hidden))
    both = {one for one in {*now.counts, *before.counts} if now.knows(one) and before.knows(one)}
    chose = [
        abs(now.counts.get(one, 0) - before.counts.get(one, 0)) for one in both - {None, NO_ANSWER}
    ]
    return any(count and women - count < needed for count in chose)

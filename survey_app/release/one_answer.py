"""What two releases tell of a sensitive question when all that differs between them is one answer.

Room: release (floor 7). Pure: entries of the ledger in, names out.
Spec: docs/spec/release-folder.md section 4.
Promise: whoever subtracts what two releases show of a sensitive question is left with women who
    gave several answers; where one of the two hides groups, each such group could have given
    several.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey_app.disclosure.counts.crossings import CrossTable
from survey_app.disclosure.counts.tables import NO_ANSWER, TOGETHER, categories_of, is_exclusive
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.planning.roles import Role
from survey_app.release.differences import blur, changed_little, comparable
from survey_app.release.ledger import EarlierRelease, class_name, labels_of, with_crossing
from survey_app.release.sums_beside_rows import numbers_summed_otherwise
from survey_app.release.wider_groups import beside

Counts = Mapping[str | None, int]


@dataclass(frozen=True)
class _Told:
    """What one release tells of a question, or of a question within one group.

    Rules it keeps: in rows an answer that is not there was given by nobody, in a table it may be
    hidden. Unit: `hidden` women whose answer the rows hide, `seen` all others; `rounded` is the
    base of a rounded table.
    """

    counts: Counts
    total: int
    is_rows: bool
    rounded: int = 0

    @property
    def hidden(self) -> int:
        return self.counts.get(None, 0)

    @property
    def seen(self) -> int:
        return self.total - self.hidden

    def knows(self, label: str | None) -> bool:
        return label != TOGETHER and (label in self.counts or self.is_rows)

    @property
    def unnamed(self) -> int:
        """Return how many gave one of the answers that a table hides."""
        known = (self.said(label) for label in self.counts if self.knows(label))
        return 0 if self.is_rows else self.seen - sum(known)

    def said(self, label: str | None) -> int:
        """Return how many are seen with this answer; in rows a hidden cell is empty as well."""
        return self.counts.get(label, 0) - (self.hidden if label == NO_ANSWER else 0)


def told_by_difference(
    now: EarlierRelease, earlier: Sequence[EarlierRelease], plan: Plan
) -> frozenset[str]:
    """Return the variables of which `now` tells too much beside an earlier release.

    They are sensitive or made from what is, or were asked because of an answer that is. Rows and
    rows whose women are known are compared class by class when they are protected.
    Rounding hides a few women, not what rows hide, nor what all who joined say.
    """
    others = [one for one in comparable(now, earlier) if not (now.members and one.members)]
    return frozenset(name for before in others for name in _told_beside(now, before, plan))


def _told_beside(now: EarlierRelease, before: EarlierRelease, plan: Plan) -> frozenset[str]:
    here, there = _all_told(now), _all_told(before)
    told = {
        name
        for name in _sensitive(plan)
        if name in here and name in there and _tells_of(plan, name, here[name], there[name])
    }
    if now.classes:
        told |= _told_in_groups(now, beside(before, now, plan), plan)
    told |= _hidden_in(before, {number for number, _ in plan.sums} if not now.classes else ())
    told |= _hidden_in(now, {labels_of(one)[0] for one in before.sums})
    told |= numbers_summed_otherwise(now, before.sums)
    told |= {*_told_by_making(now, before, plan)}
    suspected = told | {name for name in _sensitive(plan) if not (name in here and name in there)}
    return frozenset(told | {*_told_by_asking(here, there, suspected, plan)})


def crossings_told_by_difference(
    tables: Iterable[CrossTable], now: EarlierRelease, earlier: Sequence[EarlierRelease], plan: Plan
) -> list[CrossTable]:
    """Return the crossings that tell too much of a group beside an earlier release.

    The group is one of the plan's, or a wider one in which earlier rows show the variable: there
    also a change by a few women tells. The total of a group is what a table of one variable
    shows; `now` has those.
    """
    return _that_tell(tables, now, earlier, plan, _crossing_tells)


def rounded_crossings_told(
    tables: Iterable[CrossTable], now: EarlierRelease, earlier: Sequence[EarlierRelease], plan: Plan
) -> list[CrossTable]:
    """Return the crossings that tell, also when they are rounded, beside an earlier release."""
    return _that_tell(tables, now, earlier, plan, _lines_tell)


def _that_tell(
    tables: Iterable[CrossTable],
    now: EarlierRelease,
    earlier: Sequence[EarlierRelease],
    plan: Plan,
    tells: Callable[[CrossTable, EarlierRelease, EarlierRelease, Plan], bool],
) -> list[CrossTable]:
    """Return the crossings that tell beside an earlier release, once they stand beside `now`."""
    others = comparable(now, earlier)
    return [
        table
        for table in tables
        for here in [with_crossing(now, table)]
        if any(tells(table, beside(here, before, plan), before, plan) for before in others)
    ]


def _sensitive(plan: Plan) -> Collection[str]:
    """Return what is sensitive, and what is made from it."""
    grave = {one.name for one in plan.rules.values() if one.role is Role.SENSITIVE}
    return [name for name in plan.rules if name in grave or plan.origins.get(name, set()) & grave]


def _tells_of(plan: Plan, name: str, now: _Told, before: _Told) -> bool:
    rule = plan.rules[name]
    if is_exclusive(rule):
        return _tells(now, before, categories_of(rule) or (), plan.l)
    every = categories_of(rule) or ()
    return _all_chose_one(now, before) or _few_made_several(now, before, every, plan.table_min)


def _hidden_in(rows: EarlierRelease, summed: Collection[str | None]) -> set[str]:
    """Return the numbers of `summed` of which `rows` hide groups.

    A hidden group agreed, or but for one woman: what is left of the sum tells what all of it said.
    """
    return {name for name in summed if name and rows.cells.get(class_name([name, None]))}


def _told_by_making(now: EarlierRelease, before: EarlierRelease, plan: Plan) -> Iterator[str]:
    """Yield what is made from an answer that the other release tells, or that answer.

    Only where the other does not have both, so that they cannot be compared; and where there is a
    difference: of women, or of what is hidden.
    """
    here, there = _all_told(now), _all_told(before)
    for name in here.keys() - there.keys():
        if any(_differ(now, before, here[name], there[one]) for one in _made(plan, name, there)):
            yield name


def _made(plan: Plan, name: str, others: Collection[str]) -> Collection[str]:
    """Return which of `others` have an origin in common with `name`; one is sensitive."""
    grave = set(_sensitive(plan))
    linked = [one for one in others if _origins(plan, one) & _origins(plan, name)]
    return [one for one in linked if grave & {one, name}]


def _origins(plan: Plan, name: str) -> frozenset[str]:
    return plan.origins.get(name, frozenset())


def _differ(now: EarlierRelease, before: EarlierRelease, one: "_Told", two: "_Told") -> bool:
    return bool(one.hidden or two.hidden or one.total != two.total or now.digest != before.digest)


def _told_by_asking(
    here: Mapping[str, _Told], there: Mapping[str, _Told], suspected: Collection[str], plan: Plan
) -> Iterator[str]:
    """Yield what tells by having been asked, or not, because of a question of `suspected`.

    How many were asked stands for how many gave the answer before it. Where one release hides
    groups of that answer, and has no column of whom it was asked, nothing can be compared.
    """
    for name, askers in plan.askers.items():
        for asker in askers & set(suspected):
            if name in here and name in there:
                if _asking_tells(here[name], there[name]):
                    yield name
            elif name in here and asker in there and there[asker].hidden:
                yield name
            elif name in there and asker in here and here[asker].hidden:
                yield asker


def _asking_tells(now: _Told, before: _Told) -> bool:
    """Say whether all who differ were asked, or nobody; or may have been in a hidden group.

    Where the one became more and the other fewer, all who came were asked and all who went were
    not: others may know how many came, and how many went.
    """
    needed = max(1, now.hidden, before.hidden)
    if not (now.knows(NO_ANSWER) and before.knows(NO_ANSWER)):
        return now.seen != before.seen
    unasked = now.said(NO_ANSWER) - before.said(NO_ANSWER)
    asked = now.seen - before.seen - unasked
    is_exchange = asked * unasked < 0 and not (now.hidden or before.hidden)
    if is_exchange and max(abs(asked), abs(unasked)) >= min(now.rounded, before.rounded):
        return True
    return any((asked, unasked)) and min(abs(asked), abs(unasked)) < needed


def _told_in_groups(now: EarlierRelease, before: EarlierRelease, plan: Plan) -> set[str]:
    """Return the sensitive variables that rows tell on in a group of earlier crossings."""
    return {
        name
        for pair in plan.crossings
        for side, name in enumerate(pair)
        if name in _sensitive(plan)
        and (
            _is_crossed_in_own_groups(pair, now, before)
            or _some_line_tells(pair, side, now, before, plan)
        )
    }


def _is_crossed_in_own_groups(
    pair: tuple[str, str], now: EarlierRelease, before: EarlierRelease
) -> bool:
    crossed = any(tuple(labels_of(name)[:2]) == pair for name in before.cells)
    return crossed and now.has_own_labels(pair)


def _crossing_tells(
    table: CrossTable, now: EarlierRelease, before: EarlierRelease, plan: Plan
) -> bool:
    pair = (table.row_variable, table.column_variable)
    cells = [name for name in now.cells if tuple(labels_of(name)[:2]) == pair]
    little = (changed_little(now.cells, before.cells, [name], plan.table_min) for name in cells)
    if not blur(now, before) and any(little):
        return True
    return _lines_tell(table, now, before, plan)


def _lines_tell(table: CrossTable, now: EarlierRelease, before: EarlierRelease, plan: Plan) -> bool:
    pair = (table.row_variable, table.column_variable)
    if now.rounded != before.rounded and _hides_some(pair, now, before):
        return True
    if before.has_own_labels(pair):
        return bool(set(pair) & set(_sensitive(plan)))
    return any(
        name in _sensitive(plan) and _some_line_tells(pair, side, now, before, plan)
        for side, name in enumerate(pair)
    )


def _hides_some(pair: tuple[str, str], *tables: EarlierRelease) -> bool:
    """Say whether all of `tables` have this crossing, and one hides counts of it.

    Beside a rounded count a hidden one has few values left.
    """
    shown = [
        sum(count for name, count in one.cells.items() if tuple(labels_of(name)[:2]) == pair)
        for one in tables
        if not one.classes
    ]
    return len(shown) == len(tables) and any(
        0 < count < _everybody(one) for count, one in zip(shown, tables, strict=True)
    )


def _some_line_tells(
    pair: tuple[str, str], side: int, now: EarlierRelease, before: EarlierRelease, plan: Plan
) -> bool:
    labels = categories_of(plan.rules[pair[side]]) or ()
    return any(
        _tells(first, second, labels, plan.l) for first, second in _lines(pair, side, now, before)
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
        group: _Told(said, _women(one, pair[1 - side], group, said), bool(one.classes), one.rounded)
        for group, said in counts.items()
    }


def _women(one: EarlierRelease, variable: str, group: str | None, said: Counts) -> int:
    """Return how many women the group has, or how many of them are counted."""
    counted = sum(count for label, count in said.items() if label is not None)
    return one.cells.get(class_name([variable, group]), counted)


def _all_told(one: EarlierRelease) -> Mapping[str, _Told]:
    """Return what a release tells of each question that can be counted in it."""
    counts: dict[str, dict[str | None, int]] = {}
    for name, count in one.cells.items():
        labels = labels_of(name)
        if len(labels) == 2 and labels[0]:  # noqa: PLR2004 - a variable and a label
            counts.setdefault(labels[0], {})[labels[1]] = count
    return {
        name: _Told(
            said, one.cells.get(class_name([name]), _everybody(one)), bool(one.classes), one.rounded
        )
        for name, said in counts.items()
    }


def _everybody(one: EarlierRelease) -> int:
    return one.cells.get(class_name([""]), sum(one.classes.values()))


def _tells(now: _Told, before: _Told, labels: Collection[str], least: int) -> bool:
    """Say whether fewer than `least` answers make up what differs, or fill what is hidden.

    What is left of the totals is one more answer: that of all answers which a table hides. Answers
    that became fewer are those of women who went: others may know how many went, and how many came.
    """
    if not (now.hidden or before.hidden) and _outgrows(now, before, labels, least):
        return True
    both = {one for one in {*now.counts, *before.counts} if now.knows(one) and before.knows(one)}
    changes = {label: now.said(label) - before.said(label) for label in both - {None}}
    rest = now.seen - before.seen - sum(changes.values())
    moved = [one for label, one in changes.items() if label != NO_ANSWER]
    unknown = set(labels) - both - {NO_ANSWER}
    if not any(moved) and not (rest and len(unknown) == 1):
        return False
    moved += [rest] if unknown else []
    if now.hidden or before.hidden:
        return _reaching(moved, max(now.hidden, before.hidden)) < least
    came, went = [one for one in moved if one > 0], [one for one in moved if one < 0]
    blurred = min(now.rounded, before.rounded)
    told = [side for side in (came, went) if side and abs(sum(side)) >= blurred]
    return any(len(side) < least for side in told)


def _outgrows(now: _Told, before: _Told, labels: Collection[str], least: int) -> bool:
    """Say whether an answer outgrows all that the other table hides by nearly all who differ.

    Then those gave it, though the other table does not show how many had.
    """
    for one, other in ((now, before), (before, now)):
        differ = one.seen - other.seen
        for label in set(labels) - {NO_ANSWER}:
            if one.knows(label) and not other.knows(label):
                surely = one.said(label) - other.unnamed
                if surely > 0 and 0 < differ < surely + least - 1:
                    return True
    return False


def _reaching(moved: Collection[int], needed: int) -> int:
    return sum(abs(one) >= needed for one in moved)


def _few_made_several(now: _Told, before: _Told, every: Collection[str], least: int) -> bool:
    """Say whether 1 to `least` - 1 second choices came or went, where tables show all counts."""
    if now.is_rows or before.is_rows or min(now.rounded, before.rounded):
        return False
    if not all(one.knows(label) for one in (now, before) for label in every):
        return False
    more = sum(now.said(label) - before.said(label) for label in every) - now.seen + before.seen
    return 0 < abs(more) < least


def _all_chose_one(now: _Told, before: _Told) -> bool:
    """Say whether some choice of several was made by all who differ, or by all in a hidden group.

    Whoever did not make it may have made others; whoever gave no answer made none.
    """
    needed = max(1, now.hidden, before.hidden)
    women = abs(now.seen - before.seen)
    if now.knows(NO_ANSWER) and before.knows(NO_ANSWER):
        silent = now.said(NO_ANSWER) - before.said(NO_ANSWER)
        women = min(women, abs(now.seen - before.seen - silent))
    both = {one for one in {*now.counts, *before.counts} if now.knows(one) and before.knows(one)}
    chose = [abs(now.said(one) - before.said(one)) for one in both - {None, NO_ANSWER}]
    return any(count and women - count < needed for count in chose)

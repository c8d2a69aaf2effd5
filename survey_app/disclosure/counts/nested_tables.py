"""Two tables of which one adds up the other: what the one hides the other must not tell.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: where every answer to one question belongs to one answer of another, and the form says so,
the hidden counts inside of each such answer protect each other, or the wider table is left out. So
is a follow-up whose table tells how many were asked it, and with that what the one before it hides.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations

from survey_app.disclosure.counts.tables import (
    NO_ANSWER,
    CountTable,
    answer_of,
    suppressed,
    telling_zeros,
)
from survey_app.disclosure.planning.plan import Plan
from survey_app.microdata.cells import Record
from survey_app.xform.empties import EmptyKind

_Answers = Mapping[str, Sequence[str]]


def without_adding_up(
    plan: Plan, records: Sequence[Record], tables: Sequence[CountTable]
) -> tuple[tuple[CountTable, ...], frozenset[str]]:
    """Return `tables` without those that, by adding up another one, tell what it hides; and those.

    Shape: the second are names of variables.
    """
    linked = {one.variable: one for one in tables if one.is_exclusive}
    answers = {
        name: [answer_of(plan.rules[name], record) for record in records]
        for name in linked
        if name in plan.origins
    }
    left_out = set(_told_by_asking(plan, records, tables))
    for narrow, wide in permutations(answers, 2):
        both = not left_out & {narrow, wide} and plan.origins[narrow] & plan.origins[wide]
        if both and _tells(plan, linked[narrow], linked[wide], answers):
            left_out.add(wide)
    kept = tuple(one for one in tables if one.variable not in left_out)
    return kept, frozenset(left_out)


def not_asked(plan: Plan, records: Sequence[Record]) -> Mapping[str, int]:
    """Return of how many women others may know that a question was not for them.

    Who has a child is known, and what decides whether a question is asked may be.
    """
    found: dict[str, int] = {}
    for name, rule in plan.rules.items():
        if rule.roster is not None:
            found[name] = sum(not record.rosters.get(rule.roster) for record in records)
        elif name in plan.askers:
            found[name] = sum(not _was_asked(name, record) for record in records)
    return found


def _told_by_asking(
    plan: Plan, records: Sequence[Record], tables: Sequence[CountTable]
) -> Iterator[str]:
    """Yield each follow-up whose table and that of the question before it tell what one hides."""
    shown = {one.variable: one for one in tables}
    for name, askers in plan.askers.items():
        if name not in shown or plan.rules[name].roster is not None:
            continue
        asked = [str(_was_asked(name, record)) for record in records]
        for asker in askers & shown.keys():
            if shown[asker].is_exclusive and _asking_tells(
                plan, records, asked, shown[asker], shown[name]
            ):
                yield name
                break


def _asking_tells(
    plan: Plan,
    records: Sequence[Record],
    asked: Sequence[str],
    before: CountTable,
    follow_up: CountTable,
) -> bool:
    """Say whether the number of those who were asked is known, and tells a hidden count."""
    given, said = (
        [answer_of(plan.rules[one.variable], record) for record in records]
        for one in (before, follow_up)
    )
    parts = _parts(given, asked)
    if parts is None:
        return False
    hidden, hidden_after = _hidden(before), _hidden(follow_up)
    if NO_ANSWER in hidden_after and all(hidden & part.keys() for part in parts.values()):
        return False  # nobody can say how many were asked
    zeros = telling_zeros(plan.rules[before.variable], before.total)
    if (
        hidden
        and any(_is_weak(part, hidden, before.minimum, zeros) for part in parts.values())
        and not _may_have_refused(parts, hidden, _refused(said, asked), before.minimum)
    ):
        return True
    if not hidden_after or not follow_up.is_exclusive:
        return False
    inside = dict.fromkeys((one.label for one in follow_up.counts), 0)
    inside |= (_parts(said, asked) or {}).get(str(True), {})
    zeros = telling_zeros(plan.rules[follow_up.variable], follow_up.total)
    return _is_weak(inside, hidden_after, follow_up.minimum, zeros)


def _refused(said: Sequence[str], asked: Sequence[str]) -> int:
    """Return how many were asked and gave no answer."""
    pairs = zip(said, asked, strict=True)
    return sum(label == NO_ANSWER and was == str(True) for label, was in pairs)


def _may_have_refused(
    parts: Mapping[str, dict[str, int]], hidden: set[str], refused: int, least: int
) -> bool:
    """Say whether nobody can tell how many gave the hidden answers after which nothing is asked.

    Where some who were asked gave no answer, the follow-up tells only that no more than all
    without an answer were not asked. So the hidden answers of those can lie between nothing and
    what they and the refusals make up.
    """
    unasked, every = (
        sum(count for label, count in part.items() if label in hidden)
        for part in (parts.get(str(False), {}), _added(parts.values()))
    )
    return refused > 0 and min(every, unasked + refused) >= least


def _added(parts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    every: Counter[str] = Counter()
    for part in parts:
        every.update(part)
    return every


def _was_asked(name: str, record: Record) -> bool:
    cell = record.values.get(name)
    return cell is not None and cell.empty != EmptyKind.NOT_APPLICABLE


def _hidden(table: CountTable) -> set[str]:
    return {one.label for one in table.counts if one.count is None}


def _tells(plan: Plan, narrow: CountTable, wide: CountTable, answers: _Answers) -> bool:
    """Say whether `wide` adds up `narrow` and so tells about counts that one of them hides."""
    parts = _parts(answers[narrow.variable], answers[wide.variable])
    hidden = _hidden(narrow)
    if parts is None or not (hidden or any(one.count is None for one in wide.counts)):
        return False
    if any(one.count is None for one in wide.counts):
        return True
    zeros = telling_zeros(plan.rules[narrow.variable], narrow.total)
    return any(_is_weak(part, hidden, narrow.minimum, zeros) for part in parts.values())


def _is_weak(part: Mapping[str, int], hidden: set[str], least: int, zeros: frozenset[str]) -> bool:
    labels = sorted(part)
    needed = suppressed(
        [part[label] for label in labels],
        least,
        [at for at, label in enumerate(labels) if label in zeros],
    )
    here = [part[label] for label in labels if label in hidden]
    return bool(needed or here) and (len(here) < 2 or sum(here) < least)  # noqa: PLR2004


def _parts(narrow: Sequence[str], wide: Sequence[str]) -> Mapping[str, dict[str, int]] | None:
    """Return how many gave each answer of the narrow question in each of the wide one.

    None where an answer of the narrow question belongs to two of the wide one. No answer belongs
    to whatever it stands beside.
    """
    parts: dict[str, dict[str, int]] = {}
    holder: dict[str, str] = {}
    for label, above in zip(narrow, wide, strict=True):
        if label != NO_ANSWER and holder.setdefault(label, above) != above:
            return None
        inside = parts.setdefault(above, {})
        inside[label] = inside.get(label, 0) + 1
    return parts

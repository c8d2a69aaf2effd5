"""An intruder who holds all files of a small study and tries every world that fits them, exactly.

Support for tests: he knows the age of every woman and in which files she is, as staff do, and looks
at one question at a time. What is the same in all worlds he has learned.
"""

from collections import Counter
from dataclasses import dataclass

from table_intruder import Known, solved

from survey_app.disclosure.counts.tables import NO_ANSWER
from survey_app.xform.empties import EmptyKind


@dataclass(frozen=True)
class Held:
    """One file, by what it says of a question: so many of these women gave this answer.

    Shape: `parts` maps the numbers of women, together, to counts by answer; `base` is that of
    rounding, 0 for exact counts.
    """

    women: frozenset[int]
    parts: dict[frozenset[int], dict[str, int]]
    base: int = 0


def held(released, women, name):
    """Return what a release of `women` (their numbers) says of the question `name`."""
    if released.rows is None:
        table = next((one for one in released.tables if one.variable == name), None)
        counts = {one.label: one.count for one in table.counts} if table else {}
        shown = {label: count for label, count in counts.items() if count is not None}
        return Held(frozenset(women), {frozenset(women): shown}, released.entry.rounded)
    at = {one.name: place for place, one in enumerate(released.rows.columns)}
    keys = [place for place, one in enumerate(released.rows.columns) if one.role.value == "quasi"]
    parts = {}
    for labels, marks in released.rows.members.items():
        inside = frozenset(int(mark.removeprefix("mark-")) for mark in marks)
        rows = [
            row for row in released.rows.rows if tuple(row[one].value for one in keys) == labels
        ]
        said = [row[at[name]] for row in rows] if name in at else []
        is_shown = said and all(cell.empty != EmptyKind.REDACTED for cell in said)
        parts[inside] = Counter(_answer(cell.value) for cell in said) if is_shown else {}
    return Held(frozenset().union(*parts), parts)


def learned(files, ages, answers, labels):
    """Return the answers that are the same in every world, with the group that gave them.

    Shape: `ages` and `answers` by the number of a woman; `labels` are all answers there are.
    """
    groups = Counter(_group(one, age, files) for one, age in ages.items())
    places = [(group, label) for group in groups for label in labels]
    known = [_line(places, {group}, labels, size) for group, size in groups.items()]
    low, high = [0] * len(places), [groups[group] for group, _ in places]
    for at, one in enumerate(files):
        for part, counts in one.parts.items():
            inside = {_group(woman, ages[woman], files) for woman in part}
            for label in labels if not one.base and at in _whole(files) else counts:
                line = _line(places, inside, [label], counts.get(label, 0))
                if one.base:
                    line = Known(line.places | {len(low)}, line.women + one.base - 1)
                    low.append(0)
                    high.append(2 * one.base - 2)
                known.append(line)
    return [
        (group, label)
        for group in groups
        if any(group[1])
        for label in {answers[one] for one, age in ages.items() if _group(one, age, files) == group}
        if not _may_differ(places, group, label, (low, high, known))
    ]


def _whole(files):
    """Return the places of files that show every answer of a part, so that others were not given."""
    return {at for at, one in enumerate(files) if len(one.parts) > 1 and all(one.parts.values())}


def _may_differ(places, group, label, world):
    low, high, known = world
    others = [at for at, place in enumerate(places) if place[0] == group and place[1] != label]
    return any(
        solved([*low[:at], 1, *low[at + 1 :]], list(high), known) for at in others if high[at]
    )


def _group(woman, age, files):
    parts = ((part for part in one.parts if woman in part) for one in files)
    return age, tuple(next(found, None) for found in parts)


def _line(places, groups, labels, women):
    inside = (at for at, (group, label) in enumerate(places) if group in groups and label in labels)
    return Known(frozenset(inside), women)


def _answer(value):
    return " ".join(sorted(value.split())) if value else NO_ANSWER

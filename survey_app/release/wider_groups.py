"""Counts of tables added up to the wider groups in which rows show a key.

Room: release (floor 7). Pure: entries of the ledger in, entries out.
Spec: docs/spec/release-folder.md section 4.
Promise: what whoever holds a table and rows can add up, to subtract one from the other, is a count
    of the table's entry; a group of which one part is hidden is none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

from survey_app.disclosure.counts.tables import NO_ANSWER, categories_of, is_exclusive
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.rows.ladders import Relabel
from survey_app.disclosure.rows.line_table import steps_of
from survey_app.release.ledger import EarlierRelease, class_name

Wider = Mapping[str, Relabel]
Groups = Mapping[str, list[str]]


def beside(one: EarlierRelease, rows: EarlierRelease, plan: Plan) -> EarlierRelease:
    """Return `one` with its counts in the groups of `rows`, too, if it has tables and they rows."""
    wider = {} if one.classes else _wider(rows, plan)
    return replace(one, cells={**one.cells, **dict(_added_up(one.cells, wider, plan))})


def _wider(rows: EarlierRelease, plan: Plan) -> Wider:
    """Return how the rows relabel each key that they show in wider groups than the plan's own."""
    found = {}
    for key in rows.keys:
        rule = plan.rules.get(key.name)
        steps = steps_of(rule) if rule is not None and is_exclusive(rule) else ()
        for step in steps[1:]:
            if str(step.method) == key.method:
                found[key.name] = step.relabel
    return found


def _added_up(cells: Mapping[str, int], wider: Wider, plan: Plan) -> Iterator[tuple[str, int]]:
    """Yield the name and the count of each wide group, of one variable and of two crossed.

    How few of a group are left tells what they said only where their numbers are summed.
    """
    for name, relabel in wider.items() if plan.sums else ():
        for group, labels in _groups(name, relabel, plan).items():
            found = [cells.get(class_name([name, one])) for one in labels]
            if None not in found:
                yield class_name([name, group]), sum(one or 0 for one in found)
    for pair in plan.crossings:
        if set(pair) & wider.keys():
            yield from _crossed(pair, cells, wider, plan)


def _crossed(
    pair: tuple[str, str], cells: Mapping[str, int], wider: Wider, plan: Plan
) -> Iterator[tuple[str, int]]:
    sides = [_groups(name, wider.get(name, _as_it_is), plan) for name in pair]
    for first, second in product(*(side.items() for side in sides)):
        parts = [_count(pair, labels, cells) for labels in product(first[1], second[1])]
        if None not in parts:
            yield class_name([*pair, first[0], second[0]]), sum(one or 0 for one in parts)


def _count(pair: tuple[str, str], labels: tuple[str, str], cells: Mapping[str, int]) -> int | None:
    """Return the count of a cell; a category that is shown to be empty has no line of its own."""
    alone = zip(pair, labels, strict=True)
    is_empty = any(cells.get(class_name([name, label])) == 0 for name, label in alone)
    return 0 if is_empty else cells.get(class_name([*pair, *labels]))


def _groups(name: str, relabel: Relabel, plan: Plan) -> Groups:
    found: dict[str, list[str]] = {}
    for label in categories_of(plan.rules[name]) or ():
        group = relabel(label) if label != NO_ANSWER else NO_ANSWER
        found.setdefault(label if group is None else group, []).append(label)
    return found


def _as_it_is(label: str) -> str:
    return label

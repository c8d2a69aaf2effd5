"""Is what the coordinator entered about the population about these forms at all?

Room: release (floor 7). Pure.
Spec: docs/spec/risk-report.md section 3.
Promise: a group that could never match a released row is refused, not left without effect.
"""

from collections.abc import Sequence

from survey_app.disclosure.counts.tables import NO_ANSWER, categories_of
from survey_app.disclosure.measures.population import Group, Population
from survey_app.disclosure.planning.plan import Plan, Rule
from survey_app.disclosure.rows.ladders import ladder
from survey_app.release.errors import UnknownGroupError

_MANY = 12


def refuse_unknown_groups(population: Population | None, plans: Sequence[Plan]) -> None:
    """Return when each group of `population` names key variables and labels of one of `plans`.

    Raises: UnknownGroupError, with what is possible.
    """
    for group in population.groups if population else ():
        if not any(_is_of(group, plan) for plan in plans):
            words = ",".join(f"{name}={label}" for name, label in group.where.items())
            raise UnknownGroupError(words=words, known=_possible(group, plans))


def _is_of(group: Group, plan: Plan) -> bool:
    rules = {rule.name: rule for rule in plan.keys}
    return all(
        name in rules and (not (known := _labels(rules[name])) or label in known)
        for name, label in group.where.items()
    )


def _labels(rule: Rule) -> tuple[str, ...]:
    """Return every label that rows may show, finest first; none where no list is fixed."""
    finest = [label for label in categories_of(rule) or () if label != NO_ANSWER]
    steps = ladder(rule.method, rule.hierarchy)
    coarser = (step.relabel(label) for step in steps for label in finest)
    return tuple(dict.fromkeys((*finest, *(label for label in coarser if label))))


def _possible(group: Group, plans: Sequence[Plan]) -> str:
    rules = [rule for plan in plans for rule in plan.keys]
    named = [
        f"{rule.name}={label}"
        for rule in rules
        if rule.name in group.where
        for label in _labels(rule)
    ]
    return ", ".join((named or sorted({rule.name for rule in rules}))[:_MANY]) or "-"

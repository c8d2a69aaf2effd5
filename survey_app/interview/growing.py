"""How a repeat grows: how many instances are asked for, and what the next one starts as.

Room: interview.
"""

from collections.abc import Iterable, Iterator, Mapping, MutableSequence, Sequence
from math import isnan

from survey_app.interview.asking import ask_nodes, ask_number
from survey_app.interview.live import LiveNode
from survey_app.xform.definition import FormDef, RepeatDef
from survey_app.xform.instance import InitialNode
from survey_app.xform.rules import Rule
from survey_app.xpath.evaluation import Context
from survey_app.xpath.syntax import Path


def how_many(rule: Rule, here: Context, present: Sequence[LiveNode], most: int) -> int:
    """Return how many instances a count asks for; as many as are there while it says nothing."""
    number = ask_number(rule.expression, here)
    if isnan(number):
        return len(present) if _is_emptied(rule, here) else 0
    wanted = int(max(0, min(most, number)))
    if rule.circular and wanted > len(present):
        return len(present) + (not present or is_touched(present[-1]))
    return wanted


def _is_emptied(rule: Rule, here: Context) -> bool:
    """Say whether the count is a question that is asked and blank: its number is still to come.

    Not so where it was said that there is no number (refused, not known), or where it is hidden.
    """
    if not isinstance(rule.expression.tree, Path):
        return False
    seen = ask_nodes(rule.expression, here)
    node = seen[0] if len(seen) == 1 else None
    if not isinstance(node, LiveNode) or node.question is None:
        return False
    is_asked = node.question.control not in {None, "note"}
    return is_asked and node.relevant and node.empty is None


def pattern_of(container: LiveNode, definition: RepeatDef, form: FormDef) -> InitialNode:
    """Return what the next instance starts as: the form's own one at that place, if any."""
    if definition.count is None:
        return definition.template
    row = _row(brought(container, form), definition.name)
    at = len(container.named(definition.name))
    return row[at] if at < len(row) else definition.template


def brought(node: LiveNode, form: FormDef) -> InitialNode | None:
    """Return what the form itself has at the place of a node; None for instances beyond that."""
    if node.parent is None or node.parent.definition is None:
        return form.initial
    row = _row(brought(node.parent, form), node.name)
    return row[node.place - 1] if 0 < node.place <= len(row) else None


def _row(around: InitialNode | None, name: str) -> Sequence[InitialNode]:
    children = () if around is None else around.children
    return [one for one in children if one.name == name and not one.is_template]


def is_touched(instance: LiveNode) -> bool:
    """Say whether anything was said in an instance."""
    return any(
        node.empty is not None or node.value != question.default
        for node in instance.everything()
        if (question := node.question) is not None and question.control not in {None, "note"}
    )


def take_out(
    container: LiveNode,
    rows: Sequence[LiveNode],
    ranks: Iterable[int],
    waiting: MutableSequence[LiveNode | dict[LiveNode, None] | None],
) -> None:
    """Keep the last `rows` of a repeat aside; none of their rules waits any longer.

    All of them run when the row comes back: until then nothing happens in it, so that `once()`
    keeps nothing of a moment at which the row was no part of the interview.
    """
    inside: set[LiveNode] = set()
    for row in reversed(rows):
        container.park(row)
        inside.update(row.everything())
    for rank in ranks if inside else ():
        found = waiting[rank]
        if not isinstance(found, dict):
            waiting[rank] = {} if found in inside else found
            continue
        for one in inside if len(inside) < len(found) else inside.intersection(found):
            found.pop(one, None)


def counts_around(node: LiveNode, counts: Mapping[str, Rule]) -> Iterator[tuple[Rule, LiveNode]]:
    """Yield which of `counts` stand around a node, each with the place it counts in."""
    here = node
    while here.parent is not None:
        rule = counts.get(here.path)
        if rule is not None:
            yield rule, here.parent
        here = here.parent

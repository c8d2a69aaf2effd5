"""Whose answers decide whether a question is asked: being asked tells about them.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 5.
Promise: followed to the end: through the groups a question stands in, through what is computed,
and through the questions that were themselves asked because of another answer.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from survey_app import xform
from survey_app.disclosure.inheriting import places_in

if TYPE_CHECKING:
    from survey_app.xform.definition import FormDef, NodeDef

Askers = Mapping[str, frozenset[str]]

A_REPEAT = ""
"""Stands for the number of rows of a repeat: how many children she has."""


def askers_of(form: "FormDef") -> Askers:
    """Return for each question that is not always asked the questions that decide about it."""
    known = {question.path: name for name, question in form.questions.items()}
    known |= {one.path: A_REPEAT for one in form.nodes.values() if isinstance(one, xform.RepeatDef)}
    deciding = {
        name: frozenset(known[place] for place in places if place in known)
        for name, places in _conditions(form.root, frozenset())
    }
    made_from = {
        name: frozenset(
            known[place]
            for place in places_in(question.bind.calculate.source, question.path)
            if place in known
        )
        for name, question in form.questions.items()
        if question.bind.calculate is not None
    }
    return {
        name: _followed(askers, deciding, made_from) for name, askers in deciding.items() if askers
    }


def _conditions(node: "NodeDef", above: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each question with the places that its conditions, and those above it, speak of."""
    relevant = node.bind.relevant
    own = above if relevant is None else above | set(places_in(relevant.source, node.path))
    if isinstance(node, xform.QuestionDef):
        yield node.name, own
        return
    for child in node.children:
        yield from _conditions(child, own)


def _followed(askers: frozenset[str], deciding: Askers, made_from: Askers) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(askers)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [*deciding.get(name, ()), *made_from.get(name, ())]
    return frozenset(found)

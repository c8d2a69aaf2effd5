"""Whose answers decide whether a question is asked: being asked tells about them.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 5.
Promise: followed to the end: through the groups a question stands in, through what is computed,
and through the questions that were themselves asked because of another answer. So are the answers
that another one is made from.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from survey_app import xform
from survey_app.disclosure.inheriting import places_in

if TYPE_CHECKING:
    from survey_app.xform.definition import FormDef, NodeDef, QuestionDef

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
        name: _named(question.bind.calculate.source, question, known)
        for name, question in form.questions.items()
        if question.bind.calculate is not None
    }
    begun = {name: askers for name, askers in deciding.items() if askers}
    return _Followed(begun, deciding, made_from)


def origins_of(form: "FormDef") -> Askers:
    """Return for each question that is made or chosen from others those, and for each its own name.

    A computed answer is made from others; the choices of a select are narrowed by others. Two
    questions that have an origin in common may add each other up: her district, her province.
    """
    known = {question.path: name for name, question in form.questions.items()}
    made: dict[str, frozenset[str]] = {}
    for name, question in form.questions.items():
        calculate, itemset = question.bind.calculate, question.itemset
        source = calculate.source if calculate is not None else ""
        source = itemset.nodeset.source if itemset is not None else source
        if others := _named(source, question, known) - {name}:
            made[name] = others
    names = {*made, *(one for others in made.values() for one in others)}
    return _Followed({name: frozenset({name}) for name in names}, made, {})


def _named(source: str, question: "QuestionDef", known: Mapping[str, str]) -> frozenset[str]:
    places = places_in(source, question.path)
    return frozenset(known[place] for place in places if place in known)


def _conditions(node: "NodeDef", above: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each question with the places that its conditions, and those above it, speak of."""
    relevant = node.bind.relevant
    own = above if relevant is None else above | set(places_in(relevant.source, node.path))
    if isinstance(node, xform.QuestionDef):
        yield node.name, own
        return
    for child in node.children:
        yield from _conditions(child, own)


class _Followed(Mapping[str, frozenset[str]]):
    """What each question leads to, followed to the end when somebody asks for it.

    In a form of thousands that look at each other, each may lead to all: beforehand, that is
    millions of names that hardly anybody asks for.
    """

    def __init__(self, begun: Askers, deciding: Askers, made_from: Askers) -> None:
        self._begun, self._deciding, self._made_from = begun, deciding, made_from
        self._known: dict[str, frozenset[str]] = {}

    def __getitem__(self, name: str) -> frozenset[str]:
        if name not in self._known:
            self._known[name] = self._end_of(self._begun[name])
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._begun)

    def __len__(self) -> int:
        return len(self._begun)

    def _end_of(self, askers: frozenset[str]) -> frozenset[str]:
        found: set[str] = set()
        waiting = list(askers)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [*self._deciding.get(name, ()), *self._made_from.get(name, ())]
        return frozenset(found)

"""Whose answers decide whether a question is asked: being asked tells about them.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 5.
Promise: followed to the end: through the groups a question stands in, through what is computed,
and through the questions that were themselves asked because of another answer. So are the answers
that another one is made from.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from survey_app import xform
from survey_app.disclosure.inheriting import places_in

if TYPE_CHECKING:
    from survey_app.xform.definition import FormDef, NodeDef, QuestionDef

Askers = Mapping[str, frozenset[str]]

A_REPEAT = ""
"""Stands for the number of rows of a repeat: how many children she has."""

ANYTHING = "*"
"""Stands for what cannot be told from an expression: paths with steps that name no question."""

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_LIST = re.compile(r"instance\(\s*\)(?:/[\w.\-]+)*")
_STEPS = ("//", "::", "/*")


def askers_of(form: "FormDef") -> Askers:
    """Return for each question that is not always asked the questions that decide about it."""
    known = _known(form)
    deciding = dict(_conditions(form.root, frozenset(), known))
    made_from = _made_from(form, known)
    begun = {name: askers for name, askers in deciding.items() if askers}
    return _Followed(begun, deciding, made_from)


def together(versions: Iterable[Askers]) -> Askers:
    """Return for each question what decides about it in any version of the form.

    >>> together([{"why": frozenset({"beaten"})}, {"why": frozenset({"fed"})}])["why"] == frozenset(
    ...     {"beaten", "fed"})
    True
    """
    found: dict[str, frozenset[str]] = {}
    for askers in versions:
        for name, deciding in askers.items():
            found[name] = found.get(name, frozenset()) | deciding
    return found


def origins_of(form: "FormDef") -> Askers:
    """Return for each question that is made or chosen from others those, and for each its own name.

    A computed answer is made from others; the choices of a select are narrowed by others, and a
    constraint may leave one answer only. Two questions that have an origin in common may add each
    other up: her district, her province.
    """
    known = _known(form)
    every = [_made_from(form, known), {n: _bounds(one, known) for n, one in form.questions.items()}]
    made = {name: others - {name} for name, others in together(every).items() if others - {name}}
    names = {*made, *(one for others in made.values() for one in others)}
    return _Followed({name: frozenset({name}) for name in names}, made, {})


def _known(form: "FormDef") -> Mapping[str, str]:
    repeats = (one for one in form.nodes.values() if isinstance(one, xform.RepeatDef))
    questions = {question.path: name for name, question in form.questions.items()}
    return {**questions, **{one.path: A_REPEAT for one in repeats}}


def _made_from(form: "FormDef", known: Mapping[str, str]) -> Askers:
    """Return the questions that each answer is computed from, by its calculation or by an action.

    So is the question whose answer sets off the action.
    """
    found: dict[str, frozenset[str]] = {}
    for name, question in form.questions.items():
        if question.bind.calculate is not None:
            found[name] = _read(question.bind.calculate.source, question.path, known)
    for action in form.actions:
        target = form.questions.get(known.get(action.target_path, ""))
        if target is not None:
            source = "" if action.value is None else action.value.source
            others = _read(source, target.path, known) | _triggering(action.trigger, known)
            found[target.name] = found.get(target.name, frozenset()) | others
    return found


def _bounds(question: "QuestionDef", known: Mapping[str, str]) -> frozenset[str]:
    """Return the questions that narrow the choices of this one, or say what it may be."""
    itemset, constraint = question.itemset, question.bind.constraint
    found: frozenset[str] = frozenset()
    if itemset is not None:
        found |= _read(itemset.nodeset.source, question.path, known)
    if constraint is not None:
        found |= _read(constraint.source, question.path, known)
    return found


def _triggering(path: str | None, known: Mapping[str, str]) -> frozenset[str]:
    return frozenset({known[path]} if path is not None and path in known else ())


def _read(source: str, at: str, known: Mapping[str, str]) -> frozenset[str]:
    """Return the questions that `source`, written at `at`, speaks of; with ANYTHING in doubt."""
    plain = _LIST.sub("", _QUOTED.sub("", source))
    places = frozenset(places_in(plain, at))
    found = frozenset(known[place] for place in places if place in known)
    is_read = places <= known.keys() and not any(step in plain for step in _STEPS)
    return found if is_read else found | {ANYTHING}


def _conditions(
    node: "NodeDef", above: frozenset[str], known: Mapping[str, str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each question with those that its conditions, and those above it, speak of."""
    relevant = node.bind.relevant
    own = above if relevant is None else above | _read(relevant.source, node.path, known)
    if isinstance(node, xform.QuestionDef):
        yield node.name, own
        return
    for child in node.children:
        yield from _conditions(child, own, known)


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

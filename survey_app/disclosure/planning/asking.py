"""Whose answers decide whether a question is asked: being asked tells about them.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 5.
Promise: followed to the end: through the groups a question stands in, through what is computed,
and through the questions that were themselves asked because of another answer. So are the answers
that another one is made from.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from survey_app import xform

if TYPE_CHECKING:
    from survey_app.xform.definition import FormDef, NodeDef
    from survey_app.xpath.expression import Expression

Askers = Mapping[str, frozenset[str]]

A_REPEAT = ""
"""Stands for the number of rows of a repeat: how many children she has."""

_NOBODY: frozenset[str] = frozenset()


def askers_of(form: "FormDef") -> Askers:
    """Return for each question that is not always asked the questions that decide about it.

    What is computed from such a question says by its value whether that was asked: 0 for nobody
    asked how often. It has the same askers.
    """
    read = _Read(form)
    deciding, made_from = read.conditions, read.made_from
    begun = {name: {name} for name in form.questions if deciding[name] or made_from.get(name)}
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
    read = _Read(form)
    every = together([read.made_from, read.bounds])
    made = {name: others - {name} for name, others in every.items() if others - {name}}
    names = {*made, *(one for others in made.values() for one in others)}
    return _Made({name: {name} for name in names}, {}, made)


@dataclass(frozen=True)
class _Read:
    """What the expressions of a form speak of, question by question."""

    form: "FormDef"

    @cached_property
    def conditions(self) -> Askers:
        """Return each question with those that its conditions, and those above it, speak of.

        How many rows a repeat has does not decide whether a question in one of them is asked.
        """
        return dict(self._conditions(self.form.root, _NOBODY))

    @cached_property
    def made_from(self) -> Askers:
        """Return the questions that each answer is computed from, by its calculation or an action.

        So is the question whose answer sets off the action. The number of rows of a repeat is
        made from what says how many there are, and whether there are any.
        """
        form = self.form
        found = [
            {name: self._spoken_of(one.bind.calculate, one.path)}
            for name, one in form.questions.items()
        ]
        for action in form.actions:
            target = self._known.get(action.target_path)
            if target is not None:
                setting_off = self._known.get(action.trigger or "")
                trigger = _NOBODY if setting_off is None else frozenset({setting_off})
                found.append({target: self._spoken_of(action.value, action.target_path) | trigger})
        counted = self._rows_of_repeats(form.root, _NOBODY)
        return together([*found, *({A_REPEAT: one - {A_REPEAT}} for one in counted)])

    @cached_property
    def bounds(self) -> Askers:
        """Return the questions that narrow the choices of each, or say what it may be."""
        return {
            name: self._spoken_of(None if one.itemset is None else one.itemset.nodeset, one.path)
            | self._spoken_of(one.bind.constraint, one.path)
            | self._spoken_of(one.bind.readonly, one.path)
            for name, one in self.form.questions.items()
        }

    @cached_property
    def _known(self) -> Mapping[str, str]:
        repeats = (one for one in self.form.nodes.values() if isinstance(one, xform.RepeatDef))
        questions = {question.path: name for name, question in self.form.questions.items()}
        return {**questions, **{one.path: A_REPEAT for one in repeats}}

    def _spoken_of(self, expression: "Expression | None", at: str) -> frozenset[str]:
        if expression is None:
            return _NOBODY
        from survey_app.xform.references import references  # noqa: PLC0415 - only who reads a form

        places = references(expression.tree, at, self.form.nodes)
        return frozenset(self._known[one.path] for one in places if one.path in self._known)

    def _conditions(
        self, node: "NodeDef", above: frozenset[str]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        own = above | self._spoken_of(node.bind.relevant, node.path)
        if isinstance(node, xform.QuestionDef):
            yield node.name, own
            return
        for child in node.children:
            yield from self._conditions(child, own)

    def _rows_of_repeats(self, node: "NodeDef", above: frozenset[str]) -> Iterator[frozenset[str]]:
        if isinstance(node, xform.QuestionDef):
            return
        own = above | self._spoken_of(node.bind.relevant, node.path)
        if isinstance(node, xform.RepeatDef):
            yield own | self._spoken_of(node.count, node.path)
        for child in node.children:
            yield from self._rows_of_repeats(child, own)


class _Followed(Mapping[str, frozenset[str]]):
    """What each question leads to, followed to the end when somebody asks for it.

    In a form of thousands that look at each other, each may lead to all: beforehand, that is
    millions of names that hardly anybody asks for.
    """

    def __init__(
        self, begun: Mapping[str, Iterable[str]], deciding: Askers, made_from: Askers
    ) -> None:
        self._begun, self._deciding, self._made_from = begun, deciding, made_from
        self._known: dict[str, frozenset[str]] = {}

    def __getitem__(self, name: str) -> frozenset[str]:
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._begun)

    def __len__(self) -> int:
        return len(self._begun)

    def _found(self, name: str) -> frozenset[str]:
        made = _end_of(self._begun[name], self._made_from)
        begun = (asker for one in made for asker in self._deciding.get(one, ()))
        return _end_of(begun, self._deciding, self._made_from)


class _Made(_Followed):
    """What each answer is made from, and its own name."""

    def _found(self, name: str) -> frozenset[str]:
        return _end_of(self._begun[name], self._made_from)


def _end_of(begun: Iterable[str], *ways: Askers) -> frozenset[str]:
    """Return `begun` and all that `ways` lead to from there."""
    found: set[str] = set()
    waiting = list(begun)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [one for way in ways for one in way.get(name, ())]
    return frozenset(found)

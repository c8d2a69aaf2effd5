"""What a computed answer without a role of its own is: as strict as what it is made from.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 2.
Promise: in doubt it is a direct identifier: without inputs, with a place that is no question,
and where the clock, chance, the device or a list outside the form has a say.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from survey_app.disclosure.planning.roles import Role, Shape
from survey_app.disclosure.planning.rules import Stated

if TYPE_CHECKING:
    from survey_app.xform.definition import FormDef, QuestionDef

STRICTNESS = (Role.DIRECT, Role.TEXT, Role.QUASI, Role.SENSITIVE, Role.META, Role.SAFE)

_CLOCK_OR_CHANCE = re.compile(
    r"\b(?:now|today|random|uuid|randomize|property|pulldata|instance|digest|once|version"
    r"|last-saved|current|position)\s*\(|__last-saved"
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_ABSOLUTE = re.compile(r"(?:/[A-Za-z_][\w.\-]*)+")
_RELATIVE = re.compile(r"(?P<up>(?:\.\./)+)(?P<down>[A-Za-z_][\w.\-]*(?:/[A-Za-z_][\w.\-]*)*)")


class Followed(Protocol):
    """The rule of a question, as far as this file wants to know it."""

    @property
    def role(self) -> Role: ...  # noqa: D102
    @property
    def shape(self) -> Shape: ...  # noqa: D102
    @property
    def stated(self) -> Stated: ...  # noqa: D102
    @property
    def sensitivity(self) -> int: ...  # noqa: D102
    @property
    def screen_only(self) -> bool: ...  # noqa: D102


R = TypeVar("R", bound=Followed)
Made_co = TypeVar("Made_co", bound=Followed, covariant=True)


class Remake(Protocol[Made_co]):
    """Makes the rule of a question under a role that it does not state."""

    def __call__(self, question: "QuestionDef", *, role: Role, sensitivity: int) -> Made_co: ...  # noqa: D102


def inherited(form: "FormDef", rules: Mapping[str, R], remake: Remake[R]) -> Mapping[str, R]:
    """Return `rules` with every computed answer that states no role as strict as its inputs.

    A computed answer may be made from another one; each is followed to what was asked.
    """
    walk = _Walk(
        form, dict(rules), remake, {one.path: name for name, one in form.questions.items()}
    )
    for name in form.questions:
        walk.settle(name)
    return walk.done


def strictness(rule: Followed) -> int:
    """Return how strict a rule is: the lower, the stricter."""
    return -1 if rule.screen_only else STRICTNESS.index(rule.role)


def inputs_of(question: "QuestionDef", known: Mapping[str, str]) -> frozenset[str] | None:
    """Return the questions an answer is computed from, None when anything else has a say in it.

    Shape: `known` maps the paths of all questions to their names.
    """
    calculate = question.bind.calculate
    if calculate is None:
        return None
    source = _QUOTED.sub("''", calculate.source)
    places = set(places_in(source, question.path))
    bare = _ABSOLUTE.sub("", _RELATIVE.sub("", source))
    if _CLOCK_OR_CHANCE.search(source) or ".." in bare or not places <= set(known):
        return None
    return frozenset(known[place] for place in places)


def places_in(source: str, at: str) -> Iterator[str]:
    """Yield the absolute path of every place that `source`, written at `at`, speaks of."""
    source = _QUOTED.sub("''", source)
    for match in _RELATIVE.finditer(source):
        up = match["up"].count("../")
        yield "/".join([*at.split("/")[:-up], match["down"]])
    yield from _ABSOLUTE.findall(_RELATIVE.sub("", source))


@dataclass(frozen=True)
class _Walk(Generic[R]):
    """One pass over a form: what is settled already, and how to settle the rest."""

    form: "FormDef"
    done: dict[str, R]
    remake: Remake[R]
    known: Mapping[str, str]
    begun: set[str] = field(default_factory=set)

    def settle(self, name: str) -> None:
        """Settle what `name` is made from, then itself; in a ring all stay the strictest."""
        if name in self.begun:
            return
        self.begun.add(name)
        question, rule = self.form.questions[name], self.done[name]
        inputs = inputs_of(question, self.known) if _inherits(question, rule) else None
        if not inputs:
            return
        for one in inputs:
            self.settle(one)
        models = [self.done[one] for one in inputs]
        model = min(models, key=strictness)
        if strictness(model) > STRICTNESS.index(Role.DIRECT):
            gravest = max(one.sensitivity for one in models)
            self.done[name] = self.remake(question, role=model.role, sensitivity=gravest)


def _inherits(question: "QuestionDef", rule: Followed) -> bool:
    """Say whether a question is computed, says nothing of itself, and was not settled yet."""
    is_computed = rule.shape is Shape.COMPUTED and question.bind.calculate is not None
    return is_computed and rule.stated.role == "" and rule.role is Role.DIRECT

"""The shape of a function: how many arguments, what comes out, how it is built.

Room: xpath. Every function module fills a table of `Function`; the compiler reads it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from survey_app.immutable import immutable
from survey_app.xpath.errors import NotNodesError
from survey_app.xpath.evaluation import (
    Evaluate,
    EvaluateNodes,
    EvaluateNumber,
    EvaluateText,
    EvaluateTruth,
)
from survey_app.xpath.placing import FindRows, Place
from survey_app.xpath.syntax import Expression, Path


class Kind(Enum):
    """The type of a value, as far as the text of the expression tells it."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    MOMENT = "moment"
    NODES = "nodes"
    ANY = "any"


class Compiling(Protocol):
    """Turns syntax into something that runs; one method for each type wanted."""

    def kind(self, expression: Expression) -> Kind:
        """Return the type `expression` will have."""

    def value(self, expression: Expression) -> Evaluate:
        """Return what computes the value of `expression`."""

    def number(self, expression: Expression) -> EvaluateNumber:
        """Return what computes `expression` as a number."""

    def text(self, expression: Expression) -> EvaluateText:
        """Return what computes `expression` as text."""

    def truth(self, expression: Expression) -> EvaluateTruth:
        """Return what computes `expression` as true or false."""

    def nodes(self, expression: Expression) -> EvaluateNodes:
        """Return what finds the nodes of `expression`. Raises: NotNodesError."""

    def uri(self, prefix: str) -> str | None:
        """Return the namespace a prefix stands for, None if the form does not say."""

    def single(self, path: Path) -> Place | None:
        """Return where the one node of `path` sits, None where it must be walked to."""

    def rows(self, path: Path) -> FindRows | None:
        """Return what looks up the nodes of `path` in all instances of one repeat, else None."""

    def inner(self) -> "Compiling":
        """Return what compiles predicates, where relative paths begin at another node."""


@immutable
class Arguments:
    """The arguments of one call, compiled on demand to the type a function wants."""

    function: str
    expressions: Sequence[Expression]
    compiler: Compiling

    def __len__(self) -> int:
        return len(self.expressions)

    def kind(self, at: int) -> Kind:
        """Return the type argument `at` will have."""
        return self.compiler.kind(self.expressions[at])

    def value(self, at: int) -> Evaluate:
        """Return argument `at` as it is."""
        return self.compiler.value(self.expressions[at])

    def number(self, at: int) -> EvaluateNumber:
        """Return argument `at` as a number."""
        return self.compiler.number(self.expressions[at])

    def text(self, at: int) -> EvaluateText:
        """Return argument `at` as text."""
        return self.compiler.text(self.expressions[at])

    def truth(self, at: int) -> EvaluateTruth:
        """Return argument `at` as true or false."""
        return self.compiler.truth(self.expressions[at])

    def nodes(self, at: int) -> EvaluateNodes:
        """Return argument `at` as nodes. Raises: NotNodesError."""
        if self.kind(at) not in {Kind.NODES, Kind.ANY}:
            raise NotNodesError(function=f"{self.function}()")
        return self.compiler.nodes(self.expressions[at])

    def values(self, start: int = 0) -> Sequence[Evaluate]:
        """Return the arguments from `start` on, as they are."""
        return [self.value(at) for at in range(start, len(self))]


@dataclass(frozen=True)
class Function:
    """One function of the language. `most` is None where any number will do."""

    returns: Kind
    least: int
    most: int | None
    build: Callable[[Arguments], Evaluate]
    steady: bool = True
    """False for what may differ from one call to the next: time, chance."""
    asks_relevance: bool = False
    """True for what may give another value when a blank node becomes relevant."""
    number: Callable[[Arguments], EvaluateNumber] | None = None
    """How to build it where a number is wanted, if there is a shorter way than `build`."""
    step: int = 1
    """How many arguments are added at a time to the least: 2 where they come in pairs."""

    def takes(self, count: int) -> bool:
        """Say whether it can be called with so many arguments."""
        enough = self.least <= count and (self.most is None or count <= self.most)
        return enough and (count - self.least) % self.step == 0

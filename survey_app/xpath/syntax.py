"""The syntax tree of an expression: one type for each thing XPath can say.

Room: xpath. Evaluation, dependencies and form checks all read this one tree.
Spec: W3C XPath 1.0, section 3. `at` is the place in the text, counted from 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import Enum
from typing import Any, TypeAlias

from survey_app.immutable import immutable


class Axis(Enum):
    """The thirteen directions in which a step can go."""

    ANCESTOR = "ancestor"
    ANCESTOR_OR_SELF = "ancestor-or-self"
    ATTRIBUTE = "attribute"
    CHILD = "child"
    DESCENDANT = "descendant"
    DESCENDANT_OR_SELF = "descendant-or-self"
    FOLLOWING = "following"
    FOLLOWING_SIBLING = "following-sibling"
    NAMESPACE = "namespace"
    PARENT = "parent"
    PRECEDING = "preceding"
    PRECEDING_SIBLING = "preceding-sibling"
    SELF = "self"


class NodeType(Enum):
    """What may stand before `()` in a node test."""

    NODE = "node"
    TEXT = "text"
    COMMENT = "comment"
    INSTRUCTION = "processing-instruction"


@immutable
class Number:
    """A number written in the text."""

    value: float
    at: int


@immutable
class Literal:
    """A string written in quotes."""

    text: str
    at: int


@immutable
class Variable:
    """A `$name`: read, but no form can give it a value."""

    name: str
    at: int


@immutable
class NameTest:
    """Nodes of this name; `*` stands for any."""

    prefix: str | None
    name: str


@immutable
class TypeTest:
    """Nodes of this type; `target` only for processing instructions."""

    type: NodeType
    target: str | None = None


@immutable
class Step:
    """One move along an axis, keeping what passes the test and every predicate."""

    axis: Axis
    test: NameTest | TypeTest
    predicates: "tuple[Expression, ...]" = ()


@immutable
class Path:
    """Steps from the root (absolute), from `start`, or from where we stand.

    `names` is the path as it was written, where it is nothing but slashes and names.
    """

    start: "Expression | None"
    absolute: bool
    steps: tuple[Step, ...]
    at: int
    names: str = field(default="", compare=False)


@immutable
class Filter:
    """A value narrowed by predicates that count over the whole of it."""

    primary: "Expression"
    predicates: "tuple[Expression, ...]"
    at: int


@immutable
class Union:
    """All nodes of all operands, in document order."""

    operands: "tuple[Expression, ...]"
    at: int


@immutable
class Call:
    """A function with its arguments."""

    name: str
    arguments: "tuple[Expression, ...]"
    at: int


@immutable
class Logic:
    """Operands joined by the same `and` or `or`."""

    operator: str
    operands: "tuple[Expression, ...]"
    at: int


@immutable
class Arithmetic:
    """`first` followed by operators of one rank, worked off in reading order."""

    first: "Expression"
    rest: "tuple[tuple[str, Expression], ...]"
    at: int


@immutable
class Comparison:
    """`=`, `!=`, `<`, `<=`, `>` or `>=` between two values."""

    operator: str
    left: "Expression"
    right: "Expression"
    at: int


@immutable
class Negation:
    """Minus a value."""

    operand: "Expression"
    at: int


Expression: TypeAlias = (
    Number
    | Literal
    | Variable
    | Path
    | Filter
    | Union
    | Call
    | Logic
    | Arithmetic
    | Comparison
    | Negation
)


def parts(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly inside `expression`, in reading order."""
    return _PARTS[type(expression)](expression)


def walk(expression: Expression) -> tuple[Expression, ...]:
    """Return `expression` and everything inside it, outer before inner."""
    found: list[Expression] = []
    waiting = [expression]
    while waiting:
        one = waiting.pop()
        found.append(one)
        inside = parts(one)
        if inside:
            waiting.extend(reversed(inside))
    return tuple(found)


_NONE: tuple[Expression, ...] = ()


def _of_path(path: Path) -> tuple[Expression, ...]:
    if path.names:
        return _NONE
    inside = tuple(p for step in path.steps for p in step.predicates)
    return inside if path.start is None else (path.start, *inside)


_PARTS: Mapping[type, Callable[[Any], tuple[Expression, ...]]] = {
    Path: _of_path,
    Filter: lambda one: (one.primary, *one.predicates),
    Union: lambda one: one.operands,
    Logic: lambda one: one.operands,
    Call: lambda one: one.arguments,
    Arithmetic: lambda one: (one.first, *(operand for _, operand in one.rest)),
    Comparison: lambda one: (one.left, one.right),
    Negation: lambda one: (one.operand,),
    Number: lambda _one: _NONE,
    Literal: lambda _one: _NONE,
    Variable: lambda _one: _NONE,
}

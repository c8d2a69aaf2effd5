"""The six comparisons.

Room: xpath.
Spec: W3C XPath 1.0, section 3.4. As in the ODK family, numbers that differ by less than
1e-12 are equal.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from survey_app.xpath.budget import WIDE, charge
from survey_app.xpath.calls import Compiling, Kind
from survey_app.xpath.evaluation import (
    Context,
    Evaluate,
    EvaluateNumber,
    EvaluateTruth,
    Value,
)
from survey_app.xpath.holding import held_by
from survey_app.xpath.looking_up import equals_at, look_up
from survey_app.xpath.nodes import Node
from survey_app.xpath.placing import Place
from survey_app.xpath.syntax import Comparison, Expression, Literal, Path
from survey_app.xpath.values import number_of, number_of_node, truth_of

_CLOSE = 1e-12

_ORDER: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compile_comparison(expression: Comparison, compiler: Compiling) -> EvaluateTruth:
    """Return what decides `expression`."""
    left, right = expression.left, expression.right
    if expression.operator in _ORDER:
        return _ordered(expression, compiler)
    wanted = expression.operator == "="
    for nodes, literal in ((left, right), (right, left)):
        if isinstance(nodes, Path) and isinstance(literal, Literal):
            return _nodes_and_literal(nodes, literal, compiler, wanted=wanted)
        single = compiler.single(nodes) if isinstance(nodes, Path) else None
        if single is not None and compiler.kind(literal) is Kind.NUMBER:
            return _node_and_number(single, compiler.number(literal), wanted=wanted)
    held = _held(left, right, compiler) or _held(right, left, compiler) if wanted else None
    if held is not None:
        return held
    first, second = compiler.value(left), compiler.value(right)
    return lambda context: _equal(first(context), second(context), context, wanted=wanted)


def _held(one: Expression, other: Expression, compiler: Compiling) -> EvaluateTruth | None:
    """Return what looks the texts of `one` up in the column that `other` means, None for others."""
    if not isinstance(other, Path) or compiler.kind(one) not in {Kind.NODES, Kind.TEXT, Kind.ANY}:
        return None
    ask = held_by(other, compiler)
    if ask is None:
        return None
    first, second = compiler.value(one), compiler.value(other)

    def decide(context: Context) -> bool:
        value = first(context)
        if not isinstance(value, bool | float | datetime):
            known = ask((value,) if isinstance(value, str) else _texts(value), context)
            if known is not None:
                return known
        return _equal(value, second(context), context, wanted=True)

    return decide


def _nodes_and_literal(
    path: Path, literal: Literal, compiler: Compiling, *, wanted: bool
) -> EvaluateTruth:
    text, single = literal.text, compiler.single(path)
    if single is not None:
        return equals_at(single, text, wanted=wanted)
    find = compiler.nodes(path)

    def decide(context: Context) -> bool:
        for node in find(context):  # noqa: SIM110 - a generator would cost as much again
            if (node.text() == text) is wanted:
                return True
        return False

    return decide


def _node_and_number(place: Place, number: EvaluateNumber, *, wanted: bool) -> EvaluateTruth:
    find = look_up(place)

    def decide(context: Context) -> bool:
        node = find(context)
        if node is None:
            return False
        one, other = number_of_node(node, context), number(context)
        return (one == other or abs(one - other) < _CLOSE) is wanted

    return decide


def _equal(left: Value, right: Value, context: Context, *, wanted: bool) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return (truth_of(left) == truth_of(right)) is wanted
    lefts, rights = _singles(left), _singles(right)
    if len(lefts) * len(rights) > WIDE:
        charge(context, len(lefts) * len(rights) // 2)
    return any(_same(one, other, context) is wanted for one in lefts for other in rights)


def _same(left: Value, right: Value, context: Context) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    one, other = number_of(left, context), number_of(right, context)
    return one == other or abs(one - other) < _CLOSE


def _singles(value: Value) -> Sequence[Value]:
    if isinstance(value, str | float | bool | datetime):
        return (value,)
    return _texts(value)


def _texts(nodes: Sequence[Node]) -> Sequence[str]:
    return [node.text() for node in nodes]


def _ordered(expression: Comparison, compiler: Compiling) -> EvaluateTruth:
    holds = _ORDER[expression.operator]
    left, right = expression.left, expression.right
    if _is_single(left, compiler) and _is_single(right, compiler):
        one, other = compiler.number(left), compiler.number(right)
        return lambda context: holds(one(context), other(context))
    first, second = compiler.value(left), compiler.value(right)

    def decide(context: Context) -> bool:
        lefts = _numbers(first, context)
        rights = _numbers(second, context)
        if len(lefts) * len(rights) > WIDE:
            charge(context, len(lefts) * len(rights) // 2)
        return any(holds(one, other) for one in lefts for other in rights)

    return decide


def _numbers(value: Evaluate, context: Context) -> Sequence[float]:
    return [number_of(single, context) for single in _singles(value(context))]


def _is_single(expression: Expression, compiler: Compiling) -> bool:
    """Say whether there is one value: a path to one node compares as its text does."""
    if isinstance(expression, Path) and compiler.single(expression) is not None:
        return True
    return compiler.kind(expression) not in {Kind.NODES, Kind.ANY}

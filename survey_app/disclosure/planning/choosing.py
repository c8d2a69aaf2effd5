"""Which choices of one question can be made together, as far as its constraint says so.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: what a constraint refuses for certain is left out; what cannot be read refuses nothing.
"""

import operator
from collections.abc import Callable, Collection, Mapping
from itertools import chain, combinations
from typing import TYPE_CHECKING

from survey_app.xpath.syntax import Axis, Call, Comparison, Literal, Logic, Number, Path

if TYPE_CHECKING:
    from survey_app.xform.definition import QuestionDef
    from survey_app.xpath.syntax import Expression

Choices = frozenset[str]

_MOST = 6
_ORDER: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def choices_together(question: "QuestionDef", codes: Collection[str]) -> tuple[Choices, ...]:
    """Return every set of `codes` that can be the answer to a question with several choices.

    Nothing for more choices than can be tried.
    """
    if len(codes) > _MOST:
        return ()
    constraint = question.bind.constraint
    sizes = range(1, len(codes) + 1)
    every = map(frozenset, chain.from_iterable(combinations(codes, size) for size in sizes))
    if constraint is None:
        return tuple(every)
    return tuple(one for one in every if _truth(constraint.tree, one) is not False)


def _truth(expression: "Expression", chosen: Choices) -> bool | None:
    """Return whether `expression` holds where `chosen` is the answer; None when nobody can say."""
    match expression:
        case Logic(operator="and", operands=operands):
            found = [_truth(one, chosen) for one in operands]
            return False if False in found else None if None in found else True
        case Logic(operator="or", operands=operands):
            found = [_truth(one, chosen) for one in operands]
            return True if True in found else None if None in found else False
        case Call(name="not", arguments=(one,)):
            inside = _truth(one, chosen)
            return None if inside is None else not inside
        case Call(name="selected", arguments=(Path() as path, Literal(text=code))):
            return code in chosen if is_own_answer(path) else None
        case Comparison(operator=sign, left=left, right=right):
            return _compared(sign, _number(left, chosen), _number(right, chosen))
    return None


def _compared(sign: str, left: float | None, right: float | None) -> bool | None:
    return None if left is None or right is None else _ORDER[sign](left, right)


def _number(expression: "Expression", chosen: Choices) -> float | None:
    match expression:
        case Number(value=value):
            return value
        case Call(name="count-selected", arguments=(Path() as path,)) if is_own_answer(path):
            return len(chosen)
    return None


def is_own_answer(path: Path) -> bool:
    """Say whether a path is the dot: the answer itself."""
    one = path.steps[0] if len(path.steps) == 1 and path.start is None else None
    return one is not None and not path.absolute and one.axis is Axis.SELF and not one.predicates

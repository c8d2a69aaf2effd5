"""The least and the most that a number can be, as far as the form says so.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: a limit that is returned holds for everybody, whatever else she answered; what cannot be
read of a constraint is no limit.
"""

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from survey_app.disclosure.bands import number_of
from survey_app.disclosure.choosing import is_own_answer
from survey_app.xpath.syntax import Comparison, Logic, Negation, Number, Path

if TYPE_CHECKING:
    from survey_app.xform.definition import QuestionDef
    from survey_app.xpath.syntax import Expression

Limits = tuple[Decimal | None, Decimal | None]

NO_LIMITS: Limits = (None, None)
_FROM_THE_OTHER_SIDE = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


def limits_of(question: "QuestionDef") -> Limits:
    """Return the least and the most that the constraint and the scale of a question allow."""
    found = _scale(question) if question.control == "range" else NO_LIMITS
    constraint = question.bind.constraint
    if constraint is not None:
        is_whole = question.data_type in {"int", "integer", "long"}
        found = _both(found, _allowed(constraint.tree, is_whole=is_whole))
    return found


def _scale(question: "QuestionDef") -> Limits:
    ends = (number_of(question.parameters.get(one, "")) for one in ("start", "end"))
    known = [one for one in ends if one is not None]
    return (min(known), max(known)) if len(known) == 2 else NO_LIMITS  # noqa: PLR2004 - start, end


def _allowed(expression: "Expression", *, is_whole: bool) -> Limits:
    """Return between what an answer lies for which `expression` holds."""
    match expression:
        case Logic(operator=word, operands=operands):
            first, *rest = (_allowed(one, is_whole=is_whole) for one in operands)
            for one in rest:
                first = _both(first, one) if word == "and" else _either(first, one)
            return first
        case Comparison(operator=sign, left=Path() as path, right=right) if is_own_answer(path):
            return _beside(sign, right, is_whole=is_whole)
        case Comparison(operator=sign, left=left, right=Path() as path) if is_own_answer(path):
            return _beside(_FROM_THE_OTHER_SIDE.get(sign, ""), left, is_whole=is_whole)
    return NO_LIMITS


def _beside(sign: str, expression: "Expression", *, is_whole: bool) -> Limits:
    number = _number(expression)
    if number is None or sign not in _FROM_THE_OTHER_SIDE:
        return NO_LIMITS
    most = math.ceil(number) - 1 if sign == "<" else math.floor(number)
    least = math.floor(number) + 1 if sign == ">" else math.ceil(number)
    ends = (Decimal(least), Decimal(most)) if is_whole else (number, number)
    return (None if "<" in sign else ends[0], None if ">" in sign else ends[1])


def _number(expression: "Expression") -> Decimal | None:
    match expression:
        case Number(value=value):
            return number_of(f"{value:f}")
        case Negation(operand=Number(value=value)):
            return number_of(f"{-value:f}")
    return None


def _both(one: Limits, other: Limits) -> Limits:
    lows, highs = zip(one, other, strict=True)
    low = max((end for end in lows if end is not None), default=None)
    return low, min((end for end in highs if end is not None), default=None)


def _either(one: Limits, other: Limits) -> Limits:
    (low, high), (other_low, other_high) = one, other
    return (
        None if low is None or other_low is None else min(low, other_low),
        None if high is None or other_high is None else max(high, other_high),
    )

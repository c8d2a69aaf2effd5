"""The least and the most that a number can be, for everybody or by her other answers.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: a limit that is returned holds for everybody, whatever else she answered, or says by which
answer of hers; what cannot be read of a constraint is no limit.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from survey_app.disclosure.planning.bands import ends_of_label, number_of
from survey_app.disclosure.planning.choosing import is_own_answer
from survey_app.xpath.syntax import Arithmetic, Comparison, Logic, NameTest, Negation, Number, Path

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


@dataclass(frozen=True)
class OwnLimit:
    """What the number of one woman cannot pass: `times` another answer of hers, and `plus`.

    `is_most` says that it is the most she can say, otherwise the least.
    """

    question: str
    is_most: bool
    times: Decimal = Decimal(1)
    plus: Decimal = Decimal(0)

    def for_answer(self, label: str) -> Decimal | None:
        """Return the limit of whoever gave `label` to the other question, None for none.

        >>> OwnLimit("years", True, times=Decimal(12)).for_answer("2–4")
        Decimal('48')
        >>> OwnLimit("years", True).for_answer("5+"), OwnLimit("years", False).for_answer("5+")
        (None, Decimal('5'))
        >>> OwnLimit("years", True, times=Decimal(-1), plus=Decimal(12)).for_answer("2–4")
        Decimal('10')
        """
        least, most = ends_of_label(label)
        end = most if self.is_most == (self.times > 0) else least
        return None if end is None else self.times * end + self.plus


def own_limits_of(question: "QuestionDef") -> tuple[OwnLimit, ...]:
    """Return the limits that the constraint of a question sets by other answers."""
    constraint = question.bind.constraint
    is_whole = question.data_type in {"int", "integer", "long"}
    return () if constraint is None else tuple(_own(constraint.tree, is_whole=is_whole))


def _own(expression: "Expression", *, is_whole: bool) -> Iterator[OwnLimit]:
    match expression:
        case Logic(operator="and", operands=operands):
            for one in operands:
                yield from _own(one, is_whole=is_whole)
        case Comparison(operator=sign, left=Path() as path, right=right) if is_own_answer(path):
            yield from _by_another(sign, right, is_whole=is_whole)
        case Comparison(operator=sign, left=left, right=Path() as path) if is_own_answer(path):
            yield from _by_another(_FROM_THE_OTHER_SIDE.get(sign, ""), left, is_whole=is_whole)


def _by_another(sign: str, expression: "Expression", *, is_whole: bool) -> Iterator[OwnLimit]:
    found = _line(expression)
    if found is None or sign not in _FROM_THE_OTHER_SIDE:
        return
    question, times, plus = found
    next_to_it = Decimal(1) if is_whole and sign in {"<", ">"} else Decimal(0)
    if question and times:
        if ">" not in sign:
            yield OwnLimit(question, True, times, plus - next_to_it)  # noqa: FBT003 - is_most
        if "<" not in sign:
            yield OwnLimit(question, False, times, plus + next_to_it)  # noqa: FBT003 - is_most


_Line = tuple[str, Decimal, Decimal]


def _line(expression: "Expression") -> _Line | None:
    """Return what `expression` is as a question, how many times it is taken, and what is added."""
    number = _number(expression)
    if number is not None:
        return "", Decimal(0), number
    match expression:
        case Path(steps=(*_, last)) as path if isinstance(last.test, NameTest):
            has_filter = any(step.predicates for step in path.steps)
            return None if has_filter else (last.test.name, Decimal(1), Decimal(0))
        case Arithmetic(first=first, rest=rest):
            found = _line(first)
            for sign, operand in rest:
                found = _joined(sign, found, _line(operand))
            return found
    return None


def _joined(sign: str, one: _Line | None, other: _Line | None) -> _Line | None:
    if one is None or other is None or (one[0] and other[0]):
        return None
    (name, times, plus), (other_name, other_times, other_plus) = one, other
    match sign:
        case "+":
            return name or other_name, times + other_times, plus + other_plus
        case "-":
            return name or other_name, times - other_times, plus - other_plus
        case "*":
            by, (name, times, plus) = (plus, other) if other_name else (other_plus, one)
            return name, times * by, plus * by
    return None


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

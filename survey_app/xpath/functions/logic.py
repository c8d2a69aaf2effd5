"""Functions that decide.

Room: xpath.
Spec: W3C XPath 1.0, section 4.3; ODK XForms 1.0. What is not needed is not evaluated.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from math import isnan, nan

from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.evaluation import Context, Evaluate, EvaluateNumber, Value
from survey_app.xpath.functions.building import constant
from survey_app.xpath.values import number_of, text_of, truth_of


def _boolean(arguments: Arguments) -> Evaluate:
    return arguments.truth(0)


def _not(arguments: Arguments) -> Evaluate:
    truth = arguments.truth(0)
    return lambda context: not truth(context)


def _from_string(arguments: Arguments) -> Evaluate:
    text = arguments.text(0)
    return lambda context: text(context) in {"true", "1"}


def _if(arguments: Arguments) -> Evaluate:
    condition = arguments.truth(0)
    then, other = arguments.value(1), arguments.value(2)
    return lambda context: then(context) if condition(context) else other(context)


def _if_number(arguments: Arguments) -> EvaluateNumber:
    condition = arguments.truth(0)
    then, other = arguments.number(1), arguments.number(2)
    return lambda context: then(context) if condition(context) else other(context)


def _coalesce(arguments: Arguments) -> Evaluate:
    values = arguments.values()

    def first(context: Context) -> Value:
        for value in values:
            found = value(context)
            if not isnan(found) if isinstance(found, float) else text_of(found):
                return found
        return ""

    return first


def _coalesce_number(arguments: Arguments) -> EvaluateNumber:
    asked = [_number_if_said(arguments, at) for at in range(len(arguments))]

    def first(context: Context) -> float:
        for ask in asked:
            found = ask(context)
            if found is not None:
                return found
        return nan

    return first


def _number_if_said(arguments: Arguments, at: int) -> Callable[[Context], float | None]:
    """Return what gives an argument as a number, None where it is blank."""
    kind = arguments.kind(at)
    if kind is Kind.NUMBER:
        number = arguments.number(at)
        return lambda context: None if isnan(found := number(context)) else found
    if kind is Kind.NODES:
        text, of_text = arguments.text(at), arguments.number(at)
        return lambda context: of_text(context) if text(context) else None
    value = arguments.value(at)

    def ask(context: Context) -> float | None:
        found = value(context)
        is_said = not isnan(found) if isinstance(found, float) else text_of(found)
        return number_of(found, context) if is_said else None

    return ask


def _once(arguments: Arguments) -> Evaluate:
    value = arguments.value(0)

    def keep(context: Context) -> Value:
        return context.current.kept() or value(context)

    return keep


def _truths(value: Value) -> Sequence[bool]:
    """Return one truth for each node of `value`, whether it has text, or the one truth of it."""
    if isinstance(value, str | bool | float | datetime):
        return (truth_of(value),)
    return [node.text() != "" for node in value]


def _within(count: float, least: float, most: float) -> bool:
    return (least < 0 or count >= least) and (most < 0 or count <= most)


def _checklist(arguments: Arguments) -> Evaluate:
    least, most, values = arguments.number(0), arguments.number(1), arguments.values(2)

    def decide(context: Context) -> bool:
        count = sum(sum(_truths(value(context))) for value in values)
        return _within(count, least(context), most(context))

    return decide


def _weighted(arguments: Arguments) -> Evaluate:
    least, most = arguments.number(0), arguments.number(1)
    pairs = [(arguments.value(at), arguments.value(at + 1)) for at in range(2, len(arguments), 2)]

    def decide(context: Context) -> bool:
        total = 0.0
        for value, weight in pairs:
            truths = _truths(value(context))
            weights = _numbers(weight(context), context)
            total += sum(number for truth, number in zip(truths, weights, strict=False) if truth)
        return _within(total, least(context), most(context))

    return decide


def _numbers(value: Value, context: Context) -> Sequence[float]:
    if isinstance(value, str | float | bool | datetime):
        return (number_of(value, context),)
    return [number_of(node.text(), context) for node in value]


def _truth(build: Callable[[Arguments], Evaluate], least: int, most: int | None) -> Function:
    return Function(Kind.TRUTH, least, most, build)


FUNCTIONS: Mapping[str, Function] = {
    "boolean": _truth(_boolean, 1, 1),
    "boolean-from-string": _truth(_from_string, 1, 1),
    "checklist": _truth(_checklist, 2, None),
    "coalesce": Function(Kind.ANY, 1, None, _coalesce, number=_coalesce_number),
    "false": _truth(constant(value=False), 0, 0),
    "if": Function(Kind.ANY, 3, 3, _if, number=_if_number),
    "not": _truth(_not, 1, 1),
    "once": Function(Kind.ANY, 1, 1, _once),
    "true": _truth(constant(value=True), 0, 0),
    "weighted-checklist": Function(Kind.TRUTH, 4, None, _weighted, step=2),
}

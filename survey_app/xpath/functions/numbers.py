"""Functions on numbers.

Room: xpath.
Spec: W3C XPath 1.0, section 4.4; ODK XForms 1.0. Where arithmetic has no answer it is NaN.
"""

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_FLOOR, Decimal
from math import inf, isfinite, isnan, nan

from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.evaluation import Context, Evaluate
from survey_app.xpath.functions.building import (
    constant,
    from_context,
    from_number,
    from_numbers,
)
from survey_app.xpath.values import number_of, number_of_text, text_of

_MOST_PLACES = 30


def _guarded(compute: Callable[..., float]) -> Callable[..., float]:
    """Return `compute` with NaN where mathematics has no answer and infinity for overflow."""

    def safe(*numbers: float) -> float:
        try:
            found = compute(*numbers)
        except OverflowError:
            return inf
        except (ValueError, ZeroDivisionError):
            return nan
        return nan if isinstance(found, complex) else float(found)

    return safe


def _number(arguments: Arguments) -> Evaluate:
    if len(arguments):
        return arguments.number(0)
    return lambda context: number_of_text(context.node.text(), context)


def _whole(number: float) -> float:
    return float(math.trunc(number)) if isfinite(number) else number


def _floor(number: float) -> float:
    return float(math.floor(number)) if isfinite(number) else number


def _ceiling(number: float) -> float:
    return float(math.ceil(number)) if isfinite(number) else number


def _round(arguments: Arguments) -> Evaluate:
    value = arguments.value(0)
    places = arguments.number(1) if len(arguments) > 1 else None

    def compute(context: Context) -> float:
        found = value(context)
        number = number_of(found, context)
        if isnan(number):
            number = number_of_text(text_of(found).replace(",", "."), context)
        return rounded(number, 0.0 if places is None else places(context))

    return compute


_EXACT_PLACES = 6
_TENS = tuple(10.0**places for places in range(_EXACT_PLACES + 1))
_EXACT_BELOW = 1e9
_CLEAR = 1e-4
"""So far from a half, binary arithmetic rounds as decimal arithmetic does."""


def rounded(number: float, places: float) -> float:
    """Return `number` to so many decimal places, halves upwards; negative places round tens.

    >>> rounded(2.15, 1), rounded(-1.5, 0), rounded(626.3, -3)
    (2.2, -1.0, 1000.0)
    """
    if not isfinite(number) or isnan(places):
        return nan if isnan(places) else number
    wanted = int(max(-_MOST_PLACES, min(_MOST_PLACES, places)))
    if 0 <= wanted <= _EXACT_PLACES:
        scaled = number * _TENS[wanted] + 0.5
        whole_below = math.floor(scaled)
        if abs(scaled) < _EXACT_BELOW and _CLEAR < scaled - whole_below < 1 - _CLEAR:
            return whole_below / _TENS[wanted]
    exact = Decimal(repr(number)).scaleb(wanted)
    whole = (exact + Decimal("0.5")).to_integral_value(rounding=ROUND_FLOOR)
    return float(whole.scaleb(-wanted))


def _power(base: float, exponent: float) -> float:
    """Return a power as IEEE arithmetic has it at the peers: infinity, not an error."""
    if isnan(exponent) or (abs(base) == 1 and not isfinite(exponent)):
        return nan
    is_odd = exponent % 2 == 1
    if base == 0 and exponent < 0:
        return math.copysign(inf, base) if is_odd else inf
    try:
        found: float = base**exponent
    except OverflowError:
        return -inf if base < 0 and is_odd else inf
    return found


def _logarithm(number: float) -> float:
    return -inf if number == 0 else math.log(number)


def _logarithm10(number: float) -> float:
    return -inf if number == 0 else math.log10(number)


def _one(compute: Callable[[float], float]) -> Function:
    return Function(Kind.NUMBER, 1, 1, from_number(_guarded(compute)))


def _two(compute: Callable[[float, float], float]) -> Function:
    return Function(Kind.NUMBER, 2, 2, from_numbers(_guarded(compute)))


FUNCTIONS: Mapping[str, Function] = {
    "abs": _one(abs),
    "acos": _one(math.acos),
    "asin": _one(math.asin),
    "atan": _one(math.atan),
    "atan2": _two(math.atan2),
    "ceiling": _one(_ceiling),
    "cos": _one(math.cos),
    "exp": _one(math.exp),
    "exp10": _one(lambda number: _power(10.0, number)),
    "floor": _one(_floor),
    "int": _one(_whole),
    "log": _one(_logarithm),
    "log10": _one(_logarithm10),
    "number": Function(Kind.NUMBER, 0, 1, _number),
    "pi": Function(Kind.NUMBER, 0, 0, constant(math.pi)),
    "pow": _two(_power),
    "random": Function(
        Kind.NUMBER, 0, 0, from_context(lambda context: context.host.random()), steady=False
    ),
    "round": Function(Kind.NUMBER, 1, 2, _round),
    "sin": _one(math.sin),
    "sqrt": _one(math.sqrt),
    "tan": _one(math.tan),
}

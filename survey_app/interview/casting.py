"""Bring what is computed into the one form in which it is kept, and see what a range allows.

Room: interview.
Spec: docs/spec/submission.md, "Values".
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from survey_app.xform.kept import DATE, ISO_DATE, NUMBER, READERS, clean_text, plain_decimal, typed
from survey_app.xpath.evaluation import Context, Value
from survey_app.xpath.moments import moment_text, stamp
from survey_app.xpath.values import number_text, text_of, zone_of

_WHOLE_BELOW = 1e15
"""Whole numbers below it are written as they are, whatever the type."""


def within_range(text: str, parameters: Mapping[str, str]) -> bool:
    """Say whether a number or a day lies on the scale of a range; blank always does.

    Steps between days are counted in days.

    >>> within_range("5", {"start": "0", "end": "10", "step": "2.5"})
    True
    >>> within_range("2026-01-09", {"start": "2026-01-01", "end": "2026-01-31", "step": "7"})
    False
    """
    if not text:
        return True
    if DATE.match(text):
        return _within_days(text, parameters)
    try:
        number = Decimal(text)
        ends = sorted((Decimal(parameters["start"]), Decimal(parameters["end"])))
        step = abs(Decimal(parameters.get("step", "1")))
        start = Decimal(parameters["start"])
    except (ArithmeticError, KeyError):
        return True
    return ends[0] <= number <= ends[1] and (not step or (number - start) % step == 0)


def _within_days(text: str, parameters: Mapping[str, str]) -> bool:
    try:
        day = date.fromisoformat(text)
        start, end = (date.fromisoformat(parameters[name].strip()) for name in ("start", "end"))
        step = abs(int(parameters.get("step", "1")))
    except (ValueError, KeyError):
        return True
    inside = min(start, end) <= day <= max(start, end)
    return inside and (not step or (day - start).days % step == 0)


def computed(value: Value, data_type: str, context: Context) -> str:
    """Return what a calculation gives in the form in which it is kept; NaN is blank."""
    if isinstance(value, float):
        whole = value.is_integer() and -_WHOLE_BELOW < value < _WHOLE_BELOW
        return str(int(value)) if whole else _number(value, data_type)
    if isinstance(value, datetime):
        return _moment(value, data_type)
    text = text_of(value)
    if data_type == "int":
        return _whole(text)
    if data_type not in READERS:
        return clean_text(text)
    kept = typed(text, data_type, zone_of(context))
    return text if kept is None else kept


def _number(value: float, data_type: str) -> str:
    if value != value:  # noqa: PLR0124 - the only number that differs from itself is NaN
        return ""
    if data_type == "int" and value not in (float("inf"), float("-inf")):
        return str(int(value))
    return number_text(value)


def _whole(text: str) -> str:
    """Return a whole number cut from a decimal, as calculations into whole numbers are."""
    if NUMBER.match(text):
        return plain_decimal(text.partition(".")[0])
    return "" if text == "NaN" else text


def _moment(value: datetime, data_type: str) -> str:
    if data_type == "date":
        return stamp(value)[:ISO_DATE]
    if data_type == "dateTime":
        return stamp(value)
    if data_type == "time":
        return stamp(value)[ISO_DATE + 1 :]
    return moment_text(value)

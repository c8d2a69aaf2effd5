"""Turn one type of value into another.

Room: xpath.
Spec: W3C XPath 1.0, sections 3.2 and 4; ODK XForms 1.0 (dates count as days).
"""

import re
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from math import isinf, isnan, nan

from survey_app.xpath.evaluation import Context, Value
from survey_app.xpath.moments import days_of, moment_of_days, moment_text, read_moment
from survey_app.xpath.nodes import Node, plain_number

_LOOKS_LIKE_DATE = re.compile(r"\s*\d{4}-")
_WHOLE_BELOW = 1e16


def text_of(value: Value) -> str:
    """Return the string value.

    >>> [text_of(v) for v in (True, 3.0, 0.00001, float("nan"), "a")]
    ['true', '3', '0.00001', 'NaN', 'a']
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return moment_text(value)
    return value[0].text() if value else ""


def number_text(number: float) -> str:
    """Return a number as plain decimals: no exponent, no idle zeros.

    >>> number_text(6.3e-4), number_text(-0.0), number_text(1e21)
    ('0.00063', '0', '1000000000000000000000')
    """
    if -_WHOLE_BELOW < number < _WHOLE_BELOW and number.is_integer():
        return str(int(number))
    if isnan(number):
        return "NaN"
    if isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    written = repr(number)
    if "e" not in written:
        return written.removesuffix(".0")
    plain = format(Decimal(written), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def number_of_text(text: str, context: Context) -> float:
    """Return the number written in `text`; a date counts as days; anything else is NaN."""
    if not text:
        return nan
    plain = plain_number(text)
    if plain is not None:
        return plain
    if _LOOKS_LIKE_DATE.match(text):
        moment = read_moment(text, zone_of(context))
        if moment is not None:
            return days_of(moment)
    return nan


def number_of_node(node: Node, context: Context) -> float:
    """Return the number written at a node; a date counts as days; anything else is NaN."""
    number = node.number
    return number_of_text(node.text(), context) if number is None else number


def number_of(value: Value, context: Context) -> float:
    """Return the number a value stands for, NaN for none."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        return number_of_text(value, context)
    if isinstance(value, datetime):
        return days_of(value)
    return number_of_text(value[0].text(), context) if value else nan


def truth_of(value: Value) -> bool:
    """Say whether a value counts as true; nodes do where one of them does.

    >>> [truth_of(v) for v in ("false", "", 0.0, float("nan"), 2.0, [])]
    [True, False, False, False, True, False]
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0 and not isnan(value)
    if isinstance(value, datetime):
        return True
    return value != "" if isinstance(value, str) else any(node.truth for node in value)


def moment_of(value: Value, context: Context) -> datetime | None:
    """Return the moment a value names: ISO text, or days since the epoch; else None."""
    from_days = moment_from_days(value, context)
    if from_days is not None or isinstance(value, bool | float):
        return from_days
    if isinstance(value, datetime):
        return value
    text = text_of(value)
    number = plain_number(text)
    if number is not None:
        return moment_from_days(number, context)
    return read_moment(text, zone_of(context))


def moment_from_days(value: Value, context: Context) -> datetime | None:
    """Return the moment so many days after the epoch; None unless `value` is a number."""
    if isinstance(value, bool) or not isinstance(value, float):
        return None
    return moment_of_days(value, zone_of(context))


def zone_of(context: Context) -> tzinfo:
    """Return the zone of the interview."""
    return context.host.now().tzinfo or UTC


def is_nodes(value: Value) -> bool:
    """Say whether a value is a list of nodes."""
    return not isinstance(value, str | float | bool | datetime)

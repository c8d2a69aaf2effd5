"""Bring values into the one form in which they are kept.

Room: interview.
Spec: docs/spec/submission.md, "Values". Decimals are plain, dates are ISO, digits are 0-9,
text is NFC without control characters.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from survey_app.i18n.digits import fold_digits
from survey_app.xpath.evaluation import Context, Value
from survey_app.xpath.moments import moment_text, read_moment, stamp
from survey_app.xpath.values import number_text, text_of, zone_of

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}\Z")
_LARGEST_WHOLE = 2**31 - 1
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_CLOCK = (
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?\Z"
)
_TIME = re.compile(_CLOCK)
_DATE_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T" + _CLOCK)
_ZONE = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})\Z")
_COORDINATE = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]+)?\Z")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?\Z")
_NOT_KEPT = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
_SIGNS = str.maketrans({"٫": ".", "\u2212": "-", "\u200e": "", "\u200f": "", "\u061c": ""})
_ISO_DATE = 10
_WHOLE_BELOW = 1e15
"""Whole numbers below it are written as they are, whatever the type."""


def clean_text(text: str) -> str:
    r"""Return text as it is kept: NFC, line ends as LF, no control characters.

    >>> clean_text("a\r\nb\x00")
    'a\nb'
    """
    if text.isascii() and text.isprintable():
        return text
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _NOT_KEPT.sub("", unified))


def typed(text: str, data_type: str, zone: tzinfo = UTC) -> str | None:
    """Return an answer in the form in which it is kept; None when it is not of its type.

    >>> typed("۱۲", "int"), typed("007", "int"), typed("12a", "int"), typed("1٫50", "decimal")
    ('12', '7', None, '1.5')
    """
    cleaned = clean_text(text)
    if data_type not in _READERS:
        return cleaned
    ascii_only = cleaned.isascii()
    folded = (cleaned if ascii_only else fold_digits(cleaned).translate(_SIGNS)).strip()
    if not folded:
        return ""
    return _READERS[data_type](folded, zone)


def plain_decimal(text: str) -> str:
    """Return a decimal without sign of plus, leading or idle zeros.

    >>> plain_decimal("+007.50"), plain_decimal("-.5"), plain_decimal("-0.0")
    ('7.5', '-0.5', '0')
    """
    sign = "-" if text.startswith("-") else ""
    whole, _, part = text.lstrip("+-").partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    if whole == "0" and not part:
        return "0"
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


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
    if _DATE.match(text):
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


def _decimal(text: str, _zone: tzinfo) -> str | None:
    return plain_decimal(text) if _DECIMAL.match(text) else None


def _time(text: str, _zone: tzinfo) -> str | None:
    return text if _TIME.match(text) else None


def _whole_number(text: str, _zone: tzinfo) -> str | None:
    if not _WHOLE.match(text) or abs(int(text)) > _LARGEST_WHOLE:
        return None
    return str(int(text))


def _date(text: str, zone: tzinfo) -> str | None:
    local = _DATE_TIME.match(text) is not None and not _ZONE.search(text)
    day = text[:_ISO_DATE] if local else text
    if not _DATE.match(day):
        return None
    return day if read_moment(day, zone) is not None else None


def _date_time(text: str, zone: tzinfo) -> str | None:
    joined = text.replace(" ", "T")
    if not _DATE_TIME.match(joined) or read_moment(joined, zone) is None:
        return None
    return joined


def _point(text: str, _zone: tzinfo) -> str | None:
    return _joined_points(text) if ";" not in text.rstrip("; ") else None


def _points(text: str, _zone: tzinfo) -> str | None:
    return _joined_points(text)


def _joined_points(text: str) -> str | None:
    points = [part.split() for part in text.split(";") if part.strip()]
    if not points or not all(_is_point(point) for point in points):
        return None
    return "; ".join(" ".join([*one[:2], *map(_with_fraction, one[2:])]) for one in points)


def _with_fraction(text: str) -> str:
    """Altitude and accuracy carry a fraction, as other tools of the family write them."""
    return text if "." in text else f"{text}.0"


def _is_point(parts: Sequence[str]) -> bool:
    if not 2 <= len(parts) <= 4:  # noqa: PLR2004 - latitude, longitude, altitude, accuracy
        return False
    if not all(_COORDINATE.match(part) for part in parts[:2]):
        return False
    inside = abs(float(parts[0])) <= 90 and abs(float(parts[1])) <= 180  # noqa: PLR2004
    return inside and all(_NUMBER.match(part) for part in parts[2:])


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
    if data_type not in _READERS:
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
    if _NUMBER.match(text):
        return plain_decimal(text.partition(".")[0])
    return "" if text == "NaN" else text


def _moment(value: datetime, data_type: str) -> str:
    if data_type == "date":
        return stamp(value)[:_ISO_DATE]
    if data_type == "dateTime":
        return stamp(value)
    if data_type == "time":
        return stamp(value)[_ISO_DATE + 1 :]
    return moment_text(value)


_READERS: Mapping[str, Callable[[str, tzinfo], str | None]] = {
    "int": _whole_number,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "dateTime": _date_time,
    "geopoint": _point,
    "geotrace": _points,
    "geoshape": _points,
}
"""How folded text of each type is read; types that are not here are kept as text."""

TIMED = frozenset({"date", "time", "dateTime"})
"""The types whose reading asks for the zone of the interview."""

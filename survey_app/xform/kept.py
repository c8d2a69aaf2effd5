"""Bring what is written into the one form in which it is kept.

Room: xform.
Spec: docs/spec/submission.md, "Values". Decimals are plain, dates are ISO, digits are 0-9,
text is NFC without control characters.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, tzinfo

from survey_app.i18n.digits import fold_digits
from survey_app.xpath.moments import read_moment

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}\Z")
_WHOLES = range(-(2**31), 2**31)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})\Z")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_CLOCK = (
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?\Z"
)
_TIME = re.compile(_CLOCK)
_DATE_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T" + _CLOCK)
_ZONE = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})\Z")
_COORDINATE = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]+)?\Z")
NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?\Z")
_NOT_KEPT = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
_SIGNS = str.maketrans({"٫": ".", "\u2212": "-", "\u200e": "", "\u200f": "", "\u061c": ""})
ISO_DATE = 10


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
    if data_type not in READERS:
        return cleaned
    ascii_only = cleaned.isascii()
    folded = (cleaned if ascii_only else fold_digits(cleaned).translate(_SIGNS)).strip()
    if not folded:
        return ""
    return READERS[data_type](folded, zone)


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


def _decimal(text: str, _zone: tzinfo) -> str | None:
    return plain_decimal(text) if _DECIMAL.match(text) else None


def _time(text: str, _zone: tzinfo) -> str | None:
    return text if _TIME.match(text) else None


def _whole_number(text: str, _zone: tzinfo) -> str | None:
    if not _WHOLE.match(text) or int(text) not in _WHOLES:
        return None
    return str(int(text))


def _date(text: str, zone: tzinfo) -> str | None:
    local = _DATE_TIME.match(text) is not None and not _ZONE.search(text)
    day = text[:ISO_DATE] if local else text
    if not DATE.match(day):
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
    return "; ".join(" ".join(map(_with_fraction, one)) for one in points)


def _with_fraction(text: str) -> str:
    """Every number of a place carries a fraction, as other tools of the family write them."""
    plain = plain_decimal(text)
    return plain if "." in plain else f"{plain}.0"


def _is_point(parts: Sequence[str]) -> bool:
    if not 2 <= len(parts) <= 4:  # noqa: PLR2004 - latitude, longitude, altitude, accuracy
        return False
    if not all(_COORDINATE.match(part) for part in parts[:2]):
        return False
    inside = abs(float(parts[0])) <= 90 and abs(float(parts[1])) <= 180  # noqa: PLR2004
    return inside and all(NUMBER.match(part) for part in parts[2:])


READERS: Mapping[str, Callable[[str, tzinfo], str | None]] = {
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

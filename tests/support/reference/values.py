"""Values: how one type becomes another, and how answers and results are kept.

A day is a datetime in UTC; nodes are a list of spots.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import inf, isnan, nan

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLAIN = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*\Z", re.ASCII)
DECIMAL = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})\Z", re.ASCII)


def number(value):
    if isinstance(value, list):
        return number(value[0].seen) if value else nan
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, datetime):
        return (value - EPOCH) / timedelta(days=1)
    if isinstance(value, float):
        return value
    if PLAIN.match(value):
        return float(value)
    day = day_of(value)
    return nan if day is None else number(day)


def text(value):  # noqa: PLR0911 - one for each type
    if isinstance(value, list):
        return value[0].seen if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        at_midnight = value.time() == datetime.min.time()
        return value.isoformat()[:10] if at_midnight else value.isoformat(timespec="milliseconds")
    if isinstance(value, str):
        return value
    if isnan(value):
        return "NaN"
    if value in (inf, -inf):
        return "Infinity" if value > 0 else "-Infinity"
    return plain(Decimal(repr(value)))


def truth(value):
    if isinstance(value, list):
        return any(one.truth for one in value)
    if isinstance(value, float):
        return value != 0 and not isnan(value)
    return True if isinstance(value, datetime) else bool(value)


def plain(decimal):
    """A number without exponent or idle zeros."""
    written = format(decimal, "f")
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in {"-0", ""} else written


def day_of(value):
    """The day or moment that a text names, or a number of days since 1970; None for none."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, float):
        if isnan(value) or abs(value) > 1_000_000:
            return None
        return EPOCH + timedelta(milliseconds=round(value * 86_400_000))
    day, mark, rest = value.partition("T")
    written = "-".join(part.zfill(2) for part in day.split("-")) + mark + rest  # 2026-2-1 is a day
    try:
        found = datetime.fromisoformat(written) if day[:4].isdigit() and "-" in day else None
    except ValueError:
        return None
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


# -- what is kept ----------------------------------------------------------------------------


def answered(said, data_type):
    """An answer as it is kept; None when it is not of its type."""
    cleaned = unicodedata.normalize("NFC", said)
    folded = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in cleaned)
    folded = folded.replace("٫", ".").strip()
    if data_type == "string" or not folded:
        return cleaned if data_type == "string" else ""
    if data_type == "int":
        right = re.match(r"[+-]?\d{1,18}\Z", folded, re.ASCII) and -(2**31) <= int(folded) < 2**31
        return str(int(folded)) if right else None
    if data_type == "decimal":
        return plain(Decimal(folded)) if DECIMAL.match(folded) else None
    right = re.match(r"\d{4}-\d\d-\d\d\Z", folded, re.ASCII) and day_of(folded)
    return folded if right else None


def computed(value, data_type):
    """What a calculation gives, as it is kept."""
    if isinstance(value, float):
        if isnan(value):
            return ""
        whole = data_type == "int" and value not in (inf, -inf)
        return str(int(value)) if whole else text(value)
    if isinstance(value, datetime):
        written = text(value)
        return written[:10] if data_type == "date" else written
    written = text(value)
    if data_type == "int":
        if re.match(r"[+-]?\d+(\.\d+)?\Z", written, re.ASCII):
            return str(int(written.partition(".")[0]))
        return "" if written == "NaN" else written
    found = answered(written, data_type)
    return written if found is None else found

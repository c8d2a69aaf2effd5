"""Dates and times as numbers and as text.

Room: xpath.
Spec: ODK XForms 1.0, "dates": a moment counts as days since 1970-01-01T00:00Z; a date without
a time is its first moment in the zone of the interview.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from math import isfinite

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_MOMENT = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2})"
    r"(?:T(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?\Z"
)
_TIME = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<fraction>\d+))?)?"
    r"(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?\Z"
)
_HOURS, _SIXTY, _FURTHEST_ZONE = 24, 60, 14
_FURTHEST_DAY = 3_000_000


def read_moment(text: str, zone: tzinfo) -> datetime | None:
    """Return the moment that an ISO date or date with time names; None for other text.

    >>> from datetime import UTC
    >>> read_moment("2024-02-29", UTC).isoformat()
    '2024-02-29T00:00:00+00:00'
    >>> read_moment("2023-02-29", UTC) is None
    True
    """
    match = _MOMENT.match(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) for part in match["date"].split("-"))
    clock = _clock(match) if match["hour"] else (0, 0, 0, 0)
    offset = _offset(match["zone"]) if match["zone"] else zone
    if clock is None or offset is None:
        return None
    try:
        return datetime(year, month, day, *clock, tzinfo=offset).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def moment_of_days(days: float, zone: tzinfo) -> datetime | None:
    """Return the moment `days` after the epoch; None where no calendar reaches."""
    if not isfinite(days) or abs(days) > _FURTHEST_DAY:
        return None
    try:
        moment = (_EPOCH + timedelta(milliseconds=round(days * 86_400_000))).astimezone(zone)
    except (OverflowError, ValueError):
        return None
    return moment


def days_of(moment: datetime) -> float:
    """Return the days from the epoch to `moment`.

    >>> days_of(datetime(1970, 1, 2, 12, tzinfo=UTC))
    1.5
    """
    return (moment - _EPOCH) / _DAY


def moment_text(moment: datetime) -> str:
    """Return the ISO date of a moment that is the start of a day, else date and time.

    >>> moment_text(datetime(2024, 5, 1, tzinfo=UTC))
    '2024-05-01'
    """
    if not (moment.hour or moment.minute or moment.second or moment.microsecond):
        return f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}"
    return stamp(moment)


def stamp(moment: datetime) -> str:
    """Return date, time to the millisecond and zone in ISO form.

    >>> stamp(datetime(2024, 5, 1, 8, 30, tzinfo=UTC))
    '2024-05-01T08:30:00.000+00:00'
    """
    return moment.isoformat(timespec="milliseconds")


def day_fraction(text: str, zone: tzinfo, today: datetime) -> float | None:
    """Return how much of the day has passed at a time of day such as "06:30:00.000+05:00"."""
    match = _TIME.match(text.strip())
    if match is None:
        return None
    clock = _clock(match)
    offset = _offset(match["zone"]) if match["zone"] else zone
    if clock is None or offset is None:
        return None
    hour, minute, second, micro = clock
    moment = today.replace(
        hour=hour, minute=minute, second=second, microsecond=micro, tzinfo=offset
    )
    return part_of_day(moment.astimezone(zone))


def part_of_day(moment: datetime) -> float:
    """Return how much of its day has passed at a moment.

    >>> part_of_day(datetime(2024, 5, 1, 18, tzinfo=UTC))
    0.75
    """
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return seconds / 86400


def _clock(match: re.Match[str]) -> tuple[int, int, int, int] | None:
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    micro = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    possible = hour < _HOURS and minute < _SIXTY and second < _SIXTY
    return (hour, minute, second, micro) if possible else None


def _offset(text: str) -> tzinfo | None:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > _FURTHEST_ZONE or minutes >= _SIXTY:
        return None
    signed = timedelta(hours=hours, minutes=minutes)
    return timezone(-signed if text[0] == "-" else signed)

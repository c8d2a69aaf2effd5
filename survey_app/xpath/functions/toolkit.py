"""Functions of the Community Health Toolkit, whose forms call them beside those of the standard.

Room: xpath.
Spec: docs/spec/form-definition.md, "Functions of the Community Health Toolkit".
Promise: what needs a table or a program of that toolkit is blank, and is told (`ELSEWHERE`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from math import isfinite

from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.evaluation import Context, Evaluate, Value
from survey_app.xpath.functions.building import Build, constant, from_text
from survey_app.xpath.moments import moment_of_days
from survey_app.xpath.values import moment_of, number_of, zone_of

_MONTHS = 12
_LAST_YEAR = 9999
_LAST_DAYS = (31, 30, 29, 28)
_MILLISECONDS_OF_A_DAY = 86_400_000
_DOUBLED_ABOVE = 9


def months_later(moment: datetime, months: int) -> datetime | None:
    """Return the same day so many months later, or the last day of a shorter month.

    None where no calendar reaches.

    >>> months_later(datetime(2024, 1, 31), 1).isoformat()
    '2024-02-29T00:00:00'
    """
    year, month = divmod(moment.year * _MONTHS + moment.month - 1 + months, _MONTHS)
    if not 1 <= year <= _LAST_YEAR:
        return None
    for day in (moment.day, *_LAST_DAYS):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return None


def whole_months(start: datetime, end: datetime) -> int:
    """Return the whole calendar months from `start` to `end`, negative for an end before it.

    >>> whole_months(datetime(2020, 1, 31), datetime(2020, 2, 29))
    1
    >>> whole_months(datetime(2020, 3, 1), datetime(2020, 1, 15))
    -1
    """
    if end < start:
        return -whole_months(end, start)
    months = (end.year - start.year) * _MONTHS + end.month - start.month
    reached = months_later(start, months)
    return months - (reached is None or reached > end)


def _between(count: Callable[[datetime, datetime], int]) -> Build:
    """Return the builder of a function that counts whole units between two dates."""

    def build(arguments: Arguments) -> Evaluate:
        first, second = arguments.value(0), arguments.value(1)

        def compute(context: Context) -> Value:
            start = moment_of(first(context), context)
            end = moment_of(second(context), context)
            return "" if start is None or end is None else float(count(start, end))

        return compute

    return build


def _days(start: datetime, end: datetime) -> int:
    return int((end - start) / timedelta(days=1))


def _add_date(arguments: Arguments) -> Evaluate:
    value, units = arguments.value(0), arguments.values(1)

    def compute(context: Context) -> Value:
        moment = moment_of(value(context), context)
        amounts = [number_of(unit(context), context) for unit in units]
        told = [int(one) if isfinite(one) else 0 for one in amounts]
        years, months, days, hours, minutes = (*told, *[0] * (5 - len(told)))
        later = moment and months_later(moment, years * _MONTHS + months)
        try:
            span = timedelta(days=days, hours=hours, minutes=minutes)
            return "" if later is None else later + span
        except OverflowError:
            return ""

    return compute


def _from_timestamp(arguments: Arguments) -> Evaluate:
    stamp = arguments.number(0)

    def compute(context: Context) -> Value:
        moment = moment_of_days(stamp(context) / _MILLISECONDS_OF_A_DAY, zone_of(context))
        return "" if moment is None else moment

    return compute


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _checks_out(arguments: Arguments) -> Evaluate:
    """Build the check of a number whose last digit follows from the others (Luhn's rule)."""
    text, length = arguments.text(0), arguments.number(1) if len(arguments) > 1 else None

    def compute(context: Context) -> bool:
        digits = text(context)
        if not (digits.isascii() and digits.isdigit()):
            return False
        return (length is None or length(context) == len(digits)) and _sum_of(digits) % 10 == 0

    return compute


def _sum_of(digits: str) -> int:
    doubled = [int(one) * (1 + at % 2) for at, one in enumerate(reversed(digits))]
    return sum(one - 9 * (one > _DOUBLED_ABOVE) for one in doubled)


_MONTHS_BETWEEN = Function(Kind.ANY, 2, 2, _between(whole_months))
_BLANK = Function(Kind.TEXT, 0, None, constant(""))

ELSEWHERE: Mapping[str, Function] = {
    "cht:extension-lib": _BLANK,
    "to-bikram-sambat": _BLANK,
    "z-score": _BLANK,
}
"""What only the toolkit itself can answer: always blank here."""

FUNCTIONS: Mapping[str, Function] = {
    **ELSEWHERE,
    "add-date": Function(Kind.ANY, 2, 6, _add_date),
    "cht:difference-in-days": Function(Kind.ANY, 2, 2, _between(_days)),
    "cht:difference-in-months": _MONTHS_BETWEEN,
    "cht:difference-in-weeks": Function(
        Kind.ANY, 2, 2, _between(lambda start, end: int(_days(start, end) / 7))
    ),
    "cht:difference-in-years": Function(
        Kind.ANY, 2, 2, _between(lambda start, end: int(whole_months(start, end) / _MONTHS))
    ),
    "cht:strip-whitespace": Function(Kind.TEXT, 1, 1, from_text(_without_blanks)),
    "cht:validate-luhn": Function(Kind.TRUTH, 1, 2, _checks_out),
    "difference-in-months": _MONTHS_BETWEEN,
    "parse-timestamp-to-date": Function(Kind.ANY, 1, 1, _from_timestamp),
}

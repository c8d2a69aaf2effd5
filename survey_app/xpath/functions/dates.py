"""Functions on dates and times.

Room: xpath.
Spec: ODK XForms 1.0. What is no date gives blank text, never a form that cannot open.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from math import nan

from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.evaluation import Context, Evaluate, Value
from survey_app.xpath.functions.building import from_context
from survey_app.xpath.moments import day_fraction, days_of, part_of_day, read_moment, stamp
from survey_app.xpath.values import moment_of, text_of, zone_of

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_PATTERNS: Mapping[str, Callable[[datetime], str]] = {
    "Y": lambda moment: f"{moment.year:04d}",
    "y": lambda moment: f"{moment.year % 100:02d}",
    "m": lambda moment: f"{moment.month:02d}",
    "n": lambda moment: str(moment.month),
    "b": lambda moment: _MONTHS[moment.month - 1],
    "d": lambda moment: f"{moment.day:02d}",
    "e": lambda moment: str(moment.day),
    "H": lambda moment: f"{moment.hour:02d}",
    "h": lambda moment: str(moment.hour),
    "M": lambda moment: f"{moment.minute:02d}",
    "S": lambda moment: f"{moment.second:02d}",
    "3": lambda moment: f"{moment.microsecond // 1000:03d}",
    "a": lambda moment: _DAYS[moment.weekday()],
    "W": lambda moment: str(moment.isocalendar().week),
    "%": lambda _moment: "%",
}


def _today(context: Context) -> Value:
    return context.host.now().replace(hour=0, minute=0, second=0, microsecond=0)


def _now(context: Context) -> Value:
    return stamp(context.host.now())


def _date(arguments: Arguments) -> Evaluate:
    value = arguments.value(0)

    def read(context: Context) -> Value:
        moment = moment_of(value(context), context)
        return "" if moment is None else moment

    return read


def _format(arguments: Arguments) -> Evaluate:
    value, pattern = arguments.value(0), arguments.text(1)

    def write(context: Context) -> str:
        moment = moment_of(value(context), context)
        return "" if moment is None else formatted(moment, pattern(context))

    return write


def formatted(moment: datetime, pattern: str) -> str:
    """Return `moment` written by an ODK pattern such as "%e %b %Y"; months in English.

    >>> from datetime import UTC
    >>> formatted(datetime(2024, 3, 8, tzinfo=UTC), "%e %b %Y")
    '8 Mar 2024'
    """
    pieces = pattern.split("%")
    written = [pieces[0]]
    pending = False
    for piece in pieces[1:]:
        if pending:
            written.append(piece)
            pending = False
        elif piece:
            write = _PATTERNS.get(piece[0])
            written.append((write(moment) if write else "%" + piece[0]) + piece[1:])
        else:
            written.append("%")
            pending = True
    return "".join(written)


def _decimal_moment(arguments: Arguments) -> Evaluate:
    value = arguments.value(0)

    def compute(context: Context) -> float:
        moment = moment_of(value(context), context)
        return nan if moment is None else days_of(moment)

    return compute


def _decimal_time(arguments: Arguments) -> Evaluate:
    value = arguments.value(0)

    def compute(context: Context) -> float:
        text, zone = text_of(value(context)), zone_of(context)
        found = day_fraction(text, zone, context.host.now())
        if found is not None:
            return found
        moment = read_moment(text, zone)
        return nan if moment is None else part_of_day(moment)

    return compute


FUNCTIONS: Mapping[str, Function] = {
    "date": Function(Kind.ANY, 1, 1, _date),
    "date-time": Function(Kind.ANY, 1, 1, _date),
    "decimal-date-time": Function(Kind.NUMBER, 1, 1, _decimal_moment),
    "decimal-time": Function(Kind.NUMBER, 1, 1, _decimal_time),
    "format-date": Function(Kind.TEXT, 2, 2, _format),
    "format-date-time": Function(Kind.TEXT, 2, 2, _format),
    "now": Function(Kind.TEXT, 0, 0, from_context(_now), steady=False),
    "today": Function(Kind.MOMENT, 0, 0, from_context(_today), steady=False),
}

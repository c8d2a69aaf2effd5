"""Dates as people remember them: how exactly they are known first, then what is known.

Room: i18n (floor 1).
Spec: docs/spec/about-dates.md.
Promise: what was said is kept beside the days it can mean; nothing is made more exact than it was
said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from survey_app.i18n.calendars import CALENDARS
from survey_app.i18n.marking import N_

PRECISIONS: Mapping[str, str] = {
    "day": N_("The exact day"),
    "month": N_("The month and the year"),
    "year": N_("The year"),
    "moon": N_("An Islamic month"),
    "ago": N_("About so long ago"),
    "event": N_("By something that happened"),
}
"""How well a day is known: the first thing that is asked."""

UNITS: Mapping[str, str] = {"years": N_("years ago"), "months": N_("months ago")}

EVENTS: Mapping[str, str] = {
    "ramadan": N_("Ramadan"),
    "eid": N_("Eid ul-Fitr"),
    "eid_adha": N_("Eid ul-Adha"),
    "wheat": N_("The wheat harvest"),
    "rains": N_("The rains"),
    "winter": N_("The winter"),
    "wedding": N_("A wedding in the family"),
    "birth": N_("The birth of a child"),
    "school": N_("When a child began school"),
}
"""Events that are remembered; nature and faith have their months, a life has none."""

_SEASONS: Mapping[str, tuple[int, int]] = {"wheat": (4, 5), "rains": (7, 9), "winter": (12, 2)}
_FEASTS: Mapping[str, tuple[int, int, int]] = {
    "ramadan": (9, 1, 30),
    "eid": (10, 1, 3),
    "eid_adha": (12, 10, 13),
}
MOON_IS_SIGHTED = timedelta(days=2)
"""A computed month may begin so much earlier or later than where the moon was seen."""
UNKNOWN = ".."
FIRST_YEAR, LAST_YEAR, LAST_HIJRI_YEAR = 1900, 2100, 1600
MOST_AGO = 1200


@dataclass(frozen=True)
class AboutDate:
    """A remembered date: the first and the last day it can mean, and what was said."""

    precision: str
    first: date | None
    last: date | None
    said: tuple[str, ...] = ()

    def to_text(self) -> str:
        """Return it as it is kept.

        >>> of_moon(9, 2021).to_text()
        '2021-04-11/2021-05-14 moon 9 2021'
        >>> of_event("wedding", None).to_text()
        '../.. event wedding'
        """
        ends = "/".join(day.isoformat() if day else UNKNOWN for day in (self.first, self.last))
        return " ".join((ends, self.precision, *self.said))


def read_about_date(text: str) -> AboutDate:
    """Return the remembered date of a kept text. Raises: ValueError for another text.

    >>> read_about_date("2019-01-01/2019-12-31 year").last
    datetime.date(2019, 12, 31)
    """
    ends, precision, *said = text.split()
    first, last = (None if end == UNKNOWN else date.fromisoformat(end) for end in ends.split("/"))
    if precision not in PRECISIONS:
        raise ValueError(precision)
    return AboutDate(precision, first, last, tuple(said))


def of_day(year: int, month: int, day: int) -> AboutDate:
    """Return an exact day. Raises: ValueError for a day that is none, here and below."""
    exact = date(_year(year), month, day)
    return AboutDate("day", exact, exact)


def of_month(year: int, month: int) -> AboutDate:
    """Return a month of a year."""
    return AboutDate("month", date(_year(year), month, 1), _month_end(year, month))


def of_year(year: int) -> AboutDate:
    """Return a whole year."""
    return AboutDate("year", date(_year(year), 1, 1), date(year, 12, 31))


def of_moon(month: int, year: int) -> AboutDate:
    """Return an Islamic month; `year` is a usual year, or an Islamic one below 1600.

    It is a range, two days wider on both ends than the computed month. A month of which days come
    twice in a usual year reaches from the first to the last of them.
    """
    first, last = _moon(month, 1, 30, year)
    return AboutDate("moon", first, last, (str(month), str(year)))


def of_ago(number: int, unit: str, today: date) -> AboutDate:
    """Return about so many years or months before `today`, half a unit earlier or later.

    >>> of_ago(3, "years", date(2026, 11, 20)).to_text()
    '2023-05-20/2024-05-20 ago 3 years'
    """
    if unit not in UNITS or not 0 <= number <= MOST_AGO:
        raise ValueError(number)
    if unit == "months":
        half = timedelta(days=15)
        middle = _months_before(today, number)
        first, last = middle - half, middle + half
    else:
        first = _months_before(today, number * 12 + 6)
        last = _months_before(today, number * 12 - 6)
    return AboutDate("ago", first, min(last, today), (str(number), unit))


def of_event(event: str, year: int | None) -> AboutDate:
    """Return the time of an event; one of a life has only the year that is known with it.

    >>> of_event("winter", 2019).to_text()
    '2019-12-01/2020-02-29 event winter 2019'
    """
    if event not in EVENTS:
        raise ValueError(event)
    if year is None:
        return AboutDate("event", None, None, (event,))
    if event in _FEASTS:
        first, last = _moon(*_FEASTS[event], year)
    elif event in _SEASONS:
        begins, ends = _SEASONS[event]
        first = date(_year(year), begins, 1)
        last = _month_end(year + (ends < begins), ends)
    else:
        first, last = date(_year(year), 1, 1), date(year, 12, 31)
    return AboutDate("event", first, last, (event, str(year)))


def _moon(month: int, first_day: int, last_day: int, year: int) -> tuple[date, date]:
    islamic = CALENDARS["islamic"]
    if year < LAST_HIJRI_YEAR:
        years = [year]
        _year(islamic.day(year, month, first_day).year)
    else:
        _year(year)
        parts = [islamic.parts(date(year, *end)) for end in ((1, 1), (12, 31))]
        found = [part[0] for part in parts if part is not None]
        years = list(range(min(found), max(found) + 1))
    spans = [_days(one, month, first_day, last_day) for one in years]
    if year >= LAST_HIJRI_YEAR:  # one that goes over a new year is of both years
        spans = [span for span in spans if span[0].year <= year <= span[1].year] or spans
    return spans[0][0] - MOON_IS_SIGHTED, spans[-1][1] + MOON_IS_SIGHTED


def _days(year: int, month: int, first_day: int, last_day: int) -> tuple[date, date]:
    islamic = CALENDARS["islamic"]
    first = islamic.day(year, month, first_day)
    try:
        return first, islamic.day(year, month, last_day)
    except ValueError:  # a month of 29 days
        return first, islamic.day(year, month, last_day - 1)


def _months_before(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 - months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, _month_end(year, month + 1).day))


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return year

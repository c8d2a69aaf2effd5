"""Calendars beside the usual one: a day in their year, month and day, and back.

Room: i18n (floor 1). The arithmetic is in calendar_rules.py.
Promise: every day that a calendar can name comes back as the same day; a day it cannot name
is refused, never moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from survey_app.i18n import calendar_rules
from survey_app.i18n.calendar_rules import Rule
from survey_app.i18n.marking import N_


@dataclass(frozen=True)
class Calendar:
    """One calendar: the names of its months, and when they begin.

    `sighted` calendars wait for the new moon to be seen: what is computed may be a day or two
    off.
    """

    name: str
    months: tuple[str, ...]
    rule: Rule
    sighted: bool = False

    def day(self, year: int, month: int, day: int) -> date:
        """Return the day. Raises: ValueError when the calendar has no such day.

        >>> CALENDARS["islamic"].day(1442, 9, 1).isoformat()
        '2021-04-13'
        """
        if not self.rule.first_year <= year <= self.rule.last_year:
            raise ValueError(year)
        lengths = self.rule.lengths(year)
        if not 1 <= month <= len(lengths) or not 1 <= day <= lengths[month - 1]:
            raise ValueError(day)
        ordinal = self.rule.new_year(year) + sum(lengths[: month - 1]) + day - 1
        return date.fromordinal(ordinal)

    def parts(self, day: date) -> tuple[int, int, int] | None:
        """Return year, month and day of `day`; None when it lies outside the calendar.

        >>> CALENDARS["persian"].parts(date(2024, 3, 20))
        (1403, 1, 1)
        """
        year = self._year_of(day.toordinal())
        if year is None:
            return None
        rest = day.toordinal() - self.rule.new_year(year)
        for month, length in enumerate(self.rule.lengths(year), start=1):
            if rest < length:
                return year, month, rest + 1
            rest -= length
        return None

    def _year_of(self, ordinal: int) -> int | None:
        low, high = self.rule.first_year, self.rule.last_year + 1
        if ordinal < self.rule.new_year(low):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.rule.new_year(middle) <= ordinal else (low, middle)
        return low


_HIJRI = (
    N_("Muharram"),
    N_("Safar"),
    N_("Rabi al-Awwal"),
    N_("Rabi al-Thani"),
    N_("Jumada al-Awwal"),
    N_("Jumada al-Thani"),
    N_("Rajab"),
    N_("Shaban"),
    N_("Ramadan"),
    N_("Shawwal"),
    N_("Dhu al-Qada"),
    N_("Dhu al-Hijja"),
)
_PERSIAN = (
    N_("Farvardin"),
    N_("Ordibehesht"),
    N_("Khordad"),
    N_("Tir"),
    N_("Mordad"),
    N_("Shahrivar"),
    N_("Mehr"),
    N_("Aban"),
    N_("Azar"),
    N_("Dey"),
    N_("Bahman"),
    N_("Esfand"),
)
_COPTIC = (
    N_("Thout"),
    N_("Paopi"),
    N_("Hathor"),
    N_("Koiak"),
    N_("Tobi"),
    N_("Meshir"),
    N_("Paremhat"),
    N_("Paremoude"),
    N_("Pashons"),
    N_("Paoni"),
    N_("Epip"),
    N_("Mesori"),
    N_("Pi Kogi Enavot"),
)
_ETHIOPIAN = (
    N_("Meskerem"),
    N_("Tikimt"),
    N_("Hidar"),
    N_("Tahsas"),
    N_("Ter"),
    N_("Yekatit"),
    N_("Megabit"),
    N_("Miyazia"),
    N_("Ginbot"),
    N_("Sene"),
    N_("Hamle"),
    N_("Nehasse"),
    N_("Pagumen"),
)
USUAL_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)

CALENDARS: Mapping[str, Calendar] = {
    one.name: one
    for one in (
        Calendar("islamic", _HIJRI, calendar_rules.ISLAMIC, sighted=True),
        Calendar("persian", _PERSIAN, calendar_rules.PERSIAN),
        Calendar("ethiopian", _ETHIOPIAN, calendar_rules.ETHIOPIAN),
        Calendar("coptic", _COPTIC, calendar_rules.COPTIC),
        Calendar("buddhist", USUAL_MONTHS, calendar_rules.BUDDHIST),
    )
}
"""Every calendar that can be computed here, by the word of the appearance."""

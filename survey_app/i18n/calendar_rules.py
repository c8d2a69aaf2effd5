"""The arithmetic of calendars: when each year begins and how long its months are.

Room: i18n (floor 1). Days are counted as Python counts them: 1 is 1 January of the year 1.
Source: N. Dershowitz and E. M. Reingold, Calendrical Calculations, for the tabular Islamic
(civil), Coptic and Ethiopic calendars; the 33-year rule of the Persian calendar, which gives
the leap years that Iran's almanacs printed for the years below.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

_ISLAMIC_EPOCH = 227_015  # 16 July 622 in the Julian calendar, a Friday
_COPTIC_EPOCH = 103_605  # 29 August 284, Julian
_ETHIOPIC_EPOCH = 2_796  # 29 August 8, Julian
_PERSIAN_ANCHOR = (1403, 738_965)  # 1 Farvardin 1403 was 20 March 2024

_THAI_AHEAD = 543


@dataclass(frozen=True)
class Rule:
    """The first day of a year and the lengths of its months, for the years it holds for."""

    new_year: Callable[[int], int]
    lengths: Callable[[int], tuple[int, ...]]
    first_year: int
    last_year: int


def _islamic_new_year(year: int) -> int:
    return _ISLAMIC_EPOCH + (year - 1) * 354 + (11 * year + 3) // 30


def _islamic_lengths(year: int) -> tuple[int, ...]:
    last = 30 if (11 * year + 14) % 30 < 11 else 29  # noqa: PLR2004 - 11 leap years in 30
    return (*((30, 29) * 6)[:11], last)


def _persian_is_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8  # noqa: PLR2004 - 8 leap years in 33


def _persian_new_year(year: int) -> int:
    anchor, day = _PERSIAN_ANCHOR
    leaps = sum(map(_persian_is_leap, range(min(year, anchor), max(year, anchor))))
    return day + (year - anchor) * 365 + (leaps if year > anchor else -leaps)


def _persian_lengths(year: int) -> tuple[int, ...]:
    return (*[31] * 6, *[30] * 5, 30 if _persian_is_leap(year) else 29)


def _thirteen_months(epoch: int) -> Rule:
    def new_year(year: int) -> int:
        return epoch + 365 * (year - 1) + year // 4

    def lengths(year: int) -> tuple[int, ...]:
        return (*[30] * 12, 6 if year % 4 == 3 else 5)  # noqa: PLR2004 - every fourth year

    return Rule(new_year, lengths, 1, 9990)


def _thai_new_year(year: int) -> int:
    return date(year - _THAI_AHEAD, 1, 1).toordinal()


def _thai_lengths(year: int) -> tuple[int, ...]:
    return tuple(monthrange(year - _THAI_AHEAD, month)[1] for month in range(1, 13))


ISLAMIC = Rule(_islamic_new_year, _islamic_lengths, 1, 9600)
PERSIAN = Rule(_persian_new_year, _persian_lengths, 1210, 1500)
COPTIC = _thirteen_months(_COPTIC_EPOCH)
ETHIOPIAN = _thirteen_months(_ETHIOPIC_EPOCH)
BUDDHIST = Rule(_thai_new_year, _thai_lengths, 544, 9999)

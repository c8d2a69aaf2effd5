"""Calendars agree with published dates, and every day comes back as itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.i18n.calendars import CALENDARS

# Calendrical Calculations, sample data: the same day in several calendars
PUBLISHED = [
    ("islamic", date(1992, 3, 17), (1412, 9, 13)),
    ("islamic", date(1996, 2, 25), (1416, 10, 5)),
    ("islamic", date(2038, 11, 10), (1460, 10, 12)),
    ("islamic", date(2094, 7, 18), (1518, 3, 5)),
    ("coptic", date(1992, 3, 17), (1708, 7, 8)),
    ("coptic", date(1996, 2, 25), (1712, 6, 17)),
    ("ethiopian", date(1996, 2, 25), (1988, 6, 17)),
    ("ethiopian", date(2094, 7, 18), (2086, 11, 11)),
    ("persian", date(1992, 3, 17), (1370, 12, 27)),
    ("persian", date(1996, 2, 25), (1374, 12, 6)),
    ("persian", date(2038, 11, 10), (1417, 8, 19)),
    # days that are remembered by both their names
    ("ethiopian", date(2007, 9, 12), (2000, 1, 1)),
    ("persian", date(2025, 3, 21), (1404, 1, 1)),
    ("persian", date(1979, 2, 11), (1357, 11, 22)),
    ("buddhist", date(2026, 11, 20), (2569, 11, 20)),
]


@pytest.mark.parametrize(("name", "day", "parts"), PUBLISHED)
def test_a_published_date_is_met_both_ways(name, day, parts):
    assert CALENDARS[name].parts(day) == parts
    assert CALENDARS[name].day(*parts) == day


def test_the_persian_leap_years_are_those_of_the_almanacs():
    lengths = CALENDARS["persian"].rule.lengths
    leap = [year for year in range(1350, 1412) if sum(lengths(year)) == 366]
    before = [1350, 1354, 1358, 1362, 1366, 1370]
    after = [1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408]
    assert leap == before + after


def test_a_cycle_of_thirty_islamic_years_has_eleven_long_ones():
    lengths = CALENDARS["islamic"].rule.lengths
    long = [year for year in range(1, 31) if sum(lengths(year)) == 355]
    assert long == [2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29]


@given(st.sampled_from(sorted(CALENDARS)), st.dates(date(1914, 1, 1), date(2025, 1, 1)))
def test_every_day_comes_back_as_itself(name, day):
    parts = CALENDARS[name].parts(day)
    assert parts is not None
    assert CALENDARS[name].day(*parts) == day


@given(st.sampled_from(sorted(CALENDARS)), st.dates(date(1914, 1, 1), date(2025, 1, 1)))
def test_the_next_day_is_the_next_day_in_every_calendar(name, day):
    today, tomorrow = (
        CALENDARS[name].parts(one) for one in (day, date.fromordinal(day.toordinal() + 1))
    )
    assert today < tomorrow
    assert tomorrow[2] in {1, today[2] + 1}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("islamic", (1442, 2, 30)),
        ("islamic", (1442, 13, 1)),
        ("persian", (1402, 12, 30)),
        ("coptic", (1740, 13, 6)),
        ("ethiopian", (2016, 0, 1)),
    ],
)
def test_a_day_that_a_calendar_does_not_have_is_refused(name, parts):
    with pytest.raises(ValueError):  # noqa: PT011 -- the number is the message
        CALENDARS[name].day(*parts)


def test_a_day_outside_a_calendar_has_no_parts():
    assert CALENDARS["persian"].parts(date(1700, 1, 1)) is None

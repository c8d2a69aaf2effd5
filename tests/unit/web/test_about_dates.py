"""A remembered date: precision first, and never more exact than it was said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.i18n import about_dates
from survey_app.i18n.calendars import CALENDARS
from survey_app.web.field.asking.remembered import remembered
from survey_app.web.field.forms.about_days import BOXES, MEANT, in_about_boxes

TODAY = date(2026, 11, 20)
MONTHS, YEARS = st.integers(1, 12), st.integers(1901, 2099)


def kept(precision, **boxes):
    every = {box: boxes.get(box, "years" if box == "unit" else "") for box in BOXES}
    return MEANT[precision](every, TODAY).to_text()


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (("day", {"day": "۱۴", "month": "3", "year": "۲۰۱۹"}), "2019-03-14/2019-03-14 day"),
        (("month", {"month": "2", "year": "2020"}), "2020-02-01/2020-02-29 month"),
        (("year", {"year": "٢٠٢٠"}), "2020-01-01/2020-12-31 year"),
        (("moon", {"moon": "9", "year": "2021"}), "2021-04-11/2021-05-14 moon 9 2021"),
        (("moon", {"moon": "9", "year": "1442"}), "2021-04-11/2021-05-14 moon 9 1442"),
        (("ago", {"many": "3"}), "2023-05-20/2024-05-20 ago 3 years"),
        (("ago", {"many": "5", "unit": "months"}), "2026-06-05/2026-07-05 ago 5 months"),
        (("event", {"event": "wheat", "year": "2019"}), "2019-04-01/2019-05-31 event wheat 2019"),
        (("event", {"event": "wedding"}), "../.. event wedding"),
    ],
)
def test_what_was_said_is_kept_with_the_days_it_can_mean(said, value):
    precision, boxes = said
    assert kept(precision, **boxes) == value


@given(month=MONTHS, year=YEARS)
def test_an_islamic_month_is_a_range_around_every_day_that_is_computed(month, year):
    about, islamic = about_dates.of_moon(month, year), CALENDARS["islamic"]
    days = (date(year, 1, 1) + timedelta(days=at) for at in range(365))
    of_month = [day for day in days if islamic.parts(day)[1] == month]
    begun = [day for day in of_month if islamic.parts(day)[2] == 1]
    assert begun
    assert about.first <= begun[0] - timedelta(days=2)
    assert about.last >= begun[-1] + timedelta(days=29 + 1)
    assert about.first <= of_month[0]
    assert about.last >= of_month[-1]
    assert about.last - about.first >= timedelta(days=32)


@given(
    st.one_of(
        st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(
            lambda day: about_dates.of_day(day.year, day.month, day.day)
        ),
        st.builds(about_dates.of_month, YEARS, MONTHS),
        st.builds(about_dates.of_year, YEARS),
        st.builds(about_dates.of_moon, MONTHS, YEARS | st.integers(1330, 1500)),
        st.builds(
            about_dates.of_ago,
            st.integers(0, 99),
            st.sampled_from(sorted(about_dates.UNITS)),
            st.just(TODAY),
        ),
        st.builds(
            about_dates.of_event, st.sampled_from(sorted(about_dates.EVENTS)), st.none() | YEARS
        ),
    )
)
def test_a_kept_date_is_read_back_and_its_boxes_give_it_again(about):
    text = about.to_text()
    assert about_dates.read_about_date(text) == about
    precision, *boxes = in_about_boxes(text)
    assert MEANT[precision](dict(zip(BOXES, boxes, strict=True)), TODAY).to_text() == text


@pytest.mark.parametrize(
    "said",
    [
        ("day", {"day": "31", "month": "2", "year": "2020"}),
        ("month", {"year": "2020"}),
        ("year", {"year": "1,2"}),
        ("year", {"year": "98"}),
        ("moon", {"moon": "13", "year": "2020"}),
        ("moon", {"moon": "9", "year": "98"}),
        ("event", {"event": "ramadan", "year": "98"}),
        ("ago", {"many": ""}),
        ("ago", {"many": "9999"}),
        ("event", {"event": "war", "year": "2020"}),
    ],
)
def test_what_cannot_be_is_refused_and_never_moved(said):
    precision, boxes = said
    with pytest.raises((ValueError, KeyError)):
        kept(precision, **boxes)


def test_the_page_asks_how_well_first_and_keeps_what_is_known(garden, app):
    wording = app.extensions["survey_app.desk"].wording
    said = remembered("2021-04-11/2021-05-14 moon 9 2021", wording("en"))
    assert said.striptags() == "Ramadan 2021 between 11 April 2021 and 14 May 2021"
    assert remembered("2023-05-20/2024-05-20 ago 3 years", wording("en")).startswith("about")
    assert "رمضان" in remembered("../.. event ramadan", wording("ur"))
    assert remembered("no such text", wording("en")) == "<bdi>no such text</bdi>"
    page = garden.get("/-/patterns").html
    assert page.index('value="moon" checked') < page.index("of-moon")

"""A remembered date in words: what was said, and the days that it can mean.

Room: web, field desk.
"""

from datetime import date

from markupsafe import Markup

from survey_app.i18n.about_dates import EVENTS, AboutDate, read_about_date
from survey_app.i18n.calendars import CALENDARS, USUAL_MONTHS
from survey_app.i18n.dates import long_date
from survey_app.i18n.locales import language
from survey_app.web.field.marks import N_
from survey_app.web.wording import Wording, bdi, fill_markup

BETWEEN = N_("between {first} and {last}")


def remembered(value: str, wording: Wording) -> Markup:
    """Return a kept remembered date in words; a text that is none as it stands."""
    try:
        about = read_about_date(value)
        said = _said(about, wording)
    except (ValueError, LookupError):
        return bdi(value)
    if about.precision in {"day", "month", "year"} or about.first is None or about.last is None:
        return said
    between = wording.markup(
        BETWEEN, first=_long(about.first, wording), last=_long(about.last, wording)
    )
    return Markup("{} <br>{}").format(said, between)


def _said(about: AboutDate, wording: Wording) -> Markup:
    first = about.first
    if about.precision == "ago":
        return _ago(int(about.said[0]), about.said[1], wording)
    if about.precision == "moon":
        name = CALENDARS["islamic"].months[int(about.said[0]) - 1]
        return _with_year(wording.gettext(name), about.said[1], wording)
    if about.precision == "event":
        name = wording.gettext(EVENTS[about.said[0]])
        return _with_year(name, about.said[1], wording) if about.said[1:] else bdi(name)
    if first is None:
        raise ValueError(about.precision)
    if about.precision == "day":
        return bdi(_long(first, wording))
    if about.precision == "month":
        return _with_year(wording.gettext(USUAL_MONTHS[first.month - 1]), str(first.year), wording)
    return bdi(str(first.year))


def _ago(number: int, unit: str, wording: Wording) -> Markup:
    ngettext = wording.translator.ngettext
    if unit == "years":
        said = ngettext("about {count} year ago", "about {count} years ago", number)
    else:
        said = ngettext("about {count} month ago", "about {count} months ago", number)
    return fill_markup(said, {"count": number})


def _with_year(name: str, year: str, wording: Wording) -> Markup:
    return wording.markup(N_("{month} {year}"), month=name, year=year)


def _long(day: date, wording: Wording) -> str:
    return long_date(day, language(wording.lang))

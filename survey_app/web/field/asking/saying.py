"""A kept answer in words, as it is read back or shown where it cannot be changed.

Room: web, field desk.
"""

from datetime import date

from markupsafe import Markup, escape

from survey_app.i18n.calendars import CALENDARS, Calendar
from survey_app.i18n.dates import long_date
from survey_app.i18n.locales import language
from survey_app.interview import Interview
from survey_app.web.field.asking.remembered import remembered
from survey_app.web.field.asking.uploading import KEPT
from survey_app.web.field.forms.numbers import with_thousands
from survey_app.web.field.marks import N_
from survey_app.web.looks import Look, look_of
from survey_app.web.rich_text.telling import told_in_line
from survey_app.web.wording import Wording, bdi
from survey_app.workflows.interviewing.attaching import asked_family

HIDDEN = frozenset({"masked", "hidden-answer"})
DATES = frozenset({"date", "dateTime"})
_ISO_DATE = 10

USUAL = N_("In the usual calendar: {date}")
ABOUT = N_(
    "In the usual calendar: about {date}. The month may have begun a day or two earlier or later."
)


def in_words(interview: Interview, ref: str, value: str, wording: Wording) -> Markup:
    """Return the answer `value` of the question `ref` in words."""
    question = interview.question(ref)
    look = look_of(question.appearance)
    if HIDDEN & look.words:
        return wording.markup(N_("Answered; not shown here"))
    if question.control in {"select", "select1", "rank"}:
        return _choices(interview, ref, value, numbered=question.control == "rank")
    if question.control == "upload":
        return wording.markup(KEPT[asked_family(question)])
    if "about-date" in look or question.data_type in DATES:
        return _moment(value, look, wording)
    if question.data_type in {"geotrace", "geoshape"}:
        return Markup("<br>").join(bdi(place) for place in value.split("; "))
    return bdi(_written(value, question.data_type, look))


def _written(value: str, data_type: str, look: Look) -> str:
    if data_type == "time":
        return value[:5]
    return with_thousands(value) if "thousands-sep" in look else value


def usual_date(value: str | None, look: Look, wording: Wording) -> Markup:
    """Return the sentence that tells a date of another calendar in the usual one."""
    calendar, day = CALENDARS.get(look.calendar), _day(value or "")
    if calendar is None or day is None:
        return Markup("")
    said = long_date(day, language(wording.lang))
    return wording.markup(ABOUT if calendar.sighted else USUAL, date=said)


def _choices(interview: Interview, ref: str, value: str, *, numbered: bool) -> Markup:
    labels = {choice.value: told_in_line(choice.parts) for choice in interview.choices(ref)}
    alone = interview.question(ref).control == "select1"
    chosen = [value] if alone else value.split()
    lines = [labels.get(one, escape(one)) for one in chosen]
    if numbered:
        lines = [Markup("{}. {}").format(at, line) for at, line in enumerate(lines, start=1)]
    return Markup("<br>").join(lines)


def _moment(value: str, look: Look, wording: Wording) -> Markup:
    if "about-date" in look:
        return remembered(value, wording)
    day = _day(value)
    if day is None:
        return bdi(value)
    said = bdi(long_date(day, language(wording.lang)))
    calendar = CALENDARS.get(look.calendar)
    if calendar is not None:
        said = Markup("{}<br>{}").format(_in_calendar(day, calendar, wording), said)
    time = value[_ISO_DATE + 1 : _ISO_DATE + 6]
    return Markup("{} {}").format(said, bdi(time)) if time else said


def _in_calendar(day: date, calendar: Calendar, wording: Wording) -> Markup:
    parts = calendar.parts(day)
    if parts is None:
        return Markup("")
    year, month, number = parts
    name = wording.gettext(calendar.months[month - 1])
    return wording.markup(N_("{day} {month} {year}"), day=number, month=name, year=year)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:_ISO_DATE])
    except ValueError:
        return None

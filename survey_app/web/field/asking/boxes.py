"""A kept answer as it stands in the boxes of its control.

Room: web, field desk.
Promise: what is put into the boxes is read back as the same answer.
"""

from collections.abc import Mapping
from datetime import date

from survey_app.i18n.calendars import CALENDARS
from survey_app.web.field.forms.about_days import in_about_boxes
from survey_app.web.field.forms.numbers import with_thousands
from survey_app.web.kinds import Kind
from survey_app.web.looks import Look

ISO_DATE = 10
WORDS = frozenset({"many", "many_folded", "many_sought", "rank"})
DATE_BOXES: Mapping[Kind, int] = {"year": 1, "month": 2, "date": 3, "datetime": 3}
"""How many of year, month and day have a box."""


def in_boxes(value: str | None, kind: Kind, look: Look) -> tuple[str, ...]:
    """Return what stands in the boxes; nothing for no answer.

    >>> from survey_app.web.looks import look_of
    >>> in_boxes("2021-04-13", "date", look_of("islamic"))
    ('1442', '9', '1')
    >>> in_boxes("2021-04-13T14:30:00.000", "datetime", look_of(""))
    ('2021', '4', '13', '14:30')
    """
    if not value:
        return ()
    if kind in WORDS:
        return tuple(value.split())
    if kind in DATE_BOXES:
        parts = _date_parts(value[:ISO_DATE], look.calendar)[: DATE_BOXES[kind]]
        return (*parts, value[ISO_DATE + 1 : ISO_DATE + 6]) if kind == "datetime" else parts
    if kind in {"about_date", "time"}:
        return in_about_boxes(value) if kind == "about_date" else (value[:5],)
    if kind == "places":
        return (value.replace("; ", "\n"),)
    return (with_thousands(value) if "thousands-sep" in look else value,)


def _date_parts(value: str, calendar: str) -> tuple[str, ...]:
    """Return year, month and day; what has none stands in the first box to be looked at."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value, "", ""
    usual = (day.year, day.month, day.day)
    parts = CALENDARS[calendar].parts(day) if calendar in CALENDARS else usual
    if parts is None:
        return value, "", ""
    return tuple(map(str, parts))

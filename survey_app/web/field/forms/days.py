"""Dates and times as people write them, in the usual calendar or in another one.

Room: web, field desk.
Promise: whatever the calendar on the page, the value is an ISO date.
"""

import re
from datetime import date
from typing import Any

from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from survey_app.i18n.calendars import CALENDARS
from survey_app.web.field.forms.numbers import bare_number, in_plain_digits
from survey_app.web.field.forms.typed import Answer
from survey_app.web.field.forms.words import say
from survey_app.web.field.marks import N_

FIRST_YEAR = 1000
"""In every calendar here the years that people speak of have four digits: 98 is half of one."""
FROM_YEAR, TO_YEAR = 1600, 2200
"""A date outside them, in the usual calendar, was written in the years of another calendar."""
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)\Z")
_HALF_A_DAY = re.compile(r"[1-9][:.]")
WHICH_HALF = N_(
    "Is it before noon or after noon? Write {before} before noon, and {after} after noon."
)
FAR_YEAR = N_("That year is far from ours. Look at the year: of which calendar is it?")
NO_YEAR = N_("Write the year with all its four digits.")
NO_MONTH = N_("There is no such month. Look at the month, and write the year with four digits.")
NO_DAY = N_("There is no such date. Look at the day, the month and the year in digits.")


class Hour(Answer):
    """A time of day."""

    def understood(self, text: str) -> str:
        """Return the time as HH:MM:00.000."""
        return _time_of(text)


class Year(Answer):
    """A year; stored as its first day."""

    def __init__(self, *, calendar: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.calendar = calendar

    def understood(self, text: str) -> str:
        """Return the first day of the year, YYYY-MM-DD."""
        return day_of(self.calendar, text, "1", "1", wrong=NO_YEAR)


class Day(Answer):
    """A date in boxes: year, month, and where they are asked day and time."""

    def __init__(
        self,
        *,
        boxes: tuple[str, ...] = ("year", "month", "day"),
        calendar: str = "",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.boxes = boxes
        self.calendar = calendar

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the boxes."""
        super().process(None, None, extra_filters)
        if formdata is not None and f"{self.name}-year" in formdata:
            self.typed = tuple(formdata.get(f"{self.name}-{box}", "").strip() for box in self.boxes)
        del data
        self.data = "-".join(self.typed) if any(self.typed) else None

    def understood(self, text: str) -> str:
        """Return the date as YYYY-MM-DD; without a day box, the first of the month."""
        del text
        written = dict(zip(self.boxes, self.typed, strict=True))
        wrong = NO_DAY if "day" in written else NO_MONTH
        boxes = (written["year"], written["month"], written.get("day", "1"))
        day = day_of(self.calendar, *boxes, wrong=wrong)
        return f"{day}T{_time_of(written['time'])}" if "time" in written else day


def _time_of(text: str) -> str:
    """Return the time as HH:MM:00.000; a bare 2:30, as a clock face shows it, is asked back."""
    plain = in_plain_digits(text)
    found = _TIME.match(plain)
    if found is None:
        raise ValidationError(say(N_("Write the time as hours and minutes, such as 14:30.")))
    hour, minute = int(found[1]), found[2]
    if _HALF_A_DAY.match(plain):
        before, after = f"{hour:02d}:{minute}", f"{hour + 12}:{minute}"
        raise ValidationError(say(WHICH_HALF, before=before, after=after))
    return f"{hour:02d}:{minute}:00.000"


def day_of(calendar: str, year: str, month: str, day: str, *, wrong: str = NO_DAY) -> str:
    """Return the date of three boxes as YYYY-MM-DD. Raises: ValidationError, saying `wrong`."""
    try:
        parts = [int(bare_number(part)) for part in (year, month, day)]
        made = _made(calendar, *parts)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValidationError(say(wrong)) from error
    if not FROM_YEAR <= made.year <= TO_YEAR:
        raise ValidationError(say(FAR_YEAR))
    return made.isoformat()


def _made(calendar: str, year: int, month: int, day: int) -> date:
    if year < FIRST_YEAR:
        raise ValueError(year)
    return (
        CALENDARS[calendar].day(year, month, day)
        if calendar in CALENDARS
        else date(year, month, day)
    )

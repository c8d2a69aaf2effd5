"""A remembered date as it is asked: how well it is known, then the boxes for just that.

Room: web, field desk.
Spec: docs/spec/about-dates.md.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from survey_app.i18n import about_dates
from survey_app.i18n.about_dates import AboutDate
from survey_app.web.field.forms.numbers import bare_number
from survey_app.web.field.forms.typed import Answer
from survey_app.web.field.forms.words import say
from survey_app.web.field.marks import N_

BOXES = ("day", "month", "year", "moon", "many", "unit", "event")
USUAL_UNIT = "years"
NOT_YET = N_("Write what is known in the boxes below the choice, in digits.")
HOW_WELL = N_("First choose how well the day is known.")


class AboutDay(Answer):
    """How well a day is known, and what is known of it; all boxes come, only some count."""

    def __init__(self, *, today: date, **options: Any) -> None:
        super().__init__(**options)
        self.today = today

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the choice and the boxes."""
        super().process(None, None, extra_filters)
        del data
        if formdata is not None and f"{self.name}-{BOXES[0]}" in formdata:
            boxes = (formdata.get(f"{self.name}-{box}", "").strip() for box in BOXES)
            self.typed = (formdata.get(self.name, ""), *boxes)
        said = any(part for part in self.typed if part != USUAL_UNIT)
        self.data = " ".join(self.typed) if said else None

    def understood(self, text: str) -> str:
        """Return the remembered date as it is kept."""
        del text
        precision, *boxes = self.typed
        if precision not in MEANT:
            raise ValidationError(say(HOW_WELL))
        try:
            meant = MEANT[precision](dict(zip(BOXES, boxes, strict=True)), self.today)
        except (ValueError, OverflowError, KeyError) as error:
            raise ValidationError(say(NOT_YET)) from error
        return meant.to_text()


def in_about_boxes(value: str) -> tuple[str, ...]:
    """Return what stands in the choice and the boxes of a kept remembered date.

    >>> in_about_boxes("2021-04-11/2021-05-14 moon 9 2021")
    ('moon', '', '', '2021', '9', '', 'years', '')
    """
    try:
        about = about_dates.read_about_date(value)
    except ValueError:
        return ()
    first = about.first
    said = dict(zip(_SAID.get(about.precision, ()), about.said, strict=False))
    if first is not None and about.precision in {"day", "month", "year"}:
        said["year"] = str(first.year)
        if about.precision != "year":
            said["month"] = str(first.month)
        if about.precision == "day":
            said["day"] = str(first.day)
    return (about.precision, *(said.get(box, _BLANK.get(box, "")) for box in BOXES))


_SAID: Mapping[str, tuple[str, ...]] = {
    "moon": ("moon", "year"),
    "ago": ("many", "unit"),
    "event": ("event", "year"),
}
_BLANK = {"unit": USUAL_UNIT}
_Boxes = Mapping[str, str]


def _number(boxes: _Boxes, box: str) -> int:
    return int(bare_number(boxes[box]))


def _day(boxes: _Boxes, _today: date) -> AboutDate:
    return about_dates.of_day(*(_number(boxes, box) for box in ("year", "month", "day")))


def _month(boxes: _Boxes, _today: date) -> AboutDate:
    return about_dates.of_month(_number(boxes, "year"), _number(boxes, "month"))


def _year(boxes: _Boxes, _today: date) -> AboutDate:
    return about_dates.of_year(_number(boxes, "year"))


def _moon(boxes: _Boxes, _today: date) -> AboutDate:
    return about_dates.of_moon(_number(boxes, "moon"), _number(boxes, "year"))


def _ago(boxes: _Boxes, today: date) -> AboutDate:
    return about_dates.of_ago(_number(boxes, "many"), boxes["unit"], today)


def _event(boxes: _Boxes, _today: date) -> AboutDate:
    year = _number(boxes, "year") if boxes["year"] else None
    return about_dates.of_event(boxes["event"], year)


MEANT: Mapping[str, Callable[[_Boxes, date], AboutDate]] = {
    "day": _day,
    "month": _month,
    "year": _year,
    "moon": _moon,
    "ago": _ago,
    "event": _event,
}

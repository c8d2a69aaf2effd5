"""The form of one interview page, built from its questions.

Room: web, field desk.
Promise: digits of all three sets are understood; what could not be understood is kept as it
was typed, with one sentence that says what would be.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from survey_app.i18n.digits import fold_digits
from survey_app.web.controls import Control
from survey_app.web.field.forms.words import PageForm, say
from survey_app.web.field.marks import N_

_WHOLE = re.compile(r"[-+]?\d{1,9}\Z")
_POINT = re.compile(r"[-+]?\d{1,12}(\.\d{1,9})?\Z")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)\Z")


class Answer(Field):  # type: ignore[misc]
    """What was typed, and the value it stands for; one blank answer is no answer."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.typed: tuple[str, ...] = ()
        self.data: str | list[str] | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what the page sent."""
        self.typed = tuple(valuelist)
        text = valuelist[0].replace("\r\n", "\n").strip() if valuelist else ""
        self.data = text or None

    def pre_validate(self, form: PageForm) -> None:
        """Turn a typed text into its value, or complain."""
        del form
        if isinstance(self.data, str):
            self.data = self.understood(self.data)

    def understood(self, text: str) -> str:
        """Return the value that `text` stands for. Raises: ValidationError."""
        return text


class WholeNumber(Answer):
    """Digits of any kind, without a fraction."""

    def understood(self, text: str) -> str:
        """Return the number in digits 0-9."""
        plain = _bare_number(text)
        if not _WHOLE.match(plain):
            raise ValidationError(say(N_("Write the number in digits, such as 12.")))
        return str(int(plain))


class PointNumber(Answer):
    """A number that may have a fraction."""

    def understood(self, text: str) -> str:
        """Return the number in digits 0-9 with a point."""
        plain = _bare_number(text).replace("٫", ".")
        if not _POINT.match(plain):
            raise ValidationError(
                say(N_("Write the number in digits with a point, such as 1.5, and no comma."))
            )
        return plain.lstrip("+")


class Year(WholeNumber):
    """A year; stored as its first day."""

    def understood(self, text: str) -> str:
        """Return the first day of the year, YYYY-01-01."""
        return _day_of(text, "1", "1")


class Hour(Answer):
    """A time of day."""

    def understood(self, text: str) -> str:
        """Return the time as HH:MM:00.000."""
        found = _TIME.match(fold_digits(text))
        if found is None:
            raise ValidationError(say(N_("Write the time as hours and minutes, such as 14:30.")))
        return f"{int(found[1]):02d}:{found[2]}:00.000"


class Choice(Answer):
    """One of the choices shown; anything else did not come from our page."""

    def __init__(self, *, values: Sequence[str] = (), **options: Any) -> None:
        super().__init__(**options)
        self.values = frozenset(values)

    def understood(self, text: str) -> str:
        """Return the choice."""
        if text not in self.values:
            raise ValidationError(say(N_("Choose one of the answers shown.")))
        return text


class Choices(Choice):
    """Any number of the choices shown."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take every choice, in the order of the page."""
        self.typed = tuple(value for value in valuelist if value)
        self.data = list(self.typed) or None

    def pre_validate(self, form: PageForm) -> None:
        """Complain about a value that was not shown."""
        del form
        for value in self.typed:
            self.understood(value)


class Day(Answer):
    """A date in two or three boxes: year, month and, if asked, day."""

    def __init__(self, *, with_day: bool = True, **options: Any) -> None:
        super().__init__(**options)
        self.with_day = with_day

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the boxes."""
        super().process(None, None, extra_filters)
        boxes = ("year", "month", "day") if self.with_day else ("year", "month")
        if formdata is not None and f"{self.name}-year" in formdata:
            self.typed = tuple(formdata.get(f"{self.name}-{box}", "").strip() for box in boxes)
        del data
        self.data = "-".join(self.typed) if any(self.typed) else None

    def understood(self, text: str) -> str:
        """Return the date as YYYY-MM-DD; without a day box, the first of the month."""
        del text
        year, month, *day = self.typed
        return _day_of(year, month, day[0] if day else "1")


def answer_form(controls: Sequence[Control]) -> PageForm:
    """Return the form of a page with these questions, filled with what was sent."""
    fields = {
        control.name: _field(control)
        for control in controls
        if control.kind not in {"note", "unsupported", "upload"} and not control.readonly
    }
    form: PageForm = type("AnswerForm", (PageForm,), fields)()
    return form


def _field(control: Control) -> Any:
    if control.kind in {"one", "one_of_many", "scale"}:
        return Choice(values=[option.value for option in control.options])
    if control.kind == "many":
        return Choices(values=[option.value for option in control.options])
    if control.kind == "acknowledge":
        return Choice(values=["OK"])
    if control.kind in {"date", "month"}:
        return Day(with_day=control.kind == "date")
    return TYPED.get(control.kind, Answer)()


TYPED: Mapping[str, type[Answer]] = {
    "integer": WholeNumber,
    "decimal": PointNumber,
    "year": Year,
    "time": Hour,
}


def _bare_number(text: str) -> str:
    return fold_digits(text).replace("−", "-").replace(" ", "")


def _day_of(year: str, month: str, day: str) -> str:
    try:
        parts = [int(_bare_number(part)) for part in (year, month, day)]
        return date(*parts).isoformat()
    except (TypeError, ValueError) as error:
        raise ValidationError(
            say(N_("There is no such date. Look at the day, the month and the year in digits."))
        ) from error

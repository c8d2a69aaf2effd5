"""The form of one interview page, built from its questions.

Room: web, field desk.
Promise: digits of all three sets are understood; what could not be understood is kept as it
was typed, with one sentence that says what would be.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from survey_app.web.controls import Control
from survey_app.web.field.desk import the_desk
from survey_app.web.field.forms.about_days import AboutDay
from survey_app.web.field.forms.days import Day, Hour, Year
from survey_app.web.field.forms.numbers import Digits, Number, PointNumber, WholeNumber
from survey_app.web.field.forms.places import Place, Places
from survey_app.web.field.forms.typed import Answer, AnyChoices, Choice, Choices
from survey_app.web.field.forms.words import PageForm
from survey_app.web.kinds import Kind

Maker = Callable[[Control], Answer]


def answer_form(controls: Sequence[Control]) -> PageForm:
    """Return the form of a page with these questions, filled with what was sent."""
    fields = {
        control.name: _field(control)
        for control in controls
        if control.open and control.kind != "upload"
    }
    # every wish of a page was asked for its proof before it came here
    form: PageForm = type("AnswerForm", (PageForm,), fields)(meta={"csrf": False})
    return form


def _field(control: Control) -> Answer:
    return FIELDS[control.kind](control) if control.kind in FIELDS else Answer()


def _one_shown(control: Control) -> Answer:
    return Choice(values=[option.value for option in control.options])


def _any_shown(control: Control) -> Answer:
    return Choices(values=[option.value for option in control.options])


def _number(control: Control) -> Number:
    kind = WholeNumber if control.whole else PointNumber
    return kind(separated="thousands-sep" in control.look)


def _day(*boxes: str) -> Maker:
    return lambda control: Day(boxes=boxes, calendar=control.look.calendar, **_untouched(control))


def _about(control: Control) -> Answer:
    return AboutDay(today=the_desk().clock.now().date(), **_untouched(control))


def _untouched(control: Control) -> dict[str, Any]:
    return {"kept": control.kept, "drawn": control.drawn}


FIELDS: Mapping[Kind, Maker] = {
    "one": _one_shown,
    "one_of_many": _one_shown,
    "scale": _one_shown,
    "rating": _one_shown,
    "many": _any_shown,
    "many_folded": _any_shown,
    # of a list that is looked through the page holds a part; the interview knows all of it
    "many_sought": lambda _control: AnyChoices(),
    "rank": _any_shown,
    "slider": _number,
    "integer": _number,
    "decimal": _number,
    "digits": lambda _control: Digits(),
    "year": lambda control: Year(calendar=control.look.calendar, **_untouched(control)),
    "month": _day("year", "month"),
    "date": _day("year", "month", "day"),
    "datetime": _day("year", "month", "day", "time"),
    "about_date": _about,
    "time": lambda control: Hour(**_untouched(control)),
    "place": lambda _control: Place(),
    "places": lambda control: Places(closed=control.closes),
    "acknowledge": lambda _control: Choice(values=["OK"]),
}
"""How each kind of control is read; a kind that is not here is text as it was typed."""

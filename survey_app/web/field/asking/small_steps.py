"""Buttons inside one question: they change its answer a little and the page stays.

Room: web, field desk. They are ordinary buttons of the page's form, so they work without a
script.
Promise: the new answer is committed before the reply shows it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from survey_app.web.controls import Control
from survey_app.web.field.asking import taking
from survey_app.web.field.asking.naming import by_field_name, number_in
from survey_app.web.field.asking.place import Sheet
from survey_app.web.field.pending import Pending
from survey_app.workflows.interviewing.sitting import Sitting

Change = Callable[[Control, str, int], str | list[str] | None]


def step(sitting: Sitting, sheet: Sheet, pending: Pending, verb: str, object_: str) -> Pending:
    """Do the small step `verb` (more, less, up, down, keep); return what is pending then.

    `object_` is the field's name, and for a place in an order the number of the choice.
    """
    name, _, number = object_.partition(":")
    ref = by_field_name(sheet.screen.refs).get(name)
    control = next((one for one in sheet.controls if one.name == name and one.open), None)
    if ref is None or control is None or ref in pending.typed:
        return pending
    place = number_in(number) or 0
    present = str(sitting.interview.value(ref) or "")
    changed = STEPS[verb](control, present, place)
    if changed is not None:
        pending = taking.put(sitting, ref, changed, pending)
    return replace(pending, stand_at=_stand_at(control, verb, place))


def _stand_at(control: Control, verb: str, place: int) -> str:
    """Return the id of the button to stand at: with a choice that moved, not with its place."""
    if verb not in {"up", "down"}:
        return f"{control.name}-{verb}"
    place += 1 if verb == "down" else -1
    last = len(control.options)
    onward = {1: "down", last: "up"}.get(place, verb)
    return f"{control.name}-{min(max(place, 1), last)}-{onward}"


def _more(_control: Control, present: str, _place: int) -> str | None:
    return _counted(present, 1)


def _less(_control: Control, present: str, _place: int) -> str | None:
    return _counted(present, -1)


def _counted(present: str, by: int) -> str | None:
    """Return the next number; none below 0, and the first press down says 0."""
    number = int(present) if present.lstrip("-").isdecimal() else 0
    return str(number + by) if number + by >= 0 else present or "0"


def _up(control: Control, _present: str, place: int) -> list[str] | None:
    return _moved(control, place, -1)


def _down(control: Control, _present: str, place: int) -> list[str] | None:
    return _moved(control, place, 1)


def _keep(control: Control, _present: str, _place: int) -> list[str] | None:
    return _moved(control, 1, 0)


def _moved(control: Control, place: int, by: int) -> list[str] | None:
    """Return the order of the page with one choice moved; the ends are fixed."""
    order = [option.value for option in control.options]
    here, there = place - 1, place - 1 + by
    if not (0 <= here < len(order) and 0 <= there < len(order)):
        return None
    order.insert(there, order.pop(here))
    return order


STEPS: Mapping[str, Change] = {
    "more": _more,
    "less": _less,
    "up": _up,
    "down": _down,
    "keep": _keep,
}

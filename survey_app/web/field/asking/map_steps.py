"""Presses on a map and the buttons below it.

Room: web, field desk. They are ordinary buttons of the page's form, so they work without a
script: a picture that is a button sends where it was pressed.
Promise: only a press and "take the middle" are answers; looking around is none.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from survey_app.web.field.asking import taking
from survey_app.web.field.asking.maps import maps_of
from survey_app.web.field.asking.naming import by_field_name
from survey_app.web.field.asking.place import Sheet
from survey_app.web.field.charts import Charts, Place
from survey_app.web.field.pending import Pending
from survey_app.web.field.visits import Visit
from survey_app.web.map_picture import NARROW, SIDES
from survey_app.web.mercator import View
from survey_app.workflows.interviewing.sitting import Sitting

PRESS = "press"
_STEP = NARROW // 2
_SPOT = re.compile(r"[0-9]{1,4}\Z")


def pressed(sent: Mapping[str, str]) -> str:
    """Return the wish of a press on a picture, "" when none was pressed.

    A key pressed on a picture is sent as a press on its corner; it means no place.

    >>> pressed({"q-home_press_5f0a_280.x": "12", "q-home_press_5f0a_280.y": "30"})
    'press:q-home:5f0a:280:12:30'
    >>> pressed({"q-home_press_5f0a_280.x": "0", "q-home_press_5f0a_280.y": "0"})
    'press:q-home:5f0a:280::'
    """
    for key, across in sent.items():
        stem, dot, axis = key.rpartition(".")
        name, found, picture = stem.rpartition("_press_")
        if dot and found and axis == "x":
            down = sent.get(f"{stem}.y", "")
            spot = ":" if across == down == "0" else f"{across}:{down}"
            return f"{PRESS}:{name}:{picture.replace('_', ':')}:{spot}"
    return ""


def step(visit: Visit, sitting: Sitting, sheet: Sheet, verb: str, object_: str) -> Pending:
    """Do what a press or a button of the map says; return what is pending then."""
    name, _, where = object_.partition(":")
    ref = by_field_name(sheet.screen.refs).get(name)
    if ref is None or not any(one.name == name and one.map for one in sheet.controls):
        return visit.pending
    pending, charts = visit.pending, maps_of(visit)
    if verb == PRESS:
        place = _pressed_place(charts, where)
        if place is not None:
            pending = _put(sitting, ref, place, pending)
            charts.stay(ref, str(sitting.interview.value(ref) or ""))
        return replace(pending, stand_at=f"{name}-map")
    view = charts.chart(ref, str(sitting.interview.value(ref) or "")).view
    if verb in LOOKS:
        charts.look(ref, LOOKS[verb](view))
    else:
        pending = _put(sitting, ref, (view.latitude, view.longitude), pending)
    return replace(pending, stand_at=f"{name}-{verb}")


def _put(sitting: Sitting, ref: str, place: Place, pending: Pending) -> Pending:
    return taking.put(sitting, ref, "{:.5f} {:.5f}".format(*place), pending)


def _pressed_place(charts: Charts, where: str) -> Place | None:
    """Return the place below a press; none for a picture that is gone, or a spot beside it."""
    mark, *numbers = where.split(":")
    chart = charts.marked(mark)
    if chart is None or len(numbers) != len(("side", "across", "down")):
        return None
    if not all(_SPOT.match(number) for number in numbers):
        return None
    side, across, down = map(int, numbers)
    inside = side in SIDES and across <= side and down <= side
    return chart.view.under(side, across, down) if inside else None


LOOKS: Mapping[str, Callable[[View], View]] = {
    "map-nearer": lambda view: replace(view, zoom=view.zoom + 1),
    "map-farther": lambda view: replace(view, zoom=view.zoom - 1),
    "map-north": lambda view: view.moved(0, -_STEP),
    "map-south": lambda view: view.moved(0, _STEP),
    "map-west": lambda view: view.moved(-_STEP, 0),
    "map-east": lambda view: view.moved(_STEP, 0),
}
STEPS = frozenset({PRESS, "map-middle", *LOOKS})

"""Functions on points, lines and shapes on the earth.

Room: xpath.
Spec: ODK XForms 1.0. A point is "latitude longitude [altitude accuracy]", a shape is points
with semicolons between. Unit: metres and square metres on a sphere of 6,378,100 m.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from math import acos, cos, nan, radians, sin
from typing import NamedTuple

from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.evaluation import Context, Evaluate, Value
from survey_app.xpath.values import text_of

_RADIUS = 6_378_100
_FEWEST_CORNERS = 3


class Point(NamedTuple):
    """A place on the earth. Unit: degrees."""

    latitude: float
    longitude: float


def _points(value: Value) -> Sequence[Point] | None:
    """Return the points of a text or of nodes; None when any of it is no point."""
    if isinstance(value, str | float | bool | datetime):
        texts = [text_of(value)]
    else:
        texts = [node.text() for node in value]
    found = [_point(part) for text in texts for part in text.strip().rstrip(";").split(";") if part]
    if any(point is None for point in found):
        return None
    return [point for point in found if point is not None]


def _point(text: str) -> Point | None:
    parts = text.split()
    if not parts or len(parts) == 1:
        return None
    try:
        latitude, longitude = float(parts[0]), float(parts[1])
    except ValueError:
        return None
    if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004 - the globe ends there
        return None
    return Point(latitude, longitude)


def _all_points(arguments: Arguments) -> Callable[[Context], Sequence[Point] | None]:
    values = arguments.values()

    def collect(context: Context) -> Sequence[Point] | None:
        lists = [_points(value(context)) for value in values]
        if any(points is None for points in lists):
            return None
        return [point for points in lists for point in points or ()]

    return collect


def _area(arguments: Arguments) -> Evaluate:
    collect = _all_points(arguments)

    def compute(context: Context) -> float:
        points = collect(context)
        if points is None or len(points) < _FEWEST_CORNERS:
            return 0.0
        ring = [*points, points[0]]
        total = sum(
            radians(after.longitude - before.longitude)
            * (2 + sin(radians(before.latitude)) + sin(radians(after.latitude)))
            for before, after in pairwise(ring)
        )
        return round(abs(total * _RADIUS * _RADIUS / 2), 2)

    return compute


def _distance(arguments: Arguments) -> Evaluate:
    collect = _all_points(arguments)

    def compute(context: Context) -> float:
        points = collect(context)
        if points is None:
            return nan
        return round(sum((_between(one, other) for one, other in pairwise(points)), start=0.0), 2)

    return compute


def _between(one: Point, other: Point) -> float:
    if one == other:
        return 0.0
    north, south = radians(one.latitude), radians(other.latitude)
    turn = radians(other.longitude - one.longitude)
    cosine = sin(north) * sin(south) + cos(north) * cos(south) * cos(turn)
    return acos(max(-1.0, min(1.0, cosine))) * _RADIUS


def _geofence(arguments: Arguments) -> Evaluate:
    point, shape = arguments.value(0), arguments.value(1)

    def decide(context: Context) -> bool:
        places, ring = _points(point(context)), _points(shape(context))
        if not places or not ring or ring[0] != ring[-1]:
            return False
        return _inside(places[0], ring)

    return decide


def _inside(point: Point, ring: Sequence[Point]) -> bool:
    """Say whether a ray from the point crosses the ring an odd number of times."""
    inside = False
    for one, other in pairwise(ring):
        if (one.longitude > point.longitude) == (other.longitude > point.longitude):
            continue
        slope = (other.latitude - one.latitude) / (other.longitude - one.longitude)
        if point.latitude < one.latitude + slope * (point.longitude - one.longitude):
            inside = not inside
    return inside


FUNCTIONS: Mapping[str, Function] = {
    "area": Function(Kind.NUMBER, 1, None, _area),
    "distance": Function(Kind.NUMBER, 1, None, _distance),
    "geofence": Function(Kind.TRUTH, 2, 2, _geofence),
}

"""Functions on points, lines and shapes on the earth.

Room: xpath.
Spec: ODK XForms 1.0. A point is "latitude longitude [altitude accuracy]", a shape is points
with semicolons between. Unit: metres and square metres on a sphere of 6,378,100 m.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import acos, cos, radians, sin

from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.errors import EvaluationError
from survey_app.xpath.evaluation import Context, Evaluate
from survey_app.xpath.functions.crossings import crosses_itself
from survey_app.xpath.functions.points import Point, points_of
from survey_app.xpath.syntax import Literal

_RADIUS = 6_378_100
_FEWEST_CORNERS = 3


def _all_points(arguments: Arguments) -> Callable[[Context], Sequence[Point] | None]:
    values = arguments.values()

    def collect(context: Context) -> Sequence[Point] | None:
        lists = [points_of(value(context)) for value in values]
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
    for written in arguments.expressions:
        if isinstance(written, Literal) and not points_of(written.text):
            raise EvaluationError(function="distance")  # refused with the form that says so
    collect = _all_points(arguments)

    def compute(context: Context) -> float:
        points = collect(context)
        if points is None:
            raise EvaluationError(function="distance")
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
        places, ring = points_of(point(context)), points_of(shape(context))
        if not places or not ring or ring[0] != ring[-1]:
            return False
        return _inside(places[0], ring)

    return decide


def _intersects(arguments: Arguments) -> Evaluate:
    line = arguments.value(0)
    return lambda context: crosses_itself(points_of(line(context)) or ())


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


_AREA = Function(Kind.NUMBER, 1, None, _area)

FUNCTIONS: Mapping[str, Function] = {
    "area": _AREA,
    "enclosed-area": _AREA,
    "distance": Function(Kind.NUMBER, 1, None, _distance),
    "geofence": Function(Kind.TRUTH, 2, 2, _geofence),
    "intersects": Function(Kind.TRUTH, 1, 1, _intersects),
}

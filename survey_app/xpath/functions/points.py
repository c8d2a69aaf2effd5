"""Points on the earth, read from text or from nodes.

Room: xpath.
Spec: ODK XForms 1.0. A point is "latitude longitude [altitude accuracy]", a shape is points
with semicolons between.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from survey_app.xpath.evaluation import Value
from survey_app.xpath.values import text_of


class Point(NamedTuple):
    """A place on the earth. Unit: degrees."""

    latitude: float
    longitude: float


def points_of(value: Value) -> Sequence[Point] | None:
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

"""Whether a line on the earth crosses or touches itself.

Room: xpath.
Spec: docs/spec/form-definition.md, "Expressions"; the function `intersects` of newer ODK tools.
Promise: lines of thousands of points are decided in well under a second.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from survey_app.xpath.functions.points import Point


class _Segment(NamedTuple):
    """A piece of the line between two neighbouring points; `at` counts along the line."""

    start: Point
    end: Point
    at: int

    @property
    def south(self) -> float:
        return min(self.start.latitude, self.end.latitude)

    @property
    def north(self) -> float:
        return max(self.start.latitude, self.end.latitude)


def crosses_itself(points: Sequence[Point]) -> bool:
    """Say whether any two pieces of a line share more than the point that joins them.

    >>> crosses_itself([Point(0, 0), Point(2, 2), Point(0, 2), Point(2, 0)])
    True
    >>> crosses_itself([Point(0, 0), Point(0, 2), Point(2, 2), Point(2, 0), Point(0, 0)])
    False
    """
    moves = [pair for pair in pairwise(points) if pair[0] != pair[1]]
    pieces = [_Segment(start, end, at) for at, (start, end) in enumerate(moves)]
    closed = len(pieces) > 2 and pieces[0].start == pieces[-1].end  # noqa: PLR2004 - a triangle
    by_south = sorted(pieces, key=lambda piece: piece.south)
    for place, one in enumerate(by_south):
        for other in by_south[place + 1 :]:
            if other.south > one.north:
                break
            first, then = sorted((one, other), key=lambda piece: piece.at)
            joined = then.at == first.at + 1
            ring = closed and first.at == 0 and then.at == len(pieces) - 1
            if _folds_back(first, then) if joined else not ring and _meet(first, then):
                return True
    return False


def _turn(one: Point, other: Point, third: Point) -> float:
    """Return more than 0 for a turn one way, less for the other, 0 for no turn."""
    return (other.longitude - one.longitude) * (third.latitude - one.latitude) - (
        third.longitude - one.longitude
    ) * (other.latitude - one.latitude)


def _on(piece: _Segment, point: Point) -> bool:
    """Say whether a point lies on a piece."""
    west, east = sorted((piece.start.longitude, piece.end.longitude))
    return (
        _turn(piece.start, piece.end, point) == 0
        and west <= point.longitude <= east
        and piece.south <= point.latitude <= piece.north
    )


def _meet(one: _Segment, other: _Segment) -> bool:
    if max(one.start.longitude, one.end.longitude) < min(
        other.start.longitude, other.end.longitude
    ):
        return False
    ends = _on(one, other.start), _on(one, other.end), _on(other, one.start), _on(other, one.end)
    if any(ends):
        return True
    apart = _turn(one.start, one.end, other.start) * _turn(one.start, one.end, other.end)
    across = _turn(other.start, other.end, one.start) * _turn(other.start, other.end, one.end)
    return apart < 0 and across < 0


def _folds_back(first: _Segment, then: _Segment) -> bool:
    """Say whether a piece goes back over the one before it."""
    return _on(first, then.end) or _on(then, first.start)

"""Numbers for the places of a form, so that a running interview finds a node by its number.

Room: xform.
Spec: docs/spec/form-definition.md, "Seats". All places outside repeats share one home; each
instance of a repeat is a home of its own. In its home a place has one number, its seat.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from survey_app.xform.instance import InitialNode
from survey_app.xform.paths import is_within, parent_path

TOP = ""
"""The home of all places outside repeats; the others are named by the path of their repeat."""


class Seat(NamedTuple):
    """Where a place sits: its home, and its number there."""

    home: str
    number: int


@dataclass(frozen=True)
class Seats:
    """The seats of a form.

    `places` holds every place that stands at most once in its home; `sizes` the number of seats
    of each home; `outer` the home around each repeat. The instance of a repeat sits in its own
    home.
    """

    places: Mapping[str, Seat]
    sizes: Mapping[str, int]
    outer: Mapping[str, str]

    def home_of(self, path: str) -> str:
        """Return the home of any place, with a seat or without."""
        seat = self.places.get(path)
        if seat is not None:
            return seat.home
        here = path
        while here and here not in self.outer:
            here = parent_path(here)
        return here

    def hops(self, start: str, end: str) -> int | None:
        """Return how many homes lie between an inner and an outer one; None if none leads there."""
        hops = 0
        while start != end:
            if start == TOP:
                return None
            start = self.outer[start]
            hops += 1
        return hops


def seats_of(initial: InitialNode, repeats: AbstractSet[str]) -> Seats:
    """Return the seats of the form that begins as `initial`."""
    places: dict[str, Seat] = {}
    sizes: dict[str, int] = dict.fromkeys((TOP, *sorted(repeats)), 0)
    crowded = {path for path in _crowded(initial, "") if path not in repeats}
    for path, home in _homes(initial, "", TOP, repeats):
        if path not in places and not _is_crowded(path, home, crowded):
            places[path] = Seat(home, sizes[home])
            sizes[home] += 1
    return Seats(places, sizes, {path: _outer(path, repeats) for path in repeats})


def _homes(
    initial: InitialNode, above: str, home: str, repeats: AbstractSet[str]
) -> Iterator[tuple[str, str]]:
    """Yield every place with its home, in document order; some more than once."""
    path = f"{above}/{initial.name}"
    home = path if path in repeats else home
    yield path, home
    for child in initial.children:
        yield from _homes(child, path, home, repeats)


def _crowded(initial: InitialNode, above: str) -> Iterator[str]:
    """Yield the places that stand more than once beside each other."""
    path = f"{above}/{initial.name}"
    seen: set[str] = set()
    for child in initial.children:
        if child.name in seen:
            yield f"{path}/{child.name}"
        seen.add(child.name)
        yield from _crowded(child, path)


def _is_crowded(path: str, home: str, crowded: AbstractSet[str]) -> bool:
    return any(path == one or (is_within(path, one) and len(one) > len(home)) for one in crowded)


def _outer(repeat: str, repeats: AbstractSet[str]) -> str:
    here = parent_path(repeat)
    while here and here not in repeats:
        here = parent_path(here)
    return here

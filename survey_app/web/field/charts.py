"""The maps of the open interview, and what part of them each question shows just now.

Room: web, field desk. Lives in the visit: a view of a map is no answer, so it is in no draft and
in no address.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from survey_app.media import MapLayer, is_map_layer, read_layer
from survey_app.media.errors import MapLayerError
from survey_app.web.map_picture import NARROW
from survey_app.web.mercator import View

Place = tuple[float, float]


@dataclass(frozen=True)
class Chart:
    """What one question shows; `mark` is the name of its picture, new with each change."""

    view: View
    place: Place | None
    mark: str


@dataclass
class Charts:
    """The layers of a form, those that cannot be read, and the charts of its questions."""

    layers: tuple[MapLayer, ...] = ()
    damaged: tuple[str, ...] = ()
    _charts: dict[str, Chart] = field(default_factory=dict)

    @property
    def lowest(self) -> int:
        """Return the farthest zoom of any layer."""
        return min(layer.lowest for layer in self.layers)

    @property
    def highest(self) -> int:
        """Return the nearest zoom of any layer."""
        return max(layer.highest for layer in self.layers)

    def chart(self, ref: str, value: str) -> Chart:
        """Return what the question `ref` with the answer `value` shows."""
        place, present = place_of(value), self._charts.get(ref)
        if present is None:
            return self._keep(ref, self._opening(place), place)
        if present.place == place:
            return present
        return self._keep(ref, _with(present.view, place), place)

    def look(self, ref: str, view: View) -> None:
        """Show another part of the map at the question `ref`."""
        zoom = min(max(view.zoom, self.lowest), self.highest)
        self._keep(ref, replace(view, zoom=zoom), self._charts[ref].place)

    def stay(self, ref: str, value: str) -> None:
        """Mark the new answer of the question `ref` and leave the map where it is."""
        self._keep(ref, self._charts[ref].view, place_of(value))

    def marked(self, mark: str) -> Chart | None:
        """Return the chart whose picture is called `mark`; none when it has changed since."""
        return next((one for one in self._charts.values() if one.mark == mark), None)

    def _opening(self, place: Place | None) -> View:
        first = self.layers[0]
        if place is None:
            return View(first.latitude, first.longitude, first.zoom)
        return View(*place, first.zoom)

    def _keep(self, ref: str, view: View, place: Place | None) -> Chart:
        self._charts[ref] = Chart(view, place, secrets.token_hex(8))
        return self._charts[ref]


def charts_of(files: Mapping[str, bytes]) -> Charts:
    """Return the maps among the files of a form."""
    layers: list[MapLayer] = []
    damaged: list[str] = []
    for name in sorted(filter(is_map_layer, files)):
        try:
            layers.append(read_layer(files[name]))
        except MapLayerError:
            damaged.append(name)
    return Charts(tuple(layers), tuple(damaged))


def place_of(value: str) -> Place | None:
    """Return latitude and longitude of an answer.

    >>> place_of("31.5 74.3 0 0"), place_of("")
    ((31.5, 74.3), None)
    """
    parts = value.split()[:2]
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    return latitude, longitude


def _with(view: View, place: Place | None) -> View:
    """Return the view, moved only when the place would not be seen in it."""
    if place is None:
        return view
    seen = all(0 <= part < NARROW for part in view.spot(NARROW, *place))
    return view if seen else replace(view, latitude=place[0], longitude=place[1])

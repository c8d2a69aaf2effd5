"""Where a place lies on a map: degrees to pixels and back.

Room: web. Arithmetic only.
Source: Web Mercator (EPSG:3857) as tiles use it: the world is a square of 256 pixels at zoom 0
and doubles with each zoom.
"""

import math
from dataclasses import dataclass, replace

TILE = 256
LAST_LATITUDE = 85.05112
"""The square ends here; nearer to the poles there is no map."""


@dataclass(frozen=True)
class View:
    """What a picture of the map shows: its middle in degrees, and how near."""

    latitude: float
    longitude: float
    zoom: int

    def corner(self, side: int) -> tuple[int, int]:
        """Return the pixel of the world at the upper corner in the west of a square picture."""
        across, down = pixels_of(self.latitude, self.longitude, self.zoom)
        return round(across - side / 2), round(down - side / 2)

    def under(self, side: int, across: float, down: float) -> tuple[float, float]:
        """Return latitude and longitude below a point of the picture, counted from its corner."""
        west, north = self.corner(side)
        return degrees_of(west + across, north + down, self.zoom)

    def spot(self, side: int, latitude: float, longitude: float) -> tuple[float, float]:
        """Return the point of the picture where a place lies; it may lie outside."""
        west, north = self.corner(side)
        across, down = pixels_of(latitude, longitude, self.zoom)
        return across - west, down - north

    def moved(self, across: int, down: int) -> "View":
        """Return the view so many pixels to the east and to the south."""
        here = pixels_of(self.latitude, self.longitude, self.zoom)
        latitude, longitude = degrees_of(here[0] + across, here[1] + down, self.zoom)
        return replace(self, latitude=latitude, longitude=longitude)


def pixels_of(latitude: float, longitude: float, zoom: int) -> tuple[float, float]:
    """Return how many pixels a place lies from the west and from the north of the world.

    >>> pixels_of(0, 0, 0), pixels_of(0, -180, 3)
    ((128.0, 128.0), (0.0, 1024.0))
    """
    world = TILE * 2**zoom
    bounded = math.radians(min(max(latitude, -LAST_LATITUDE), LAST_LATITUDE))
    down = (1 - math.asinh(math.tan(bounded)) / math.pi) / 2
    return (longitude + 180) / 360 * world, down * world


def degrees_of(across: float, down: float, zoom: int) -> tuple[float, float]:
    """Return latitude and longitude of a pixel of the world; beyond its edge, of the edge.

    >>> degrees_of(128, 128, 0), degrees_of(-5, 128, 0)
    ((0.0, 0.0), (0.0, -180.0))
    """
    world = TILE * 2**zoom
    part = min(max(across / world, 0.0), 1.0), min(max(down / world, 0.0), 1.0)
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * part[1]))))
    return latitude, part[0] * 360 - 180

"""The picture of a map: its tiles and the mark of the answer in one SVG document.

Room: web.
Promise: the document names nothing outside itself; it is made of tiles that stand in it.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey_app.media import MapLayer, Tile, tiles_of
from survey_app.web.mercator import TILE, View

NARROW, WIDE = 280, 560
SIDES = (NARROW, WIDE)
"""A picture is shown pixel by pixel, so that a press says where it was without a script."""


@dataclass(frozen=True)
class MapSheet:
    """A map as a question shows it; `mark` names its picture in the address, and says nothing."""

    mark: str
    credits: tuple[str, ...] = ()
    nearest: bool = False
    farthest: bool = False
    sides: tuple[int, ...] = SIDES


def map_picture(
    layers: Sequence[MapLayer], view: View, side: int, place: tuple[float, float] | None
) -> str:
    """Return the SVG of `view`, `side` pixels wide and high, `place` marked.

    Where several layers have the same tile the first one shows.

    Raises: MapLayerError.
    """
    west, north = view.corner(side)
    wanted = _wanted(west, north, side, view.zoom)
    tiles: dict[Tile, tuple[str, bytes]] = {}
    for layer in layers:
        tiles.update(tiles_of(layer, [tile for tile in wanted if tile not in tiles]))
    shown = "".join(_image(tile, tiles, west, north) for tile in wanted if tile in tiles)
    spot = "" if place is None else _mark(*view.spot(side, *place))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" '
        f'viewBox="0 0 {side} {side}"><rect width="{side}" height="{side}" fill="#e9e6df"/>'
        f"{shown}{_cross(side // 2)}{spot}</svg>"
    )


def _wanted(west: int, north: int, side: int, zoom: int) -> list[Tile]:
    edge = 2**zoom
    columns = range(max(west // TILE, 0), min((west + side - 1) // TILE + 1, edge))
    rows = range(max(north // TILE, 0), min((north + side - 1) // TILE + 1, edge))
    return [(zoom, column, row) for row in rows for column in columns]


def _image(tile: Tile, tiles: Mapping[Tile, tuple[str, bytes]], west: int, north: int) -> str:
    kind, data = tiles[tile]
    _, column, row = tile
    return (
        f'<image x="{column * TILE - west}" y="{row * TILE - north}" width="{TILE}" '
        f'height="{TILE}" href="data:{kind};base64,{b64encode(data).decode()}"/>'
    )


def _cross(middle: int) -> str:
    path = f"M{middle - 9} {middle}h18M{middle} {middle - 9}v18"
    return (
        f'<path d="{path}" stroke="#fff" stroke-width="4"/>'
        f'<path d="{path}" stroke="#333" stroke-width="1.5"/>'
    )


def _mark(across: float, down: float) -> str:
    return (
        f'<g transform="translate({across:.1f} {down:.1f})" fill="none">'
        '<circle r="11" stroke="#fff" stroke-width="6"/>'
        '<circle r="11" stroke="#a3261b" stroke-width="3"/>'
        '<circle r="3" fill="#a3261b" stroke="#fff"/></g>'
    )

"""A map that comes as a file: its facts and its tiles, read in memory.

Room: media. The file is another person's: it is only read, never written, never attached.
Spec: docs/spec/map-layers.md; MBTiles 1.3 (pictures only).
Promise: whatever the bytes are, reading ends in bounded time with tiles or a MapLayerError.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from survey_app.media.errors import MapLayerError

LARGEST_LAYER = 64 * 1024 * 1024
LARGEST_TILE = 1024 * 1024
DEEPEST_ZOOM = 22
MOST_STEPS = 20_000_000  # of SQLite's machine, for one reading
_STEPS_AT_ONCE = 10_000
_LONGEST_CREDIT = 200
_POLE = 90
_MAGIC = b"SQLite format 3\x00"
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}

Tile = tuple[int, int, int]
"""Zoom, column from the west, row from the north."""


@dataclass(frozen=True)
class MapLayer:
    """One map. `latitude`, `longitude` and `zoom` are where it wants to be opened.

    `credit` names whoever made it, as plain text.
    """

    data: bytes
    latitude: float
    longitude: float
    zoom: int
    lowest: int
    highest: int
    credit: str = ""


def is_map_layer(name: str) -> bool:
    """Say whether a file is called like a map.

    >>> is_map_layer("Lahore.MBTiles"), is_map_layer("lahore.png")
    (True, False)
    """
    return name.lower().endswith(".mbtiles")


def read_layer(data: bytes) -> MapLayer:
    """Return the map in `data`.

    Raises: MapLayerError for what is damaged, too large, empty or not made of pictures.
    """
    with _opened(data) as database:
        facts = _facts(database)
        lowest, highest = _depths(database)
        sample = _rows(database, "SELECT tile_data FROM tiles LIMIT 1")
        if not sample or not _picture(sample[0][0]):
            raise MapLayerError
        zoom = _whole(facts.get("minzoom"), lowest)
        place = _center(facts) or (*_middle(database, lowest), zoom)
    latitude, longitude, wanted = place
    return MapLayer(
        data=data,
        latitude=latitude,
        longitude=longitude,
        zoom=min(max(wanted, lowest), highest),
        lowest=lowest,
        highest=highest,
        credit=_plain(facts.get("attribution", "")),
    )


def tiles_of(layer: MapLayer, wanted: Iterable[Tile]) -> Mapping[Tile, tuple[str, bytes]]:
    """Return the pictures that `layer` has of the tiles `wanted`: content type and bytes.

    Raises: MapLayerError.
    """
    found: dict[Tile, tuple[str, bytes]] = {}
    with _opened(layer.data) as database:
        for zoom, column, row in wanted:
            rows = _rows(
                database,
                "SELECT tile_data FROM tiles "
                "WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1",
                (zoom, column, 2**zoom - 1 - row),  # the file counts rows from the south
            )
            kind = _picture(rows[0][0]) if rows else ""
            if kind:
                found[zoom, column, row] = (kind, rows[0][0])
    return found


@contextmanager
def _opened(data: bytes) -> Iterator[sqlite3.Connection]:
    """Open `data` in memory; a view inside may compute, but nothing without end."""
    if len(data) > LARGEST_LAYER or not data.startswith(_MAGIC):
        raise MapLayerError
    steps = iter(range(MOST_STEPS // _STEPS_AT_ONCE))
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            # bytes 18 and 19 ask for a log beside the file, which cannot be in memory
            database.deserialize(data[:18] + b"\x01\x01" + data[20:])
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA query_only = ON")
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_TILE)
            database.set_progress_handler(lambda: next(steps, None) is None, _STEPS_AT_ONCE)
            yield database
    except (sqlite3.Error, ValueError, OverflowError, MemoryError) as error:
        raise MapLayerError from error


def _rows(database: sqlite3.Connection, query: str, values: tuple[int, ...] = ()) -> list[Any]:
    return database.execute(query, values).fetchmany(1000)


def _facts(database: sqlite3.Connection) -> Mapping[str, str]:
    rows = _rows(database, "SELECT name, value FROM metadata")
    return {str(name): str(value) for name, value in rows}


def _depths(database: sqlite3.Connection) -> tuple[int, int]:
    query = "SELECT min(zoom_level), max(zoom_level) FROM tiles"
    lowest, highest = _rows(database, query)[0]
    if not (isinstance(lowest, int) and isinstance(highest, int)):
        raise MapLayerError
    if not 0 <= lowest <= highest <= DEEPEST_ZOOM:
        raise MapLayerError
    return lowest, highest


def _center(facts: Mapping[str, str]) -> tuple[float, float, int] | None:
    """Return latitude, longitude and zoom from the file's own words; None without any."""
    zoom = _whole(facts.get("minzoom"), 0)
    numbers = _numbers(facts.get("center", ""), 3)
    if numbers and abs(numbers[1]) <= _POLE:
        return numbers[1], numbers[0], int(numbers[2])
    bounds = _numbers(facts.get("bounds", ""), 4)
    if bounds and max(abs(bounds[1]), abs(bounds[3])) <= _POLE:
        return (bounds[1] + bounds[3]) / 2, (bounds[0] + bounds[2]) / 2, zoom
    return None


def _middle(database: sqlite3.Connection, zoom: int) -> tuple[float, float]:
    """Return roughly the middle of the tiles at `zoom`, for a file that does not say it."""
    query = "SELECT avg(tile_column), avg(tile_row) FROM tiles WHERE zoom_level = ?"
    column, row = _rows(database, query, (zoom,))[0]
    across, up = (float(column) + 0.5) / 2**zoom, (float(row) + 0.5) / 2**zoom
    return (2 * up - 1) * 85, (2 * across - 1) * 180


def _numbers(text: str, count: int) -> tuple[float, ...]:
    """Return `count` numbers in degrees, or none."""
    parts = text.split(",")
    try:
        numbers = tuple(float(part) for part in parts)
    except ValueError:
        return ()
    good = len(numbers) == count and all(abs(one) <= 180 for one in numbers)  # noqa: PLR2004 - degrees
    return numbers if good else ()


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else otherwise


def _picture(data: object) -> str:
    """Return the content type of a tile, "" for what is no picture."""
    if not isinstance(data, bytes):
        return ""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _PICTURES.items() if data.startswith(magic)), "")


def _plain(text: str) -> str:
    """Return words without the tags that makers of maps like to put there."""
    words, tag = [], False
    for letter in text[: 10 * _LONGEST_CREDIT]:
        tag = letter == "<" or (tag and letter != ">")
        words.append("" if tag or letter == ">" else letter)
    return " ".join("".join(words).replace("&copy;", "©").split())[:_LONGEST_CREDIT]

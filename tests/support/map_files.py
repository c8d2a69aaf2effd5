"""Maps of a few coloured tiles, and a form that brings one."""

import sqlite3
import struct
import zlib
from contextlib import closing
from pathlib import Path

LAHORE = (31.5204, 74.3587)
FORM = """
| survey | type | name | label::English (en) | label::Urdu (ur) | appearance | sensitivity | voice | sdc_role | sdc_method | purpose |
| | geopoint | home | Where is the garden? | باغ کہاں ہے؟ | placement-map | S0 | respondent | direct | drop | Map. |
| | geopoint | road | Where is the road? | سڑک کہاں ہے؟ | maps hide-input | S0 | respondent | direct | drop | Map. |
| | geopoint | plain | Where is the well? | کنواں کہاں ہے؟ | | S0 | respondent | direct | drop | Map. |

| settings | form_title | form_id | version | default_language | style |
| | A garden on a map | garden_map | 1 | English (en) | pages |
"""
FACTS = {
    "name": "Lahore",
    "format": "png",
    "center": "74.3587,31.5204,10",
    "bounds": "74,31,75,32",
    "minzoom": "9",
    "maxzoom": "11",
    "attribution": '&copy; <a href="https://example.org">Makers</a>',
}


def solid_png(red: int, green: int, blue: int, side: int = 256) -> bytes:
    """Return a picture of one colour, with a darker edge so that tiles can be told apart."""
    edge, inner = bytes((red // 2, green // 2, blue // 2)), bytes((red, green, blue))
    rows = [edge * side if row == 0 else edge + inner * (side - 1) for row in range(side)]
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    )


def around_lahore() -> dict[tuple[int, int, int], bytes]:
    """Return tiles of three zooms around Lahore: zoom, column, row from the north."""
    tiles = {}
    for zoom, column, row, reach in ((9, 361, 208, 1), (10, 723, 417, 3), (11, 1447, 834, 3)):
        for across in range(column - reach, column + reach + 1):
            for down in range(row - reach, row + reach + 1):
                shade = 150 + 30 * ((across + down) % 4)
                tiles[zoom, across, down] = solid_png(200, shade, 170)
    return tiles


def mbtiles(tiles=None, facts=None, *, script: str = "") -> bytes:
    """Return the bytes of a map; `script` is run in it last."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE metadata (name text, value text)")
        database.execute(
            "CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)"
        )
        named = (FACTS if facts is None else facts).items()
        database.executemany("INSERT INTO metadata VALUES (?, ?)", named)
        chosen = around_lahore() if tiles is None else tiles
        database.executemany(
            "INSERT INTO tiles VALUES (?, ?, ?, ?)",
            [(z, x, 2**z - 1 - y, data) for (z, x, y), data in chosen.items()],
        )
        database.executescript(script)
        database.commit()
        return database.serialize()


def map_form(folder: Path, layer: bytes | None) -> Path:
    """Write the form into `folder`, with its map when there is one; return its folder."""
    place = folder / "garden_map"
    (place / "media").mkdir(parents=True)
    (place / "form.md").write_text(FORM, encoding="utf-8")
    if layer is not None:
        (place / "media" / "lahore.mbtiles").write_bytes(layer)
    return place

"""Maps that come as files: what is read of them, and what is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from map_files import around_lahore, mbtiles, solid_png

from survey_app.media import read_layer, tiles_of
from survey_app.media.errors import MapLayerError

RED, BLUE = solid_png(255, 0, 0), solid_png(0, 0, 255)
WHOLE = mbtiles()


def test_a_map_says_where_it_opens_and_who_made_it():
    layer = read_layer(WHOLE)
    assert (layer.latitude, layer.longitude, layer.zoom) == (31.5204, 74.3587, 10)
    assert (layer.lowest, layer.highest) == (9, 11)
    assert layer.credit == "© Makers"


def test_rows_are_counted_from_the_north():
    layer = read_layer(mbtiles({(1, 0, 0): RED, (1, 0, 1): BLUE}, {}))
    found = tiles_of(layer, [(1, 0, 0), (1, 0, 1), (1, 1, 1)])
    assert found == {(1, 0, 0): ("image/png", RED), (1, 0, 1): ("image/png", BLUE)}


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({"bounds": "10,20,30,40", "minzoom": "3"}, (30, 20, 3)),
        ({"center": "five,six,7", "bounds": "10,20,30,40"}, (30, 20, 3)),
        ({"center": "10,20,99"}, (20, 10, 3)),
        ({"center": "10,150,3", "bounds": "10,20,30,40", "minzoom": "3"}, (30, 20, 3)),
        ({"center": "nan,20,3", "bounds": "10,20,30,40"}, (30, 20, 3)),
    ],
)
def test_a_map_that_says_less_opens_all_the_same(facts, place):
    layer = read_layer(mbtiles({(3, 4, 3): RED}, facts))
    assert (layer.latitude, layer.longitude, layer.zoom) == place


def test_without_a_word_a_map_opens_where_its_tiles_are():
    layer = read_layer(mbtiles({(3, 4, 3): RED}, {}))
    assert 0 < layer.latitude < 45
    assert 0 < layer.longitude < 45


def test_tiles_may_be_a_view_and_the_file_may_have_kept_a_log():
    script = (
        "ALTER TABLE tiles RENAME TO kept; CREATE VIEW tiles AS "
        "SELECT zoom_level, tile_column, tile_row, tile_data FROM kept;"
    )
    data = mbtiles(script=script)
    with_log = data[:18] + b"\x02\x02" + data[20:]
    assert len(tiles_of(read_layer(with_log), around_lahore())) == len(around_lahore())


ENDLESS = (
    "DROP TABLE tiles; CREATE VIEW tiles AS WITH RECURSIVE n(i) AS "
    "(SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS zoom_level, i AS tile_column, "
    "i AS tile_row, x'00' AS tile_data FROM n;"
)
REFUSED = {
    "empty": b"",
    "foreign": RED,
    "damaged": WHOLE[:100] + b"\xff" * 4000,
    "cut": WHOLE[: len(WHOLE) // 3],
    "no-tables": mbtiles(script="DROP TABLE tiles"),
    "no-tiles": mbtiles({}),
    "no-pictures": mbtiles({(1, 0, 0): b"\x1f\x8b vector"}),
    "too-deep": mbtiles({(40, 0, 0): RED}),
    "too-large-a-tile": mbtiles({(1, 0, 0): RED + bytes(1024 * 1024)}),
    "endless": mbtiles(script=ENDLESS),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_map_of_pictures_is_refused(data):
    with pytest.raises(MapLayerError):
        read_layer(data)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_map_is_refused_or_read_and_never_crashes(start, damage):
    changed = WHOLE[:start] + damage + WHOLE[start + len(damage) :]
    with suppress(MapLayerError):
        assert 0 <= read_layer(changed).zoom <= 22


def test_reading_a_map_writes_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tiles_of(read_layer(WHOLE), around_lahore())
    assert list(tmp_path.iterdir()) == []


def test_the_size_is_bounded(monkeypatch):
    monkeypatch.setattr("survey_app.media.map_layer.LARGEST_LAYER", len(WHOLE) - 1)
    with pytest.raises(MapLayerError):
        read_layer(WHOLE)

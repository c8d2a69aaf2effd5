"""What a web client cannot offer loads, is kept, and says so."""

import pytest
from scenario import scenario as tell
from scenario import xform_of

from survey_app.workflows.author import check_folder, outline
from survey_app.xform import parse

TABLE = """
    | survey   | type                | name  | label::English (en) | appearance              | trigger | default         | parameters            |
    |          | start-geopoint      | start_place |               |                         |         |                 |                       |
    |          | background-audio    | sound |                     |                         |         |                 | quality=voice-only    |
    |          | text                | a     | A                   | ex:org.example.app(x=1) |         |                 |                       |
    |          | background-geopoint | moved |                     |                         | ${a}    |                 |                       |
    |          | text                | label_printer | Print       | printer:org.example     |         |                 |                       |
    |          | decimal             | north | North               | bearing                 |         |                 |                       |
    |          | geopoint            | here  | Here                | placement-map           |         |                 |                       |
    |          | deviceid            | device|                     |                         |         |                 |                       |
    |          | username            | user  |                     |                         |         |                 |                       |
    |          | phonenumber         | phone |                     |                         |         |                 |                       |
    |          | email               | mail  |                     |                         |         |                 |                       |
    |          | audit               | audit |                     |                         |         |                 | location-priority=balanced location-min-interval=60 location-max-age=120 |
    |          | text                | again | Again               |                         |         | ${last-saved#again} |                   |
    | settings | form_id | form_title | version | public_key | submission_url      |
    |          | odd     | Odd        | 1       | MIIB       | https://example.org |
"""
EXPECTED = {
    ("lock", ""),
    ("address", ""),
    ("place", "start_place"),
    ("sound", "sound"),
    ("place", "moved"),
    ("app", "a"),
    ("printer", "label_printer"),
    ("sensor", "north"),
    ("map", "here"),
    ("person", "device"),
    ("person", "user"),
    ("person", "phone"),
    ("person", "mail"),
    ("trail", "audit"),
    ("kept", "again"),
}


def test_everything_is_named_once_with_a_sentence():
    found = parse(xform_of(TABLE)).not_offered
    assert {(one.kind, one.name) for one in found} == EXPECTED
    assert len(found) == len(EXPECTED)
    assert all(one.name in one.sentence.format(found=one.name) for one in found)


def test_such_a_form_runs_and_fills_in_nobody():
    story = tell(TABLE).answer(a="typed", north="12.5", here="31.5 74.3 0 0")
    found = story.finalize().values()
    assert found == {"/data/a": "typed", "/data/north": "12.5", "/data/here": "31.5 74.3 0.0 0.0"}
    assert story.interview.question("/data/sound").bind.data_type == "binary"


def test_a_form_without_such_things_says_nothing():
    assert (
        parse(xform_of("| survey | type | name | label |\n| | text | a | A |\n")).not_offered == ()
    )


MAPS = """
    | survey   | type                | name  | label::English (en) | appearance    |
    |          | geopoint            | here  | Here                | maps          |
    |          | geopoint            | there | There               | placement-map |
    |          | geotrace            | way   | Way                 | placement-map |
    |          | select_one towns    | town  | Town                | map           |
    | choices  | list_name | name | label::English (en) |
    |          | towns     | a    | A                   |
"""


def test_a_map_that_comes_with_the_form_is_offered_to_places_alone():
    def told(*files):
        named = parse(xform_of(MAPS), dict.fromkeys(files, b"")).not_offered
        return {one.name for one in named if one.kind == "map"}

    assert told() == told("town.png") == {"here", "there", "way", "town"}
    assert told("lahore.mbtiles") == {"way", "town"}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "form.md").write_text(TABLE, encoding="utf-8")
    return tmp_path


def test_a_form_check_warns_at_the_row_of_each(folder):
    found = check_folder(folder, folder / "none")
    told = [
        one for one in found if "CHECK-080" <= one.code <= "CHECK-092" and one.code != "CHECK-090"
    ]
    assert len(told) == len(EXPECTED)
    assert {one.severity for one in told} == {"warning"}
    places = {one.code: (one.sheet, one.row) for one in told}
    assert places["CHECK-081"] == ("survey", 3)
    assert places["CHECK-091"] == ("settings", 2)
    assert all(one.remedy for one in told)


def test_the_outline_tells_it_too(folder):
    told = outline(folder, folder / "none").not_offered
    assert any("sound" in sentence for sentence in told)
    assert len(told) == len(EXPECTED)

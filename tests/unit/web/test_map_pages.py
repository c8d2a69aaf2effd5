"""A place that is pressed on a map of the form: the page, the picture, the answer."""

import math
import re
from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from field_client import FieldClient
from map_files import LAHORE, map_form, mbtiles
from one_study import pack_of

from survey_app.web.field.desk import EXTENSION
from survey_app.workflows.author import check_folder

ROOT = Path(__file__).resolve().parents[3]
BROKEN = b"SQLite format 3\x00" + bytes(500)


@pytest.fixture(scope="module", params=[None])
def layer(request):
    return mbtiles() if request.param is None else request.param


@pytest.fixture(scope="module")
def pack(tmp_path_factory, cheap_argon2, layer):  # noqa: F811
    folder = tmp_path_factory.mktemp("study")
    return pack_of(folder, map_form(folder, layer or None), cost=cheap_argon2)


@pytest.fixture
def garden(interviewer):
    return interviewer.send("/begin", form="garden_map", language="en")


def visit_of(app):
    (visit,) = [one for one in app.extensions[EXTENSION].visits._visits.values() if one.sitting]
    return visit


def answer_of(app, name="home"):
    return visit_of(app).sitting.interview.value(f"/data/{name}")


def pictures(browser):
    return re.findall(r'src="(/interview/map/[^"]+)"', browser.html)


def press(browser, across, down, *, side=280, htmx=False, **more):
    (name,) = re.findall(rf'name="([^"]+_press_\w+_{side})"', browser.html)
    sent = {f"{name}.x": across, f"{name}.y": down, **more}
    return browser.send("/interview", htmx=htmx, **sent)


def expected(across, down, *, side, zoom, middle=LAHORE):
    """Return the place below a press by the formula of the projection, written anew."""
    size = 256 * 2**zoom
    x = (middle[1] + 180) / 360 * size
    turned = math.log(math.tan(math.pi / 4 + math.radians(middle[0]) / 2))
    y = (1 - turned / math.pi) / 2 * size
    x, y = x + across - side / 2, y + down - side / 2
    latitude = 2 * math.atan(math.exp(math.pi * (1 - 2 * y / size))) - math.pi / 2
    return math.degrees(latitude), x / size * 360 - 180


def assert_near(value, place, *, pixels=1.0, zoom=10):
    degree = 360 / (256 * 2**zoom) * pixels
    latitude, longitude = map(float, value.split())
    assert latitude == pytest.approx(place[0], abs=degree)
    assert longitude == pytest.approx(place[1], abs=degree)


@pytest.mark.parametrize("side", [280, 560])
@pytest.mark.parametrize("spot", [(0.5, 0.5), (0.1, 0.2), (0.9, 0.7), (1.0, 0.0)])
def test_a_press_gives_the_place_below_it(app, garden, side, spot):
    across, down = round(spot[0] * side), round(spot[1] * side)
    press(garden, across, down, side=side)
    assert_near(answer_of(app), expected(across, down, side=side, zoom=10))
    assert re.fullmatch(r"-?\d+\.\d{1,5} -?\d+\.\d{1,5}", answer_of(app))
    assert f'value="{answer_of(app)}"' in garden.html


def test_the_picture_holds_tiles_and_a_mark_and_is_never_kept(garden):
    narrow, wide = pictures(garden)
    before = garden.get(narrow)
    assert before.reply.mimetype == "image/svg+xml"
    assert "no-store" in before.reply.headers["Cache-Control"]
    assert before.html.count("data:image/png;base64,") >= 4
    assert "<circle" not in before.html
    assert 'width="560"' in garden.get(wide).html
    press(garden.get("/interview"), 60, 90)
    marked = garden.get(pictures(garden)[0]).html
    found = re.search(r"translate\(([\d.]+) ([\d.]+)\)", marked)
    assert [float(part) for part in found.groups()] == pytest.approx([60, 90], abs=0.6)


def test_the_address_of_a_picture_says_nothing_and_ends_with_it(app, garden):
    before = pictures(garden)[0]
    press(garden, 60, 90)
    after = pictures(garden)[0]
    assert before != after
    latitude, longitude = answer_of(app).split()
    assert latitude not in after
    assert longitude not in after
    assert garden.get(before).status == 404
    assert FieldClient(app).get(after).reply.mimetype == "text/html"  # the door
    assert garden.get(after, **{"Sec-Fetch-Dest": "document"}).status == 404


def test_looking_around_is_no_answer_and_moves_what_a_press_means(app, garden):
    garden.wish("map-east:q-home").wish("map-south:q-home").wish("map-nearer:q-home")
    assert not answer_of(app)
    assert 'id="q-home-map-nearer" autofocus' in garden.html
    assert 'value="map-nearer:q-home" id="q-home-map-nearer" autofocus aria-label' in garden.html
    moved = expected(280, 280, side=280, zoom=10)
    garden.wish("map-middle:q-home")
    assert_near(answer_of(app), moved)
    press(garden, 10, 20)
    assert_near(
        answer_of(app), expected(10, 20, side=280, zoom=11, middle=moved), pixels=2, zoom=11
    )


def test_a_press_marks_the_place_and_leaves_the_map_where_it_is(app, garden):
    before = visit_of(app).charts.chart("/data/home", "").view
    press(garden, 550, 20, side=560)
    assert visit_of(app).charts.chart("/data/home", answer_of(app)).view == before


def test_the_map_ends_where_its_tiles_end(app, garden):
    for _ in range(5):
        garden.wish("map-farther:q-home")
    assert 'aria-label="Farther" aria-disabled="true"' in garden.html
    assert visit_of(app).charts.chart("/data/home", "").view.zoom == 9


def test_the_map_ends_near_the_pole(app, garden):
    garden.wish("save", home="85.02 74")
    for _ in range(5):
        garden.wish("map-north:q-home")
    garden.wish("map-middle:q-home")
    assert float(answer_of(app).split()[0]) == pytest.approx(85.05112, abs=0.0001)
    assert garden.get(pictures(garden)[0]).status == 200


def test_a_key_on_the_picture_and_a_spot_beside_it_are_no_answer(app, garden):
    press(garden, 0, 0)
    press(garden, 281, 5)
    press(garden, "1e2", 5)
    press(garden, "", "")
    assert not answer_of(app)


def test_a_press_on_a_picture_that_is_gone_is_no_answer(app, garden):
    old = garden.html
    (name,) = re.findall(r'name="([^"]+_press_\w+_280)"', old)
    garden.wish("map-east:q-home")
    garden.send("/interview", **{f"{name}.x": 3, f"{name}.y": 4})
    assert not answer_of(app)


def test_the_box_is_beside_the_map_and_the_map_follows_it(app, garden):
    assert '<input type="text" id="q-home"' in garden.html
    assert 'alt="Map. Press where the place is."' in garden.html
    assert "press on the map" in garden.html
    garden.wish("save", home="33.6844 73.0479")
    assert answer_of(app) == "33.6844 73.0479"
    view = visit_of(app).charts.chart("/data/home", answer_of(app)).view
    assert (view.latitude, view.longitude) == (33.6844, 73.0479)
    press(garden, 140, 140, **{"q-home": "not a place"})
    assert_near(answer_of(app), (33.6844, 73.0479))
    assert "not a place" not in garden.html


def test_with_a_script_a_press_changes_the_page_in_place(app, garden):
    press(garden, 60, 90, htmx=True)
    assert_near(answer_of(app), expected(60, 90, side=280, zoom=10))
    assert "<html" not in garden.html


def test_maps_is_the_same_and_a_question_without_the_word_has_no_map(app, garden):
    garden.wish("skip")
    assert len(pictures(garden)) == 2
    assert '<details class="folded">' in garden.html
    press(garden, 100, 100)
    assert answer_of(app, "road")
    garden.wish("next")
    assert garden.asked == "Where is the well?"
    assert pictures(garden) == []
    garden.wish("map-middle:q-plain")
    assert not answer_of(app, "plain")


def test_in_urdu_the_map_is_not_mirrored(garden):
    garden.wish("speak:ur")
    assert 'dir="rtl"' in garden.html
    assert re.search(
        r'<div class="map" dir="ltr"[^>]* role="group" aria-label="نقشہ">', garden.html
    )
    assert 'aria-label="نقشہ شمال کی طرف لے جائیں"' in garden.html


@pytest.mark.parametrize("layer", [b""], indirect=True)
def test_without_a_layer_the_place_is_written(app, garden):
    assert pictures(garden) == []
    assert "maps.js" not in garden.html
    assert "press on the map" not in garden.html
    garden.wish("save", home="31.5 74.3")
    assert answer_of(app) == "31.5 74.3"


@pytest.mark.parametrize("layer", [BROKEN], indirect=True)
def test_a_damaged_layer_is_one_line_for_the_researcher(garden):
    assert pictures(garden) == []
    assert "The map lahore.mbtiles of this form cannot be read." in garden.text


def test_the_form_check_knows_the_map(tmp_path):
    told = {}
    for name, data in (("none", None), ("good", mbtiles()), ("broken", BROKEN)):
        folder = map_form(tmp_path / name, data)
        found = check_folder(folder, tmp_path / "translations")
        told[name] = [one.code for one in found if one.code in {"CHECK-085", "CHECK-098"}]
    assert told == {"none": ["CHECK-085"] * 2, "good": [], "broken": ["CHECK-098"]}

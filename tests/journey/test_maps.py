"""A map of the form in a real browser: pressed with a script, without one, and by keys."""

from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from field_browser import LAPTOP, PHONE, visit
from map_files import map_form, mbtiles
from previewed import previewed

from survey_app.web.mercator import View

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
OPENING = View(31.5204, 74.3587, 10)


@pytest.fixture
def shown(cheap_argon2, tmp_path):  # noqa: F811
    with previewed(map_form(tmp_path, mbtiles()), cheap_argon2) as place:
        yield place


IS_ANOTHER_PICTURE = """before => {
    const shown = [...document.querySelectorAll('.map input[type=image]')];
    return shown.length && shown.every(one => one.getAttribute('src') !== before);
}"""


def begun(browser, shown, **how):
    context, person = visit(browser, shown[0], **how)
    person.open("/unlock")
    person.unlock(shown[1])
    person.page.locator("form[action='/begin'] button.main").click()
    person.page.wait_for_selector(".map")
    person.page.wait_for_load_state("load")
    return context, person


def picture(page):
    return page.locator(".map input[type=image]:visible")


def assert_drawn(page, across, down):
    """The tiles inside the picture are drawn: the pixel is not the ground below them."""
    colour = page.evaluate(
        """async ([across, down]) => {
            const shown = [...document.querySelectorAll('.map input[type=image]')]
              .find(one => one.offsetWidth > 0);
            const image = new Image();
            image.src = shown.src;
            await image.decode();
            const canvas = document.createElement('canvas');
            canvas.width = canvas.height = shown.width;
            const pen = canvas.getContext('2d');
            pen.drawImage(image, 0, 0);
            return [...pen.getImageData(across, down, 1, 1).data];
        }""",
        [across, down],
    )
    assert colour[0] == 200
    assert colour[2] == 170


def answer_below(page, box, spot, side):
    page.wait_for_function(
        "box => /^-?[0-9.]+ -?[0-9.]+$/.test(document.querySelector(box)?.value)", arg=box
    )
    found = [float(part) for part in page.locator(box).input_value().split()]
    degree = 360 / (256 * 2**OPENING.zoom)
    assert found == pytest.approx(OPENING.under(side, *spot), abs=1.5 * degree)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize(("viewport", "side"), [(PHONE, 280), (LAPTOP, 560)], ids=["360", "1200"])
def test_a_press_on_the_map_is_the_answer(browser, shown, viewport, side, script):
    context, person = begun(browser, shown, viewport=viewport, script=script)
    page = person.page
    assert picture(page).count() == 1
    assert picture(page).bounding_box()["width"] == side
    if script:
        assert_drawn(page, 40, 100)
    picture(page).click(position={"x": 200, "y": 60})
    answer_below(page, "#q-home", (200, 60), side)
    page.locator("button.main[value='next']").click()
    page.wait_for_selector("#q-road-map")
    page.locator("button[value='back']").click()
    page.wait_for_selector("#q-home-map")
    answer_below(page, "#q-home", (200, 60), side)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert person.said == []
    assert person.outsiders() == set()
    assert not [url for url in person.went if page.locator("#q-home").input_value()[:5] in url]
    context.close()


def test_the_keyboard_reaches_every_place(browser, shown):
    context, person = begun(browser, shown, viewport=PHONE)
    page = person.page
    before = picture(page).get_attribute("src")
    page.locator("#q-home-map-east").focus()
    with page.expect_response(lambda reply: reply.request.method == "POST"):
        page.keyboard.press("Enter")
    page.wait_for_function(IS_ANOTHER_PICTURE, arg=before)
    page.wait_for_function("() => document.activeElement?.id === 'q-home-map-east'")
    page.locator("#q-home-map-middle").focus()
    page.keyboard.press("Enter")
    answer_below(page, "#q-home", (280, 140), 280)
    assert page.evaluate(
        "[...document.querySelectorAll('.map button')].every(one => "
        "one.offsetHeight >= 44 && one.offsetWidth >= 44)"
    )
    context.close()


def test_in_urdu_the_page_is_turned_and_the_map_is_not(browser, shown):
    context, person = begun(browser, shown, viewport=PHONE)
    person.speak("ur")
    page = person.page
    west, east = (
        page.locator(f"#q-home-map-{way}").bounding_box()["x"] for way in ("west", "east")
    )
    assert west < east
    picture(page).click(position={"x": 30, "y": 200})
    answer_below(page, "#q-home", (30, 200), 280)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()

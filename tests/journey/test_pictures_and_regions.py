"""Pictures, sounds and image maps in a real browser, with a script and without."""

from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from field_browser import LAPTOP, PHONE, visit
from previewed import previewed

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "tests" / "unit" / "web" / "forms" / "picture_book"


@pytest.fixture
def shown(cheap_argon2):  # noqa: F811
    with previewed(BOOK, cheap_argon2) as place:
        yield place


def begun(browser, shown, **how):
    context, person = visit(browser, shown[0], **how)
    person.open("/unlock")
    person.unlock(shown[1])
    person.page.locator("form[action='/begin'] button.main").click()
    person.page.wait_for_selector("#answers")
    person.page.wait_for_load_state()  # its scripts have run
    return context, person


def step(person, asked):
    person.page.locator("button.main[value='next']").click()
    person.page.wait_for_function(
        "asked => document.getElementById('asked')?.innerText.includes(asked)", arg=asked
    )


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_regions_press_the_choices_and_the_list_is_the_truth(browser, shown, viewport):
    context, person = begun(browser, shown, viewport=viewport)
    page = person.page
    page.locator("#q-book-called").fill("Bee")
    step(person, "look at the red well")
    page.wait_for_function("() => document.querySelector('.picture > img')?.naturalWidth > 0")
    assert not [url for url in person.went if url.endswith("well-large.png")]
    page.locator(".larger > summary").click()
    page.wait_for_function("() => document.querySelector('.larger > img')?.naturalWidth > 0")
    assert page.evaluate("[...document.querySelectorAll('audio, video')].every(one => one.paused)")
    assert not [url for url in person.went if url.endswith(".wav")]
    step(person, "Which fruit?")
    page.locator(".pictures label.opt img").first.click()
    assert page.locator("#q-book-fruit-1").is_checked()
    step(person, "Where does it hurt?")
    page.locator("[data-choice='head']").click()
    page.locator("[data-choice='hand']").click()
    page.locator("[data-choice='head']").click()
    checked = page.locator("input:checked").evaluate_all("all => all.map(one => one.value)")
    assert checked == ["hand"]
    assert page.locator(".region.is-chosen").get_attribute("data-choice") == "hand"
    page.locator("#q-book-parts-1").check()
    assert page.locator(".region.is-chosen").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert person.said == []
    assert person.outsiders() == set()
    context.close()


def test_without_a_script_the_list_does_all_and_nothing_typed_is_lost(browser, shown):
    context, person = begun(browser, shown, script=False)
    page = person.page
    page.locator("#q-book-called").fill("Bee")
    person.follow("button[value='to:contents']")
    assert page.locator("h1").inner_text() == "Contents"
    page.get_by_role("link", name="Back to the questions").click()
    assert page.locator("#q-book-called").input_value() == "Bee"
    for _ in range(3):
        person.follow("button.main[value='next']")
    page.locator("#q-book-parts-1").check()
    person.follow("button.main[value='next']")
    person.follow("button[value='back']")
    assert page.locator("[data-choice='head']").get_attribute("class") == "region is-chosen"
    context.close()

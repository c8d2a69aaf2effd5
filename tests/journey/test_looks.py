"""How questions stand on a wide and a narrow page, in both directions: seen by a real browser."""

from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from field_browser import LAPTOP, PHONE, visit
from previewed import previewed

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
HOUSE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20">'
    '<rect id="roof" width="30" height="10"/><rect id="wall" y="10" width="30" height="10"/></svg>'
)
FORM = """
| survey | type | name | label::English (en) | label::Urdu (ur) | appearance | image::English (en) | image::Urdu (ur) |
| | select_one part | lone | Which one? | کون سا؟ | list-nolabel | | |
| | date | day | On which day? | کس دن؟ | islamic | | |
| | geopoint | place | Where is it? | یہ کہاں ہے؟ | | | |
| | begin group | grid | Grid | جدول | table-list | | |
| | select_one part | warm | Is it warm? | کیا گرمی ہے؟ | | | |
| | select_one part | dry | Is it dry? | کیا خشکی ہے؟ | | | |
| | end group | | | | | | |
| | begin group | both | Both | دونوں | field-list | | |
| | select_one part | where | Where on the house? | گھر میں کہاں؟ | image-map | house.svg | house.svg |
| | image | sketch | Draw it. | اسے بنائیں۔ | draw | | |
| | end group | | | | | | |

| choices | list_name | name | label::English (en) | label::Urdu (ur) |
| | part | roof | The roof | چھت |
| | part | wall | The wall | دیوار |

| settings | form_title | form_id | version | default_language | style |
| | Looks | looks | 1 | English (en) | pages |
"""
AS_DRAWN = """number => {
    const walk = document.createTreeWalker(document.querySelector('.hint'), NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const at = node.data.indexOf(number);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + number.length);
        return range.getBoundingClientRect().left;
    }
    return null;
}"""


@pytest.fixture
def shown(cheap_argon2, tmp_path):  # noqa: F811
    form = tmp_path / "looks"
    (form / "media").mkdir(parents=True)
    (form / "form.md").write_text(FORM, encoding="utf-8")
    (form / "media" / "house.svg").write_text(HOUSE, encoding="utf-8")
    with previewed(form, cheap_argon2) as place:
        yield place


def begun(browser, shown, language="en", **how):
    context, person = visit(browser, shown[0], **how)
    person.open("/unlock")
    person.unlock(shown[1])
    person.page.locator(f"input[name=language][value={language}]").check()
    person.page.locator("form[action='/begin'] button.main").click()
    person.page.wait_for_selector("#answers")
    person.page.wait_for_load_state()  # its scripts have run
    return context, person


def on_to(page, name):
    for _ in range(10):
        if page.locator(f"[id='{name}-question']").count():
            return
        before = page.locator("#screen").get_attribute("data-screen")
        page.locator(".steps button.main").click()
        page.wait_for_function(
            "before => document.getElementById('screen')?.dataset.screen !== before", arg=before
        )
        page.wait_for_load_state("domcontentloaded")
    raise AssertionError(name)


def widths_of_words(page, name):
    return page.evaluate(
        "name => [...document.querySelectorAll(`[id='${name}-question'] .opt span`)]"
        ".map(one => one.getBoundingClientRect().width)",
        name,
    )


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_choices_have_their_words_unless_a_head_of_the_table_says_them(browser, shown, viewport):
    context, person = begun(browser, shown, viewport=viewport)
    page = person.page
    assert min(widths_of_words(page, "q-lone")) > 10
    on_to(page, "q-grid-warm")
    in_rows = widths_of_words(page, "q-grid-warm")
    if viewport is PHONE:
        assert min(in_rows) > 10
        empty = page.locator(".in-table:has(.only-wide)")
        assert not empty.is_visible()
    else:
        assert max(in_rows) <= 1
        assert page.locator(".only-wide .cell").first.inner_text() == "The roof"
    context.close()


def test_a_page_with_a_picture_to_touch_and_a_sheet_to_draw_on_does_both(browser, shown):
    context, person = begun(browser, shown, viewport=PHONE)
    page = person.page
    on_to(page, "q-both-where")
    page.reload()
    page.locator("[data-choice=wall]").click()
    assert page.locator("[id='q-both-where-2']").is_checked()
    assert page.locator("canvas").is_visible()
    assert person.said == []
    context.close()


def test_on_a_wide_page_the_parts_of_a_date_stay_together(browser, shown):
    context, person = begun(browser, shown, viewport=LAPTOP)
    page = person.page
    on_to(page, "q-day")
    boxes = [
        page.locator(f"[id='q-day-{part}']").bounding_box() for part in ("day", "month", "year")
    ]
    assert boxes[2]["x"] + boxes[2]["width"] - boxes[0]["x"] < 560
    context.close()


def test_latitude_stands_before_longitude_in_urdu_too(browser, shown):
    context, person = begun(browser, shown, language="ur", viewport=LAPTOP)
    page = person.page
    on_to(page, "q-place")
    latitude, longitude = (page.evaluate(AS_DRAWN, one) for one in ("31.5204", "74.3587"))
    assert latitude < longitude
    context.close()

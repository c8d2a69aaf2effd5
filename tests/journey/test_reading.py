"""Both languages, both kinds of letters, narrow screens, large text, all colours: still readable.

And the words of a value stand in their own order, whatever the sentence around them does.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from field_browser import PHONE, Desk, Walk, picture
from ink import lost_ink
from journey_places import ARTEFACTS
from page_checks import RULES, too_small

from survey_app.web.wording import fill_markup

pytestmark = pytest.mark.journey

NARROW = {"width": 320, "height": 700}
SMALLEST_ANSWER = 56
TWICE = """() => {
    const all = [...document.querySelectorAll('body, body *')];
    const sizes = all.map(one => parseFloat(getComputedStyle(one).fontSize));
    all.forEach((one, at) => { one.style.fontSize = `${2 * sizes[at]}px`; });
}"""
LOW_ANSWERS = """smallest => [...document.querySelectorAll(
        '.question .opt, .question input[type=text], .question textarea, .no-answer button')]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < smallest)
    .map(one => one.outerHTML.slice(0, 90))"""
PLACES = """text => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const from = node.data.indexOf(text);
        if (from < 0) continue;
        return [...text].map((_, at) => {
            const range = document.createRange();
            range.setStart(node, from + at);
            range.setEnd(node, from + at + 1);
            return range.getBoundingClientRect().left;
        });
    }
    return null;
}"""
VALUES = ["+92 300 1234567", "0-18", "2019-03-14", "123/2019", "-5", "Ayesha Khan", "1.5"]
SENTENCE = "آپ نے {value} کہا تھا، ٹھیک ہے؟"


@pytest.fixture(params=["ur", "en"])
def reader(demo, browser, request):
    process, passphrases = demo
    context = browser.new_context(viewport=PHONE, device_scale_factor=1, bypass_csp=True)
    person = Desk(context.new_page(), process.address).listen()
    person.page.context.set_default_timeout(90_000)
    person.open("/unlock")
    person.speak(request.param)
    person.unlock(passphrases["interviewer"])
    yield person
    context.close()


def _look_as(page, wish):
    if not page.locator(f"button[value$='{wish}']").count():
        return
    details = page.locator("details.how-it-looks")
    if not details.evaluate("one => one.open"):
        details.locator("summary").click()
    with page.expect_navigation():
        page.locator(f"button[value$='{wish}']").click()
    page.wait_for_function("() => document.fonts.status === 'loaded'")


def _is_accessible(page, screen, name):
    page.set_viewport_size(screen)
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], name
    assert too_small(page) == [], name
    assert page.evaluate(LOW_ANSWERS, SMALLEST_ANSWER) == [], name
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    picture(page, ARTEFACTS, f"reading-{name}-{screen['width']}")


def _holds(browser, page, name):
    for screen in (NARROW, PHONE):
        _is_accessible(page, screen, name)
    copy = page.context.new_page()
    copy.goto(page.url)
    copy.wait_for_function("() => document.fonts.status === 'loaded'")
    copy.evaluate(TWICE)
    assert copy.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
    assert lost_ink(browser, copy) == 0, name
    copy.close()


def test_a_question_is_readable_in_every_letter_colour_width_and_size(browser, reader):
    page = reader.page
    language = page.locator("html").get_attribute("lang")
    page.locator("form[action='/begin'] button.main").click()
    page.wait_for_selector("#answers")
    walk = Walk(reader)
    for place in ("m0_start", "m1_mother"):
        walk.to_the_end(until=place)
        page.reload()
        for letters in ("plain", "book") if language == "ur" else ("en",):
            _look_as(page, f"look:{letters}")
            _holds(browser, page, f"{place}-{language}-{letters}")
    for colours in ("dark", "strong"):
        _look_as(page, f"colours-{colours}")
        _is_accessible(page, PHONE, f"colours-{language}-{colours}")
    _look_as(page, "colours-")
    assert reader.said == []


@pytest.mark.parametrize("value", VALUES)
def test_a_value_stands_in_its_own_order_inside_an_urdu_sentence(browser, value):
    page = browser.new_page()
    said = fill_markup(SENTENCE, {"value": value})
    page.set_content(f'<html lang="ur" dir="rtl"><body><p>{said}</p></body></html>')
    places = page.evaluate(PLACES, value)
    assert places == sorted(places)
    page.close()


def test_without_isolation_a_range_would_be_turned_around(browser):
    page = browser.new_page()
    page.set_content(f'<html dir="rtl"><body><p>{SENTENCE.format(value="0-18")}</p></body></html>')
    places = page.evaluate(PLACES, "0-18")
    assert places != sorted(places)
    page.close()

"""No Urdu letter loses a dot, on any page, in either kind of letters."""

import pytest
from field_browser import PHONE, Desk, Walk
from ink import lost_ink

pytestmark = pytest.mark.journey


@pytest.fixture(params=["book", "plain"])
def reader(demo, browser, request):
    process, passphrases = demo
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, bypass_csp=True)
    person = Desk(context.new_page(), process.address)
    person.open("/unlock")
    person.speak("ur")
    button = person.page.locator(f"button[name=look][value={request.param}]")
    if button.count():
        person.page.locator("details.how-it-looks summary").click()
        button.click()
    person.unlock(passphrases["interviewer"])
    yield person
    context.close()


def _keeps_its_ink(browser, person, name):
    page = person.page
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    copy = page.context.new_page()
    copy.goto(page.url)
    copy.wait_for_function("() => document.fonts.status === 'loaded'")
    assert lost_ink(browser, copy) == 0, name
    copy.close()


def test_pages_of_the_day_keep_their_ink(browser, reader):
    _keeps_its_ink(browser, reader, "home")
    reader.page.locator("form[action='/begin'] button.main").click()
    reader.page.wait_for_selector("#answers")
    _keeps_its_ink(browser, reader, "researcher")
    walk = Walk(reader)
    for place in ("m1_told_who", "m2_opening", "m2_age_band", "m3_who"):
        walk.to_the_end(until=place)
        _keeps_its_ink(browser, reader, place)
    reader.open("/interview/pause")
    _keeps_its_ink(browser, reader, "pause")
    reader.open("/interview/answers")
    _keeps_its_ink(browser, reader, "answers")


def test_the_test_sees_a_lost_dot(browser):
    page = browser.new_page()
    page.set_content(
        "<div style='overflow:hidden;height:14px;line-height:30px;font-size:30px'>پچی</div>"
    )
    assert lost_ink(browser, page) > 0
    page.close()

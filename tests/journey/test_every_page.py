"""Every page in both languages and on both screens: readable, reachable, kept as a picture."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from field_browser import LAPTOP, PHONE, Walk, choose, picture, visit, write
from journey_places import ARTEFACTS
from page_checks import RULES, too_small

pytestmark = pytest.mark.journey

SCREENS = {"360": PHONE, "1200": LAPTOP}


@pytest.fixture(params=["ur", "en"])
def language(request):
    return request.param


@pytest.fixture
def person(demo, browser, language):
    process, _ = demo
    context, person = visit(browser, process.address)
    person.open("/unlock")
    person.speak(language)
    yield person
    assert person.said == []
    assert person.outsiders() == set()
    context.close()


def _look(person, name, language):
    """Keep a picture on both screens; check what a machine can check."""
    page = person.page
    for width, screen in SCREENS.items():
        page.set_viewport_size(screen)
        page.wait_for_function("() => document.fonts.status === 'loaded'")
        picture(page, ARTEFACTS, f"{name}-{language}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], name
    page.set_viewport_size(PHONE)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ur" else "ltr")
    assert too_small(page) == [], name
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def test_the_first_run(desk, browser, language):
    context, person = visit(browser, desk.address)
    person.open("/")
    person.speak(language)
    _look(person, "welcome", language)
    person.open("/welcome/install")
    _look(person, "install", language)
    person.page.locator("main form button.main").click()
    _look(person, "install-wrong", language)
    person.open("/welcome")
    person.page.locator("form[action='/welcome/demo'] button").click()
    person.page.wait_for_selector("#made-interviewer", timeout=60_000)
    _look(person, "passphrases", language)
    context.close()


def test_the_door(person, language):
    _look(person, "unlock", language)
    person.unlock("not the passphrase")
    _look(person, "unlock-wrong", language)
    person.open("/month")
    _look(person, "calendar", language)
    person.open("/nothing")
    _look(person, "no-such-page", language)


def test_an_interview(person, demo, language):
    page = person.page
    person.page.wait_for_timeout(1100)
    person.unlock(demo[1]["interviewer"])
    _look(person, "home", language)
    page.locator("form[action='/begin'] button.main").click()
    page.wait_for_selector("#answers")
    _look(person, "researcher", language)
    two = {"m3_who": write("Amina, 0300-1234567"), "m3_children_band": choose(3)}
    walk = Walk(person, answers=two)
    for place in ("m1_take_part", "m2_opening", "m3_children_band", "child_nickname"):
        walk.to_the_end(until=place)
        _look(person, f"question-{place}", language)
    page.locator("button[value='to:contents']").click()
    page.wait_for_url("**/interview/contents")
    _look(person, "contents", language)
    page.go_back()
    page.locator("button[value='to:moment']").click()
    page.wait_for_url("**/interview/moment")
    _look(person, "moment", language)
    page.locator("button[value=card]").click()
    page.wait_for_url("**/card")
    _look(person, "card", language)
    person.open("/interview")
    page.locator("button[value='to:pause']").click()
    page.wait_for_url("**/interview/pause")
    _look(person, "pause", language)
    page.locator("form[action='/interview/stop'] button").click()
    _look(person, "answers", language)
    page.locator("a[href='/interview/finish']").click()
    _look(person, "finish", language)
    page.locator("form[action='/interview/finish'] button.main").click()
    _look(person, "receipt", language)
    page.locator("form[action='/receipt'] button.main").click()
    person.open("/day")
    _look(person, "day", language)
    page.keyboard.press("F2")
    page.wait_for_function(f"() => location.pathname === '/daily/{language}'")
    page.wait_for_selector("#answers")
    _look(person, "decoy", language)


def test_a_wrong_answer(person, demo, language):
    page = person.page
    person.unlock(demo[1]["interviewer"])
    page.locator("input[name=form][value=khan_2024]").check()
    page.locator("button[name=practice]").click()
    Walk(person).to_the_end(until="age")
    page.locator("input[inputmode=numeric]").fill("۷")
    page.locator(".steps button.main").click()
    page.wait_for_selector("#problems")
    _look(person, "wrong-answer", language)


def test_the_supervisor(person, demo, language, tmp_path):
    page = person.page
    person.unlock(demo[1]["supervisor"])
    _look(person, "home-supervisor", language)
    person.open("/texts")
    _look(person, "texts", language)
    while page.locator("button[value=hold]").count():
        with page.expect_navigation():
            page.locator("button[value=hold]").click()
    _look(person, "texts-done", language)
    person.open("/export")
    _look(person, "export", language)
    if page.locator("#typed").count():  # the other language's run may have packed everything
        _choose_folder(page, tmp_path)
        page.wait_for_url("**/sync")
    person.open("/sync")
    _look(person, "sync", language)


def test_passphrases_people_and_the_emergency(person, demo, language):
    person.open("/unlock")
    _look(person, "unlock", language)
    person.open("/emergency")
    _look(person, "emergency", language)
    person.page.locator("button.stop").click()
    _look(person, "emergency-not-yet", language)
    person.open("/forgotten")
    _look(person, "forgotten", language)
    person.open("/unlock")
    person.unlock(demo[1]["supervisor"])
    person.open("/passphrase")
    _look(person, "passphrase", language)
    person.open("/people")
    _look(person, "people", language)
    person.page.locator("form[action='/people/remove'] button").first.click()
    _look(person, "remove-person", language)


def _choose_folder(page, folder):
    elsewhere = page.locator("input[value=elsewhere]")
    if elsewhere.count():
        elsewhere.check()
    page.locator("#typed").fill(str(folder))
    page.locator("main form button.main").click()


def test_the_patterns_of_all_controls_fit_a_narrow_screen(person, demo, language):
    page = person.page
    person.unlock(demo[1]["interviewer"])
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 700})
        person.open("/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width

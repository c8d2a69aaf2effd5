"""The whole way once, in a real browser: first run, an Urdu interview by touch on a phone,
the receipt, the supervisor's reading, the export. Nothing of it is found anywhere."""

import pytest
from field_browser import (
    LAPTOP,
    PHONE,
    Desk,
    Walk,
    chromium_with_a_memory,
    every_module_was_met_or_is_closed_by_its_rule,
    picture,
    write,
)
from journey_places import ARTEFACTS

MARKER = "zarqaparveen3520112345671"

pytestmark = pytest.mark.journey


def test_from_the_first_run_to_the_export(desk, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    with chromium_with_a_memory(tmp_path / "profile", PHONE, touch=True) as context:
        person = Desk(context.pages[0], desk.address).listen()
        passphrases = _first_run(person)
        person.unlock(passphrases["interviewer"])
        walk = _interview(person)
        _finish(person)
        person.page.set_viewport_size(LAPTOP)
        person.press("بند کریں")
        person.unlock(passphrases["supervisor"])
        _read_every_text(person)
        _export(person, stick)
        said, outsiders = person.said, person.outsiders()
    assert len(walk.seen) > 60
    assert said == []
    assert outsiders == set()
    assert len(list(stick.glob("*.bundle"))) == 1
    desk.stop()
    assert _files_with(tmp_path, MARKER) == []
    assert _files_with(tmp_path, passphrases["interviewer"]) == []


def _first_run(person):
    person.open("/")
    person.speak("ur")
    picture(person.page, ARTEFACTS, "welcome-ur-360")
    person.page.locator("form[action='/welcome/demo'] button").click()
    person.page.wait_for_selector("#made-interviewer")
    passphrases = person.made_passphrases()
    person.press("لکھ لی ہیں")
    return passphrases


def _interview(person):
    person.page.locator("form[action='/begin'] button.main").click()
    walk = Walk(
        person, answers={"m3_who": write(MARKER), "difficulties": write(MARKER)}, touch=True
    )
    walk.on_screen = _fits
    walk.to_the_end()
    assert MARKER in person.page.inner_text("main")
    every_module_was_met_or_is_closed_by_its_rule(person, walk.seen)
    person.open("/interview/answers")
    return walk


def _fits(page, screen):
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], f"{screen} is {width} wide"


def _finish(person):
    page = person.page
    page.locator("a[href='/interview/finish']").click()
    page.locator("form[action='/interview/finish'] button.main").click()
    code = page.locator("#receipt-code").inner_text()
    assert code.startswith("03")
    with page.expect_navigation():
        page.locator("form[action='/receipt'] button.main").click()
    assert code not in page.content()


def _read_every_text(person):
    page = person.page
    person.follow("a[href='/texts']")
    for _ in range(200):
        words = page.locator("label.word")
        if not words.count():
            return
        if not words.first.locator("input").is_checked():
            words.first.locator("span").click()
        page.locator("input[name=no_story]").check()
        with page.expect_navigation():
            page.locator("button[value=redact]").click()
    raise AssertionError(page.inner_text("main"))


def _export(person, stick):
    person.open("/export")
    elsewhere = person.page.locator("input[value=elsewhere]")
    if elsewhere.count():
        elsewhere.check()
    person.page.locator("#typed").fill(str(stick))
    person.page.locator("main form button.main").click()
    person.page.wait_for_url("**/sync")


def _files_with(folder, marker):
    wanted = [marker.encode(), marker.encode("utf-16-le")]
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and any(one in path.read_bytes() for one in wanted)
    ]

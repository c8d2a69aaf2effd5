"""Photographs, recordings and drawings with a real browser, a real server, and a real end."""

import shutil
import struct
import zlib
from contextlib import contextmanager

import media_files
import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_process import DeskProcess, free_port
from field_browser import ARGUMENTS, CHROMIUM, HEADLESS, PHONE, picture, visit
from field_browser import Desk as Person
from journey_places import ARTEFACTS
from microphone import count_what_is_recorded, wait_for_sound
from page_clock import put_a_clock_in
from people import INTERVIEWER, SUPERVISOR
from pictures_study import pictures_pack
from playwright.sync_api import sync_playwright

from survey_app.vault.kdf import BOUNDS
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Role

pytestmark = pytest.mark.journey

MARKER = b"MARKER-of-a-voice-e077"
HEARD = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def playwright():
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright):
    """A browser with a microphone that plays a tone."""
    running = playwright.chromium.launch(executable_path=HEADLESS, args=[*ARGUMENTS, *HEARD])
    yield running
    running.close()


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return pictures_pack(tmp_path_factory.mktemp("study"))


@pytest.fixture(scope="module")
def laptop(tmp_path_factory, pack):
    """A laptop with two people that has no interview yet."""
    data = tmp_path_factory.mktemp("laptop") / "data"
    install_pack(data, pack)
    people = [NewPerson(Role.INTERVIEWER, INTERVIEWER), NewPerson(Role.SUPERVISOR, SUPERVISOR)]
    enrol_laptop(data, people, cost=BOUNDS.floor)
    return data


@contextmanager
def _serving(laptop, folder):
    data, scratch = folder / "vault" / "data", folder / "tmp"
    scratch.mkdir()
    shutil.copytree(laptop, data)
    process = DeskProcess(data, free_port(), scratch / "log.txt").start()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def desk(tmp_path_factory, laptop):
    """A server for all tests that leave it running."""
    with _serving(laptop, tmp_path_factory.mktemp("desk")) as process:
        yield process


@pytest.fixture
def own_desk(tmp_path, laptop):
    """A server of one test, which may kill it; everything it writes lies below `tmp_path`."""
    with _serving(laptop, tmp_path) as process:
        yield process


@pytest.fixture
def person(desk, browser):
    with _sitting(desk, browser) as one:
        yield one


@pytest.fixture
def survivor(own_desk, browser):
    """Somebody at the server that the test may kill."""
    with _sitting(own_desk, browser) as one:
        yield one


@contextmanager
def _sitting(desk, browser):
    context, sitting = visit(browser, desk.address)
    _begin(sitting)
    yield sitting
    assert sitting.said == []
    assert sitting.outsiders() == set()
    context.close()


def _begin(person, language="en"):
    person.open("/unlock")
    person.speak(language)
    person.unlock(INTERVIEWER)
    person.begin()
    person.page.locator("#q-consent_given-1").check()
    _next(person.page)


def _next(page):
    before = page.locator("#screen").get_attribute("data-screen")
    page.locator(".steps button.main").click()
    page.wait_for_function(
        "before => document.getElementById('screen')?.dataset.screen !== before", arg=before
    )
    page.wait_for_load_state("domcontentloaded")


def _to(page, name):
    for _ in range(12):
        if page.locator(f"#q-{name}-upload").count():
            return
        _next(page)
    raise AssertionError(page.locator("main").inner_text())


def _saved(page):
    page.wait_for_selector("#saved[data-state='saved']")


def _resume(person):
    person.open("/unlock")
    person.unlock(INTERVIEWER)
    person.press("Go on")


def _clear_bytes(folder, *marks):
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and any(mark in path.read_bytes() for mark in marks)
    ]


def _png(wide, high):
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    lines = (b"\x00" + b"\x20\x80\x40" * wide) * high
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        media_files.chunk(*one)
        for one in ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    )


def _chosen(data, name="IMG_Rabia.png", kind="image/png"):
    return {"name": name, "mimeType": kind, "buffer": data}


def test_a_recording_survives_the_power_and_lies_nowhere_in_clear(survivor, own_desk, tmp_path):
    page = survivor.page
    _to(page, "voice")
    count_what_is_recorded(page)
    page.locator("#q-voice-agreed").check()
    with page.expect_response("**/speaking") as said:  # so that no half hour cuts her off
        page.locator("#q-voice-start").click()
    assert said.value.status == 204
    page.wait_for_selector("#q-voice-recording:visible")
    page.wait_for_function("() => document.getElementById('q-voice-clock')?.innerText >= '0:02'")
    wait_for_sound(page)
    page.locator("#q-voice-stop").click()
    page.wait_for_selector("audio#q-voice-kept")
    _saved(page)
    own_desk.kill()
    assert _clear_bytes(tmp_path, b"OpusHead", b"\x42\x82\x84webm") == []
    own_desk.start()
    _resume(survivor)
    page.wait_for_selector("audio#q-voice-kept")
    page.wait_for_function("() => document.getElementById('q-voice-kept')?.readyState > 0")
    assert page.evaluate("document.getElementById('q-voice-kept').error") is None


def test_a_recording_is_erased_with_one_press_or_untick_and_next_keeps_one_that_still_runs(person):
    page = person.page
    _to(page, "voice")
    assert not page.locator("#q-voice-start").is_visible()  # nothing without her agreement
    count_what_is_recorded(page)
    page.locator("#q-voice-agreed").check()
    page.locator("#q-voice-start").click()
    page.wait_for_selector("#q-voice-recording:visible")
    wait_for_sound(page)
    page.locator("#q-voice-erase").click()
    page.wait_for_selector("#q-voice-start:visible")
    assert page.locator("audio").count() == 0
    page.locator("#q-voice-start").click()
    page.wait_for_selector("#q-voice-recording:visible")
    page.locator("#q-voice-agreed").uncheck()
    page.wait_for_selector("#q-voice-recording", state="hidden")
    assert page.locator("audio").count() == 0
    page.locator("#q-voice-agreed").check()
    page.locator("#q-voice-start").click()
    page.wait_for_selector("#q-voice-recording:visible")
    wait_for_sound(page, beyond=page.evaluate("window.handedOver"))
    _next(page)
    page.wait_for_selector("#q-film-upload")
    page.locator(".steps button[value=back]").click()
    page.wait_for_selector("audio#q-voice-kept")
    assert not page.locator("#q-voice-start").is_visible()  # nothing is recorded over
    page.locator("#q-voice-agreed").uncheck()
    page.wait_for_selector("audio#q-voice-kept", state="detached")


def test_a_recording_is_erased_also_while_what_was_said_so_far_is_being_kept(person):
    page = person.page
    _to(page, "voice")
    put_a_clock_in(page)
    count_what_is_recorded(page)
    page.route("**/interview", lambda _route: None)
    page.locator("#q-voice-agreed").check()
    page.locator("#q-voice-start").click()
    page.locator("#q-voice-stop").wait_for()
    wait_for_sound(page)
    with page.expect_request("**/interview") as seen:
        page.clock.run_for(6_000)
    late = seen.value
    page.unroute("**/interview")
    page.locator("#q-voice-erase").click()
    _saved(page)
    body, facts = late.post_data_buffer, late.all_headers()
    assert b"webm" in body
    assert page.request.post(late.url, data=body, headers=facts).ok
    page.reload()
    page.locator("#q-voice-upload").wait_for()
    assert page.locator("#q-voice-upload .kept").count() == 0


def test_a_drawing_is_kept_after_the_stroke_and_goes_on_where_it_was_left(survivor, own_desk):
    page = survivor.page
    _to(page, "sketch")
    _stroke(page, "sketch", (0.1, 0.1), (0.9, 0.9))
    page.wait_for_selector("#q-sketch-kept", state="attached")
    _saved(page)
    page.locator("#q-sketch-wipe").click()
    page.locator("button[value=keep]").click()
    page.wait_for_selector("button[value=keep]", state="detached")
    page.wait_for_function(DARK, arg=["q-sketch-canvas", 0.5, 0.5])
    first = page.locator("#q-sketch-kept").get_attribute("src")
    _stroke(page, "sketch", (0.9, 0.1), (0.1, 0.9))
    page.wait_for_function(
        "first => document.getElementById('q-sketch-kept')?.getAttribute('src') !== first",
        arg=first,
    )
    _saved(page)
    own_desk.kill()
    own_desk.start()
    _resume(survivor)
    page.wait_for_selector("#q-sketch-canvas:visible")
    for place in ((0.5, 0.5), (0.8, 0.8), (0.8, 0.2)):
        page.wait_for_function(DARK, arg=["q-sketch-canvas", *place])


DARK = """([id, x, y]) => {
    const canvas = document.getElementById(id);
    if (!canvas?.width) return false;
    const at = [Math.round(canvas.width * x), Math.round(canvas.height * y)];
    const [red, , , seen] = canvas.getContext('2d', {willReadFrequently: true}).getImageData(...at, 1, 1).data;
    return seen === 255 && red < 90;
}"""


def _stroke(page, name, start, end):
    canvas = page.locator(f"#q-{name}-canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    spots = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in (start, end)]
    page.mouse.move(*spots[0])
    page.mouse.down()
    page.mouse.move(*spots[1], steps=8)
    page.mouse.up()


def test_a_signature_that_was_just_drawn_goes_with_the_step(person):
    page = person.page
    _to(page, "sign")
    _stroke(page, "sign", (0.2, 0.5), (0.8, 0.5))
    page.locator(".steps button.main").click()
    page.wait_for_selector("#q-both-words")
    page.locator(".steps button[value=back]").click()
    page.wait_for_selector("#q-sign-kept", state="attached")


def test_a_picture_that_was_chosen_can_be_marked(person):
    page = person.page
    _to(page, "marked")
    page.locator("#q-marked").set_input_files(_chosen(_png(400, 300)))
    page.wait_for_selector("#q-marked-kept", state="attached")
    page.wait_for_function(
        "() => document.getElementById('q-marked-canvas')?.getContext('2d', {willReadFrequently: true})"
        ".getImageData(10, 10, 1, 1).data[1] === 128"
    )
    first = page.locator("#q-marked-kept").get_attribute("src")
    _stroke(page, "marked", (0.3, 0.5), (0.7, 0.5))
    page.wait_for_function(
        "first => document.getElementById('q-marked-kept')?.getAttribute('src') !== first",
        arg=first,
    )
    _saved(page)


def test_a_picture_is_made_as_small_as_the_form_asks_before_it_is_sent(person):
    page = person.page
    page.locator("#q-photo").set_input_files(_chosen(_png(300, 200)))
    page.wait_for_selector("img#q-photo-kept")
    page.wait_for_function("() => document.getElementById('q-photo-kept')?.naturalWidth > 0")
    size = "[one => one.naturalWidth, one => one.naturalHeight].map(f => f(document.getElementById('q-photo-kept')))"
    assert page.evaluate(size) == [64, 43]


def test_true_pictures_open_in_a_browser_after_cleaning(person):
    page = person.page
    for data in (media_files.jpeg(turn=6), media_files.png(), media_files.webp()):
        page.locator("#q-photo").set_input_files(_chosen(data))
        _saved(page)
        page.wait_for_selector("img#q-photo-kept")
        page.wait_for_function("() => document.getElementById('q-photo-kept')?.naturalWidth === 1")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(person, tmp_path):
    page = person.page
    _to(page, "voice")
    _next(page)
    _next(page)
    large = tmp_path / "long.wav"
    large.write_bytes(media_files.wav() + bytes(21 << 20))
    page.locator("#q-paper").set_input_files(large)
    page.wait_for_selector("#q-paper-too-large:visible")
    assert page.locator("#q-paper").input_value() == ""


@pytest.mark.parametrize("language", ["en", "ur"])
def test_without_a_script_a_file_is_chosen_kept_seen_and_removed(desk, browser, language):
    context, person = visit(browser, desk.address, script=False)
    _begin_without_a_script(person, language)
    page = person.page
    page.locator("#q-photo").set_input_files(_chosen(media_files.png()))
    with page.expect_navigation():
        page.locator(".steps button.main").click()
    with page.expect_navigation():
        page.locator(".steps button[value=back]").click()
    assert page.locator("img#q-photo-kept").count() == 1
    assert page.locator(".recorder:visible, .drawing:visible").count() == 0
    with page.expect_navigation():
        page.locator("button[value='remove-file:q-photo']").click()
    with page.expect_navigation():
        page.locator("button[value^='remove-file-now:q-photo']").click()
    assert page.locator("img#q-photo-kept").count() == 0
    context.close()


def _begin_without_a_script(person, language):
    page = person.page
    person.open("/unlock")
    if page.locator("html").get_attribute("lang") != language:
        with page.expect_navigation():
            page.locator(f"#speak-{language} button").click()
    with page.expect_navigation():
        person.unlock(INTERVIEWER)
    with page.expect_navigation():
        person.begin()
    page.locator("#q-consent_given-1").check()
    with page.expect_navigation():
        page.locator(".steps button.main").click()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_pages_that_ask_for_files_are_readable_on_a_telephone(desk, browser, language):
    context, person = visit(browser, desk.address)
    _begin(person, language)
    page = person.page
    page.locator("#q-photo").set_input_files(_chosen(_png(300, 200)))
    page.wait_for_selector("img#q-photo-kept")
    page.locator("button[value='remove-file:q-photo']").click()
    page.wait_for_selector("button[value^='remove-file-now:q-photo']")
    for name in ("photo", "voice", "film", "sketch", "sign"):
        _to(page, name)
        page.wait_for_function("() => document.fonts.status === 'loaded'")
        picture(page, ARTEFACTS, f"upload-{name}-{language}-360")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        small = page.evaluate(
            "[...document.querySelectorAll('.upload button, .upload input, .upload label.opt')]"
            ".filter(one => !one.matches('label input'))"  # its label is what a finger meets
            ".filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44)"
            ".map(one => one.outerHTML)"
        )
        assert small == []
    assert person.said == []
    context.close()


def test_a_browser_with_a_memory_keeps_nothing_of_a_recording(own_desk, playwright, tmp_path):
    profile = tmp_path / "profile"
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=ARGUMENTS, viewport=PHONE
    )
    page = context.new_page()
    page.context.set_default_timeout(90_000)
    person = Person(page, own_desk.address).listen()
    _begin(person)
    _to(page, "voice")
    sound = media_files.wav() + media_files.riff_chunk(b"data", MARKER * 3000)
    page.locator("#q-voice").set_input_files(_chosen(sound, "voice.wav", "audio/wav"))
    page.wait_for_selector("audio#q-voice-kept")
    page.wait_for_function("() => document.getElementById('q-voice-kept')?.readyState > 0")
    _saved(page)
    page.locator("#q-voice-kept").evaluate("one => { one.muted = true; return one.play(); }")
    page.wait_for_timeout(500)
    context.close()
    assert _clear_bytes(profile, MARKER) == []
    assert _clear_bytes(tmp_path, MARKER) == []

"""The mark below the page tells the truth, also when the server dies at that moment."""

import shutil
from functools import partial

import pytest
from desk_process import DeskProcess, free_port
from field_browser import Walk, visit
from page_clock import put_a_clock_in

pytestmark = pytest.mark.journey

FIELD = "textarea:not([id$=-comment])"
STORY = "She walked to the river every morning."


@pytest.fixture(scope="module")
def begun(demo, browser):
    """The folder of a laptop with an interview that stands at the first free text; its passphrase."""
    process, passphrases = demo
    context, person = visit(browser, process.address)
    person.open("/unlock")
    person.unlock(passphrases["interviewer"])
    person.page.locator("input[name=form][value=khan_2024]").check()
    person.press("Start")
    Walk(person).to_the_end(until="difficulties")
    context.close()
    process.stop()
    return process.data.parent, passphrases["interviewer"]


@pytest.fixture
def desk(begun, tmp_path):
    """A server of this test alone, which it may kill."""
    shutil.copytree(begun[0], tmp_path / "vault")
    process = DeskProcess(tmp_path / "vault" / "data", free_port(), tmp_path / "log.txt")
    yield process.start()
    process.stop()


@pytest.fixture
def talk(desk, begun, browser):
    """The interview, gone on with; its passphrase."""
    context, person = visit(browser, desk.address)
    _resume(person, begun[1])
    yield person, begun[1]
    context.close()


A_PRESS_ON_HIDE = "() => document.getElementById('hide').requestSubmit()"
TWICE_ESCAPE = """() => {
    for (let press = 0; press < 2; press += 1)
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
}"""


def _state(page, state):
    page.wait_for_selector(f"#saved[data-state='{state}']")


def _resume(person, passphrase):
    person.open("/unlock")
    person.unlock(passphrase)
    person.press("Go on")
    person.page.wait_for_selector(FIELD)
    person.page.wait_for_load_state()


def test_what_was_called_saved_is_there_after_the_power_went(talk, desk):
    person, passphrase = talk
    page = person.page
    for end in (9, 22, len(STORY)):
        page.locator(FIELD).fill(STORY[:end])
        _state(page, "writing")
        _state(page, "saved")
        desk.kill()
        desk.start()
        _resume(person, passphrase)
        assert page.locator(FIELD).input_value() == STORY[:end]


def test_what_could_not_be_saved_is_said_and_stays_in_the_page(talk, desk):
    person, passphrase = talk
    page = person.page
    page.locator(FIELD).press_sequentially("first")
    _state(page, "saved")
    desk.kill()
    page.locator(FIELD).press_sequentially(", second")
    _state(page, "away")
    page.locator(".steps button.main").click()
    _state(page, "away")
    assert page.locator(FIELD).input_value() == "first, second"
    desk.start()
    page.locator(".steps button.main").click()
    _state(page, "locked")
    assert page.locator(FIELD).input_value() == "first, second"
    asked = []
    page.once("dialog", lambda one: (asked.append(one.type), one.accept()))
    _resume(person, passphrase)
    assert asked == ["beforeunload"]
    assert page.locator(FIELD).input_value() == "first"


def test_the_mark_does_not_run_ahead_of_the_fingers(talk):
    person, _ = talk
    page = person.page
    page.locator(FIELD).press_sequentially(STORY, delay=40)
    assert page.locator("#saved").get_attribute("data-state") == "writing"
    _state(page, "saved")
    page.reload()
    assert page.locator(FIELD).input_value() == STORY


def test_words_typed_just_before_the_page_is_left_are_kept(talk):
    person, passphrase = talk
    page = person.page
    page.locator(FIELD).fill("A page loaded anew shows them at once.")
    _state(page, "writing")
    page.reload()
    assert page.locator(FIELD).input_value() == "A page loaded anew shows them at once."
    for leave in (page.reload, partial(person.open, "/")):
        page.locator(FIELD).fill(story := f"{STORY} {leave}")
        _state(page, "writing")
        leave()
        person.open("/interview")
        assert page.locator(FIELD).input_value() == story
    for at, hide in enumerate((A_PRESS_ON_HIDE, TWICE_ESCAPE)):
        page.locator(FIELD).fill(story := f"{STORY} {at}")
        with page.expect_request("**/hide") as wish:
            page.evaluate(hide)
        assert "awaits=" in wish.value.post_data  # the laptop lets the words in before it locks
        assert "river" not in wish.value.post_data  # a browser keeps what a page was asked with
        page.wait_for_selector(".calendar")
        page.locator("a[href='/']").click()
        page.wait_for_selector("#passphrase")
        _resume(person, passphrase)
        assert page.locator(FIELD).input_value() == story


def test_the_browser_asks_before_words_go_that_it_cannot_carry(talk):
    page = talk[0].page
    asked = []
    page.on("dialog", lambda one: (asked.append(one.type), one.dismiss()))
    page.locator(FIELD).press_sequentially("A")
    page.locator(FIELD).fill("وہ گھر گئی۔ " * 3_000)
    _state(page, "writing")
    page.evaluate("() => window.location.reload()")
    assert asked == ["beforeunload"], "a browser carries on 64 KiB"
    _state(page, "saved")
    page.route("**/interview", lambda route: route.abort())
    page.locator(FIELD).fill(STORY)
    _state(page, "away")
    page.locator(FIELD).press_sequentially("A")
    page.evaluate("() => window.location.reload()")
    assert asked == ["beforeunload"] * 2, "what did not come through before will not now"
    page.unroute("**/interview")
    _state(page, "saved")


def test_what_went_with_a_button_is_not_said_again_when_its_page_goes(talk):
    page = talk[0].page
    wishes = []
    page.on("request", lambda one: one.method == "POST" and wishes.append(one.url))
    page.evaluate(
        """field => {
            document.querySelector(field).dispatchEvent(new Event("input", { bubbles: true }));
            document.querySelector("[value='to:answers']").click();
        }""",
        FIELD,
    )
    page.wait_for_url("**/answers")
    assert len(wishes) == 1


def test_typing_and_going_on_at_once_loses_nothing(talk):
    person, _ = talk
    page = person.page
    for story in (STORY, STORY[::-1]):
        page.locator(FIELD).fill(story)
        page.locator(".steps button.main").click()
        page.wait_for_selector("textarea[id*=children_inside]")
        page.get_by_role("button", name="Back", exact=True).click()
        page.wait_for_selector("textarea[id*=difficulties]")
        assert page.locator(FIELD).input_value() == story


def test_a_wish_is_given_up_after_silence_never_for_its_length(talk):
    page = talk[0].page
    put_a_clock_in(page)
    page.route("**/interview", lambda _route: None)
    page.evaluate(
        """() => document.addEventListener("send:before", (event) => {
            window.sent = event.detail.xhr;
        })"""
    )
    page.locator(FIELD).fill(STORY)
    page.clock.run_for(1_000)
    for loaded in (1, 2, 3):
        page.clock.run_for(12_000)
        page.evaluate(
            """loaded => window.sent.upload.dispatchEvent(
                new ProgressEvent("progress", { loaded, total: 3, lengthComputable: true })
            )""",
            loaded,
        )
    assert page.locator("#saved").get_attribute("data-state") == "writing"
    page.clock.run_for(16_000)
    _state(page, "away")


def test_the_page_locks_when_nobody_touches_it(desk, begun, browser):
    desk.stop()
    desk.idle = 3.0
    desk.start()
    context, person = visit(browser, desk.address)
    person.open("/unlock")
    with person.page.expect_navigation(url=f"{desk.address}/", wait_until="commit"):
        person.unlock(begun[1])
    person.page.wait_for_url("**/unlock")
    context.close()


def test_the_page_locks_as_soon_when_the_last_word_was_sent_after_the_last_touch(
    desk, begun, browser
):
    desk.stop()
    desk.idle = 8.0  # longer than her pages need to come on a slow machine
    desk.start()
    context, person = visit(browser, desk.address)
    page, shown = person.page, []
    _resume(person, begun[1])
    page.wait_for_selector(FIELD)
    page.on("framenavigated", lambda frame: shown.append(frame.url.removeprefix(desk.address)))
    page.evaluate(
        """() => document.addEventListener("send:request", () => {
            const end = Date.now() + 1500;  // the word comes to the laptop later than the touch
            while (Date.now() < end) {}
        })"""
    )
    page.locator(FIELD).press_sequentially("a word")
    page.wait_for_url("**/unlock")
    context.close()
    assert "/" not in shown  # the first page, unlocked

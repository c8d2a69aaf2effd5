"""What may be kept nowhere is in no file: other questions, a practice, a hard moment's words.

One person walks through all of them in a browser that keeps a profile; then everything on the disk
is searched, and the power is cut.
"""

import secrets

import pytest
from desk_process import DeskProcess, free_port
from field_browser import LAPTOP, Desk, chromium_with_a_memory
from garden_study import garden_laptop, garden_pack
from people import INTERVIEWER

pytestmark = pytest.mark.journey

TAB = "() => navigation.entries().map(one => new URL(one.url).pathname)"


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """Everything done once: the words that were typed, what was seen, where the files lie."""
    folder = tmp_path_factory.mktemp("nowhere")
    garden_laptop(folder / "data", garden_pack(folder / "study"))
    (folder / "tmp").mkdir()
    desk = DeskProcess(folder / "data", free_port(), folder / "tmp" / "log.txt")
    typed = {name: f"{name}{secrets.token_hex(6)}" for name in ("decoy", "practice", "said", "own")}
    seen = {"folder": folder, "typed": typed}
    try:
        desk.start()
        with chromium_with_a_memory(folder / "profile", LAPTOP) as context:
            person = Desk(context.pages[0], desk.address).listen()
            _practise(person, typed["practice"])
            _a_hard_moment(person, typed["said"])
            _the_end_of_the_day(person, typed["own"])
            _other_questions(person, typed["decoy"], seen)
            desk.kill()  # as when the battery dies
            desk.start()
            _look_again(person, seen)
            person.page.goto("about:blank")
    finally:
        desk.kill()
    return seen


def _practise(person, words):
    person.open("/unlock")
    person.speak("en")
    person.unlock(INTERVIEWER)
    person.press("Practise")
    person.page.wait_for_selector("#practice")
    _to_noise(person.page)
    _type(person.page, words)
    person.open("/interview/finish")
    person.press("End the practice")
    person.page.wait_for_selector("text=The practice is over.")


def _a_hard_moment(person, words):
    page = person.page
    person.press("Start")
    _to_noise(page)
    _type(page, words)
    person.press("A quiet moment")
    page.wait_for_url("**/interview/moment")
    person.press("Rest a little longer")
    person.press("She wishes to go on")
    page.wait_for_selector("text=What is heard?")


def _the_end_of_the_day(person, words):
    person.open("/day")
    person.page.locator("input[value=heavy]").check()
    person.page.locator("#thought").fill(words)
    person.press("Keep it for me")
    person.page.wait_for_selector("text=What you wrote before")


def _other_questions(person, words, seen):
    page = person.page
    person.open("/interview")
    page.wait_for_selector("#answers")
    page.wait_for_load_state()  # its scripts have run
    page.keyboard.press("F2")
    page.wait_for_selector("text=How often is bread made at home?")
    page.wait_for_load_state()
    page.wait_for_function(f"() => ({TAB})().every(place => place.startsWith('/daily'))")
    for question in ("Who cooks", "Which dish"):
        page.locator("input[type=radio]").first.check()
        page.wait_for_selector("#saved[data-state=saved]")
        person.press("Next")
        page.wait_for_selector(f"text={question}")
    _type(page, words)
    seen["while the decoy is typed in"] = _where(seen["folder"], words)
    person.press("Next")
    page.wait_for_selector("text=What do you cook with?")
    person.press("Back")
    page.wait_for_selector("text=Which dish")
    seen["decoy after back"] = page.locator(
        "textarea:visible, input[type=text]:visible"
    ).first.input_value()
    page.go_back()
    page.wait_for_selector("text=Who cooks")  # a press on the page before it would be dropped
    seen["back in the browser"] = page.locator("#answers").count()
    person.press("All answers")
    page.wait_for_selector("#passphrase")


def _look_again(person, seen):
    person.open("/unlock")
    person.unlock(INTERVIEWER)
    person.open("/day")
    seen["day after the power cut"] = person.page.inner_text("main")
    person.open("/")
    person.press("Go on")
    person.page.wait_for_selector("text=What is heard?")
    seen["interview after the power cut"] = person.page.locator(
        "textarea:visible, input[type=text]:visible"
    ).first.input_value()
    person.press("Lock")
    person.page.wait_for_selector("#passphrase")
    seen["console"] = person.said


def _to_noise(page):
    page.wait_for_selector("#answers")
    page.wait_for_load_state()  # its scripts have run
    page.locator("input[type=radio]").first.check()
    page.locator(".steps button.main").click()
    page.wait_for_selector("text=Is it quiet here?")
    page.locator("[id='q-opening-setting-quiet-2']").check()
    page.wait_for_selector("text=What is heard?")


def _type(page, words):
    page.locator("textarea:visible, input[type=text]:visible").first.fill(words)
    page.wait_for_selector("#saved[data-state=saved]")


def _where(folder, words):
    wanted = (words.encode(), words.encode("utf-16-le"))
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(one in path.read_bytes() for one in wanted)
    ]


@pytest.mark.parametrize("what", ["decoy", "practice", "said", "own"])
def test_no_file_of_laptop_log_or_browser_profile_holds_what_was_typed(walked, what):
    folder, words = walked["folder"], walked["typed"][what]
    assert len(list((folder / "profile").rglob("*"))) > 50
    assert _where(folder, words) == []
    (folder / "tmp" / "planted").write_bytes(b"x" + words.encode("utf-16-le"))
    assert _where(folder, words) == ["tmp/planted"]  # the search can see
    (folder / "tmp" / "planted").unlink()


def test_other_questions_forget_at_once_what_was_typed(walked):
    assert walked["while the decoy is typed in"] == []
    assert walked["decoy after back"] == ""
    assert walked["back in the browser"] == 1


def test_own_notes_and_the_log_of_the_moment_outlive_a_power_cut(walked):
    day = walked["day after the power cut"]
    assert walked["typed"]["own"] in day
    assert "went on when she wished to" in day
    assert walked["typed"]["said"] not in day


def test_the_interview_behind_other_questions_outlives_them(walked):
    assert walked["interview after the power cut"] == walked["typed"]["said"]
    assert walked["console"] == []

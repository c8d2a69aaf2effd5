"""The interview without a script, with keys alone, and in a hurry to hide."""

import pytest
from field_browser import PHONE, Walk, visit, write

pytestmark = pytest.mark.journey


@pytest.fixture
def interviewer(demo, browser, request):
    process, passphrases = demo
    context, person = visit(browser, process.address, script=getattr(request, "param", True))
    person.open("/unlock")
    person.unlock(passphrases["interviewer"])
    yield person
    context.close()


def _begin(person, form="khan_2024"):
    """Begin with `form`, "" for the one that is offered first: the whole questionnaire."""
    if form:
        person.page.locator(f"input[name=form][value={form}]").check()
    person.page.locator("input[name=language][value=en]").check()
    person.begin()


@pytest.mark.parametrize("interviewer", [False], indirect=True)
def test_a_whole_core_interview_is_held_with_scripts_switched_off(interviewer):
    page = interviewer.page
    _begin(interviewer, form="")
    walk = Walk(interviewer, answers={"m3_who": write("plain words")}, script=False)
    walk.to_the_end()
    assert len(walk.seen) > 60
    assert all(
        any(module in seen for seen in walk.seen) for module in ("/m0_", "/m3_", "/m16_", "/m17_")
    )
    assert "plain words" in page.inner_text("main")
    page.locator("button[value*='strike'][value*='m3_who']").click()
    interviewer.follow("button[value^='strike-now']")
    assert "plain words" not in page.inner_text("main")
    page.locator("a[href='/interview/finish']").click()
    interviewer.press("Finish and seal")
    assert page.locator("#receipt-code").inner_text().startswith("03")
    with page.expect_navigation():
        interviewer.press("She has the number")
    assert "sealed on this laptop" in page.inner_text("main")


def test_an_interview_can_be_held_with_keys_alone(interviewer):
    page = interviewer.page
    _begin(interviewer)
    _until(page, lambda: _focused(page, "type") == "radio")
    page.keyboard.press("Space")
    page.wait_for_selector("#saved[data-state=saved]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=We would like to talk with you")
    _stands_at(page, "asked")
    _until(page, lambda: _focused(page, "value") == "next")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=of your own free will")


def test_enter_in_a_field_goes_on_and_never_refuses(interviewer):
    page = interviewer.page
    _begin(interviewer)
    Walk(interviewer).to_the_end(until="age")
    page.locator("input[inputmode=numeric]").fill("۳۰")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=How many children do you have?")
    interviewer.press("Back")
    page.wait_for_selector("text=How old are you?")
    assert page.locator("input[inputmode=numeric]").input_value() == "30"


def test_a_key_on_a_focused_refusal_does_not_refuse(interviewer):
    page = interviewer.page
    _begin(interviewer)
    Walk(interviewer).to_the_end(until="age")
    page.locator("input[inputmode=numeric]").press_sequentially("31")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.wait_for_selector("#saved[data-state=saved]")
    page.wait_for_timeout(900)
    assert "How old are you?" in page.inner_text("main")
    assert page.locator(".empties button[aria-pressed=true]").count() == 0


def test_what_went_wrong_is_read_first_and_leads_to_the_field(interviewer):
    page = interviewer.page
    _begin(interviewer)
    Walk(interviewer).to_the_end(until="age")
    page.locator("input[inputmode=numeric]").fill("7")
    page.keyboard.press("Enter")
    _stands_at(page, "problems")
    page.locator("#problems a").click()
    assert page.evaluate("document.activeElement.inputMode") == "numeric"


def test_the_way_back_of_the_browser_is_one_question_back_with_what_was_typed(interviewer):
    page = interviewer.page
    _begin(interviewer)
    Walk(interviewer).to_the_end(until="age")
    asked = page.locator("#screen").get_attribute("data-screen")
    age = page.locator(f"[data-screen='{asked}'] #questions input[inputmode=numeric]")
    for typed in ("31", "32"):
        age.fill(typed)
        page.evaluate("history.back()")
        age.wait_for(state="detached")
        page.locator(".steps button.main").click()
        age.wait_for()
        assert age.input_value() == typed
    page.reload()
    page.keyboard.press("Tab")
    page.evaluate("history.back()")
    age.wait_for(state="detached")
    page.locator("#answers").wait_for()


@pytest.mark.parametrize("interviewer", [False], indirect=True)
def test_while_an_interview_is_open_the_first_page_shows_no_other_one(interviewer):
    page = interviewer.page
    for _ in range(2):
        _begin(interviewer)
        interviewer.open("/")
    interviewer.open("/", unfold=False)
    others = page.locator("form[action='/resume'] button")
    assert others.count() >= 2
    assert not any(one.is_visible() for one in others.all())
    for _ in range(3):  # so many that they are looked through
        interviewer.open("/")
        _begin(interviewer)
    interviewer.open("/")
    page.locator("#find-words").fill("2026")
    interviewer.follow("button[value=find]")
    assert others.last.is_visible()  # what was looked for is seen
    page.locator("a[href='/interview']").click()
    page.wait_for_selector("#answers")
    page.wait_for_load_state()  # its scripts have run


def _hide(page):
    for _ in range(2):
        page.keyboard.press("Escape")
    page.wait_for_selector(".calendar")


TAB = "() => navigation.entries().map(one => new URL(one.url).pathname)"


def test_twice_escape_hides_every_window_and_leaves_only_the_calendar_in_the_tab(interviewer, demo):
    page, other = interviewer.page, interviewer.page.context.new_page()
    _begin(interviewer)
    other.goto(interviewer.address)
    assert len(page.evaluate(TAB)) > 1
    _hide(page)
    other.wait_for_selector(".calendar")
    page.wait_for_function(f"() => ({TAB})().every(place => place === '/month')")
    page.go_back()
    page.wait_for_selector(".calendar")
    page.locator("a[href='/']").click()
    page.wait_for_selector("#passphrase")
    interviewer.unlock(demo[1]["interviewer"])
    page.wait_for_selector("form[action='/begin']")
    other.goto(interviewer.address)
    page.locator("form[action='/lock'] button").first.click()
    other.wait_for_selector(".calendar")


def test_a_page_of_a_locked_laptop_hides_too(demo, browser):
    context, person = visit(browser, demo[0].address)
    person.open("/unlock")
    person.page.locator("#hide button").click()
    person.page.wait_for_selector(".calendar")
    person.open("/forgotten")
    _hide(person.page)
    context.close()


AT_THE_END = "() => scrollY > 100 && scrollY + innerHeight >= document.body.scrollHeight - 2"
IS_COVERED = """() => {
    const here = document.activeElement, box = here.getBoundingClientRect();
    const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return seen?.closest('.bar') && !here.closest('.bar') ? here.outerHTML : '';
}"""


@pytest.mark.parametrize("size", [PHONE, {"width": 640, "height": 360}], ids=["upright", "flat"])
def test_hiding_is_one_tap_away_however_far_down_the_page_somebody_is(interviewer, size):
    page = interviewer.page
    page.set_viewport_size(size)
    interviewer.open("/")
    page.keyboard.press("End")
    page.wait_for_function(AT_THE_END)
    box = page.locator("#hide button").bounding_box()
    assert 0 <= box["y"] < 60
    for _ in range(20):  # and the bar covers nothing that the keyboard stands at
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(IS_COVERED) == ""
    page.locator("#hide button").click()
    page.wait_for_selector(".calendar")


def test_escape_hides_a_page_of_which_only_the_beginning_has_come(interviewer):
    page = interviewer.page
    _begin(interviewer)
    page.route("**/interview.js*", lambda _never_answered: None)
    page.reload(wait_until="commit")
    page.wait_for_selector("#answers")
    assert page.evaluate("document.readyState") != "complete"
    _hide(page)


def test_escape_hides_while_an_answer_is_being_saved_and_while_a_page_is_awaited(interviewer):
    page = interviewer.page
    _begin(interviewer)
    page.route("**/interview", lambda _never_answered: None)
    page.keyboard.press("Tab")
    page.locator(".steps button.main").click()
    page.locator("input[type=radio]").first.check()
    page.wait_for_selector("#saved[data-state=writing]")
    _hide(page)


ESCAPES = """times => {
    for (let press = 0; press < times; press += 1) {
        window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    }
    return document.body.getClientRects().length;
}"""


def test_presses_count_on_while_one_page_follows_another(interviewer):
    page = interviewer.page
    _begin(interviewer)
    page.evaluate(ESCAPES, 1)
    page.reload()
    page.keyboard.press("Escape")
    page.wait_for_selector(".calendar")


def test_nothing_is_seen_from_the_second_press_on_however_late_the_calendar_comes(interviewer):
    page = interviewer.page
    _begin(interviewer)
    page.route("**/hide", lambda _never_answered: None)
    assert page.evaluate(ESCAPES, 1) == 1
    assert page.evaluate(ESCAPES, 1) == 0


def test_the_language_changes_in_the_middle_of_a_sentence(interviewer):
    page = interviewer.page
    _begin(interviewer)
    Walk(interviewer).to_the_end(until="difficulties")
    page.locator("textarea[id$=difficulties]").press_sequentially("half a sen")
    interviewer.speak("ur")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("textarea[id$=difficulties]").input_value() == "half a sen"
    interviewer.speak("en")


@pytest.mark.parametrize("interviewer", [True, False], indirect=True, ids=["script", "no script"])
@pytest.mark.parametrize("place", ["/", "/interview"])
def test_the_keyboard_stays_at_the_button_that_brought_the_page_anew(interviewer, place):
    page = interviewer.page
    _begin(interviewer)
    interviewer.open(place)
    to_urdu, to_english = ".bar button[lang=ur]", ".bar button[lang=en]"
    dark, usual = "[value$=colours-dark]", "[value$='colours-']"
    steps = ((to_urdu, to_english), (to_english, to_urdu), (dark, dark), (usual, usual))
    for pressed, stands_at in steps:
        if pressed == dark:
            page.locator(".how-it-looks > summary").press("Enter")
        with page.expect_navigation():
            page.locator(pressed).press("Enter")
        page.bring_to_front()  # what nobody draws has no focus, and no frame in which to look
        look = "where => document.activeElement?.matches(where)"
        page.wait_for_function(look, arg=stands_at, polling=100)
    page.reload()
    assert _focused(page, "value") is None


def test_a_button_that_was_pressed_with_the_mouse_shows_its_ring_when_a_key_is_pressed(interviewer):
    page = interviewer.page
    ring = "() => getComputedStyle(document.activeElement).outlineStyle"
    with page.expect_navigation():
        page.locator(".bar button[lang=ur]").click()
    page.wait_for_function("() => document.activeElement?.matches('.bar button[lang=en]')")
    assert page.evaluate(ring) == "none"
    page.keyboard.press("Shift")
    assert page.evaluate(ring) == "solid"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement?.matches('.bar button[lang=ur]')")
    assert page.evaluate(ring) == "solid"


def _stands_at(page, name):
    page.wait_for_function("name => document.activeElement?.id === name", arg=name)
    page.wait_for_load_state()  # the first of a page may have it while the rest is being read


def _focused(page, attribute):
    return page.evaluate("name => document.activeElement.getAttribute(name)", attribute)


def _until(page, fits):
    for _ in range(40):
        if fits():
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not get there")


def test_the_words_of_a_mixed_text_are_drawn_in_the_order_they_are_read(demo, browser):
    process, _ = demo
    context, person = visit(browser, process.address)
    person.open("/unlock")
    words = ["میری", "بیٹی", "Amina", "Bibi", "لاہور", "میں"]
    marked = " ".join(
        f'<label class="word"><input type="checkbox"><span>{word}</span></label>' for word in words
    )
    page = context.new_page()
    page.set_content(
        f'<link rel="stylesheet" href="{process.address}/static/css/reviewing.css">'
        f'<div class="text-words" dir="auto">{marked}</div>'
    )
    page.wait_for_load_state("networkidle")
    starts = page.evaluate(
        "() => [...document.querySelectorAll('.word span')]"
        ".map(one => one.getBoundingClientRect().left)"
    )
    drawn = [words[place] for place in sorted(range(len(words)), key=lambda at: -starts[at])]
    assert drawn == ["میری", "بیٹی", "Bibi", "Amina", "لاہور", "میں"]
    context.close()

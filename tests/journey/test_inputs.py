"""What scripts add to the controls; the keyboard alone is enough."""

import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from cheap_argon2 import cheap_argon2  # noqa: F401
from cheroot import wsgi
from desk_process import free_port
from field_browser import LAPTOP, PHONE, picture, visit
from journey_places import ARTEFACTS
from page_checks import RULES, too_small
from people import INTERVIEWER, STUDY_PASSPHRASE

from survey_app.clock import SystemClock
from survey_app.web.field.app import create_field_app
from survey_app.web.field.desk import EXTENSION
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Role
from survey_app.workflows.packing import make_pack
from survey_app.workflows.study.studies import create_study

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
FORM = ROOT / "tests" / "unit" / "web" / "forms" / "every_input"
TRANSLATIONS = ROOT / "translations"


@pytest.fixture(scope="module")
def address(tmp_path_factory, cheap_argon2):  # noqa: F811
    """A desk with the form of every input; yields where it is."""
    study, data = tmp_path_factory.mktemp("study"), tmp_path_factory.mktemp("laptop") / "data"
    titles = {"en": "Family", "ur": "گھر"}
    create_study(
        study, STUDY_PASSPHRASE, title="Test", cover_titles=titles, demo=True, cost=cheap_argon2
    )
    pack = make_pack(study, STUDY_PASSPHRASE, form_folders=[FORM], translations=TRANSLATIONS)
    install_pack(data, pack)
    enrol_laptop(data, [NewPerson(Role.INTERVIEWER, INTERVIEWER)], cost=cheap_argon2)
    port = free_port()
    app = create_field_app(
        data,
        translations=TRANSLATIONS,
        forms=[],
        clock=SystemClock(),
        port=port,
        show_patterns=True,
    )
    server = wsgi.Server(("127.0.0.1", port), app)
    running = threading.Thread(target=server.serve, daemon=True)
    server.prepare()
    running.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()
    running.join()
    app.extensions[EXTENSION].close()


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request):
    return request.param


@pytest.fixture
def person(address, browser, script):
    context, person = visit(browser, address, viewport=PHONE, script=script)
    person.open("/unlock")
    person.unlock(INTERVIEWER)
    person.begin()
    yield person
    assert person.said == []
    assert person.outsiders() == set()
    context.close()


def _at(person, asked):
    """Go on with the keyboard until the page asks `asked`."""
    page = person.page
    for _ in range(60):
        shown = page.locator("#screen").get_attribute("data-screen")
        if asked in page.locator("h1#asked").inner_text():
            return page
        if page.locator("[id='q-inputs-consent-1']").count():
            page.locator("[id='q-inputs-consent-1']").check()
        page.locator(".steps button[value=next]").press("Enter")
        page.wait_for_function(
            "before => document.getElementById('screen')?.dataset.screen !== before", arg=shown
        )
        page.wait_for_load_state("domcontentloaded")
    raise AssertionError(asked)


def test_an_order_is_made_with_the_keyboard_alone(person):
    page = _at(person, "Which fruit first?")
    page.locator("#q-inputs-order-1-down").focus()
    page.keyboard.press("Enter")
    choices = page.locator(".in-order .grow")
    _stands_at(page, "q-inputs-order-2-down")
    assert choices.all_inner_texts() == ["Mangoes", "Apples", "Figs"]
    page.keyboard.press("Enter")
    _stands_at(page, "q-inputs-order-3-up")
    assert choices.all_inner_texts() == ["Mangoes", "Figs", "Apples"]


def _stands_at(page, name):
    page.wait_for_function("name => document.activeElement?.id === name", arg=name)
    page.wait_for_load_state()  # the first of a page may have it while the rest is being read


@pytest.mark.parametrize("script", [True], indirect=True, ids=["script"])
def test_a_slider_writes_into_its_box_only_when_it_is_touched(person):
    page = _at(person, "Slide to a number.")
    slide, box = page.locator("#q-inputs-long-slide"), page.locator("#q-inputs-long")
    assert slide.is_visible()
    assert (slide.input_value(), box.input_value()) == ("50", "")
    slide.press("ArrowRight")
    assert box.input_value() == "51"
    page.wait_for_selector("#saved[data-state=saved]")
    box.fill("7")
    assert slide.input_value() == "7"


@pytest.mark.parametrize("script", [False], indirect=True, ids=["no-script"])
def test_without_a_script_a_range_is_a_box_and_there_is_no_dead_slider(person):
    page = _at(person, "Slide to a number.")
    assert not page.locator("#q-inputs-long-slide").is_visible()
    page.locator("#q-inputs-long").fill("7")
    page.locator("#q-inputs-long").press("Enter")
    page.wait_for_selector("text=Slide without ticks.")


@pytest.mark.parametrize("script", [True], indirect=True, ids=["script"])
def test_a_quick_choice_goes_on_for_a_finger_and_waits_for_a_key(person):
    page = _at(person, "Quickly?")
    page.locator("#q-inputs-soon-1").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#saved[data-state=saved]")
    assert page.locator("h1#asked").inner_text() == "Quickly?"
    page.locator("label.opt", has_text="Yes").click()
    page.wait_for_selector("text=Which fruit, packed?")


@pytest.mark.parametrize("script", [True], indirect=True, ids=["script"])
def test_the_second_press_of_a_double_one_is_none_on_the_page_that_came_between(person):
    page = _at(person, "How many trees?")
    page.get_by_role("button", name="One more").dblclick()
    assert page.locator("#q-inputs-count").input_value() == "2"
    page.locator(".steps button[value=next]").click()
    page.wait_for_selector("text=Which code?")
    page.locator(".no-answer button").first.hover()
    _press_again(page)
    page.wait_for_timeout(300)
    assert "Which code?" in page.locator("#asked").inner_text()
    page.locator(".no-answer button").first.click()
    page.wait_for_selector("#asked:not(:text('Which code?'))")
    person.open("/interview/pause")
    page.locator("form[action='/interview/stop'] button").hover()
    _press_again(page)
    page.wait_for_timeout(300)
    assert page.url.endswith("/pause")
    with page.expect_navigation():
        page.locator("form[action='/interview/stop'] button").click()


@pytest.mark.parametrize("script", [True], indirect=True, ids=["script"])
def test_what_the_mouse_rests_on_does_not_look_chosen(person):
    page = _at(person, "Which code?")
    one = page.locator(".no-answer button").first
    ground = "one => getComputedStyle(one).backgroundColor"
    before = one.evaluate(ground)
    one.hover()
    assert one.evaluate(ground) == before
    one.evaluate("one => one.setAttribute('aria-pressed', 'true')")
    assert one.evaluate(ground) != before


def _press_again(page):
    """Press where the mouse is, as the second time of a double press."""
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)


@pytest.mark.parametrize("script", [True], indirect=True, ids=["script"])
def test_letters_bring_the_list_while_they_are_typed(person):
    page = _at(person, "Which town?")
    assert page.locator("label.opt").count() == 30
    page.locator("#q-inputs-town-seek").press_sequentially("lah")
    page.wait_for_function("() => document.querySelectorAll('label.opt').length === 1")
    assert page.locator("#q-inputs-town-seek").input_value() == "lah"
    with page.expect_response(lambda reply: reply.request.method == "POST"):
        page.keyboard.press("Enter")  # searches again, and does not go on
    assert "Which town?" in page.locator("#asked").inner_text()
    page.locator("label.opt", has_text="Lahore").click()
    page.wait_for_selector("#saved[data-state=saved]")


def test_a_counter_counts_with_a_press(person):
    page = _at(person, "How many trees?")
    for number in ("1", "2"):
        page.get_by_role("button", name="One more").click()
        page.wait_for_function(
            "n => document.getElementById('q-inputs-count')?.value === n", arg=number
        )


@pytest.mark.parametrize("script", [True], indirect=True, ids=["script"])
def test_each_of_many_quick_presses_counts(person):
    page = _at(person, "How many trees?")
    field = page.locator("#q-inputs-count")
    field.fill("۲")
    slow = {"offline": False, "latency": 300, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    for name in ["One more"] * 7 + ["One less"] * 2:
        page.get_by_role("button", name=name).click()
    assert field.input_value() == "7"
    assert page.locator(".counter [aria-live]").inner_text() == "7"
    page.wait_for_selector("#saved[data-state=saved]")
    page.reload()
    assert field.input_value() == "7"
    for _ in range(9):
        page.get_by_role("button", name="One less").click()
    assert field.input_value() == "0"
    page.wait_for_selector("#saved[data-state=saved]")


@pytest.mark.parametrize("script", [True], indirect=True, ids=["script"])
def test_a_table_of_choices_is_a_table_on_a_laptop_and_a_list_on_a_phone(person):
    page = _at(person, "Which fruits, folded?")
    page.locator(".steps button[value=next]").click()
    page.wait_for_selector(".in-table:has(input)")
    labels = page.locator(".in-table:has(input) label.opt")

    def across():
        boxes = [labels.nth(at).bounding_box() for at in (0, 1)]
        return boxes[0]["y"] == boxes[1]["y"]

    assert not across()
    page.set_viewport_size({"width": 1000, "height": 800})
    assert across()
    assert page.locator(".only-wide").is_visible()


IN_PLACE_OF_EACH_TEXT = """word => {
    const texts = 'h1, h2, legend, label, .hint, .for-you, .grow, .cell, .marks span, .opt > span';
    const wide = [];
    for (const one of document.querySelector('main').querySelectorAll(texts)) {
        if (one.closest('.pick, .whose') || one.querySelector('input')) continue;
        const before = [...one.childNodes];
        one.replaceChildren(word);
        if (document.documentElement.scrollWidth > innerWidth) wide.push(before[0]?.textContent);
        one.replaceChildren(...before);
    }
    return wide;
}"""


@pytest.mark.parametrize("width", [320, 1200])
def test_a_word_longer_than_its_place_makes_no_page_wider(address, browser, width):
    context, person = visit(browser, address, viewport={"width": width, "height": 700})
    person.open("/unlock")
    person.open("/-/patterns")
    assert person.page.evaluate(IN_PLACE_OF_EACH_TEXT, "چھیڑچھاڑ" * 12) == []
    assert person.page.evaluate(IN_PLACE_OF_EACH_TEXT, "W" * 60) == []
    context.close()


@pytest.mark.parametrize("language", ["ur", "en"])
def test_every_control_in_every_look_is_readable_and_reachable(address, browser, language):
    context, person = visit(browser, address, viewport=PHONE)
    person.open("/unlock")
    person.speak(language)
    person.open("/-/patterns")
    page = person.page
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    for screen in ({"width": 320, "height": 700}, LAPTOP, PHONE):
        page.set_viewport_size(screen)
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
        assert too_small(page) == []
        picture(page, ARTEFACTS, f"patterns-{language}-{screen['width']}")
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert person.said == []
    context.close()

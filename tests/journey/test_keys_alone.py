"""A whole core interview in Urdu on the laptop, held with the keys alone."""

import pytest
from field_browser import (
    LAPTOP,
    MORE_PAGES_THAN_ANY_FORM,
    every_module_was_met_or_is_closed_by_its_rule,
    picture,
    visit,
)
from journey_places import ARTEFACTS

pytestmark = pytest.mark.journey

WHERE = """() => {
    const here = document.activeElement;
    const question = here.closest('.question');
    return {
        kind: here.tagName === 'INPUT' ? here.type : here.tagName.toLowerCase(),
        value: here.value || '',
        mode: here.inputMode || '',
        question: question ? question.id : '',
        answer: Boolean(question) && here.matches('input, textarea, select'),
    };
}"""
SCREEN = "() => document.getElementById('screen')?.dataset.screen || location.pathname"
MOST_TABS = 120


def _tab_to(page, wanted):
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE)
        if wanted(here):
            return here
    raise AssertionError(page.inner_text("main"))


def _answer(page):
    """Answer every question of the screen, in the order in which Tab comes to them."""
    asked = page.evaluate(
        """() => [...document.querySelectorAll('.question')]
            .filter(one => one.querySelector('input:not([readonly]), textarea, select'))
            .map(one => one.id)"""
    )
    for question in asked:
        here = _tab_to(page, lambda here, q=question: here["answer"] and here["question"] == q)
        if here["kind"] in {"radio", "checkbox"}:
            page.keyboard.press("Space")
        elif here["kind"] == "select":
            page.keyboard.press("ArrowDown")
        else:
            page.keyboard.type("۲۰" if here["mode"] else "ایک بات")


def test_a_core_interview_in_urdu_is_held_with_the_keys_alone(demo, browser):
    process, passphrases = demo
    context, person = visit(browser, process.address, viewport=LAPTOP)
    page = person.page
    person.open("/unlock")
    person.speak("ur")
    page.locator("#passphrase").focus()
    page.keyboard.type(passphrases["interviewer"])
    page.keyboard.press("Enter")
    page.wait_for_selector("form[action='/begin']")
    page.locator("form[action='/begin'] button.main").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#answers")
    page.wait_for_load_state()  # its scripts have run
    screens = []
    for _ in range(MORE_PAGES_THAN_ANY_FORM):
        before = page.evaluate(SCREEN)
        screens.append(before)
        if before.endswith("/answers"):
            break
        roster = page.locator("input[name=rows]")
        adding = roster.count() and roster.input_value() == "0"
        if not roster.count():
            _answer(page)
        _tab_to(page, lambda here, verb="add" if adding else "next": here["value"] == verb)
        page.keyboard.press("Enter")
        page.wait_for_function(f"before => ({SCREEN})() !== before", arg=before)
        page.wait_for_load_state()
    assert len(screens) > 60
    picture(page, ARTEFACTS, "answers-by-keys")
    every_module_was_met_or_is_closed_by_its_rule(person, screens)
    assert person.said == []
    context.close()

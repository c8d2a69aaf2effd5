"""Free texts are read with the keys alone, by two people, in both languages and on both screens."""

import shutil
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from cheap_argon2 import cheap_argon2  # noqa: F401
from desk_process import free_port
from field_browser import LAPTOP, PHONE, picture, visit
from journey_places import ARTEFACTS
from one_study import pack_of
from page_checks import RULES, too_small
from people import INTERVIEWER, SUPERVISOR
from werkzeug.serving import make_server

from survey_app.clock import SystemClock
from survey_app.web.field.app import create_field_app
from survey_app.web.field.desk import EXTENSION
from survey_app.workflows.collect import start
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Role, open_laptop, unlock

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
OTHER_SUPERVISOR = "9999 8888 7777 6666"
GROUP = "/data/in_her_words/"
TEXTS = {
    GROUP + "difficulties": (
        "رات کو وارڈن Samina نے میری بیٹی کو ڈانٹا۔ ۱۴ مارچ ۲۰۱۹ کو ہمیں ملتان سے "
        "اڈیالہ جیل لائے۔ میرا نمبر ۰۳۰۰ ۱۲۳۴۵۶۷ ہے۔ بھاگاں وہاں اکیلی ہندو عورت تھی۔"
    ),
    GROUP + "children_inside": "The water was cold and the nights were long.",
    GROUP + "views_and_fears": "ثمینہ نے کہا کہ بچے یہیں رہیں گے۔",
}
MOST_TABS = 150
HERE = """() => {
    const here = document.activeElement;
    return {value: here.value || '', name: here.name || '', said:
        here.closest('label')?.innerText.trim() || here.innerText || '',
        seen: getComputedStyle(here.closest('.word, .opt') || here).outlineStyle};
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory, cheap_argon2):  # noqa: F811
    folder = tmp_path_factory.mktemp("reviewing")
    form = shutil.copytree(ROOT / "forms" / "khan_2024", folder / "khan_2024")
    _two_readers(form / "form.md")
    install_pack(folder / "data", pack_of(folder, form, cost=cheap_argon2))
    people = [NewPerson(Role.INTERVIEWER, INTERVIEWER), NewPerson(Role.SUPERVISOR, SUPERVISOR)]
    people.append(NewPerson(Role.SUPERVISOR, OTHER_SUPERVISOR))
    enrol_laptop(folder / "data", people, cost=cheap_argon2)
    _one_interview(folder / "data")
    port = free_port()
    app = create_field_app(
        folder / "data",
        translations=ROOT / "translations",
        forms=[],
        clock=SystemClock(),
        port=port,
    )
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions[EXTENSION].close()


def _two_readers(form):
    lines = form.read_text("utf-8").splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith("| settings"))
    lines[at] += " sdc_second_reader |"
    lines[at + 1] += " yes |"
    form.write_text("\n".join(lines) + "\n", "utf-8")


def _one_interview(data):
    laptop = open_laptop(data)
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "ur")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    sitting.answer({refs["mother_id"]: "7", refs["age"]: "45", refs["offence_type"]: "theft"})
    sitting.answer(TEXTS)
    sitting.finish()
    laptop.close()


def _tab_to(page, wanted):
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if wanted(here):
            assert here["seen"] != "none", here
            return
    raise AssertionError(page.inner_text("main"))


def _press(page, verb):
    _tab_to(page, lambda here: here["value"] == verb)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _tick(page, name, said=""):
    _tab_to(page, lambda here: here["name"] == name and here["said"].startswith(said))
    page.keyboard.press("Space")


def _look(page, name, language):
    for width, screen in (("1200", LAPTOP), ("360", PHONE)):
        page.set_viewport_size(screen)
        page.wait_for_function("() => document.fonts.status === 'loaded'")
        picture(page, ARTEFACTS, f"review-{name}-{language}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], name
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ur" else "ltr")
    assert too_small(page) == [], name
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def _suggested(page):
    return [one.strip() for one in page.locator(".word:has(:checked)").all_inner_texts()]


def _reader(browser, address, passphrase, language):
    context, person = visit(browser, address, viewport=LAPTOP)
    person.open("/unlock")
    person.speak(language)
    person.unlock(passphrase)
    person.page.wait_for_selector("a[href='/texts']")
    person.open("/texts")
    return context, person


def test_texts_are_read_by_two_people_with_the_keys_alone(browser, address):
    context, person = _reader(browser, address, SUPERVISOR, "en")
    page = person.page
    assert {"Samina", "ملتان", "اڈیالہ", "مارچ"} <= set(_suggested(page))
    legend = page.locator(".sorts .sort").all_inner_texts()
    assert [one.strip() for one in legend] == [
        "a name",
        "a place or prison",
        "a number, case or address",
        "a date",
        "ticked by a reader",
    ]
    assert "45–54" in page.locator(".elsewhere").inner_text()
    assert page.locator(".text-words").evaluate("one => getComputedStyle(one).direction") == "rtl"
    _look(page, "first", "en")
    _press(page, "redact")
    assert "fits only one person" in page.locator("#problems").inner_text()
    _look(page, "no-story", "en")
    if "بھاگاں" not in _suggested(page):
        _tick(page, "word", "بھاگاں")
    _tick(page, "no_story")
    _press(page, "redact")
    _tick(page, "no_story")
    _press(page, "clear")
    assert "ثمینہ" in _suggested(page)  # taught by the first text, in the other script
    _press(page, "hold")
    assert "waits for a second reader" in page.inner_text("main") or "wait for a second reader" in (
        page.inner_text("main")
    )
    _look(page, "waits", "en")
    assert person.said == []
    assert person.outsiders() == set()
    context.close()
    _second(browser, address)


def _second(browser, address):
    context, person = _reader(browser, address, OTHER_SUPERVISOR, "ur")
    page = person.page
    _look(page, "second", "ur")
    assert {"Samina", "بھاگاں"} <= set(_suggested(page))
    _tick(page, "no_story")
    _press(page, "redact")
    _look(page, "clear", "ur")
    _tick(page, "no_story")
    _press(page, "clear")
    assert page.locator(".text-words").count() == 0
    _look(page, "done", "ur")
    assert person.said == []
    context.close()

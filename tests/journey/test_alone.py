"""She answers a part alone: by shapes, with a script and without, in both languages."""

import pytest
from alone_study import FORM, gateless, translated
from cheap_argon2 import cheap_argon2  # noqa: F401
from field_browser import PHONE, visit
from journey_places import ARTEFACTS
from looking import Looker
from page_checks import RULES, too_small
from previewed import previewed

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def shown(cheap_argon2, tmp_path_factory):  # noqa: F811
    folder = tmp_path_factory.mktemp("alone")
    with previewed(FORM, cheap_argon2, translated(folder, FORM)) as place:
        yield place


def _begun(browser, shown, tag, **how):
    context, person = visit(browser, shown[0], viewport=PHONE, **how)
    person.page.set_default_timeout(90_000)
    person.open("/unlock")
    person.unlock(shown[1])
    page = person.page
    page.locator(f"form[action='/begin'] input[value='{tag}']").check()
    page.locator("form[action='/begin'] button.main").click()
    page.wait_for_selector("#answers")
    page.wait_for_load_state()  # its scripts have run
    page.locator("input[type=radio][value=yes]").check()
    _next(page)
    page.wait_for_selector("#q-first-town_size, input[inputmode=numeric]")
    page.locator("input[inputmode=numeric]").fill("12")
    _next(page)
    page.wait_for_selector("button[value=leave-out]")
    return context, person


def _next(page):
    page.locator("button.main[value=next]").click()


def _wish(page, do):
    with page.expect_navigation():
        page.locator(f"button[value='{do}']:not(.default-wish)").last.click()


def _checked(page):
    assert too_small(page) == []
    wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


@pytest.mark.parametrize(
    ("tag", "scripts"), [("ur", True), ("en", False)], ids=["urdu", "without-a-script"]
)
def test_a_part_is_answered_alone_by_shapes_and_leaves_no_trace(browser, shown, tag, scripts):
    context, person = _begun(browser, shown, tag, script=scripts)
    page = person.page
    _checked(page)
    assert "Some other questions" not in page.content()
    _wish(page, "alone")
    page.locator("label.opt").first.click()  # the researcher looked around: yes
    _wish(page, "next")
    _checked(page)
    _wish(page, "ready")
    _checked(page)
    _wish(page, "next")  # what the part is about
    _wish(page, "choose:1")  # yes, ask
    assert page.locator("#choice-1").get_attribute("aria-pressed") == "true"
    _wish(page, "next")
    _checked(page)
    shapes = page.locator(".by-shape svg").evaluate_all("all => all.map(one => one.classList[1])")
    assert shapes == ["circle", "square", "triangle"]
    _wish(page, "choose:3")
    _wish(page, "next")
    _wish(page, "choose:1")
    _wish(page, "choose:3")
    assert page.locator("[aria-pressed=true]").count() == 2
    _wish(page, "back")
    assert page.locator("#choice-3").get_attribute("aria-pressed") == "true"
    _wish(page, "next")
    _wish(page, "next")
    page.locator("textarea, input[type=text]").last.fill("zarqa-alone")
    _wish(page, "next")
    assert "zarqa" not in page.content()
    _checked(page)
    _wish(page, "on")
    page.wait_for_selector("#answers, #screen")
    page.goto(f"{shown[0]}/interview/contents")
    assert page.locator(".contents > li").count() == 2
    page.goto(f"{shown[0]}/interview/answers")
    assert "zarqa" not in page.content()
    assert person.said == []
    context.close()


def test_a_refusal_looks_like_any_other_course(browser, shown, axe_of):
    context, person = _begun(browser, shown, "ur")
    page = person.page
    assert axe_of(page) == []
    _wish(page, "leave-out")
    page.wait_for_selector("#answers")
    page.wait_for_load_state()  # its scripts have run
    page.goto(f"{shown[0]}/interview/contents")
    assert page.locator(".contents > li").count() == 2
    context.close()


@pytest.fixture(scope="module")
def shown_without_a_gate(cheap_argon2, tmp_path_factory):  # noqa: F811
    """The same part, its place and her leave asked for by the app; and the page of patterns."""
    folder = tmp_path_factory.mktemp("gateless")
    form = gateless(folder)
    with previewed(form, cheap_argon2, translated(folder, form), patterns=True) as place:
        yield place


def test_every_page_of_the_part_and_of_the_patterns_in_all_its_ways(browser, shown_without_a_gate):
    context, person = _begun(browser, shown_without_a_gate, "ur")
    page = person.page
    looker = Looker(browser, person, ARTEFACTS)
    looker.both("alone-offer")
    page.locator("#looked").check()
    _wish(page, "alone")
    looker.both("alone-hand-over")
    _wish(page, "ready")
    looker.both("alone-begin")
    _wish(page, "yes")
    looker.both("alone-question")
    for tag in ("ur", "en"):  # the thanks come once, in the language of the part
        _wish(page, "leave")
        looker.here("alone-over", tag)
        page.goto(f"{shown_without_a_gate[0]}/interview/alone")
        person.speak("en")
        page.locator("#looked").check()
        _wish(page, "alone")
    person.open("/-/patterns")
    looker.both("patterns", lambda: person.open("/-/patterns"))
    assert looker.found == []
    assert person.said == []
    context.close()


@pytest.fixture(scope="module")
def axe_of():
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    def broken(page):
        found = Axe().run(page, options=RULES).response["violations"]
        return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]

    return broken

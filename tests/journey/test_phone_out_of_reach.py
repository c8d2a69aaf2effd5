"""A phone loses the laptop: a lost reply repeats nothing, what was typed stays and is unsaved."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_process import DeskProcess, free_port
from field_browser import ARGUMENTS, HEADLESS, PHONE, Desk, picture
from garden_study import garden_laptop, garden_pack
from hotspot_line import Line, fingerprint_of
from http_person import HttpPerson
from journey_places import ARTEFACTS
from page_checks import RULES, too_small
from people import INTERVIEWER
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from survey_app.web.field.own_networks import hotspot_addresses

ADDRESSES = hotspot_addresses()
A_DAY_AGO = """async () => {
    for (const name of await caches.keys()) {
        await (await caches.open(name)).put("/away/since", new Response(String(Date.now() - 864e5)));
    }
}"""
IS_OF_TODAY = """async () => {
    const since = await (await caches.match("/away/since")).text();
    return Date.now() - Number(since) < 36e5;
}"""
NOTHING_IS_KEPT = """async () => {
    const workers = await navigator.serviceWorker.getRegistrations();
    return workers.length === 0 && (await caches.keys()).length === 0;
}"""
STORY = "What she typed while nobody was there."

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not ADDRESSES, reason="this machine has no address in a private network"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    garden_laptop(folder / "data", garden_pack(tmp_path_factory.mktemp("study")))
    process = DeskProcess(folder / "data", free_port(), folder / "log.txt")
    process.phone_port = free_port()
    yield process.start()
    process.stop()


@pytest.fixture(scope="module")
def host(desk):
    person = HttpPerson(desk.address).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    person.send("/begin", form="every_control", language="en", one_more="yes")
    return person.get("/phones").send("/phones/open", address=str(ADDRESSES[0]))


@pytest.fixture(scope="module")
def line(desk, host):
    relay = Line((str(ADDRESSES[0]), desk.phone_port))
    yield relay
    relay.close()


@pytest.fixture(scope="module")
def phone(desk, host, line):
    """A phone's browser whose way to the hotspot goes through the line."""
    place = (str(ADDRESSES[0]), desk.phone_port)
    rules = f"MAP {place[0]}:{place[1]} 127.0.0.1:{line.port}"
    more = [
        f"--host-resolver-rules={rules}",
        f"--ignore-certificate-errors-spki-list={fingerprint_of(place)}",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=HEADLESS, args=[*ARGUMENTS, *more])
        context = browser.new_context(viewport=PHONE)
        page = context.new_page()
        page.context.set_default_timeout(90_000)
        yield Desk(page, f"https://{place[0]}:{place[1]}").listen()
        browser.close()


def _state(page, state):
    page.wait_for_function(
        "state => document.getElementById('saved')?.dataset.state === state", arg=state
    )


def _look(page, name, language):
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    picture(page, ARTEFACTS, f"{name}-{language}-360")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    assert too_small(page) == []
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_a_phone_that_loses_the_laptop_repeats_nothing_and_keeps_what_was_typed(phone, host, line):
    page = phone.page
    join = re.search(r"https://[\d.]+:\d+(/join/[\w-]+)", host.html)[1]
    phone.open(join)
    for language in ("ur", "en"):
        phone.speak(language)
        phone.open(join)
        _look(page, "join", language)
    page.locator("main form button.main").click()
    page.wait_for_selector("#answers")
    page.wait_for_load_state()  # its scripts have run
    page.locator("[id='q-opening-consent-1']").check()
    _state(page, "saved")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")

    # nothing of the interview is among what the worker keeps
    kept = page.evaluate(
        """async () => {
            const names = await caches.keys();
            const found = [];
            for (const name of names) {
                for (const one of await (await caches.open(name)).keys()) found.push(one.url);
            }
            return found;
        }"""
    )
    assert kept
    assert all("/static/" in one or "/away" in one for one in kept)

    # the reply to Next is lost on its way: the wish was done, and is not done again
    line.swallow_replies()
    page.locator(".steps button.main").click()
    assert line.swallowed.wait(90)
    line.let_replies_through()
    page.wait_for_function(
        "() => document.querySelector('input[name=screen]')?.value.includes('setting')"
    )

    # no laptop at all: typed, kept in the page, said to be unsaved
    page.locator("[id='q-opening-setting-quiet-2']").check()
    _state(page, "saved")
    page.wait_for_selector("textarea, input[id='q-opening-setting-noise']")
    line.cut()
    page.locator("[id='q-opening-setting-noise']").fill(STORY)
    _state(page, "away")
    _look(page, "out-of-reach", "en")
    assert page.locator("[id='q-opening-setting-noise']").input_value() == STORY

    later = _goes_through_once(page, line)
    _is_told_what_is_gone(phone, host, line, later)


def _goes_through_once(page, line):
    # it is back: what waited goes out by itself, without a touch
    line.mend()
    _state(page, "saved")
    assert page.locator("[id='q-opening-setting-noise']").input_value() == STORY
    assert _kept(page).count(STORY) == 1

    # Next gets no answer, and she writes on while it is sent again: the page waits for her words
    line.swallow_replies()
    page.locator(".steps button.main").click()
    assert line.swallowed.wait(90)
    line.cut()
    _state(page, "away")
    later = f"{STORY} And more."
    page.locator("[id='q-opening-setting-noise']").fill(later)
    _state(page, "away")
    line.mend()
    _state(page, "saved")
    assert page.locator("[id='q-opening-setting-noise']").input_value() == later
    assert _kept(page).count(later) == 1
    assert _kept(page).count(STORY) == 1
    return later


def _is_told_what_is_gone(phone, host, line, later):
    page = phone.page
    # opened anew without the laptop: our own words, and nothing of hers
    line.cut()
    phone.open("/interview")
    page.wait_for_selector("main .card a.main")
    assert STORY not in page.content()
    _look(page, "away", "both")
    line.mend()
    page.locator("main .card a.main").first.click()
    page.wait_for_selector("#answers")
    page.wait_for_load_state()  # its scripts have run
    assert page.locator("[id='q-opening-setting-noise']").input_value() == later

    # a page that came today counts, however long ago the worker came
    page.evaluate(A_DAY_AGO)
    phone.open("/interview")
    page.wait_for_function(IS_OF_TODAY)
    # on the next day the phone itself has forgotten our words, and the page comes as before
    page.evaluate(A_DAY_AGO)
    line.cut()
    another = page.context.new_page()  # the browser's own page of trouble comes when it likes
    with pytest.raises(PlaywrightError):
        another.goto(f"{phone.address}/interview")
    another.close()
    line.mend()
    phone.open("/interview")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")

    # cut off by the researcher: told so, and what was typed is there to be read off
    page.wait_for_load_state()
    host.get("/phones").send("/phones/cut")
    page.wait_for_timeout(1_500)  # longer than the laptop takes to look for doors to shut
    page.locator("[id='q-opening-setting-noise']").fill("Nobody takes this.")
    _state(page, "gone")
    _look(page, "cut-off", "en")
    assert page.locator("[id='q-opening-setting-noise']").input_value() == "Nobody takes this."
    page.wait_for_function(NOTHING_IS_KEPT)
    draft = re.search(r'name="draft" value="(\w+)"', host.get("/").html)[1]
    record = host.send("/resume", draft=draft).html
    assert record.count(later) == 1
    assert record.count(STORY) == 1
    assert "Nobody takes this." not in record


def _kept(page):
    """Return the page as the laptop draws it from what it holds."""
    return page.evaluate("() => fetch('/interview').then((reply) => reply.text())")

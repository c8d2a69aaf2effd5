"""Every page, in both languages and both kinds of letters: readable, reachable, no letter cut.

Each page is reached once; `Looker` then has it narrow, large and dark, and keeps its pictures.
"""

from functools import partial
from urllib.parse import urlsplit

import pytest
from field_browser import ARGUMENTS, HEADLESS, PATIENCE, PHONE, Desk, Walk, choose, visit, write
from hotspot_line import fingerprint_of
from ink import lost_ink
from journey_places import ARTEFACTS
from looking import Looker
from page_checks import glued

from survey_app.web.field.own_networks import hotspot_addresses

pytestmark = pytest.mark.journey

IN_HER_OWN_WORDS = {"m3_who": write("Amina, 0300-1234567"), "m3_children_band": choose(3)}
QUESTIONS = ("m1_take_part", "m2_opening", "m3_children_band", "child_nickname")


@pytest.fixture
def person(demo, browser):
    """Somebody at the demo's laptop, at its locked door."""
    context, person = visit(browser, demo[0].address)
    person.open("/unlock")
    yield person
    context.close()


@pytest.fixture
def looker(browser, person):
    yield (one := Looker(browser, person, ARTEFACTS))
    assert one.found == []
    assert person.said == []
    assert person.outsiders() == set()


def _post(person, path, button="main form button.main"):
    """Open a page and press its button: what comes has no address of its own."""
    person.open(path)
    person.follow(button)


def test_the_first_run(desk, browser):
    context, person = visit(browser, desk.address)
    person.open("/")
    looker = Looker(browser, person, ARTEFACTS)
    looker.both("welcome")
    person.open("/welcome/install")
    looker.both("install")
    looker.both("install-wrong", partial(_post, person, "/welcome/install"))
    person.open("/welcome")
    person.page.locator("form[action='/welcome/demo'] button").click()
    person.page.wait_for_selector("#made-interviewer", timeout=90_000)
    looker.both("passphrases")
    assert looker.found == []
    context.close()


def _the_locked_laptop(person, looker):
    page = person.page
    for name in ("unlock", "forgotten", "month", "emergency", "limits"):
        person.open(f"/{name}")
        if name == "month":  # it speaks the language of the page before it, and offers none
            looker.here(name, page.locator("html").get_attribute("lang"))
        else:
            looker.both(name)
    person.open("/welcome/anew")
    looker.both("end-the-demo")
    looker.both("end-the-demo-not-yet", partial(_post, person, "/welcome/anew", "button.stop"))
    person.open("/unlock")
    looker.both("emergency-not-yet", partial(_post, person, "/emergency", "button.stop"))
    looker.both("no-such-page", partial(person.open, "/nothing"))


def test_the_pages_around_an_interview(person, looker, demo):
    _the_locked_laptop(person, looker)
    _a_colleague(person, looker, demo[1]["supervisor"])
    person.open("/unlock")
    person.unlock(demo[1]["interviewer"])
    _pages_around_an_interview(person, looker)
    _two_keyings(person, looker)
    _a_handover(person, looker)
    _a_phone(person, looker)
    _the_other_questions(person, looker, demo[1]["interviewer"])


def test_an_interview_and_its_way_out(person, looker, demo, tmp_path):
    person.open("/unlock")
    person.unlock(demo[1]["interviewer"])
    _an_interview(person, looker)
    code = _its_end(person, looker)
    person.open("/")
    person.page.locator("form[action='/lock'] button").click()
    person.unlock(demo[1]["supervisor"])
    _a_backup(person, looker, tmp_path)
    _afterwards(person, looker, code)
    _a_supervisors_pages(person, looker, tmp_path)


def _a_colleague(person, looker, passphrase):
    """Another interviewer, who has unlocked this laptop once: a draft can be handed to her."""
    page = person.page
    person.open("/unlock")
    person.unlock(passphrase)
    person.open("/people")
    page.locator("form[action='/people/add'] button").click()
    made = page.locator("#made-passphrase").inner_text()
    looker.both("people-made")
    page.locator("form[action='/people/written'] button").click()
    for secret in (made, ""):
        page.locator("form[action='/lock'] button").click()
        page.wait_for_selector("#passphrase")
        if secret:
            person.unlock(secret)
            page.wait_for_selector("form[action='/begin']")


def _pages_around_an_interview(person, looker):
    looker.both("home")
    for name in ("day", "card", "holdings", "paper", "submission", "passphrase", "phones"):
        person.open(f"/{name}")
        looker.both(name)
    looker.both("booklet", partial(_booklet, person))
    _a_practice(person, looker)


def _booklet(person):
    person.open("/paper")
    person.page.locator("#print-form").select_option("khan_2024")  # a short one
    person.page.locator("form[action='/paper/print'] button").click()
    person.page.wait_for_selector(".booklet")


def _a_practice(person, looker):
    """A short interview, to its first wrong answer."""
    page = person.page
    person.open("/")
    page.locator("input[name=form][value=khan_2024]").check()
    page.locator("button[name=practice]").click()
    Walk(person).to_the_end(until="age")
    page.locator("input[inputmode=numeric]").fill("۷")
    page.locator(".steps button.main").click()
    page.wait_for_selector("#problems")
    looker.here("wrong-answer", page.locator("html").get_attribute("lang"))


def _an_interview(person, looker):
    page = person.page
    person.open("/")
    page.locator("input[name=language][value=ur]").check()
    person.begin()
    looker.both("researcher")
    walk = Walk(person, answers=IN_HER_OWN_WORDS)
    for place in QUESTIONS:
        walk.to_the_end(until=place)
        looker.both(f"question-{place}")
    for name in ("contents", "moment", "pause", "answers", "finish"):
        person.open(f"/interview/{name}")
        looker.both(name)


def _its_end(person, looker):
    page = person.page
    person.open("/interview/pause")
    page.locator("form[action='/interview/stop'] button").click()
    page.locator("a[href='/interview/finish']").click()
    page.locator("form[action='/interview/finish'] button.main").click()
    page.wait_for_url("**/receipt")
    code = page.locator("#receipt-code").inner_text()
    looker.both("receipt")
    page.locator("form[action='/receipt'] button.main").click()
    page.wait_for_selector("form[action='/begin']")
    looker.both("home-after-an-interview")
    return code


def _a_backup(person, looker, folder):
    page = person.page
    looker.both("home-without-a-backup", partial(person.open, "/"))
    person.open("/backup")
    looker.both("backup")
    _choose_folder(page, folder)
    page.wait_for_url("**/backup")
    while page.locator("#far").count():
        page.wait_for_timeout(200)
    page.wait_for_selector("#done")
    looker.both("backup-made")
    wrong = partial(_post, person, "/backup", "form[action='/backup/open'] button")
    looker.both("backup-open", wrong)


def _afterwards(person, looker, code):
    """Her number leads to the three wishes; each is gone through to its last page but one."""
    page = person.page
    person.open("/afterwards")
    page.locator("#number").fill("0371-2345679")
    page.locator("main form button.main").click()
    page.wait_for_selector("#problems")
    looker.here("afterwards-wrong", page.locator("html").get_attribute("lang"))
    page.locator("#number").fill(code)
    page.locator("main form button.main").click()
    page.wait_for_url("**/wishes")
    looker.both("afterwards-wishes")
    person.open("/afterwards/whole")
    looker.both("afterwards-whole")
    person.open("/afterwards/part")
    looker.both("afterwards-part")
    looker.both("afterwards-sure-of-part", partial(_a_part, person))
    person.open("/afterwards/answer")
    looker.both("afterwards-choose")
    looker.both("afterwards-answer", partial(_an_answer, person))


def _a_part(person):
    person.open("/afterwards/part")
    person.page.locator("input[name=names]").first.check()
    person.page.locator("main form button.main").click()
    person.page.wait_for_selector("button[name=sure]")


def _an_answer(person):
    person.open("/afterwards/answer")
    person.page.locator("details.card > summary").first.click()
    person.page.locator("details[open] form button").first.click()
    person.page.wait_for_selector("button[value=answer]")


def _two_keyings(person, looker):
    """The same paper keyed twice, with one answer that differs."""
    page = person.page
    for keying in (1, 2):
        person.open("/paper")
        page.locator("#key-form").select_option("khan_2024")
        page.locator("#number").fill("17")
        page.locator(f"input[name=keying][value='{keying}']").check()
        page.locator("form[action='/paper/begin'] button").click()
        page.wait_for_selector("#answers")
        page.wait_for_load_state()  # its scripts have run
        page.locator("input[type=radio]").nth(keying - 1).check()
        page.wait_for_selector("#saved[data-state=saved]")
    looker.both("home-open-now", partial(person.open, "/", unfold=False))
    looker.both("home-full", partial(person.open, "/"))
    person.open("/")
    page.locator("form[action='/paper/compare'] button").first.click()
    page.wait_for_url("**/paper/compare")
    looker.both("compare")


def _a_handover(person, looker):
    hand_over = partial(_post, person, "/", "form[action='/handover'] button")
    looker.both("handover", hand_over)
    person.page.locator("form[action='/handover/offer'] button.main").click()
    person.page.wait_for_selector("form[action='/handover/back']")
    looker.both("home-offered")
    looker.both("discard", partial(_post, person, "/", "form[action='/discard'] button"))


def _a_phone(person, looker):
    """The switch, and what the phone sees before and after: on a laptop that has a hotspot."""
    if not hotspot_addresses():
        return
    page = person.page
    person.open("/")
    page.locator("form[action='/resume'] button").last.click()
    page.wait_for_selector("#answers")
    page.wait_for_load_state()  # its scripts have run
    person.open("/phones")
    page.locator("form[action='/phones/open'] button").click()
    page.wait_for_selector(".scan")
    looker.both("phones-open")
    invitation = page.locator(".card .small bdi").first.inner_text()
    browser = _trusting(looker.browser, invitation)
    phone = Desk(browser.new_page(viewport=PHONE), "").listen()
    phone.page.set_default_timeout(PATIENCE)
    at_the_phone = Looker(looker.browser, phone, ARTEFACTS)
    phone.page.goto(invitation)
    at_the_phone.both("join")
    phone.page.locator("form[action^='/join'] button.main").click()
    phone.page.wait_for_selector("#answers")
    phone.page.wait_for_load_state()  # its scripts have run
    at_the_phone.both("question-on-a-phone")
    looker.both("phones-in", partial(person.open, "/phones"))
    phone.page.goto(phone.page.url.replace("/interview", "/over"))
    at_the_phone.here("over", phone.page.locator("html").get_attribute("lang"))
    looker.found += at_the_phone.found
    browser.close()
    person.open("/phones")
    if page.locator("form[action='/phones/close']").count():  # the last phone shuts the door
        page.locator("form[action='/phones/close'] button").click()


def _trusting(browser, address):
    """Return a phone's browser that trusts the laptop's certificate; others keep no style."""
    place = urlsplit(address)
    known = fingerprint_of((place.hostname, place.port))
    trust = f"--ignore-certificate-errors-spki-list={known}"
    return browser.browser_type.launch(executable_path=HEADLESS, args=[*ARGUMENTS, trust])


def _the_other_questions(person, looker, passphrase):
    person.open("/")
    for tag in ("en", "ur"):
        if person.page.locator("#passphrase").count():  # the other questions lock the laptop
            person.unlock(passphrase)
        person.speak(tag)
        person.page.keyboard.press("F2")
        person.page.wait_for_function(f"() => location.pathname === '/daily/{tag}'")
        person.page.wait_for_selector("#answers")
        person.page.wait_for_load_state()  # its scripts have run
        looker.here("decoy", tag)
        person.open("/unlock")


def _a_supervisors_pages(person, looker, folder):
    page = person.page
    person.open("/")
    looker.both("home-supervisor")
    person.open("/texts")
    looker.both("texts")
    while page.locator("button[value=hold]").count():
        with page.expect_navigation():
            page.locator("button[value=hold]").click()
    looker.both("texts-done")
    for name in ("export", "risk", "people", "sync"):
        person.open(f"/{name}")
        looker.both(name)
    remove = partial(_post, person, "/people", "form[action='/people/remove'] button")
    looker.both("remove-person", remove)
    person.open("/export")
    _choose_folder(page, folder)
    page.wait_for_url("**/sync")
    looker.both("sync-waiting")


def _choose_folder(page, folder):
    elsewhere = page.locator("input[value=elsewhere]")
    if elsewhere.count():
        elsewhere.check()
    page.locator("#typed").fill(str(folder))
    page.locator("main form button.main").click()


def test_a_lost_dot_is_seen(browser):
    page = browser.new_page()
    page.set_content(
        "<div style='overflow:hidden;height:14px;line-height:30px;font-size:30px'>پچی</div>"
    )
    assert lost_ink(browser, page) > 0
    page.close()


def test_a_button_that_touches_the_line_above_it_is_seen(browser):
    page = browser.new_page()
    for air, seen in ((0, 1), (8, 0)):
        page.set_content(
            f"<main><p style='margin:0 0 {air}px'>x</p><form><button>y</button></form>"
        )
        assert len(glued(page)) == seen
    page.close()

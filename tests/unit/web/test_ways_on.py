"""No page is a dead end: another language stays on the page, and each page leads on."""

import re
import sqlite3
from contextlib import closing

import pytest
from field_client import FieldClient
from people import INTERVIEWER, SUPERVISOR

NOT_PAGES = {"/away", "/away.js", "/page.webmanifest", "/-/patterns"}
SPEAKS_BY_ITSELF = {"/interview", "/daily", "/month", "/over"}  # by their own forms, or for nobody


def _pages(app):
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in rule.methods)
    return sorted({rule.rule for rule in rules if not rule.arguments} - NOT_PAGES)


def _shown(app, browser):
    """Return every page that this browser is shown at its own address."""
    shown = []
    for path in _pages(app):
        browser.get(path)
        is_page = browser.status == 200 and browser.html.startswith("<!doctype")
        if is_page and browser.reply.request.path == path:
            shown.append(path)
    return shown


@pytest.fixture(params=["nobody", INTERVIEWER, SUPERVISOR], ids=["nobody", "one", "boss"])
def anybody(app, request):
    browser = FieldClient(app).get("/unlock")
    if request.param != "nobody":
        browser.send("/unlock", passphrase=request.param)
    if request.param == INTERVIEWER:
        browser.send("/begin", form="every_control", language="en")
        browser.wish("next", opening__consent="yes")
    return browser


def test_another_language_and_other_letters_stay_on_the_page(app, anybody):
    for path in set(_shown(app, anybody)) - SPEAKS_BY_ITSELF:
        for wish in ({"language": "ur"}, {"language": "en"}, {"look": "colours-dark"}):
            where = "/letters" if "look" in wish else "/language"
            anybody.get(path).send(where, **wish)
            assert anybody.reply.request.path == path, (path, wish)


def test_each_page_leads_on_by_a_link_or_a_button_of_its_own(app, anybody):
    for path in set(_shown(app, anybody)) - {"/over"}:
        html = anybody.get(path).html
        main = html[html.index("<main") : html.index("</main>")] if "<main" in html else html
        assert re.search(r"<a [^>]*href=\"/|<button", main), path


def test_the_page_about_a_damaged_pack_leads_to_a_good_one_and_not_back_to_itself(data, request):
    (pack,) = (data / "packs").iterdir()
    pack.write_bytes(pack.read_bytes()[:-1])
    page = FieldClient(request.getfixturevalue("app")).get("/")
    main = page.html[page.html.index("<main") : page.html.index("</main>")]
    assert re.findall(r'<a class="button main" href="([^"]+)"', main) == ["/welcome/install"]
    assert 'href="/"' not in main


def test_a_questionnaire_is_begun_once_however_often_the_button_is_pressed(interviewer):
    page = interviewer.get("/").fields
    for _ in range(3):
        interviewer.post("/begin", {**dict(page), "form": "every_control", "language": "en"})
        assert interviewer.reply.request.path == "/interview"
    assert interviewer.get("/").html.count('action="/resume"') == 1


def test_what_was_chosen_for_a_paper_stays_after_a_mistake(interviewer):
    interviewer.get("/paper").send(
        "/paper/begin", form="every_control", language="en", number=" ", keying="2"
    )
    assert interviewer.status == 422
    assert re.search(r'value="every_control" selected', interviewer.html)
    assert re.search(r'name="keying" value="2" checked', interviewer.html)


def test_who_asks_to_destroy_something_sees_what_it_is_and_is_asked_again(garden):
    garden.get("/")
    draft = re.search(r'name="draft" value="([^"]+)"', garden.html).group(1)
    assert "November 2026" in garden.send("/discard", draft=draft).text
    garden.get("/day").send("/day", feeling="well", thought="a long day")
    assert "Destroy all your notes?" in garden.send("/day", do="forget").text
    assert "a long day" in garden.get("/day").text
    assert "a long day" not in garden.send("/day", do="forget-now").text


def test_the_number_of_a_paper_stays_beside_its_word(interviewer):
    interviewer.get("/paper").send(
        "/paper/begin", form="every_control", language="en", number="17", keying="1"
    )
    draft = re.search(r'name="draft" value="([^"]+)"', interviewer.get("/").html).group(1)
    told = interviewer.send("/discard", draft=draft).html
    assert re.search("Paper\N{NO-BREAK SPACE}\\W*17", told)


def test_a_damaged_open_interview_keeps_no_other_from_the_first_page(interviewer, data):
    for _ in range(2):
        interviewer.get("/").send("/begin", form="every_control", language="en")
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        db.execute("UPDATE drafts SET body = zeroblob(4096) WHERE rowid = 1")
    interviewer.get("/")
    assert interviewer.status == 200
    assert "1 open interview of yours is damaged on the disk" in interviewer.text
    assert interviewer.html.count('action="/resume"') == 1
    interviewer.send(
        "/resume", draft=re.findall(r'name="draft" value="(\w+)"', interviewer.html)[0]
    )
    assert interviewer.asked == "Shall we talk?"


def test_a_damaged_pack_is_no_dead_end(app, data, pack):
    (kept,) = (data / "packs").glob("*.pack")
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    browser = FieldClient(app).get("/unlock")
    assert "PACK-001" in browser.text
    assert 'href="/welcome/install"' in browser.html
    browser.get("/welcome/install").send("/welcome/install", path=str(pack))
    assert browser.get("/unlock").send("/unlock", passphrase=INTERVIEWER).status == 200
    assert "PACK-001" not in browser.text


def test_the_other_font_is_fetched_ahead_unless_only_plain_letters_are_drawn(app):
    browser = FieldClient(app).get("/unlock").send("/language", language="ur")
    assert 'data-ahead="/static/fonts/nastaliq.woff2' in browser.get("/unlock").html
    browser.send("/letters", look="plain")
    assert "nastaliq.woff2" not in browser.get("/unlock").html

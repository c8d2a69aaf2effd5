"""The door: what a passphrase opens, and what a lock forgets."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from field_client import FieldClient
from people import INTERVIEWER

from survey_app.web.field import gate
from survey_app.web.field.desk import EXTENSION

EVERYWHERE = ["/", "/interview", "/interview/answers", "/receipt", "/export", "/sync"]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_nothing_is_shown_before_the_passphrase(browser, path):
    assert browser.get(path).asked == "Unlock"


@pytest.mark.parametrize("typed", [INTERVIEWER, "۱۱۱۱ ۲۲۲۲ ۳۳۳۳ ۴۴۴۴", "1111222233334444"])
def test_digits_of_any_kind_open_the_door(browser, typed):
    browser.get("/unlock").send("/unlock", passphrase=typed)
    assert "Start an interview" in browser.text


def test_an_interviewer_sees_interviews_and_a_supervisor_what_may_leave(interviewer, supervisor):
    assert "Start an interview" in interviewer.text
    assert "Texts to review" not in interviewer.text
    assert "Texts to review" in supervisor.text
    assert "Start an interview" not in supervisor.text


def test_every_wrong_passphrase_gets_the_same_answer(browser, clock):
    said = set()
    for typed in ["1111 2222 3333 4445", "something else entirely", "7777"]:
        browser.get("/unlock").send("/unlock", passphrase=typed)
        assert browser.status == 403
        said.add(browser.text)
        assert typed not in browser.html
        clock.wait(seconds=61)
    assert len(said) == 1


def test_after_a_mistake_even_the_right_passphrase_waits(browser, clock):
    browser.get("/unlock").send("/unlock", passphrase="wrong wrong wrong")
    browser.send("/unlock", passphrase=INTERVIEWER)
    assert "Please wait" in browser.text
    clock.wait(seconds=2)
    browser.send("/unlock", passphrase=INTERVIEWER)
    assert "Start an interview" in browser.text


def test_the_token_of_the_browser_changes_when_a_passphrase_was_proven(browser, app):
    browser.get("/unlock")
    before = browser._client.get_cookie(app.config["SESSION_COOKIE_NAME"], domain="127.0.0.1").value
    browser.send("/unlock", passphrase=INTERVIEWER)
    after = browser._client.get_cookie(app.config["SESSION_COOKIE_NAME"], domain="127.0.0.1").value
    assert before != after
    assert "interviewer" not in after


def test_locking_forgets_everything_and_tells_the_browser_to(garden):
    token = dict(garden.fields)["csrf_token"]
    reply = garden._client.post(
        "/lock",
        data={"csrf_token": token},
        headers={"Host": "127.0.0.1:8765", "Origin": "http://127.0.0.1:8765"},
    )
    assert "cookies" in reply.headers["Clear-Site-Data"]
    assert garden.get("/interview").asked == "Unlock"


def test_hiding_shows_a_calendar_that_says_nothing(garden):
    garden.send("/hide")
    assert "November 2026" in garden.text
    assert "Family" not in garden.html
    assert garden.get("/").asked == "Unlock"


def test_hiding_waits_for_no_other_request_and_that_one_ends_with_nothing_left(garden, app):
    visit = next(iter(app.extensions[EXTENSION].visits._visits.values()))
    held, may_end = Event(), Event()

    def a_long_request():
        visit.take_turn()
        held.set()
        may_end.wait(timeout=60)
        visit.end_turn()

    with ThreadPoolExecutor() as others:
        long = others.submit(a_long_request)
        held.wait(timeout=60)
        garden.send("/hide")
        assert "November 2026" in garden.text
        assert visit.person is not None
        may_end.set()
        long.result()
    assert visit.person is None
    assert visit.sitting is None
    assert garden.get("/interview").asked == "Unlock"


@pytest.mark.parametrize("way", ["/hide", "/daily/show", "/lock"])
def test_what_was_typed_last_is_kept_though_the_wish_to_hide_or_lock_overtakes_it(
    garden, app, way, monkeypatch
):
    monkeypatch.setattr(gate, "LONGEST_LAST_WORDS", 60)
    garden.wish("save", turn="window/1", opening__setting__quiet="no").get("/interview")
    last, waits = {"q-opening-setting-noise": "a saw behind the wall"}, Event()
    visit = next(iter(app.extensions[EXTENSION].visits._visits.values()))
    monkeypatch.setattr(visit.done._came, "wait_for", _told(visit.done._came.wait_for, waits))
    other = FieldClient(app)
    other._client = app.test_client()
    name = app.config["SESSION_COOKIE_NAME"]
    token = garden._client.get_cookie(name, domain="127.0.0.1").value
    other._client.set_cookie(name, token, domain="127.0.0.1")
    with ThreadPoolExecutor() as others:
        wish = {"csrf_token": dict(garden.fields)["csrf_token"], "awaits": ["window/1", "page/7"]}
        hiding = others.submit(other.post, way, data=wish)
        assert waits.wait(timeout=60)
        garden.send("/interview", do="save", turn="page/7", **last)
        hiding.result()
    assert garden.get("/interview").asked == "Unlock"
    garden.send("/unlock", passphrase=INTERVIEWER).send("/resume")
    assert "a saw behind the wall" in garden.html, garden.text


def _told(wait_for, event):
    def waiting(*how, **more):
        event.set()
        return wait_for(*how, **more)

    return waiting


@pytest.mark.parametrize("turn", ["page/9", "page", "/", "page/nine", ""])
def test_hiding_goes_on_without_words_that_do_not_come(garden, turn):
    garden.send("/hide", awaits=turn)
    assert "November 2026" in garden.text
    assert garden.get("/interview").asked == "Unlock"


def test_hiding_shows_the_calendar_even_from_a_page_of_an_earlier_visit(garden):
    garden.post("/hide", data={"csrf_token": "of another visit"})
    assert "November 2026" in garden.text
    assert garden.get("/interview").asked == "Unlock"


def test_a_passphrase_on_a_page_from_before_a_lock_is_asked_for_once_more_with_a_word(browser):
    browser.post("/unlock", data={"csrf_token": "of another visit", "passphrase": INTERVIEWER})
    assert browser.asked == "Unlock"
    assert "That page was from before a lock" in browser.text


def test_five_quiet_minutes_lock_the_page(interviewer, clock):
    clock.wait(minutes=4)
    assert "Start an interview" in interviewer.get("/").text
    clock.wait(minutes=5, seconds=1)
    assert interviewer.get("/").asked == "Unlock"


def test_what_a_page_asks_for_by_itself_keeps_nothing_open(interviewer, clock):
    for path in ("/backup/far", "/backup/look", "/static/icon.svg"):
        clock.wait(minutes=2)
        assert interviewer.get(path).status == 200
    assert interviewer.get("/").asked == "Unlock"


def test_two_windows_without_scripts_do_not_keep_each_other_open(interviewer, clock):
    by_itself = re.search(r'content="305;url=([^"]+)"', interviewer.get("/").html)[1]
    clock.wait(seconds=150)
    interviewer.get(
        "/"
    )  # in the second window, which may be in use when the first one's time is up
    clock.wait(seconds=155)
    assert interviewer.get(by_itself).asked == "First page"
    clock.wait(seconds=150)
    assert interviewer.get(by_itself).asked == "Unlock"


def test_a_page_that_nobody_touches_ends_its_own_visit_at_once_and_nobody_elses(
    supervisor, interviewer
):
    assert supervisor.get("/").send("/quiet").status == 204
    assert "cookies" in supervisor.reply.headers["Clear-Site-Data"]
    assert supervisor.get("/texts").asked == "Unlock"
    assert "Start an interview" in interviewer.get("/").text


def test_half_an_hour_locks_the_page_whatever_happens(interviewer, clock):
    for _ in range(7):
        clock.wait(minutes=4)
        interviewer.get("/")
    assert "Start an interview" in interviewer.text
    clock.wait(minutes=3)
    assert interviewer.get("/").asked == "Unlock"


def test_no_half_hour_cuts_off_a_woman_who_is_being_recorded(interviewer, clock):
    interviewer.get("/")
    token = dict(interviewer.fields)["csrf_token"]
    for _ in range(20):
        clock.wait(minutes=2)
        assert interviewer.post("/speaking", data={"csrf_token": token}).status == 204
    assert "Start an interview" in interviewer.get("/").text
    clock.wait(minutes=3)
    assert interviewer.get("/").asked == "Unlock"


def test_what_is_on_its_way_is_not_cut_off_by_time(interviewer, app, clock):
    visits = app.extensions[EXTENSION].visits
    (visit,) = visits.all()
    visit.take_turn()
    clock.wait(hours=1)
    visits.end_old()
    assert visit.person is not None
    visit.end_turn()
    visits.end_old()
    assert visit.person is None


def test_a_press_of_a_key_keeps_the_page_open(interviewer, clock):
    for _ in range(3):
        clock.wait(minutes=4)
        assert interviewer.send("/awake").status == 204
        interviewer.get("/")
    assert "Start an interview" in interviewer.text


def test_the_language_is_remembered_for_the_next_start(browser, app):
    browser.get("/unlock").send("/language", language="ur", back="door.unlock")
    assert '<html lang="ur" dir="rtl"' in browser.html
    assert '<html lang="ur" dir="rtl"' in FieldClient(app).get("/unlock").html


def test_a_page_is_never_asked_for_twice_by_its_own_way_back(browser):
    browser.get("/unlock").send("/language", language="en", back="http://evil.example/")
    assert browser.asked == "Unlock"


def test_the_title_of_a_page_is_the_cover_title(interviewer):
    assert "<title>First page · Family</title>" in interviewer.html


def test_a_supervisor_can_be_refused_by_the_keys_and_not_only_by_the_page(supervisor):
    supervisor.send("/begin", form="every_control", language="en")
    assert "interviewer" in supervisor.text
    assert supervisor.status == 409


def test_another_language_leaves_every_page_open(interviewer):
    interviewer.send("/begin", form="every_control", language="en")
    places = ("/day", "/card", "/holdings", "/paper", "/phones", "/submission", "/passphrase")
    for place in (*places, "/limits", "/interview/contents", "/interview/pause"):
        interviewer.get(place).send("/language", language="ur")
        assert interviewer.reply.request.path == place
        interviewer.send("/language", language="en")
        assert interviewer.reply.request.path == place


def test_a_clock_that_was_put_back_keeps_no_page_open(garden, app, clock):
    visits = app.extensions[EXTENSION].visits
    clock.wait(hours=-3)
    visits.end_old()
    assert visits.anybody_in()
    clock.wait(minutes=6)
    visits.end_old()
    assert not visits.anybody_in()
    assert garden.get("/interview").asked == "Unlock"


def test_a_page_from_before_a_lock_says_that_it_is_locked_also_after_the_next_unlock(garden):
    old = garden.get("/interview").fields
    garden.send("/lock").send("/unlock", passphrase=INTERVIEWER)
    garden.post("/interview", dict(old), **{"HX-Request": "true"})
    assert garden.status == 403
    assert garden.reply.headers["HX-Trigger"] == "page-locked"


def test_the_page_for_unlocking_says_that_no_browser_shall_remember_the_passphrase(app):
    html = FieldClient(app).get("/unlock").html
    assert 'aria-describedby="passphrase-hint' in html
    assert "choose never" in html

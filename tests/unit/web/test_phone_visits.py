"""The visit of a phone: bound to the address it joined from."""

import json
import re
import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest
from field_client import PORT, FieldClient, page_fields

from survey_app.web.field.desk import EXTENSION
from survey_app.web.field.phones import ON_PHONE, Door

PLACE = "192.168.137.1:8443"
PHONE, THIEF = "192.168.137.23", "192.168.137.66"


@pytest.fixture
def phone(app, interviewer):
    """A phone that is in, and how it asks."""
    interviewer.send("/begin", form="every_control", language="en")
    desk = app.extensions[EXTENSION]
    app.config["TRUSTED_HOSTS"].append("192.168.137.1")
    desk.phones.door = Door("192.168.137.1", 8443, None, lambda: None)
    (host,) = [one for one in desk.visits.all() if one.sitting is not None]
    visit = _let_in(desk, host)
    return lambda address, path="/interview": _ask(app, visit, address, path)


def _let_in(desk, host, module=""):
    invitation = desk.phones._invite(host, module)
    visit = desk.visits.stranger("en")
    visit.phone = PHONE
    desk.visits.remember(visit)
    assert desk.phones.let_in(invitation.code, visit)
    return visit


def _ask(app, visit, address, path="/interview", **sent):
    client = app.test_client()
    client.set_cookie("__Host-phone", visit.token, domain="192.168.137.1")
    wish = {"data": sent, "method": "POST", "headers": {"Origin": f"https://{PLACE}"}}
    return client.open(
        path,
        base_url=f"https://{PLACE}",
        environ_overrides={ON_PHONE: True, "REMOTE_ADDR": address},
        **(wish if sent else {}),
    )


def _press(app, visit, do, **answers):
    """Press a button of the page that this phone shows now."""
    html = _ask(app, visit, PHONE).get_data(as_text=True)
    sent = dict(page_fields(html)) | answers | {"do": do}
    return sent, _ask(app, visit, PHONE, **sent)


@pytest.fixture
def of_one_part(app, interviewer):
    """A phone that was given the part `opening` alone, and its visit."""
    interviewer.send("/begin", form="every_control", language="en")
    desk = app.extensions[EXTENSION]
    app.config["TRUSTED_HOSTS"].append("192.168.137.1")
    desk.phones.door = Door("192.168.137.1", 8443, None, lambda: None)
    (host,) = [one for one in desk.visits.all() if one.sitting is not None]
    return _let_in(desk, host, "opening")


def test_a_phone_that_is_in_is_asked(phone):
    assert "Shall we talk?" in phone(PHONE).get_data(as_text=True)


@pytest.mark.parametrize("path", ["", "/pause", "/moment", "/contents", "/answers"])
def test_a_phone_never_calls_itself_this_laptop(phone, path):
    page = phone(PHONE, f"/interview{path}")
    assert page.status_code == 200
    assert "this laptop" not in page.get_data(as_text=True)


def test_the_ways_back_of_a_phone_lead_no_further_than_its_first_question(app, phone):
    (visit,) = app.extensions[EXTENSION].phones.joined()
    before = phone(PHONE, "/join/used-up")
    assert (before.status_code, before.headers["Location"]) == (303, "/interview")
    assert 'class="cover" href="/interview"' in phone(PHONE).get_data(as_text=True)
    _, reply = _press(app, visit, "back")
    assert reply.headers["Location"] == "/interview"
    assert "Shall we talk?" in phone(PHONE).get_data(as_text=True)


def test_a_phone_that_is_done_can_fetch_the_style_of_its_last_page_and_nothing_else(
    app, phone, clock
):
    phones, style = app.extensions[EXTENSION].phones, "/static/css/pages.css"
    assert "This phone is done" in phone(PHONE, "/over").get_data(as_text=True)
    phones.close_if_idle()
    fetched = phone(PHONE, style)
    assert fetched.status_code == 200
    assert "no-store" in fetched.headers["Cache-Control"]
    assert phone(THIEF, style).status_code == 404
    assert phone(PHONE, "/over").status_code == 404
    clock.wait(seconds=31)
    assert phone(PHONE, style).status_code == 404
    phones.close_if_idle()
    assert phones.door is None


def test_the_cookie_of_a_phone_from_another_address_ends_its_visit(phone):
    assert phone(PHONE).status_code == 200
    stolen = phone(THIEF)
    assert (stolen.status_code, stolen.get_data()) == (404, b"")
    assert phone(PHONE).status_code == 404


def test_a_page_without_scripts_that_nobody_touches_puts_the_phone_out(phone):
    page = phone(PHONE).get_data(as_text=True)
    by_itself = re.search(r'http-equiv="refresh" content="305;url=([^"]+)"', page)[1]
    assert phone(PHONE, by_itself).headers["Location"] == "/over"


def test_an_invitation_is_over_after_ten_minutes(app, interviewer, clock):
    interviewer.send("/begin", form="every_control", language="en")
    desk = app.extensions[EXTENSION]
    (host,) = [one for one in desk.visits.all() if one.sitting is not None]
    code = desk.phones._invite(host).code
    clock.wait(minutes=3)
    interviewer.get("/")
    assert desk.phones.is_invited(code)
    assert not desk.phones.is_invited(code[:-1] + ("A" if code[-1] != "A" else "B"))
    clock.wait(minutes=7)
    assert not desk.phones.is_invited(code)


def test_a_second_invitation_takes_the_place_of_the_first(app, interviewer):
    interviewer.send("/begin", form="every_control", language="en")
    desk = app.extensions[EXTENSION]
    (host,) = [one for one in desk.visits.all() if one.sitting is not None]
    first, second = desk.phones._invite(host).code, desk.phones._invite(host).code
    assert not desk.phones.is_invited(first)
    assert desk.phones.is_invited(second)


def test_a_phone_out_of_reach_is_waited_for_twenty_minutes_and_no_longer(phone, clock):
    clock.wait(minutes=19)
    assert phone(PHONE).status_code == 200
    clock.wait(minutes=20, seconds=1)
    assert phone(PHONE).status_code == 404


def test_the_page_of_phones_tells_its_limits_before_the_switch_is_pressed(interviewer):
    interviewer.get("/phones")
    assert "What a phone cannot promise" in interviewer.text
    assert "cannot prevent that" in FieldClient(interviewer.app).get("/limits").text
    assert "Open the interview first" in interviewer.text
    assert f":{PORT}" not in interviewer.html


def test_the_page_of_phones_is_behind_the_door(browser):
    assert browser.get("/phones").asked == "Unlock"


def test_only_the_phone_that_was_meant_is_cut_off(app, phone):
    desk = app.extensions[EXTENSION]
    (visit,) = desk.phones.joined()
    assert visit.phone == PHONE
    desk.phones.cut("wrong")
    assert desk.phones.joined() == [visit]
    desk.phones.cut(visit.mark)
    assert desk.phones.joined() == []


def test_the_door_stays_long_enough_to_tell_a_phone_that_it_was_cut_off(app, phone, clock):
    phones = app.extensions[EXTENSION].phones
    phones.cut(phones.joined()[0].mark)
    clock.wait(minutes=9)
    phones.close_if_idle()
    assert phone(PHONE).status_code == 404
    assert phones.door is not None
    clock.wait(minutes=1)
    phones.close_if_idle()
    assert phones.door is None


def test_a_door_that_is_looked_at_just_while_a_phone_is_cut_off_stays(app, phone, monkeypatch):
    phones = app.extensions[EXTENSION].phones
    end = phones._visits.end

    def looked_at(visit):
        end(visit)
        phones.close_if_idle()

    monkeypatch.setattr(phones._visits, "end", looked_at)
    phones.cut(phones.joined()[0].mark)
    assert phones.door is not None
    assert phone(PHONE).status_code == 404


def test_the_door_shuts_also_while_a_phone_is_asking(app, phone):
    desk = app.extensions[EXTENSION]
    asked = []

    def stop():
        asking = threading.Thread(target=lambda: asked.append(phone(THIEF, "/join/x").status_code))
        asking.start()  # the server waits for its last request, as a real one does
        asking.join(timeout=60)

    desk.phones.door = replace(desk.phones.door, stop=stop)
    desk.phones.close()
    assert asked == [404]


def test_a_phone_with_one_part_shows_that_part_and_ends_where_it_ends(app, of_one_part):
    for path in ("/interview/contents", "/interview/answers", "/interview/finish"):
        assert _ask(app, of_one_part, PHONE, path).status_code == 404
    sitting = of_one_part.sitting
    for _ in range(20):
        sent, reply = _press(app, of_one_part, "next", **{"q-opening-consent": "yes"})
        assert sent["screen"].startswith("/data/opening")
        if reply.headers.get("Location") != "/interview":
            break
        if of_one_part.sitting is None or not _is_shown(app, of_one_part):
            break
    assert not sitting.screen_key.startswith("/data/opening")
    assert of_one_part.person is None


def _is_shown(app, visit):
    reply = _ask(app, visit, PHONE)
    if reply.status_code == 200:
        return True
    assert reply.headers["Location"] == "/over"
    _ask(app, visit, PHONE, "/over")
    return False


def test_a_wish_that_arrives_twice_is_done_once(roster_on_phone):
    app, visit = roster_on_phone
    sent, _ = _press(app, visit, "up:2")
    order = _called(visit)
    _ask(app, visit, PHONE, **sent)
    assert _called(visit) == order == ["Zari", "Gul"]


def test_the_same_button_on_a_new_page_is_a_new_wish(roster_on_phone):
    app, visit = roster_on_phone
    for _ in range(2):
        _press(app, visit, "up:2")
    assert _called(visit) == ["Gul", "Zari"]


def test_what_arrives_after_something_newer_of_its_page_changes_nothing(app, phone):
    (visit,) = app.extensions[EXTENSION].phones.joined()
    page = dict(page_fields(phone(PHONE).get_data(as_text=True))) | {"do": "save"}
    for turn, said in (("a/1", "no"), ("a/3", "yes"), ("a/2", "no")):
        _ask(app, visit, PHONE, **(page | {"turn": turn, "q-opening-consent": said}))
    assert visit.sitting.interview.value("/data/opening/consent") == "yes"
    # another page of the same visit counts for itself, as does one without a script
    for turn, said in (("b/1", "no"), ("", "yes"), ("a/none", "no")):
        _ask(app, visit, PHONE, **(page | {"turn": turn, "q-opening-consent": said}))
        assert visit.sitting.interview.value("/data/opening/consent") == said


@pytest.fixture
def roster_on_phone(app, phone):
    (visit,) = app.extensions[EXTENSION].phones.joined()
    sitting = visit.sitting
    sitting.answer({"/data/opening/consent": "yes", "/data/neighbours[1]/called": "Gul"})
    sitting.answer({f"{sitting.add_repeat('/data/neighbours')}/called": "Zari"})
    sitting.go("/data/neighbours[+]")
    return app, visit


def _called(visit):
    interview = visit.sitting.interview
    return [interview.value(f"/data/neighbours[{place}]/called") for place in (1, 2)]


def test_what_a_phone_may_keep_is_the_shell_and_no_page_of_an_interview(app, phone):
    worker = phone(PHONE, "/away.js").get_data(as_text=True)
    kept = json.loads(re.search(r"const SHELL = (\[.*\]);", worker)[1])
    assert all(one == "/away" or one.startswith("/static/") for one in kept)
    for one in kept:
        with phone(PHONE, one) as reply:
            assert reply.status_code == 200, one
    away = phone(PHONE, "/away").get_data(as_text=True)
    assert "Shall we talk?" not in away
    needed = re.findall(r'<(?:link|script)[^>]+(?:href|src)="([^"]+)"', away)
    assert needed
    assert set(needed) <= set(kept)


def test_the_page_is_installed_under_the_cover_title(app, phone):
    manifest = json.loads(phone(PHONE, "/page.webmanifest").get_data())
    assert (manifest["name"], manifest["start_url"]) == ("Family", "/interview")
    with phone(PHONE, manifest["icons"][0]["src"]) as reply:
        assert reply.status_code == 200


@pytest.mark.parametrize("path", ["/away.js", "/away", "/page.webmanifest"])
def test_the_laptop_itself_is_given_no_worker(interviewer, path):
    assert interviewer.get(path).status == 404


def test_an_interview_that_was_sealed_before_the_line_broke_shows_its_receipt(interviewer):
    interviewer.send("/begin", form="every_control", language="en")
    interviewer.wish("next", opening__consent="yes")
    interviewer.get("/interview/finish")
    page = interviewer.html
    interviewer.send("/interview/finish", reason="")
    receipt = interviewer.text
    again = FieldClient.send
    interviewer.reply.set_data(page)
    assert again(interviewer, "/interview/finish", reason="").text == receipt


@pytest.fixture
def invited_in_urdu(app, interviewer):
    """An interview in Urdu on a laptop whose own pages are English, a phone invited into it."""
    interviewer.send("/begin", form="khan_2024", language="ur")
    desk = app.extensions[EXTENSION]
    app.config["TRUSTED_HOSTS"].append("192.168.137.1")
    (host,) = [one for one in desk.visits.all() if one.sitting is not None]
    assert (host.language, host.sitting.interview.language) == ("en", "ur")
    certificate = SimpleNamespace(words=lambda: ("calm", "river"))
    desk.phones.door = Door("192.168.137.1", 8443, certificate, lambda: None)
    return desk.phones._invite(host)


def _opened(app, invitation, visit=None):
    """Return the page that the phone's camera opens, and the visit that it began."""
    path = f"/join/{invitation.code}"
    client = app.test_client()
    if visit is not None:
        return _ask(app, visit, PHONE, path).get_data(as_text=True), visit
    page = client.get(
        path,
        base_url=f"https://{PLACE}",
        environ_overrides={ON_PHONE: True, "REMOTE_ADDR": PHONE},
    ).get_data(as_text=True)
    (visit,) = [one for one in app.extensions[EXTENSION].visits.all() if one.phone]
    return page, visit


def test_a_phone_is_asked_in_the_language_of_the_interview_it_is_invited_into(app, invited_in_urdu):
    page, visit = _opened(app, invited_in_urdu)
    assert '<html lang="ur" dir="rtl"' in page
    again, _ = _opened(app, invited_in_urdu, visit)
    assert '<html lang="ur" dir="rtl"' in again
    _ask(app, visit, PHONE, f"/join/{invited_in_urdu.code}", **_all(again))
    assert '<html lang="ur"' in _ask(app, visit, PHONE).get_data(as_text=True)
    assert '<html lang="ur"' in _ask(app, visit, PHONE, "/limits").get_data(as_text=True)
    assert '<html lang="ur"' in _ask(app, visit, PHONE, "/over").get_data(as_text=True)


def test_the_language_chosen_on_the_invitation_leads_back_to_it_and_is_that_of_the_interview(
    app, invited_in_urdu
):
    page, visit = _opened(app, invited_in_urdu)
    sent = _all(page) | {"language": "en"}
    reply = _ask(app, visit, PHONE, "/language", **sent)
    assert reply.headers["Location"] == f"/join/{invited_in_urdu.code}"
    again, _ = _opened(app, invited_in_urdu, visit)
    assert '<html lang="en"' in again
    _ask(app, visit, PHONE, f"/join/{invited_in_urdu.code}", **_all(again))
    assert visit.sitting.interview.language == "en"
    assert '<html lang="en"' in _ask(app, visit, PHONE).get_data(as_text=True)


def _all(page):
    return dict(page_fields(page))


def test_an_invitation_lets_a_phone_into_the_interview_it_was_made_for_and_no_other(
    app, interviewer
):
    interviewer.send("/begin", form="every_control", language="en")
    desk = app.extensions[EXTENSION]
    (host,) = [one for one in desk.visits.all() if one.sitting is not None]
    code = desk.phones._invite(host).code
    interviewer.get("/").send("/begin", form="every_control", language="en")
    assert host.sitting is not None
    assert not desk.phones.is_invited(code)
    assert not desk.phones.let_in(code, desk.visits.stranger("en"))


def test_a_phone_that_is_invited_again_brings_nothing_of_the_interview_before(
    app, interviewer, phone
):
    desk = app.extensions[EXTENSION]
    (visit,) = desk.phones.joined()
    _press(app, visit, "next", **{"q-opening-consent": "yes"})
    visit.sitting.answer({"/data/garden/trees": "7"})
    visit.sitting.go("/data/garden/trees")
    _press(app, visit, "skip")
    assert visit.taken_away is not None
    visit.alone, before = SimpleNamespace(talk=None), visit.sitting
    interviewer.get("/").send("/begin", form="every_control", language="en")
    (host,) = [one for one in desk.visits.all() if one.sitting is not None and not one.phone]
    assert desk.phones.let_in(desk.phones._invite(host).code, visit)
    assert visit.sitting is not before
    assert (visit.taken_away, visit.removed_row, visit.alone) == (None, None, None)
    _press(app, visit, "bring-back")
    assert visit.sitting.interview.value("/data/garden/trees") == ""
    assert host.alone is None


def test_a_phone_with_the_last_part_or_a_stop_ends_with_a_page_and_not_with_nothing(
    app, of_one_part
):
    of_one_part.sitting.answer({"/data/opening/consent": "no"})  # nothing comes after it
    html = _ask(app, of_one_part, PHONE, "/interview/moment").get_data(as_text=True)
    sent = dict(page_fields(html)) | {"do": "stop"}
    reply = _ask(app, of_one_part, PHONE, "/interview/moment", **sent)
    assert reply.headers["Location"] == "/over"
    assert of_one_part.sitting.interview.stopped


def test_a_phone_that_joins_waits_for_what_the_laptop_is_doing_to_the_interview(app, interviewer):
    interviewer.send("/begin", form="every_control", language="en")
    desk = app.extensions[EXTENSION]
    (host,) = [one for one in desk.visits.all() if one.sitting is not None]
    invitation, phone = desk.phones._invite(host), desk.visits.stranger("en")
    joining = threading.Thread(target=desk.phones.let_in, args=(invitation.code, phone))
    host.take_turn()
    joining.start()
    joining.join(0.1)
    assert (host.sitting is None, phone.sitting) == (False, None)
    host.end_turn()
    joining.join(60)
    assert (host.sitting, phone.sitting is None) == (None, False)


def test_an_invitation_ends_with_the_visit_that_made_it(app, interviewer):
    interviewer.send("/begin", form="every_control", language="en")
    desk = app.extensions[EXTENSION]
    (host,) = [one for one in desk.visits.all() if one.sitting is not None]
    code = desk.phones._invite(host).code
    host.take_turn()  # hidden while a request of it is under way: it still holds everything
    desk.visits._visits.pop(host.token)
    assert not desk.phones.let_in(code, desk.visits.stranger("en"))
    host.end_turn()


@pytest.mark.parametrize("back", [3600, 365 * 86_400])
def test_a_clock_that_was_put_back_keeps_no_invitation_and_no_door_open(app, phone, clock, back):
    desk, shut = app.extensions[EXTENSION], []
    desk.phones.door = Door("192.168.137.1", 8443, None, lambda: shut.append("shut"))
    (visit,) = desk.phones.joined()
    desk.phones.say_goodbye(visit)
    desk.phones.cut(visit.mark)
    desk.phones.close_if_idle()
    assert desk.phones.is_leaving(PHONE)
    assert not shut
    clock.wait(seconds=-back)
    desk.phones.close_if_idle()
    assert not desk.phones.is_leaving(PHONE)
    assert shut == ["shut"]


def test_an_invitation_from_before_the_clock_was_put_back_invites_nobody(app, interviewer, clock):
    interviewer.send("/begin", form="every_control", language="en")
    desk = app.extensions[EXTENSION]
    (host,) = [one for one in desk.visits.all() if one.sitting is not None]
    code = desk.phones._invite(host).code
    assert desk.phones.is_invited(code)
    clock.wait(hours=-1)
    assert not desk.phones.is_invited(code)

"""The visit of a phone: bound to the address it joined from."""

import threading
from dataclasses import replace

import pytest
from field_client import PORT

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
    invitation = desk.phones._invite(host)
    visit = desk.visits.stranger("en")
    visit.phone = PHONE
    desk.visits.remember(visit)
    assert desk.phones.let_in(invitation.code, visit)

    def ask(address, path="/interview"):
        client = app.test_client()
        client.set_cookie("__Host-phone", visit.token, domain="192.168.137.1")
        return client.get(
            path,
            base_url=f"https://{PLACE}",
            environ_overrides={ON_PHONE: True, "REMOTE_ADDR": address},
        )

    return ask


def test_a_phone_that_is_in_is_asked(phone):
    assert "Shall we talk?" in phone(PHONE).get_data(as_text=True)


def test_the_cookie_of_a_phone_from_another_address_ends_its_visit(phone):
    assert phone(PHONE).status_code == 200
    stolen = phone(THIEF)
    assert (stolen.status_code, stolen.get_data()) == (404, b"")
    assert phone(PHONE).status_code == 404


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


def test_quiet_minutes_lock_a_phone_as_they_lock_the_laptop(phone, clock):
    assert phone(PHONE).status_code == 200
    clock.wait(minutes=5, seconds=1)
    assert phone(PHONE).status_code == 404


def test_the_page_of_phones_tells_its_limits_before_the_switch_is_pressed(interviewer):
    interviewer.get("/phones")
    assert "What a phone cannot promise" in interviewer.text
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


def test_the_door_shuts_also_while_a_phone_is_asking(app, phone):
    desk = app.extensions[EXTENSION]
    asked = []

    def stop():
        asking = threading.Thread(target=lambda: asked.append(phone(THIEF, "/join/x").status_code))
        asking.start()  # the server waits for its last request, as a real one does
        asking.join(timeout=20)

    desk.phones.door = replace(desk.phones.door, stop=stop)
    desk.phones.close()
    assert asked == [404]

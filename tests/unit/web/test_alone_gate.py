"""A private part whose form asks neither about the place nor for her leave: the app asks both."""

import re
from types import SimpleNamespace

import pytest
from alone_study import gateless
from field_client import page_fields
from one_study import pack_of

from survey_app.web.field.desk import EXTENSION
from survey_app.web.field.phones import ON_PHONE, Door


@pytest.fixture(scope="module")
def pack(tmp_path_factory, cheap_argon2):
    """A study with the form of a private part, its questions about place and leave taken out."""
    folder = tmp_path_factory.mktemp("gateless")
    return pack_of(folder, gateless(folder), cost=cheap_argon2)


@pytest.fixture
def offered(interviewer):
    interviewer.send("/begin", form="alone", language="en")
    interviewer.wish("next", first__consent_given="yes")
    return interviewer.wish("next", first__town_size="3")


def _presses(person, do, **more):
    return person.send("/interview/alone", do=do, **more)


@pytest.mark.parametrize("way", ["alone", "aloud"])
def test_nothing_of_the_part_is_shown_before_the_researcher_has_looked_around(offered, way):
    assert offered.asked == "A part that she can answer alone"
    _presses(offered, way)
    assert offered.status == 422
    assert "Look around first" in offered.text
    assert "insult" not in offered.html


@pytest.mark.parametrize("way", ["alone", "aloud"])
def test_she_is_asked_for_leave_before_the_first_question_and_her_no_ends_the_part(offered, way):
    _presses(offered, way, looked="yes")
    if way == "alone":
        assert offered.asked == "Now the screen is hers"
        _presses(offered, "ready")
    assert offered.asked.startswith("May we ask you some questions")
    assert "insult" not in offered.html
    _presses(offered, "no")
    assert "insult" not in offered.html
    assert offered.get("/interview/alone").asked != "Did anyone insult you?"


def test_where_nothing_can_be_heard_nobody_promises_her_a_voice(offered):
    assert "Not every question of this part has a recording" in offered.text
    _presses(offered, "alone", looked="yes")
    assert "Show her: the shapes answer" in offered.text
    assert "earphones" not in offered.text
    assert "the circle is yes" in offered.text


def test_her_yes_leads_to_the_first_question(offered):
    _presses(offered, "aloud", looked="yes")
    _presses(offered, "yes")
    assert "Did anyone insult you?" in offered.text


def test_of_two_keyings_it_is_said_that_such_a_part_is_not_compared(interviewer):
    for keying in ("1", "2"):
        interviewer.get("/paper").send(
            "/paper/begin", form="alone", language="en", number="17", keying=keying
        )
    draft = re.search(r'/paper/compare.*?value="(\w+)"', interviewer.get("/").html, re.DOTALL)[1]
    interviewer.send("/paper/compare", draft=draft)
    assert "They do not differ any more." in interviewer.text
    assert "Parts that she answers alone are sealed" in interviewer.text


PLACE = "192.168.137.1:8443"
PHONE = "192.168.137.23"


def _on_a_phone(app, visit, **sent):
    client = app.test_client()
    client.set_cookie("__Host-phone", visit.token, domain="192.168.137.1")
    wish = {"data": sent, "method": "POST", "headers": {"Origin": f"https://{PLACE}"}}
    reply = client.open(
        "/interview/alone",
        base_url=f"https://{PLACE}",
        environ_overrides={ON_PHONE: True, "REMOTE_ADDR": PHONE},
        **(wish if sent else {}),
    )
    return dict(page_fields(reply.get_data(as_text=True)))


def _quarters(laptop):
    html = laptop.get("/phones").html
    return html.count('<span class="full">') if "quarters" in html else None


def test_while_a_phone_has_the_part_the_laptop_shows_quarters_and_nothing_else(app, offered):
    desk = app.extensions[EXTENSION]
    app.config["TRUSTED_HOSTS"].append("192.168.137.1")
    certificate = SimpleNamespace(fingerprint="", words=lambda: ())
    desk.phones.door = Door("192.168.137.1", 8443, certificate, lambda: None)
    (host,) = [one for one in desk.visits.all() if one.sitting is not None]
    phone = desk.visits.stranger("en")
    phone.phone = PHONE
    desk.visits.remember(phone)
    assert desk.phones.let_in(desk.phones._invite(host).code, phone)
    before = offered.get("/phones").text
    assert _quarters(offered) is None
    page = _on_a_phone(app, phone)
    for do in ("alone", "ready", "yes"):
        _on_a_phone(app, phone, **page, do=do, looked="yes")
        page = _on_a_phone(app, phone)
    seen = [_quarters(offered)]
    during = offered.text
    for _ in range(9):
        if phone.alone is None:
            break
        _on_a_phone(app, phone, **page, do="next")
        page = _on_a_phone(app, phone)
        seen.append(_quarters(offered))
    assert seen[0] == 1
    assert seen[-1] is None  # over, and no word of how
    assert sorted(seen[:-1]) == seen[:-1]
    assert before == during == offered.text


def _visit(person):
    (found,) = [one for one in person.app.extensions[EXTENSION].visits.all() if one.sitting]
    return found


def test_a_shape_that_is_pressed_twice_stays_chosen_and_the_marked_one_is_taken_back(offered):
    _presses(offered, "aloud", looked="yes")
    _presses(offered, "yes")
    page = offered.html
    for _ in range(2):
        offered.reply.set_data(page)
        _presses(offered, "choose:2")
        assert 'aria-pressed="true"' in offered.html
    marked = offered.html
    for _ in range(2):
        offered.reply.set_data(marked)
        _presses(offered, "take:2")
        assert 'aria-pressed="true"' not in offered.html


def test_a_press_that_arrives_twice_passes_no_further_part_by(offered):
    page = dict(page_fields(offered.html))
    _presses(offered, "leave-out")
    visit = _visit(offered)
    there = visit.sitting.screen_key
    visit.sitting.go("/data/quiet")  # as if another such part came next
    offered.post("/interview/alone", page | {"at": "/data/before", "do": "leave-out"})
    assert visit.sitting.screen_key == "/data/quiet"
    offered.post("/interview/alone", page | {"do": "leave-out"})
    assert visit.sitting.screen_key == there


@pytest.mark.parametrize("wish", ["skip", "stop"])
def test_a_hard_moment_in_the_part_leads_out_of_it_and_what_she_said_is_forgotten(offered, wish):
    _presses(offered, "aloud", looked="yes")
    _presses(offered, "yes")
    offered.get("/interview/moment").send("/interview/moment", do=wish)
    visit = _visit(offered)
    assert offered.status == 200
    assert visit.alone is None
    assert visit.sitting.interview.stopped == (wish == "stop")
    assert "insult" not in offered.html

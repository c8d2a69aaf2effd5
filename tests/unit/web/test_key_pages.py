"""The pages of passphrases, people and the emergency."""

import re
from io import BytesIO

import pytest
from field_client import FieldClient
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.web.field.desk import EXTENSION
from survey_app.workflows.field_laptop.laptop import unlock
from survey_app.workflows.field_laptop.person_slots import person_words
from survey_app.workflows.keys.panic import destroy_keys_in
from survey_app.workflows.keys.recovering import answer_request, request_words
from survey_app.workflows.study.studies import open_keys, read_study

FRESH = "9999 8888 7777 6666"


def made_on(client):
    return re.search(r'id="made-passphrase">([\d ]+)<', client.html).group(1)


@pytest.mark.parametrize("tries", [{}, {"sure": "no"}, {"sure": ""}])
def test_no_slip_destroys_the_keys(browser, tries):
    browser.get("/unlock")
    assert "/emergency" in browser.html
    browser.get("/emergency")
    assert browser.status == 200
    browser.send("/emergency", **tries)
    assert "Nothing was destroyed" in browser.text
    browser.get("/emergency")
    browser.get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    assert "Start an interview" in browser.text


def test_what_follows_the_destruction_is_not_said_below_the_way_back(browser):
    said = browser.get("/emergency").text
    assert said.index("shows a calendar") < said.index("Go back") < said.index("Destroy the keys")


def test_a_post_from_elsewhere_destroys_no_key(browser):
    browser.get("/emergency")
    browser.post("/emergency", {"sure": "yes"})
    token = dict(browser.get("/emergency").fields)["csrf_token"]
    browser.post("/emergency", {"sure": "yes", "csrf_token": token}, Origin="http://evil.example")
    assert browser.status == 400
    browser.get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    assert "Start an interview" in browser.text


def test_a_ticked_box_and_the_button_end_every_visit_and_no_passphrase_opens(
    app, garden, supervisor, clock
):
    stranger = FieldClient(app)
    stranger.get("/emergency").send("/emergency", sure="yes")
    assert "November 2026" in stranger.text
    assert garden.get("/").asked == "Unlock"
    assert supervisor.get("/").asked == "Unlock"
    for passphrase in (INTERVIEWER, SUPERVISOR):
        stranger.get("/unlock").send("/unlock", passphrase=passphrase)
        assert stranger.status == 403
        clock.wait(minutes=2)


def test_the_emergency_speaks_urdu(browser):
    browser.get("/unlock").send("/language", language="ur", back="door.unlock")
    browser.get("/emergency")
    assert '<html lang="ur" dir="rtl"' in browser.html
    assert "Destroy" not in browser.text


def test_a_passphrase_is_changed_on_the_page_and_every_visit_ends(app, interviewer, clock):
    other = FieldClient(app).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    interviewer.get("/passphrase")
    made = made_on(interviewer)
    interviewer.send("/passphrase", present=INTERVIEWER, fresh=made, fresh_again=made)
    assert "new passphrase is in place" in interviewer.text
    assert other.get("/").asked == "Unlock"
    other.get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    assert other.status == 403
    clock.wait(minutes=2)
    other.send("/unlock", passphrase=made)
    assert "Start an interview" in other.text


@pytest.mark.parametrize(
    ("present", "fresh", "again", "said"),
    [
        ("", FRESH, FRESH, "Type the passphrase that you have now"),
        (INTERVIEWER, "short", "short", "too short"),
        (INTERVIEWER, FRESH, FRESH + "1", "not the same passphrase"),
        ("4444 4444 4444 4444", FRESH, FRESH, "does not open this"),
        (INTERVIEWER, SUPERVISOR, SUPERVISOR, "in use on this laptop"),
    ],
)
def test_a_change_that_cannot_be_made_says_why_and_repeats_nothing(
    interviewer, present, fresh, again, said
):
    interviewer.get("/passphrase")
    interviewer.send("/passphrase", present=present, fresh=fresh, fresh_again=again)
    assert said in interviewer.text
    assert FRESH not in interviewer.html
    assert INTERVIEWER not in interviewer.html


def test_a_supervisor_adds_and_removes_a_person_on_the_page(app, supervisor):
    supervisor.get("/people")
    assert supervisor.text.count("Remove") == 1
    supervisor.send("/people/add", role="interviewer")
    made = made_on(supervisor)
    supervisor.send("/people/written")
    assert made not in supervisor.html
    new = FieldClient(app).get("/unlock").send("/unlock", passphrase=made)
    assert "Start an interview" in new.text
    laptop = app.extensions[EXTENSION].laptop()
    slot = next(visit for visit in _persons(app) if visit.role == "interviewer").person_id
    supervisor.get("/people").send("/people/remove", slot=slot)
    assert "Remove this person?" in supervisor.text
    supervisor.send("/people/remove", slot=slot, passphrase=SUPERVISOR)
    assert "opens nothing here any more" in supervisor.text
    assert slot not in laptop.store.slot_ids()
    assert new.get("/").asked == "Unlock"


def _persons(app):
    visits = app.extensions[EXTENSION].visits._visits.values()
    return [visit.person for visit in visits if visit.person is not None]


def test_an_interviewer_sees_no_list_of_people(interviewer):
    interviewer.get("/people")
    assert "supervisor" in interviewer.text
    assert interviewer.status == 409


@pytest.mark.parametrize("path", ["/passphrase", "/people"])
def test_the_keys_are_behind_the_door(browser, path):
    assert browser.get(path).asked == "Unlock"


def test_a_forgotten_passphrase_is_mended_through_the_page(browser, pack, app):
    study = pack.parent.parent
    browser.get("/unlock").get("/forgotten").send("/forgotten/ask")
    made = made_on(browser)
    said = re.search(r'id="request-words">([a-z ]+)<', browser.html).group(1)
    request = browser.get("/forgotten/request").reply.data
    assert request_words(request) == said
    laptop = app.extensions[EXTENSION].laptop()
    whose = person_words(unlock(laptop, INTERVIEWER).person_id)
    seeds = open_keys(study, "study", STUDY_PASSPHRASE)
    answer, _ = answer_request(request, read_study(study), seeds, who=whose)
    browser.get("/forgotten")
    assert "Choose the file" in browser.send("/forgotten/answer", passphrase=made).text
    file = [(BytesIO(b"{}"), "x")]
    refused = browser.send("/forgotten/answer", passphrase=made, answer=file)
    assert "x is not a request" in refused.text
    assert made not in refused.html.replace(f">{made}<", "")
    browser.send("/forgotten/answer", passphrase=made, answer=[(BytesIO(answer), "help.answer")])
    browser.send("/unlock", passphrase=made)
    assert "Start an interview" in browser.text


def test_who_comes_back_is_told_that_another_request_would_undo_the_first(browser, app):
    assert "waits for its answer" not in browser.get("/unlock").get("/forgotten").text
    browser.send("/forgotten/ask")
    assert "waits for its answer" in FieldClient(app).get("/forgotten").text


def test_a_request_needs_our_own_page(browser, app):
    browser.get("/forgotten")
    browser.post("/forgotten/ask", {})
    assert app.extensions[EXTENSION].laptop().store.get_meta("recovery-request") is None


def test_the_emergency_page_works_on_a_laptop_that_cannot_be_opened(app, data):
    database = data / "interviews.db"
    whole = database.read_bytes()
    database.write_bytes(b"?" * 4096 + whole[4096:])
    stranger = FieldClient(app).get("/")
    assert "/emergency" in stranger.html
    stranger.get("/emergency").send("/emergency", sure="yes")
    assert "November 2026" in stranger.text
    assert b"survey_app slot/" in whole
    assert b"survey_app slot/" not in database.read_bytes()


def test_who_was_in_is_out_once_another_program_destroyed_the_keys(app, garden, data):
    desk = app.extensions[EXTENSION]
    desk.end_if_keys_are_gone()
    assert desk.visits.anybody_in()
    assert destroy_keys_in(data).held
    desk.end_if_keys_are_gone()
    assert not desk.visits.anybody_in()
    assert garden.get("/").asked == "Unlock"

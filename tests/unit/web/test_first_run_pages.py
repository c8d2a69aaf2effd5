"""The first run: the demo study, or a study pack and two passphrases."""

import sys

import pytest
from field_client import ADDRESS, FieldClient

from survey_app.confined import Limits
from survey_app.web.field.pages import wizard
from survey_app.web.field.visits import MOST_VISITS
from survey_app.workflows import enrol
from survey_app.workflows.demonstration import study as demo_study
from survey_app.workflows.demonstration.end import coordinator_of
from survey_app.workflows.study import packs_aside

MINE = "a passphrase of my own"
HERS = "another one for the other"


@pytest.fixture
def newcomer(new_app):
    return FieldClient(new_app).get("/")


@pytest.fixture
def at_people(newcomer, pack):
    return newcomer.get("/welcome/install").send("/welcome/install", path=str(pack))


def _choose(page, **typed):
    given = {
        "team": "team",
        "interviewer": MINE,
        "interviewer_again": MINE,
        "supervisor": HERS,
        "supervisor_again": HERS,
    }
    return page.send("/welcome/people", **(given | typed))


@pytest.mark.parametrize("path", ["/", "/unlock", "/interview", "/texts"])
def test_every_way_leads_to_the_welcome_first(newcomer, path):
    assert newcomer.get(path).asked == "Welcome"


def test_the_welcome_speaks_urdu_at_once(newcomer):
    newcomer.send("/language", language="ur", back="wizard.welcome")
    assert '<html lang="ur" dir="rtl"' in newcomer.html
    assert newcomer.asked == "خوش آمدید"


def test_the_demo_shows_its_passphrases_until_they_were_written_down(
    newcomer, cheap_argon2, monkeypatch
):
    made = demo_study.install_demo
    monkeypatch.setattr(
        demo_study, "install_demo", lambda *a, **k: made(*a, **k, cost=cheap_argon2)
    )
    newcomer.send("/welcome/demo")
    assert newcomer.asked == "Write these down now"
    passphrase = newcomer.html.split('id="made-interviewer">')[1].split("<")[0]
    assert newcomer.get("/welcome").asked == "Welcome"
    assert passphrase in newcomer.send("/welcome/demo").html
    twice = newcomer.fields
    newcomer.send("/welcome/written")
    assert newcomer.asked == "Unlock"
    assert newcomer.post("/welcome/written", dict(twice)).asked == "Unlock"
    assert newcomer.get("/welcome/passphrases").asked == "Unlock"
    newcomer.send("/unlock", passphrase=passphrase)
    assert "Start an interview" in newcomer.text
    assert "Demo study" in newcomer.text


def test_fresh_passphrases_are_not_forgotten_for_a_crowd_of_strangers(new_app, at_people):
    shown = at_people.get("/welcome/people").text
    for _ in range(MOST_VISITS + 1):
        new_app.test_client().get("/month", base_url=ADDRESS)
    assert at_people.get("/welcome/people").text == shown


def test_a_demo_makes_room_for_a_study_by_a_ticked_box(
    newcomer, empty_data, pack, cheap_argon2, monkeypatch
):
    made = demo_study.install_demo
    monkeypatch.setattr(
        demo_study, "install_demo", lambda *a, **k: made(*a, **k, cost=cheap_argon2)
    )
    newcomer.send("/welcome/demo").send("/welcome/written")
    assert "End the demo" in newcomer.text
    assert "Nothing was taken away" in newcomer.get("/welcome/anew").send("/welcome/anew").text
    assert newcomer.get("/").asked == "Unlock"
    newcomer.get("/welcome/anew").send("/language", language="ur", back="wizard.anew")
    assert newcomer.asked == "آزمائشی تحقیق ختم کریں"
    newcomer.send("/language", language="en", back="wizard.anew")
    newcomer.send("/welcome/anew", sure="yes")
    assert newcomer.asked == "Welcome"
    assert not coordinator_of(empty_data).exists()
    newcomer.get("/welcome/install").send("/welcome/install", path=str(pack))
    assert newcomer.asked == "Choose the passphrases"


def test_a_demo_of_a_coordinator_is_not_taken_away(
    at_people, empty_data, cheap_argon2, monkeypatch
):
    _cheap(monkeypatch, cheap_argon2)
    _choose(at_people)
    assert "End the demo" not in at_people.text
    at_people.send("/welcome/anew", sure="yes")
    assert at_people.asked == "Unlock"
    assert (empty_data / "interviews.db").exists()


@pytest.mark.parametrize("path", ["/hide", "/lock"])
def test_a_page_that_was_left_before_the_words_were_on_paper_shuts_nobody_out(newcomer, path):
    newcomer.send("/welcome/demo")
    newcomer.send(path)
    assert newcomer.get("/").asked == "Welcome"
    assert newcomer.send("/welcome/demo").asked == "Write these down now"


def test_a_pack_is_installed_from_its_place(at_people):
    assert at_people.asked == "Choose the passphrases"
    assert "Test study" in at_people.text


def test_a_pack_is_installed_from_an_upload(newcomer, pack):
    newcomer.get("/welcome/install")
    token = dict(newcomer.fields)["csrf_token"]
    with pack.open("rb") as file:
        newcomer.post(
            "/welcome/install", {"csrf_token": token, "path": "", "pack": (file, "s.pack")}
        )
    assert newcomer.asked == "Choose the passphrases"


def test_something_else_than_a_pack_is_refused_and_nothing_is_installed(newcomer, tmp_path):
    other = tmp_path / "letter.pack"
    other.write_bytes(b"dear all")
    newcomer.get("/welcome/install").send("/welcome/install", path=str(other))
    assert "not a study pack" in newcomer.text
    assert newcomer.get("/").asked == "Welcome"


def test_a_pack_with_one_changed_byte_is_refused(newcomer, pack, tmp_path):
    data = bytearray(pack.read_bytes())
    data[len(data) // 2] ^= 1
    changed = tmp_path / "changed.pack"
    changed.write_bytes(data)
    newcomer.get("/welcome/install").send("/welcome/install", path=str(changed))
    assert "changed or damaged" in newcomer.text
    assert newcomer.get("/").asked == "Welcome"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a child's memory")
def test_a_pack_that_a_child_cannot_bear_is_not_installed(newcomer, pack, monkeypatch):
    monkeypatch.setattr(packs_aside, "LIMITS", Limits(memory=1))
    newcomer.get("/welcome/install").send("/welcome/install", path=str(pack))
    assert "more memory or time" in newcomer.text
    assert newcomer.get("/").asked == "Welcome"


def test_installing_needs_a_pack(newcomer):
    newcomer.get("/welcome/install").send("/welcome/install", path="")
    assert newcomer.status == 422
    assert 'href="#path"' in newcomer.html


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"interviewer": "short", "interviewer_again": "short"}, "too short"),
        ({"interviewer_again": "another thing altogether"}, "not the same passphrase"),
        ({"supervisor": MINE, "supervisor_again": MINE}, "must be different"),
        ({"supervisor": "", "supervisor_again": ""}, "too short"),
    ],
)
def test_passphrases_are_tried_before_they_count(at_people, typed, said):
    _choose(at_people, **typed)
    assert at_people.status == 422
    assert said in at_people.text
    assert MINE not in at_people.html


def test_two_people_unlock_what_is_theirs(at_people, cheap_argon2, monkeypatch):
    _cheap(monkeypatch, cheap_argon2)
    _choose(at_people)
    assert "The laptop is ready" in at_people.text
    at_people.send("/unlock", passphrase=HERS)
    assert "Texts to review" in at_people.text


def test_one_person_alone_does_both(at_people, cheap_argon2, monkeypatch):
    _cheap(monkeypatch, cheap_argon2)
    _choose(at_people, team="alone", supervisor="", supervisor_again="")
    at_people.send("/unlock", passphrase=MINE)
    assert "Start an interview" in at_people.text
    assert "Texts to review" in at_people.text


def test_the_set_up_cannot_be_done_twice(interviewer):
    for path in ("/welcome", "/welcome/people", "/welcome/install", "/welcome/passphrases"):
        interviewer.get(path)
        assert interviewer.asked == "First page"


def _cheap(monkeypatch, cost):
    made = enrol.enrol_laptop
    monkeypatch.setattr(wizard.enrol, "enrol_laptop", lambda *a: made(*a, cost=cost))


def test_the_language_of_the_first_page_is_that_of_the_door_ever_after(
    newcomer, new_app, pack, cheap_argon2, monkeypatch
):
    _cheap(monkeypatch, cheap_argon2)
    newcomer.send("/language", language="ur", back="wizard.welcome")
    _choose(newcomer.get("/welcome/install").send("/welcome/install", path=str(pack)))
    newcomer.send("/unlock", passphrase=MINE).send("/lock")
    assert '<html lang="ur"' in newcomer.html
    assert '<html lang="ur"' in FieldClient(new_app).get("/unlock").html

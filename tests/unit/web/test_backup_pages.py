"""A backup on a page: written, opened again, known when; a slip or a lock costs nothing."""

import re
import shutil
import sqlite3
import threading
from contextlib import closing

import pytest
from field_client import FieldClient
from people import INTERVIEWER, SUPERVISOR

from survey_app.web.field.desk import EXTENSION
from survey_app.web.field.long_work import LongWork, StoppedError, WorkGoesOnError
from survey_app.web.field.pages import backup as pages
from survey_app.workflows.backing_up.last_backup import last_backup
from survey_app.workflows.collect import start
from survey_app.workflows.field_laptop.laptop import unlock
from survey_app.workflows.withdraw import withdraw


@pytest.fixture(autouse=True)
def waited_for(monkeypatch):
    """A slow machine is waited for; what is under way has a test of its own."""
    monkeypatch.setattr(pages, "AT_ONCE", 60)


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def _laptop(client):
    return client.app.extensions[EXTENSION].laptop()


def _finished(client):
    laptop = _laptop(client)
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    return sitting.finish().code


@pytest.mark.parametrize("who", ["interviewer", "supervisor"])
def test_a_backup_is_written_opened_again_and_noted_with_its_place_and_day(request, who, stick):
    person = request.getfixturevalue(who)
    _finished(person)
    person.get("/")
    assert "No backup of this laptop has been noted yet" in person.text
    person.get("/backup").send("/backup", typed=str(stick))
    assert "it is good" in person.text
    (file,) = stick.glob("*.backup")
    assert file.name in person.html
    assert "Made on 20 November 2026" in person.text
    assert "No backup" not in person.get("/").text
    assert _laptop(person).data not in {one.parent for one in stick.rglob("*")}
    assert list(_laptop(person).data.glob(".scratch-*")) == []


def test_the_last_backup_is_known_to_everybody_of_the_laptop_and_to_nobody_else(
    supervisor, interviewer, stick, data
):
    supervisor.get("/backup").send("/backup", typed=str(stick))
    assert str(stick) in interviewer.get("/backup").text
    written = b"".join(one.read_bytes() for one in data.rglob("*") if one.is_file())
    assert str(stick).encode() not in written


def test_the_first_page_reminds_after_a_week_of_work_and_after_a_withdrawal(
    app, supervisor, stick, clock
):
    def first_page():
        return FieldClient(app).get("/unlock").send("/unlock", passphrase=SUPERVISOR).text

    assert "backup" not in first_page().replace("Backup", "")
    code = _finished(supervisor)
    supervisor.get("/backup").send("/backup", typed=str(stick))
    clock.wait(days=8)
    assert "more than a week" not in first_page()  # nothing was done since
    _finished(supervisor)
    assert "The last backup is more than a week old" in first_page()
    laptop = _laptop(supervisor)
    withdraw(laptop, unlock(laptop, SUPERVISOR), code)
    assert "taken back since the last backup" in first_page()


def test_an_earlier_backup_is_opened_and_a_damaged_one_is_refused(supervisor, stick):
    supervisor.get("/backup").send("/backup", typed=str(stick))
    (file,) = stick.glob("*.backup")
    supervisor.get("/backup")
    assert f'value="{file}"' in supervisor.html  # found where the last one was written
    supervisor.send("/backup/open", chosen=str(file))
    assert "The backup was opened and compared: it is good" in supervisor.text
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    file.write_bytes(damaged)
    supervisor.send("/backup/open", chosen="elsewhere", path=str(file))
    assert "cannot be trusted" in supervisor.text
    assert "it is good" not in supervisor.text


def test_a_backup_of_another_laptop_needs_a_passphrase_of_its_people(
    supervisor, stick, enrolled, data, clock
):
    supervisor.get("/backup").send("/backup", typed=str(stick))
    (file,) = stick.glob("*.backup")
    kept = shutil.copy(file, stick / "renamed.backup")
    front, line, rest = file.read_bytes().split(b"\n", 2)
    other = re.sub(rb'"device":"[0-9a-f]{8}', b'"device":"00000000', line)
    (stick / "other.backup").write_bytes(b"\n".join((front, other, rest)))
    supervisor.get("/backup").send("/backup/open", path=str(stick / "other.backup"))
    assert "was made by another laptop" in supervisor.text
    supervisor.send("/backup/open", path=str(kept), passphrase="0000 0000 0000 0000")
    assert supervisor.status == 200
    assert "it is good" not in supervisor.text
    assert "0000 0000" not in supervisor.html
    supervisor.send("/backup/open", path=str(kept), passphrase=INTERVIEWER)
    assert "Please wait" in supervisor.text  # as slow as the door after a mistake
    clock.wait(minutes=2)
    supervisor.send("/backup/open", path=str(kept), passphrase=INTERVIEWER)
    assert "it is good" in supervisor.text


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("/backup", {"typed": ""}, "Choose a place"),
        ("/backup", {"typed": "/no/such/folder"}, "There is no folder"),
        ("/backup", {"typed": f"/{'long' * 99}"}, "There is no folder"),
        ("/backup", {"typed": "~nobody-at-all/x"}, "There is no folder"),
        ("/backup/open", {"path": f"/{'long' * 99}"}, "could not be written to or read"),
        ("/backup/open", {"path": "~nobody-at-all/x"}, "could not be written to or read"),
        ("/backup/open", {"path": ""}, "Choose a backup, or type where the file is"),
        ("/backup/open", {"path": "/no/such.backup"}, "could not be written to or read"),
        ("/backup/open", {"path": __file__}, "is not a backup of a laptop"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_noted(supervisor, path, fields, said):
    supervisor.get("/backup").send(path, **fields)
    assert said in supervisor.text
    laptop = _laptop(supervisor)
    assert last_backup(laptop, unlock(laptop, SUPERVISOR)) is None


def test_while_it_is_under_way_the_page_says_how_far_and_a_lock_stops_it(supervisor, monkeypatch):
    reached, ended = threading.Event(), []

    def slow(_laptop, _person, _folder, *, on_progress):
        try:
            on_progress(1, 2)
            reached.set()
            while True:
                on_progress(1, 2)
        except StoppedError:
            ended.append("stopped")
            raise

    monkeypatch.setattr(pages, "AT_ONCE", 0)
    monkeypatch.setattr(pages.leg, "make", slow)
    supervisor.get("/backup").send("/backup", typed="/")
    assert reached.wait(60)
    supervisor.get("/backup")
    assert '<progress id="far" class="far" max="100" value="25"' in supervisor.html
    assert supervisor.get("/backup/far").reply.json == {"percent": 25, "over": False}
    supervisor.get("/").send("/lock")
    assert _until(lambda: ended == ["stopped"])


def test_a_backup_that_was_stopped_is_not_told_as_made(supervisor, monkeypatch):
    reached = threading.Event()

    def slow(_laptop, _person, _folder, *, on_progress):
        while True:
            on_progress(1, 2)
            reached.set()

    monkeypatch.setattr(pages, "AT_ONCE", 0)
    monkeypatch.setattr(pages.leg, "make", slow)
    supervisor.get("/backup").send("/backup", typed="/")
    assert reached.wait(60)
    monkeypatch.setattr(pages, "AT_ONCE", 60)
    supervisor.get("/backup").send("/backup/stop")
    supervisor.get("/backup")
    assert "It is stopped: no backup was made." in supervisor.html
    assert 'class="notice mind" role="status">It is stopped' in supervisor.html


def test_a_backup_that_is_slow_to_stop_says_that_it_is_stopping(supervisor, monkeypatch):
    reached, goes_on = threading.Event(), threading.Event()

    def slow(_laptop, _person, _folder, *, on_progress):
        reached.set()
        goes_on.wait(60)
        on_progress(1, 2)

    monkeypatch.setattr(pages, "AT_ONCE", 0)
    monkeypatch.setattr(pages.leg, "make", slow)
    supervisor.get("/backup").send("/backup", typed="/")
    assert reached.wait(60)
    supervisor.get("/backup")
    assert "Stop it" in supervisor.html
    supervisor.send("/backup/stop")
    supervisor.get("/backup")
    assert "It stops as soon as" in supervisor.html
    assert "Stop it" not in supervisor.html
    goes_on.set()
    assert _until(lambda: "no backup was made" in supervisor.get("/backup").html)


def test_a_backup_under_way_is_stopped_before_the_keys_in_its_copy_are_destroyed(
    supervisor, monkeypatch
):
    reached, slots = threading.Event(), []

    def slow(laptop, _person, _folder, *, on_progress):
        try:
            while True:
                on_progress(1, 2)
                reached.set()
        except StoppedError:
            slots.append(len(laptop.store.slots()))
            raise

    monkeypatch.setattr(pages, "AT_ONCE", 0)
    monkeypatch.setattr(pages.leg, "make", slow)
    supervisor.get("/backup").send("/backup", typed="/")
    assert reached.wait(60)
    supervisor.get("/emergency").send("/emergency", sure="yes")
    assert slots == [2]  # they were all there still when it stopped
    assert _laptop(supervisor).store.slots() == []


def _until(true):
    waiting = threading.Event()
    return any(true() or waiting.wait(0.01) for _ in range(3000))


def test_one_long_work_is_done_at_a_time_and_a_fall_is_told_without_words():
    free, go = threading.Lock(), threading.Event()
    first = LongWork("make", lambda _told: go.wait(60))
    first.begin(free)
    with pytest.raises(WorkGoesOnError):
        LongWork("make", lambda _told: None).begin(free)
    go.set()
    first.wait(60)
    assert first.outcome.result is True
    fallen = LongWork("make", lambda _told: 1 / 0)
    fallen.begin(free)
    fallen.wait(60)
    assert fallen.outcome.fell
    assert fallen.outcome.error is None


def test_the_page_is_behind_the_door_and_speaks_urdu(browser, interviewer):
    assert FieldClient(browser.app).get("/backup").asked == "Unlock"
    interviewer.get("/backup").send("/language", language="ur", back="backup.backup")
    assert '<html lang="ur" dir="rtl"' in interviewer.html


def test_a_backup_of_a_damaged_laptop_names_what_is_damaged_and_is_not_called_good(
    supervisor, stick, data
):
    _finished(supervisor)
    (record,) = _laptop(supervisor).store.records()
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        db.execute("UPDATE records SET body = zeroblob(4096)")
    supervisor.get("/backup").send("/backup", typed=str(stick))
    assert "but it is not whole" in supervisor.text
    assert record.record_id in supervisor.text
    assert "Destroy no earlier backup" in supervisor.text
    assert "it is good" not in supervisor.text
    (file,) = stick.glob("*.backup")
    supervisor.get("/backup").send("/backup/open", chosen="elsewhere", path=str(file))
    assert "The backup was opened and compared: it is not whole" in supervisor.text

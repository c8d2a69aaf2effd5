"""A log that was put back, cut or doubled is told at unlock, at the stick and by the words."""

import shutil
from pathlib import Path

import pytest
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR
from sqlite_utils import Database

from survey_app.store.errors import StoreAlteredError
from survey_app.vault.chain import head_words
from survey_app.vault.errors import ChainError
from survey_app.workflows import backup
from survey_app.workflows.backing_up.opening import by_passphrase
from survey_app.workflows.collect import start
from survey_app.workflows.export import pack as export
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.integrity import evidence
from survey_app.workflows.integrity.evidence_errors import LogForkedError, LogRolledBackError
from survey_app.workflows.merge import merge


def _finish(laptop, count=1):
    person = unlock(laptop, INTERVIEWER)
    for _ in range(count):
        sitting = start(laptop, person, "khan_2024", "en")
        refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
        sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
        sitting.finish()


def _kinds(laptop):
    return [type(error) for error in evidence.look_back(laptop)]


def _open_again(laptop, data):
    laptop.close()
    return open_laptop(data)


def test_honest_work_gives_no_alarm(laptop, data, tmp_path):
    assert _kinds(laptop) == []
    _finish(laptop, 2)
    export(laptop, unlock(laptop, SUPERVISOR), tmp_path)
    _finish(laptop)
    assert _kinds(laptop) == []
    again = _open_again(laptop, data)
    assert _kinds(again) == []
    assert evidence.seen_at(again, tmp_path) == ()
    again.close()


def test_a_database_put_back_alone_is_told_at_unlock(laptop, data, tmp_path):
    _finish(laptop)
    laptop.close()
    shutil.copy(data / "interviews.db", tmp_path / "older.db")
    later = open_laptop(data)
    _finish(later)
    later.close()
    shutil.copy(tmp_path / "older.db", data / "interviews.db")
    for _ in range(2):  # opening and closing does not make it forgotten
        again = open_laptop(data)
        (told,) = evidence.look_back(again)
        assert isinstance(told, LogRolledBackError)
        assert told.details["known"] == told.details["here"] + 1
        again.close()


def test_a_whole_folder_put_back_is_told_by_its_own_bundle_on_a_stick(laptop, data, tmp_path):
    _finish(laptop)
    laptop.close()
    shutil.copytree(data, tmp_path / "older")
    later = open_laptop(data)
    _finish(later)
    stick = tmp_path / "stick"
    stick.mkdir()
    export(later, unlock(later, SUPERVISOR), stick)
    later.close()
    again = open_laptop(tmp_path / "older")
    assert _kinds(again) == []  # alone it cannot know
    assert [type(error) for error in evidence.seen_at(again, stick)] == [LogRolledBackError]
    again.close()


def test_a_log_rewritten_beside_its_outbox_is_told_as_two_laptops(laptop, data, tmp_path):
    _finish(laptop)
    laptop.close()
    shutil.copytree(data, tmp_path / "twin")
    one, two = open_laptop(data), open_laptop(tmp_path / "twin")
    _finish(one, 2)
    _finish(two, 3)
    stick = tmp_path / "stick"
    stick.mkdir()
    export(one, unlock(one, SUPERVISOR), stick)
    assert [type(error) for error in evidence.seen_at(two, stick)] == [LogForkedError]
    shutil.copytree(data / "outbox", tmp_path / "twin" / "outbox")
    assert _kinds(two) == [LogForkedError]
    one.close()
    two.close()


def test_an_interview_taken_out_or_slipped_in_is_told_at_unlock(laptop, data):
    _finish(laptop, 2)
    laptop.close()
    for deed in (
        "DELETE FROM record_keys WHERE record_id = (SELECT min(record_id) FROM records)",
        "INSERT INTO withdrawn VALUES ('somebody')",
    ):
        db = Database(data / "interviews.db")
        before = (data / "interviews.db").read_bytes()
        db.execute(deed)
        db.conn.commit()
        db.close()
        again = open_laptop(data)
        assert _kinds(again) == [StoreAlteredError]
        again.close()
        (data / "interviews.db").write_bytes(before)


def test_a_log_cut_in_its_middle_or_signed_by_another_is_told_at_unlock(laptop, data):
    _finish(laptop, 3)
    laptop.close()
    db = Database(data / "interviews.db")
    db.execute("DELETE FROM log WHERE n = 2")
    db.conn.commit()
    db.close()
    again = open_laptop(data)
    assert _kinds(again) == [ChainError]
    again.close()


def test_a_bundle_of_another_laptop_or_torn_is_no_evidence(laptop, tmp_path):
    _finish(laptop)
    exported = export(laptop, unlock(laptop, SUPERVISOR), tmp_path)
    data = bytearray(exported.path.read_bytes())
    data[200] ^= 1
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "torn.bundle").write_bytes(data)
    (stick / "empty.bundle").write_bytes(b"")
    assert evidence.seen_at(laptop, stick) == ()


def test_the_words_of_the_tally_are_those_of_the_head(laptop):
    before = evidence.tally_words(laptop)
    _finish(laptop)
    assert evidence.tally_words(laptop) == head_words(laptop.store.log_head()) != before


@pytest.fixture
def two_from_one_backup(laptop, tmp_path):
    _finish(laptop)
    made = backup.make(laptop, unlock(laptop, INTERVIEWER), tmp_path)
    restored = tmp_path / "restored"
    backup.restore(made.path, restored, by_passphrase(INTERVIEWER))
    again = open_laptop(restored)
    yield laptop, again
    again.close()


def test_two_laptops_restored_from_one_image_are_named_by_the_merge(
    two_from_one_backup, study, tmp_path
):
    places = []
    for number, laptop in enumerate(two_from_one_backup):
        _finish(laptop)
        place = Path(tmp_path / f"stick {number}")
        place.mkdir()
        export(laptop, unlock(laptop, SUPERVISOR), place)
        places.append(place)
    run = merge(places, tmp_path / "merged", study, STUDY_PASSPHRASE)
    device = two_from_one_backup[0].device.verify_key.hex()
    assert {fork["device"] for fork in run.report["forks"]} == {device}
    assert run.report["counts"]["clones"] > 0
    assert run.report["counts"]["records"] == 3  # and nothing was dropped


def test_two_laptops_restored_from_one_image_are_told_at_the_stick(two_from_one_backup, tmp_path):
    one, two = two_from_one_backup
    stick = tmp_path / "stick"
    stick.mkdir()
    _finish(one)
    export(one, unlock(one, SUPERVISOR), stick)
    _finish(two)
    assert [type(error) for error in evidence.seen_at(two, stick)] == [LogForkedError]

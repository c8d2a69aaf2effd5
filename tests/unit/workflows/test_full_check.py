"""A full check names what is damaged and counts what is still whole."""

import json

import pytest
from click.testing import CliRunner
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR
from sqlite_utils import Database

from survey_app.cli.main import main
from survey_app.store.salvage import salvage
from survey_app.workflows.collect import start
from survey_app.workflows.export import pack as export
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.integrity.full_check import KINDS, check_all
from survey_app.workflows.study.studies import open_key


def _finish(laptop):
    sitting = _begun(laptop)
    sitting.finish()


def _begun(laptop):
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    return sitting


@pytest.fixture
def worked(laptop, tmp_path):
    for _ in range(3):
        _finish(laptop)
    _begun(laptop)
    _begun(laptop)
    stick = tmp_path / "stick"
    stick.mkdir()
    export(laptop, unlock(laptop, SUPERVISOR), stick)
    return laptop


def _parts(check):
    return {part.kind: part for part in check.parts}


def test_a_whole_laptop_is_whole_for_every_key(worked, study):
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    for person in (None, unlock(worked, INTERVIEWER), unlock(worked, SUPERVISOR)):
        for key in (None, seed):
            check = check_all(worked, person, key)
            assert check.well
            assert tuple(part.kind for part in check.parts) == KINDS
            parts = _parts(check)
            assert (parts["records"].whole, parts["records"].not_opened) == (3, 0 if key else 3)
            assert parts["views"].whole == 3
    assert _parts(check_all(worked, unlock(worked, INTERVIEWER)))["drafts"].whole == 2
    assert _parts(check_all(worked, unlock(worked, SUPERVISOR)))["drafts"].not_opened == 2


@pytest.mark.parametrize(
    ("kind", "deed"),
    [
        ("records", "UPDATE records SET body = zeroblob(length(body)) WHERE record_id = :one"),
        ("records", "DELETE FROM record_keys WHERE record_id = :one"),
        ("views", "UPDATE views SET body = zeroblob(length(body)) WHERE view_id = :one"),
        ("log", "DELETE FROM log WHERE n = 2"),
        ("log", "INSERT INTO withdrawn VALUES (:one)"),
    ],
)
def test_what_was_altered_is_named_and_the_rest_is_counted_as_whole(worked, data, kind, deed):
    one = worked.store.records()[0].record_id
    worked.close()
    db = Database(data / "interviews.db")
    db.execute(deed, {"one": one})
    db.conn.commit()
    db.close()
    again = open_laptop(data)
    check = check_all(again)
    assert [part.kind for part in check.parts if part.damaged] == [kind]
    if kind != "log":
        assert _parts(check)[kind].damaged == (one,)
        assert _parts(check)[kind].whole == 2
    again.close()


def test_a_draft_that_does_not_open_is_named_to_its_owner(worked, data):
    one = worked.store.all_drafts()[0].draft_id
    worked.close()
    db = Database(data / "interviews.db")
    db.execute("UPDATE drafts SET body = zeroblob(length(body)) WHERE draft_id = ?", [one])
    db.conn.commit()
    db.close()
    again = open_laptop(data)
    drafts = _parts(check_all(again, unlock(again, INTERVIEWER)))["drafts"]
    assert (drafts.whole, drafts.damaged) == (1, (one,))
    again.close()


def test_a_bundle_or_pack_that_rotted_is_named(worked, data):
    for place in ("outbox", "packs"):
        (path,) = (data / place).iterdir()
        path.write_bytes(path.read_bytes()[:-1])
    check = check_all(worked)
    assert {part.kind for part in check.parts if part.damaged} == {"packs", "bundles"}


def run(data, *words, passphrase=INTERVIEWER):
    runner = CliRunner(env={"SURVEY_APP_PASSPHRASE": passphrase})
    return runner.invoke(main, ["doctor", "--data", str(data), *words])


def test_the_doctor_checks_everything_on_demand(worked, data):
    worked.close()
    done = run(data, "--full", "--json")
    assert done.exit_code == 0, done.output
    told = {row["what"]: row["detail"] for row in json.loads(done.output)}
    assert told["records"] == "3 whole, 3 not opened with this passphrase"
    assert told["drafts"] == "2 whole"
    (data / "outbox").rename(data / "elsewhere")
    done = run(data, "--full")
    assert done.exit_code == 1
    assert "LOOK  bundles" in done.output


def test_of_a_database_with_a_broken_page_the_doctor_counts_what_can_be_read(worked, data):
    worked.close()
    whole = salvage(data / "interviews.db")
    assert whole["records"].whole == 3
    assert not any(rows.lost for rows in whole.values())
    db = Database(data / "interviews.db")
    root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'records'").fetchone()[0]
    db.close()
    with (data / "interviews.db").open("rb+") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    done = run(data, "--full")
    assert done.exit_code == 1
    assert "STORE-002" in done.output
    assert f"{whole['views'].whole} can be read, 0 cannot" in done.output
    assert "rows of drafts" in done.output


def test_a_folder_that_cannot_be_written_to_is_told_before_an_interview(tmp_path, monkeypatch):
    monkeypatch.setattr("survey_app.workflows.integrity.doctor.os.access", lambda *_: False)
    told = CliRunner().invoke(main, ["doctor", "--data", str(tmp_path / "new")])
    assert (told.exit_code, f"{tmp_path} cannot be written to" in told.output) == (1, True)


@pytest.mark.parametrize(
    "deed",
    [
        "DELETE FROM draft_keys WHERE draft_id = :one",
        "UPDATE drafts SET owner = 'x' || substr(owner, 2) WHERE draft_id = :one",
    ],
)
def test_a_draft_that_nobody_can_open_any_more_is_named(worked, data, deed):
    person = unlock(worked, INTERVIEWER)
    one = worked.store.drafts(person.person_id)[0].draft_id
    db = Database(data / "interviews.db")
    db.execute(deed, {"one": one})
    db.conn.commit()
    db.close()
    drafts = _parts(check_all(worked, person))["drafts"]
    assert (drafts.whole, drafts.damaged, drafts.not_opened) == (1, (one,), 0)
    nobodys = () if "DELETE" in deed else (one,)
    assert _parts(check_all(worked, unlock(worked, SUPERVISOR)))["drafts"].damaged == nobodys

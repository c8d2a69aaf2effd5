"""One rotten row or file keeps nothing else from its backup, and such a backup is never called whole."""

import json
from contextlib import closing

import pytest
from click.testing import CliRunner
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR
from sqlite_utils import Database

from survey_app.cli.main import main
from survey_app.vault.errors import ChainError
from survey_app.workflows import backup
from survey_app.workflows.backing_up.damage import WHOLE, Damage
from survey_app.workflows.backing_up.opening import by_passphrase
from survey_app.workflows.collect import start
from survey_app.workflows.export import pack as export
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.integrity.evidence import look_back
from survey_app.workflows.interviewing.cards import drafts
from survey_app.workflows.recover import write_whole
from survey_app.workflows.study.studies import open_key

ROTTEN = {
    "records": "UPDATE records SET body = zeroblob(4096) WHERE record_id = ?",
    "views": "UPDATE views SET body = zeroblob(4096) WHERE view_id = ?",
    "keys": "UPDATE record_keys SET wrapped = x'00' WHERE record_id = ?",
    "gone": "DELETE FROM views WHERE view_id = ?",
}


@pytest.fixture
def worked(laptop):
    """A laptop with two finished interviews and one open."""
    for _ in range(2):
        _begun(laptop).finish()
    _begun(laptop)
    return laptop


def _begun(laptop):
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    return sitting


def _rot(data, deed, *values):
    with closing(Database(data / "interviews.db")) as db:
        db.execute(deed, list(values))
        db.conn.commit()


def _stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("what", ROTTEN)
def test_a_rotten_interview_keeps_no_other_from_the_backup_and_is_named_by_it(
    worked, data, study, tmp_path, what
):
    bad, good = (row.record_id for row in worked.store.records())
    _rot(data, ROTTEN[what], bad)
    made = backup.make(worked, unlock(worked, INTERVIEWER), _stick(tmp_path))
    assert made.damage == Damage(interviews=(bad,))
    key = by_passphrase(SUPERVISOR)
    assert backup.verify_backup(made.path, key, tmp_path / "room").damage == made.damage
    restored = backup.restore(made.path, tmp_path / "new", key)
    assert restored.checked.damage == made.damage
    with closing(open_laptop(tmp_path / "new")) as again:
        assert len(drafts(again, unlock(again, INTERVIEWER))) == 1
        seed = open_key(study, "study", STUDY_PASSPHRASE)
        written = write_whole(again, seed, tmp_path / "whole")
    assert (tmp_path / "whole" / good / "submission.xml").is_file()
    assert written.interviews == (2 if what in {"views", "gone"} else 1)


def test_a_backup_of_a_whole_laptop_names_no_damage(worked, tmp_path):
    made = backup.make(worked, unlock(worked, INTERVIEWER), _stick(tmp_path))
    assert made.damage == WHOLE
    assert not made.damage


def test_a_broken_log_keeps_nothing_from_the_backup_and_is_said_again_after_the_restore(
    worked, data, tmp_path
):
    _rot(data, "UPDATE log SET entry = zeroblob(64) WHERE n = 2")
    made = backup.make(worked, unlock(worked, INTERVIEWER), _stick(tmp_path))
    assert made.damage == Damage(log=2)
    backup.restore(made.path, tmp_path / "new", by_passphrase(INTERVIEWER))
    with closing(open_laptop(tmp_path / "new")) as again:
        assert [type(error) for error in look_back(again)] == [ChainError]
        assert again.store.count_records() == 2


@pytest.mark.parametrize("what", ["rotten", "gone"])
def test_a_rotten_bundle_is_named_before_the_backups_that_hold_it_whole_are_destroyed(
    worked, data, tmp_path, what
):
    folder = _stick(tmp_path)
    sent = export(worked, unlock(worked, SUPERVISOR), folder).path
    kept = data / "outbox" / sent.name
    kept.write_bytes(kept.read_bytes()[:-1]) if what == "rotten" else kept.unlink()
    made = backup.make(worked, unlock(worked, SUPERVISOR), folder)
    assert made.damage == Damage(files=(sent.name,))
    assert backup.verify_backup(made.path, by_passphrase(SUPERVISOR), data).damage == made.damage


def test_the_command_names_what_is_damaged_and_never_says_whole(worked, data, tmp_path):
    bad = worked.store.records()[0].record_id
    _rot(data, ROTTEN["records"], bad)
    worked.close()
    args = ["backup", "make", str(_stick(tmp_path)), "--data", str(data)]
    said = _told(args)
    assert "NOT WHOLE" in said
    assert bad in said
    facts = json.loads(_told([*args, "--json"]))
    assert (facts["whole"], facts["damaged_interviews"], facts["finished"]) == (False, [bad], 2)


def _told(args):
    done = CliRunner().invoke(main, args, env={"SURVEY_APP_PASSPHRASE": INTERVIEWER})
    assert done.exit_code == 0, done.output
    return done.output

"""A laptop in one sealed file: what was opened is called good, what fails changes nothing."""

import io
import json
import os
import tarfile
from contextlib import closing
from dataclasses import replace as with_other
from pathlib import Path

import pytest
from click.testing import CliRunner
from folder_bytes import bytes_in, pieces
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.canonical import sha256_hex
from survey_app.cli.main import main
from survey_app.store.copying import tally_of
from survey_app.store.errors import StoreBusyError
from survey_app.vault import age
from survey_app.vault.backup_key import backup_seed
from survey_app.vault.chain import read_entry
from survey_app.vault.errors import WrongPassphraseError
from survey_app.workflows import backup as leg
from survey_app.workflows.backing_up.errors import (
    BackupDamagedError,
    BackupOfOtherStudyError,
    BackupUnreadableError,
    FolderInUseError,
    NewerBackupError,
    NoSuchFolderError,
    NotABackupError,
)
from survey_app.workflows.backing_up.last_backup import Reminder, reminder
from survey_app.workflows.backing_up.opening import by_passphrase, by_study
from survey_app.workflows.backing_up.sealed_file import file_name_of
from survey_app.workflows.collect import resume, start
from survey_app.workflows.export import pack as export
from survey_app.workflows.field_laptop.laptop import (
    Person,
    is_installed,
    log_entry,
    open_laptop,
    unlock,
)
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.field_laptop.scratch import scratch, wipe_left
from survey_app.workflows.integrity.evidence import look_back
from survey_app.workflows.interviewing.cards import drafts
from survey_app.workflows.keys.panic import destroy_keys
from survey_app.workflows.recover import recover
from survey_app.workflows.study.studies import open_key, read_study
from survey_app.workflows.withdraw import withdraw

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "backup"
MARKER = "shamim-akhtar-3520298765432"


def _consenting(laptop, person):
    sitting = start(laptop, person, "khan_2024", "ur")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes", refs["difficulties"]: MARKER})
    return sitting, refs


@pytest.fixture
def worked(laptop):
    """A laptop with one finished interview and one open."""
    person = unlock(laptop, INTERVIEWER)
    _consenting(laptop, person)[0].finish()
    _consenting(laptop, person)
    return laptop


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def made(worked, stick):
    return leg.make(worked, unlock(worked, INTERVIEWER), stick)


@pytest.fixture(scope="module")
def study_key(study):
    return by_study(read_study(study), open_key(study, "study", STUDY_PASSPHRASE))


def test_a_backup_is_one_file_whose_name_is_its_own_hash(made, stick):
    assert [path.name for path in stick.iterdir()] == [made.path.name]
    assert made.path.name == file_name_of(sha256_hex(made.path.read_bytes()))
    assert (made.finished, made.drafts, made.withdrawn) == (1, 1, 0)


def test_nothing_of_an_interview_a_form_or_a_count_stands_in_clear_in_a_backup(made, worked):
    data = made.path.read_bytes()
    front = json.loads(data.split(b"\n", 2)[1])
    assert set(front) == {"format", "study", "device", "slots"}
    assert len(front["slots"]) == 2
    for word in (MARKER, "SQLite format", "khan_2024", worked.study.title, "contents.json"):
        assert word.encode() not in data
    assert worked.store.draft(drafts(worked, unlock(worked, INTERVIEWER))[0].draft_id).body not in (
        data
    )


def test_the_size_of_a_backup_is_told_in_steps(made):
    sealed = made.path.read_bytes().split(b"\n", 2)[2]
    inside = len(age.decrypt_file(sealed, _own_seed(made)))
    assert inside % 4096 == 0


def _own_seed(made):
    data = open_laptop_of(made)
    try:
        return backup_seed(unlock(data, INTERVIEWER).device_seed)
    finally:
        data.close()


def open_laptop_of(made):
    folder = made.path.parent / "again"
    leg.restore(made.path, folder, by_passphrase(INTERVIEWER))
    return open_laptop(folder)


def test_a_stock_age_tool_and_tar_open_a_backup_with_the_study_key(made, study):
    sealed = made.path.read_bytes().split(b"\n", 2)[2]
    plain = age.decrypt_file(sealed, open_key(study, "study", STUDY_PASSPHRASE))
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        names = tar.getnames()
    assert names[0] == "contents.json"
    assert "interviews.db" in names
    assert any(name.startswith("packs/") for name in names)


def test_a_restored_laptop_goes_on_where_the_backup_was_made(made, worked, tmp_path, study):
    other = tmp_path / "other laptop" / "data"
    done = leg.restore(made.path, other, by_passphrase(SUPERVISOR))
    assert done.checked.head == made.head
    again = open_laptop(other)
    person = unlock(again, INTERVIEWER)
    (card,) = drafts(again, person)
    sitting = resume(again, person, card.draft_id)
    assert MARKER in {answer.value for answer in sitting.interview.finalize().answers}
    (whole,) = recover(again, open_key(study, "study", STUDY_PASSPHRASE))
    assert whole.value("difficulties") == MARKER
    assert again.store.audit(again.device.verify_key) == done.head
    again.close()


def test_the_study_key_restores_a_laptop_whose_people_are_gone(made, tmp_path, study_key):
    done = leg.restore(made.path, tmp_path / "found", study_key)
    again = open_laptop(tmp_path / "found")
    assert again.store.audit(again.device.verify_key) == done.head
    assert unlock(again, INTERVIEWER)
    again.close()


def test_packed_bundles_come_back_and_can_be_sent(laptop, stick, tmp_path):
    _consenting(laptop, unlock(laptop, INTERVIEWER))[0].discard()
    sitting, refs = _consenting(laptop, unlock(laptop, INTERVIEWER))
    sitting.answer({refs["difficulties"]: ""})
    sitting.finish()
    supervisor = unlock(laptop, SUPERVISOR)
    exported = export(laptop, supervisor, stick)
    made = leg.make(laptop, supervisor, stick)
    leg.restore(made.path, tmp_path / "again", by_passphrase(SUPERVISOR))
    again = open_laptop(tmp_path / "again")
    (bundle,) = again.store.bundles()
    kept = tmp_path / "again" / "outbox" / exported.path.name
    assert sha256_hex(kept.read_bytes()) == bundle.bundle_id
    again.close()


def test_each_restore_of_one_file_begins_with_another_head_of_the_log(made, tmp_path):
    heads = [
        leg.restore(made.path, tmp_path / name, by_passphrase(INTERVIEWER)).head
        for name in ("one", "two")
    ]
    assert heads[0].count == heads[1].count == made.head.count + 1
    assert heads[0].digest != heads[1].digest


def test_a_backup_is_noted_in_the_log_after_it_was_opened(made, worked):
    last = read_entry(worked.store.log_entries()[-1])
    assert (last.operation, last.record) == ("backup", made.path.stem)


def test_a_passphrase_of_nobody_opens_no_backup(made, tmp_path):
    with pytest.raises(WrongPassphraseError):
        leg.verify_backup(made.path, by_passphrase("9999 8888 7777 6666"), tmp_path)
    with pytest.raises(WrongPassphraseError):
        leg.restore(made.path, tmp_path / "new", by_passphrase("9999 8888 7777 6666"))
    assert not (tmp_path / "new").exists()


def test_another_study_opens_no_backup(made, study, tmp_path):
    card = with_other(read_study(study), study_id="0" * 32)
    with pytest.raises(BackupOfOtherStudyError):
        leg.verify_backup(made.path, by_study(card, bytes(32)), tmp_path)
    with pytest.raises(BackupDamagedError):
        leg.verify_backup(made.path, by_study(read_study(study), bytes(32)), tmp_path)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_backup_with_one_altered_bit_is_refused(made, study_key, tmp_path, where, bit):
    data = bytearray(made.path.read_bytes())
    data[int(where * len(data))] ^= 1 << bit
    renamed = tmp_path / "renamed.backup"
    renamed.write_bytes(data)
    with pytest.raises((BackupDamagedError, NotABackupError, NewerBackupError)):
        leg.verify_backup(renamed, study_key, tmp_path)


@pytest.mark.parametrize("place", range(0, 400, 13))
def test_a_front_with_one_altered_bit_is_refused(made, study_key, tmp_path, place):
    data = bytearray(made.path.read_bytes())
    data[place] ^= 1
    renamed = tmp_path / "renamed.backup"
    renamed.write_bytes(data)
    refusals = (BackupDamagedError, NotABackupError, NewerBackupError, BackupOfOtherStudyError)
    with pytest.raises(refusals):
        leg.verify_backup(renamed, study_key, tmp_path)


@pytest.mark.parametrize("change", [lambda d: d[:-1], lambda d: d + b"\0", lambda d: d[:5000]])
def test_a_backup_cut_or_extended_is_refused(made, study_key, tmp_path, change):
    renamed = tmp_path / "renamed.backup"
    renamed.write_bytes(change(made.path.read_bytes()))
    with pytest.raises(BackupDamagedError):
        leg.verify_backup(renamed, study_key, tmp_path)


def test_a_file_that_changed_on_its_way_is_known_by_its_name_before_a_passphrase(made, tmp_path):
    data = bytearray(made.path.read_bytes())
    data[-100] ^= 1
    made.path.write_bytes(data)

    def asked(_front):
        raise AssertionError("nobody should be asked")

    with pytest.raises(BackupDamagedError):
        leg.verify_backup(made.path, asked, tmp_path)


def test_other_files_and_later_versions_are_told_apart(tmp_path, study_key):
    other = tmp_path / "holiday.jpg"
    other.write_bytes(b"\xff\xd8\xff" * 50)
    with pytest.raises(NotABackupError):
        leg.verify_backup(other, study_key, tmp_path)
    other.write_bytes(b"survey-app backup 2\n{}\n")
    with pytest.raises(NewerBackupError):
        leg.verify_backup(other, study_key, tmp_path)


def test_a_slot_slipped_into_the_front_is_noticed(made, worked, tmp_path):
    data = made.path.read_bytes()
    magic, front, sealed = data.split(b"\n", 2)
    fields = json.loads(front)
    fields["slots"] = fields["slots"][:1]
    line = json.dumps(fields, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()
    renamed = tmp_path / "renamed.backup"
    renamed.write_bytes(b"\n".join((magic, line, sealed)))
    person = unlock(worked, INTERVIEWER)
    key = leg.Key(backup_seed(person.device_seed), worked.study.authority_key, person.device_seed)
    with pytest.raises(BackupDamagedError) as refused:
        leg.verify_backup(renamed, lambda _front: key, tmp_path)
    assert refused.value.details["part"] == "front"


def test_a_backup_never_covers_interviews_unless_told_and_then_keeps_them_beside(
    made, worked, data
):
    with pytest.raises(FolderInUseError):
        leg.restore(made.path, data, by_passphrase(INTERVIEWER))
    assert worked.store.count_records() == 1
    worked.close()
    before = (data / "interviews.db").read_bytes()
    done = leg.restore(made.path, data, by_passphrase(INTERVIEWER), replace=True)
    assert (done.kept_aside / "interviews.db").read_bytes() == before
    again = open_laptop(data)
    assert again.store.count_records() == 1
    again.close()


def test_whom_the_folder_knew_as_withdrawn_an_older_backup_does_not_bring_back(
    laptop, data, stick, tmp_path
):
    sitting, _ = _consenting(laptop, unlock(laptop, INTERVIEWER))
    code = sitting.finish().code
    old = leg.make(laptop, unlock(laptop, INTERVIEWER), stick)
    gone = withdraw(laptop, unlock(laptop, SUPERVISOR), code)
    laptop.close()
    done = leg.restore(old.path, data, by_passphrase(INTERVIEWER), replace=True)
    assert done.withdrawn_again == 1
    again = open_laptop(data)
    assert (again.store.records(), again.store.views(), again.store.withdrawn()) == ([], [], [gone])
    again.store.audit(again.device.verify_key)
    assert look_back(again) == ()
    destroy_keys(again)
    again.close()
    kept = open_laptop(done.kept_aside)  # no passphrase opens what was kept beside, either
    with pytest.raises(WrongPassphraseError):
        unlock(kept, INTERVIEWER)
    kept.close()


@pytest.mark.skipif(os.name == "nt", reason="a link to a folder needs an administrator there")
def test_a_folder_that_is_pointed_to_is_restored_where_it_lies(made, worked, data, tmp_path):
    worked.close()
    pointer = tmp_path / "elsewhere" / "link"
    pointer.parent.mkdir()
    pointer.symlink_to(data)
    done = leg.restore(made.path, pointer, by_passphrase(INTERVIEWER), replace=True)
    assert pointer.is_symlink()
    assert list(pointer.parent.iterdir()) == [pointer]
    assert (done.kept_aside.parent, data.is_symlink()) == (data.parent, False)
    with closing(open_laptop(pointer)) as again:
        destroy_keys(again)
    assert b"survey_app slot/" not in bytes_in(done.kept_aside)


def test_a_laptop_that_is_in_use_is_not_replaced_by_a_restore(made, worked, data):
    before = sorted(path.name for path in data.parent.iterdir())
    with pytest.raises(StoreBusyError):
        leg.restore(made.path, data, by_passphrase(INTERVIEWER), replace=True)
    assert sorted(path.name for path in data.parent.iterdir()) == before
    assert unlock(worked, INTERVIEWER)


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_restore_cut_between_two_names_is_whole_or_undone_at_the_next_start(
    made, worked, data, monkeypatch, step
):
    worked.close()
    renamed, rename = [], Path.rename

    def cut(self, target):
        renamed.append(target)
        if len(renamed) == step:
            raise KeyboardInterrupt  # the battery is pulled out here
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", cut)
        patch.setattr(leg, "wipe_folder", lambda _folder: None)
        with pytest.raises(KeyboardInterrupt):
            leg.restore(made.path, data, by_passphrase(INTERVIEWER), replace=True)
    assert is_installed(data)
    again = open_laptop(data)
    operations = [read_entry(one).operation for one in again.store.log_entries()]
    assert ("restore" in operations) == (step == 3)
    assert again.store.count_records() == 1
    again.close()
    hidden = [path for path in data.parent.iterdir() if path.name.startswith(".data-")]
    assert hidden == []


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_folder_that_cannot_be_renamed_stays_where_it_is(made, worked, data, monkeypatch, step):
    worked.close()
    refused, rename = [], Path.rename

    def refuse_once(self, target):
        refused.append(target)
        if len(refused) == step:
            raise PermissionError(13, "in use by another program")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_once)
    with pytest.raises(BackupUnreadableError):
        leg.restore(made.path, data, by_passphrase(INTERVIEWER), replace=True)
    assert [path.name for path in data.parent.iterdir() if "data" in path.name] == ["data"]
    again = open_laptop(data)
    assert unlock(again, INTERVIEWER)
    again.close()


def test_a_restore_that_fails_leaves_the_folder_as_it_was(made, worked, data, tmp_path):
    cut = tmp_path / "cut.backup"
    cut.write_bytes(made.path.read_bytes()[:-2000])
    worked.close()
    names = sorted(path.name for path in data.rglob("*"))
    for place in (data, tmp_path / "new"):
        with pytest.raises(BackupDamagedError):
            leg.restore(cut, place, by_passphrase(INTERVIEWER), replace=True)
    assert sorted(path.name for path in data.rglob("*")) == names
    assert not (tmp_path / "new").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_no_scratch_and_no_unfinished_file_is_left(made, data, stick):
    assert not [path for path in data.iterdir() if path.name.startswith(".scratch")]
    assert len(list(stick.iterdir())) == 1


def test_what_a_power_cut_left_in_the_scratch_place_is_wiped_by_the_next_backup(
    worked, data, stick
):
    left = data / ".scratch-0011223344556677" / "opened"
    left.mkdir(parents=True)
    (left / "interviews.db").write_bytes(b"wrapped keys")
    leg.make(worked, unlock(worked, INTERVIEWER), stick)
    assert not left.parent.exists()


def test_what_a_cut_left_on_the_stick_goes_before_the_next_and_no_other_file_does(made, worked):
    stick, whole = made.path.parent, made.path.read_bytes()
    magic, line, rest = whole.split(b"\n", 2)
    front = json.loads(line)
    foreign = json.dumps({**front, "device": "0" * 64}, separators=(",", ":"), sort_keys=True)
    kept = {
        ".1111111111111111.part": b"\n".join((magic, foreign.encode(), rest)),
        ".2222222222222222.part": b"something else",
    }
    for name, data in {".0000000000000000.part": whole[: len(whole) // 2], **kept}.items():
        (stick / name).write_bytes(data)
    again = leg.make(worked, unlock(worked, INTERVIEWER), stick)
    assert {one.name for one in stick.iterdir()} == {made.path.name, again.path.name, *kept}


@pytest.mark.parametrize("left", ["data/.scratch-00/place", ".data-0011223344556677.part"])
def test_no_copy_that_a_cut_left_keeps_what_is_destroyed_afterwards(data, tmp_path, left):
    laptop = open_laptop(data)
    sitting, _ = _consenting(laptop, unlock(laptop, INTERVIEWER))
    code = sitting.finish().code
    (tmp_path / left).mkdir(parents=True)
    laptop.store.copy_to(tmp_path / left / "interviews.db")  # and then the power failed
    keys = [row.envelope for row in (*laptop.store.records(), *laptop.store.views())]
    slots = laptop.store.slots()
    laptop.close()
    again = open_laptop(data)
    withdraw(again, unlock(again, SUPERVISOR), code)
    destroy_keys(again)
    everything = bytes_in(tmp_path)
    again.close()
    assert not [one for key in (*keys, *slots) for one in pieces(key) if one in everything]


def test_a_scratch_place_that_is_in_use_is_left_alone(data):
    with scratch(data) as place:
        (place / "part").write_bytes(b"of another process")
        wipe_left(data)
        assert (place / "part").is_file()
    assert not list(data.glob(".scratch-*"))


def test_an_interview_taken_back_while_a_backup_is_written_is_told_as_still_in_it(worked, stick):
    person, done = unlock(worked, INTERVIEWER), []

    def meanwhile(_done, _everything):
        if not done:
            done.append(worked.store.records()[0].record_id)
            worked.store.withdraw(done[0], log_entry(person, "withdraw", done[0]))

    assert leg.make(worked, person, stick, on_progress=meanwhile).withdrawn == 0
    assert reminder(worked, person) is Reminder.WITHDRAWN


def test_a_stick_that_gives_back_other_bytes_gets_no_backup(worked, stick, monkeypatch):
    real = leg.write_file

    def rots(*arguments, **named):
        path = real(*arguments, **named)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        return path

    monkeypatch.setattr(leg, "write_file", rots)
    with pytest.raises(BackupDamagedError):
        leg.make(worked, unlock(worked, INTERVIEWER), stick)
    assert list(stick.iterdir()) == []
    assert "backup" not in {read_entry(one).operation for one in worked.store.log_entries()}


def test_a_folder_that_is_not_there_is_said_and_nothing_is_lost(worked, tmp_path):
    with pytest.raises(NoSuchFolderError) as refused:
        leg.make(worked, unlock(worked, INTERVIEWER), tmp_path / "unplugged")
    assert "unplugged" in str(refused.value)
    assert worked.store.count_records() == 1


def test_the_copy_inside_holds_every_row_of_the_laptop(made, worked, data, tmp_path):
    leg.restore(made.path, tmp_path / "again", by_passphrase(INTERVIEWER))
    worked.close()
    mine = tally_of(data / "interviews.db").rows
    theirs = tally_of(tmp_path / "again" / "interviews.db").rows
    # one entry was added on either side: backup here, restore there; the note of it here alone
    assert theirs == mine | {"meta": mine["meta"] - 1}


def test_the_commands_make_verify_and_restore(worked, data, stick, tmp_path, study):
    worked.close()

    def run(passphrase, *words):
        runner = CliRunner(env={"SURVEY_APP_PASSPHRASE": passphrase})
        return runner.invoke(main, ["backup", *(str(word) for word in words)])

    made = run(INTERVIEWER, "make", stick, "--data", data, "--json")
    assert made.exit_code == 0, made.output
    file = json.loads(made.output)["file"]
    assert run(SUPERVISOR, "verify", file, "--data", data).exit_code == 0
    refused = run(SUPERVISOR, "restore", file, "--data", data)
    assert refused.exit_code == 3
    assert refused.output.startswith("BACKUP-004: ")
    again = tmp_path / "again"
    done = run(STUDY_PASSPHRASE, "restore", file, "--study", study, "--data", again)
    assert done.exit_code == 0, done.output
    assert "1 finished interview, 1 open" in done.output
    assert Path(again, "interviews.db").exists()


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.backup")), ids=lambda path: path.stem)
def test_a_frozen_backup_still_restores_the_same_laptop(path, tmp_path):
    known = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert sha256_hex(path.read_bytes()) == known["sha256"]
    authority, seed = bytes.fromhex(known["authority_key"]), bytes.fromhex(known["device_seed"])
    keys = [leg.Key(bytes.fromhex(known["study_seed"]), authority)]
    keys += [leg.Key(backup_seed(seed), authority, seed)]
    for number, key in enumerate(keys):
        done = leg.restore(path, tmp_path / f"{number}", lambda _front, key=key: key)
        assert [done.checked.head.count, done.checked.head.digest] == known["log"]
        assert (done.checked.finished, done.checked.drafts) == (known["finished"], known["drafts"])
    again = open_laptop(tmp_path / "0")
    (whole,) = recover(again, bytes.fromhex(known["study_seed"]))
    assert whole.value("word") == known["word"]
    (draft,) = again.store.all_drafts()
    person = Person(
        draft.owner, Role.SOLO, bytes.fromhex(known["draft_key"]), seed, again.device.site_key, None
    )
    sitting = resume(again, person, draft.draft_id)  # pack, draft and saved interview of that day
    assert "an open word" in {answer.value for answer in sitting.interview.finalize().answers}
    again.close()

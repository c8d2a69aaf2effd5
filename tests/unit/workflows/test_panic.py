"""The emergency on a folder that nothing else opens any more."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner
from folder_bytes import bytes_in
from people import INTERVIEWER, SUPERVISOR

from survey_app.cli.main import main
from survey_app.store.store import Store
from survey_app.vault import slots
from survey_app.vault.errors import WrongPassphraseError
from survey_app.workflows.collect import start
from survey_app.workflows.errors import NotInstalledError
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.keys.panic import destroy_keys_in
from survey_app.workflows.keys.people_errors import KeysLeftError

PAGE = 4096
LOCK = re.compile(rb'"(?:commitment|fresh|salt)":"[0-9a-f]{8}')


def pages(data):
    whole = (data / "interviews.db").read_bytes()
    return [whole[at : at + PAGE] for at in range(0, len(whole), PAGE)]


def rewritten(data, change):
    kept = pages(data)
    change(kept)
    (data / "interviews.db").write_bytes(b"".join(kept))


def a_broken_page(data):
    def change(kept):
        at = next(n for n, page in enumerate(kept) if n > 8 and page[:1] == b"\r")
        kept[at] = kept[at][:3] + b"\xff" * 9 + kept[at][12:]

    rewritten(data, change)


def the_last_pages_cut_off(data):
    rewritten(data, lambda kept: kept.pop())


def no_header_any_more(data):
    rewritten(data, lambda kept: kept.__setitem__(0, b"?" * PAGE))


def the_beginning_of_a_slot_torn(data):
    def change(kept):
        at = next(n for n, page in enumerate(kept) if b'"format":"survey_app slot/' in page)
        kept[at] = kept[at].replace(b'"format":"survey_app slot/', b"?" * 26)
        kept[0] = b"?" * PAGE

    rewritten(data, change)


def no_pack(data):
    shutil.rmtree(data / "packs")


def a_later_version(data):
    with closing(sqlite3.connect(data / "interviews.db")) as db, db:
        step = ("store", "m9999_later", "now")
        columns = "migration_set, name, applied_at"
        db.execute(f"INSERT INTO _sqlite_migrations ({columns}) VALUES (?, ?, ?)", step)


def a_copy_before_an_update_and_no_database(data):
    (data / "interviews.db").rename(data / "before-m9999_later.db")


def an_empty_database_and_a_copy(data):
    (data / "interviews.db").rename(data / "before-m9999_later.db")
    (data / "interviews.db").touch()


def an_earlier_folder_that_is_damaged(data):
    aside = data.with_name("data-before-restore-00112233")
    shutil.copytree(data, aside)
    no_header_any_more(aside)


STATES = [
    a_broken_page,
    the_last_pages_cut_off,
    no_header_any_more,
    the_beginning_of_a_slot_torn,
    no_pack,
    a_later_version,
    a_copy_before_an_update_and_no_database,
    an_empty_database_and_a_copy,
    an_earlier_folder_that_is_damaged,
]


@pytest.mark.parametrize("state", STATES)
def test_the_emergency_works_in_every_state_of_the_folder(data, tmp_path, state):
    state(data)
    assert LOCK.search(bytes_in(tmp_path))
    done = CliRunner().invoke(main, ["people", "panic", "--yes", "--data", str(data)])
    assert (done.exit_code, done.output) == (0, "Done. Nothing on this laptop can be unlocked.\n")
    assert not LOCK.search(bytes_in(tmp_path))


def test_in_a_damaged_file_nothing_but_the_slots_changes(data):
    with closing(open_laptop(data)) as laptop:
        sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
        refs = {name: one.path for name, one in sitting.interview.form.questions.items()}
        sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
        blobs = laptop.store.slots()
    header = pages(data)[0]
    no_header_any_more(data)
    before = pages(data)
    destroy_keys_in(data)
    changed = [
        n for n, (old, new) in enumerate(zip(before, pages(data), strict=True)) if old != new
    ]
    assert len(changed) == len(blobs)
    assert all(b"survey_app slot/" in before[n] for n in changed)
    rewritten(data, lambda kept: kept.__setitem__(0, header))
    with closing(Store.open(data)) as store:
        assert store.counts()["drafts"] == 1
        assert not any(LOCK.search(blob) for blob in store.slots())
        for passphrase in (INTERVIEWER, SUPERVISOR):
            with pytest.raises(WrongPassphraseError):
                slots.open_first(store.slots(), passphrase)


def test_beside_a_program_that_has_the_folder_open_the_keys_go_too(laptop, data):
    store = laptop.store
    assert store.slots()
    assert destroy_keys_in(data).held
    assert not LOCK.search(bytes_in(data))
    assert store.slots() == []
    with pytest.raises(WrongPassphraseError):
        unlock(laptop, INTERVIEWER)
    store.set_meta("later", b"the program that was open goes on")
    assert store.get_meta("later")


def test_a_file_that_refuses_is_named(data, monkeypatch):
    no_header_any_more(data)
    monkeypatch.setattr("survey_app.store.emergency.os.fsync", _refuse)
    with pytest.raises(KeysLeftError) as told:
        destroy_keys_in(data)
    assert str(data / "interviews.db") in str(told.value)


def _refuse(_handle):
    raise OSError


def test_a_backup_in_the_folder_stays_whole_and_is_named(data):
    backup = data / "kept" / "0123.backup"
    backup.parent.mkdir()
    backup.write_bytes(b'survey-app backup 1\n{"slots":[{"format":"survey_app slot/3"}]}\n')
    before = backup.read_bytes()
    done = CliRunner().invoke(main, ["people", "panic", "--yes", "--data", str(data)])
    assert f"destroy it: {backup}" in done.output
    assert backup.read_bytes() == before


def test_a_folder_in_which_no_laptop_ever_was_is_not_called_done(tmp_path):
    with pytest.raises(NotInstalledError):
        destroy_keys_in(tmp_path / "elsewhere")

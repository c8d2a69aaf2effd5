"""Kill it, fill its disk, damage its file, start it twice: nothing acknowledged is lost."""

import errno
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rig import faults
from sealed_interviews import OWNER, PUBLIC, draft, entry, record, view
from sqlite_utils import Database

from survey_app.store import Store, connection, writer
from survey_app.store.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreFullError,
    StoreNewerError,
    StoreUnsafeError,
    StoreUnwritableError,
)
from survey_app.store.folder import Ballast
from survey_app.store.taking_back import TakenBack
from survey_app.vault.amendments import seal_amendment
from survey_app.vault.context import Context

SUPPORT = Path(__file__).resolve().parents[2] / "support"
BALLAST = 1 << 20
PROMISES = connection._PROMISES

posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")

WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from sealed_interviews import draft, entry, record, view
from survey_app.store import Store

store = Store.open(Path(sys.argv[1]), ballast_bytes=4096)
print("open", flush=True)
for number in range(100_000):
    store.put_draft(draft("walked", b"%d" % number))
    if number % 3 == 0:
        name = f"r{number}"
        store.put_draft(draft(name))
        store.finalise(name, record(name), view(name), entry("finalise", name))
    print(number, flush=True)
"""


def _start(folder, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(SUPPORT), *arguments],
        stdout=subprocess.PIPE,
        text=True,
    )


@posix
@pytest.mark.parametrize("acknowledged", [0, 1, 7, 40])
def test_a_killed_program_keeps_every_save_it_acknowledged(tmp_path, acknowledged):
    with _start(tmp_path) as process:
        last = -1
        for line in process.stdout:
            last = -1 if line == "open\n" else int(line)
            if last >= acknowledged:
                break
        process.send_signal(signal.SIGKILL)
        last = max([last, *(int(line) for line in process.stdout.read().split("\n")[:-1])])
    store = Store.open(tmp_path, ballast_bytes=4096)
    finished = {each.record_id for each in store.records()}
    assert finished >= {f"r{number}" for number in range(0, last + 1, 3)}
    assert {each.view_id for each in store.views()} == finished
    assert len(store.log_entries()) == len(finished)
    assert not finished & {each.draft_id for each in store.drafts(OWNER)}
    assert store.draft("walked") is not None
    store.close()


@given(cut=st.floats(0, 1), flips=st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_torn_write_ahead_log_gives_a_prefix_of_what_was_done_and_never_half_an_interview(
    torn_at_work, tmp_path_factory, cut, flips
):
    """What a power cut may leave behind what was synced: the log cut anywhere, or garbled."""
    folder = tmp_path_factory.mktemp("torn")
    shutil.copytree(torn_at_work, folder, dirs_exist_ok=True)
    log = folder / "interviews.db-wal"
    data = log.read_bytes()
    at = int(len(data) * cut)
    log.write_bytes(data[:at] + (secrets.token_bytes(len(data) - at) if flips else b""))
    store = Store.open(folder, ballast_bytes=4096)
    records = {each.record_id for each in store.records()}
    drafts = {each.draft_id for each in store.drafts(OWNER)}
    done = len(records)
    assert records == {f"r{number}" for number in range(done)}
    assert {each.view_id for each in store.views()} == records
    assert len(store.log_entries()) == done
    assert drafts in (set(), {f"d{done}"})
    store.close()


@pytest.fixture(scope="module")
def torn_at_work(tmp_path_factory):
    """A folder as it lies on the disk in the middle of the work, the log never emptied."""
    folder, copy = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("copy") / "vault"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "truncate_log", lambda _db: False)
        store = Store.open(folder, ballast_bytes=4096)
        for number in range(12):
            store.put_draft(draft(f"d{number}"))
            name = f"r{number}"
            store.finalise(f"d{number}", record(name), view(name), entry("finalise", name))
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*-shm", "lock"))
        store.close()
    assert (copy / "interviews.db-wal").stat().st_size > 500_000
    return copy


def test_a_log_entry_that_would_wait_for_the_store_is_an_error_and_no_standstill(store):
    def waits(head):
        store.log_head()
        return entry("finalise")(head)

    with pytest.raises(RuntimeError):
        store.append_log(waits)


def test_two_processes_cannot_hold_one_folder(tmp_path):
    with _start(tmp_path) as process:
        assert process.stdout.readline() == "open\n"
        with pytest.raises(StoreBusyError):
            Store.open(tmp_path)
        process.kill()
        process.stdout.read()
    Store.open(tmp_path, ballast_bytes=4096).close()


def test_one_process_cannot_open_a_folder_twice(opened):
    first = opened()
    with pytest.raises(StoreBusyError):
        opened()
    first.close()
    opened()


def test_the_settings_the_promises_rest_on_hold(tmp_path):
    db = connection.connect(tmp_path / "x.db")
    read = {
        name: db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete", "temp_store", "page_size")
    }
    assert read == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "temp_store": 2,
        "page_size": 4096,
    }
    assert db.execute("PRAGMA trusted_schema").fetchone()[0] == 0
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    db.close()


def test_a_disk_that_does_not_keep_a_setting_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "_PROMISES", (("journal_mode", "DELETE", "wal"),))
    with pytest.raises(StoreUnsafeError):
        Store.open(tmp_path)


def test_every_table_is_strict(store, tmp_path):
    store.close()
    db = Database(tmp_path / "vault" / "interviews.db")
    ours = [table for table in db.tables if not table.name.startswith("_")]
    assert len(ours) >= 20
    assert all(table.strict for table in ours)
    db.close()


LEAF = 13  # the first byte of such a page of a table


@pytest.mark.parametrize("damage", ["garbage", "head", "middle", "one leaf"])
def test_a_damaged_file_is_noticed_at_the_door(opened, tmp_path, damage):
    store = opened()
    for number in range(30):
        store.put_draft(draft(f"d{number}"))
    store.close()
    file = tmp_path / "vault" / "interviews.db"
    data = bytearray(file.read_bytes())
    if damage == "garbage":
        data = bytearray(b"this was never a database" * 500)
    elif damage == "head":
        data[:50] = secrets.token_bytes(50)
    elif damage == "one leaf":  # a page that nobody reads at the start
        at = max(at for at in range(4096, len(data), 4096) if data[at] == LEAF)
        data[at + 1 : at + 100] = b"\xff" * 99
    else:
        for at in range(8192, len(data), 4096):
            data[at : at + 100] = b"\xff" * 100
    file.write_bytes(data)
    with pytest.raises(StoreDamagedError):
        opened()
    assert file.read_bytes() == data


def test_a_folder_of_a_newer_program_is_left_alone(opened, tmp_path):
    opened().close()
    db = Database(tmp_path / "vault" / "interviews.db")
    db.table("_sqlite_migrations").insert(
        {"migration_set": "store", "name": "m9999_from_the_future", "applied_at": ""}
    )
    db.close()
    with pytest.raises(StoreNewerError):
        opened()


def test_a_rotten_name_of_a_step_is_damage_and_not_a_disk_that_cannot_be_read(opened, tmp_path):
    opened().close()
    with closing(sqlite3.connect(tmp_path / "vault" / "interviews.db")) as db, db:
        db.execute("UPDATE _sqlite_migrations SET migration_set = 'stofe'")
    with pytest.raises(StoreDamagedError):
        opened()


@posix
def test_a_folder_that_cannot_be_made_is_said_so(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreUnwritableError):
        Store.open(tmp_path / "file" / "vault")


@posix
def test_folder_and_files_are_the_owners_alone(opened, tmp_path):
    opened()
    assert (tmp_path / "vault").stat().st_mode & 0o077 == 0


@posix
def test_in_a_folder_open_to_all_the_files_are_still_the_owners_alone(opened, tmp_path):
    (tmp_path / "vault").mkdir(mode=0o755)
    opened().put_draft(draft("a"))
    files = list((tmp_path / "vault").glob("interviews.db*"))
    assert len(files) == 3
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


@pytest.fixture
def small_disk(tmp_path):
    with ExitStack() as mounted:
        try:
            place = mounted.enter_context(faults.small_disk(tmp_path, 12))
        except OSError as why:
            pytest.skip(str(why))
        yield place


def _fill(disk, *, leave=0):
    with (disk / "filler").open("wb", buffering=0) as filler:
        with suppress(OSError):
            while True:
                filler.write(bytes(1 << 14))
        filler.truncate(max(0, filler.tell() - leave))


def _save_until_relief(store):
    for number in range(2000):
        store.put_draft(draft(f"f{number}"))
        if not store.has_room:
            return number + 1
    raise AssertionError("the disk never became full")


def test_a_full_disk_keeps_the_save_that_found_it_full_and_explains_on_the_next(small_disk):
    store = Store.open(small_disk / "vault", ballast_bytes=BALLAST)
    store.put_draft(draft("a"))
    store.put_draft(draft("b"))
    store.finalise("b", record("b"), view("b"), entry("finalise", "b"))
    assert store.has_room
    _fill(small_disk)
    saved = _save_until_relief(store)
    with pytest.raises(StoreFullError):
        store.put_draft(draft("never"))
    assert len(store.drafts(OWNER)) == saved + 1
    store.finalise("a", record("a"), view("a"), entry("finalise", "a"))
    store.withdraw("b", entry("withdraw", "b"))
    store.delete_draft("f0")
    with pytest.raises(StoreFullError):
        store.put_draft(draft("never"))
    (small_disk / "filler").unlink()
    store.put_draft(draft("again"))
    assert store.has_room
    store.close()
    reopened = Store.open(small_disk / "vault", ballast_bytes=BALLAST)
    assert [each.record_id for each in reopened.records()] == ["a"]
    assert len(reopened.drafts(OWNER)) == saved
    reopened.close()


def test_a_disk_without_room_for_a_new_store_is_called_full(small_disk):
    _fill(small_disk)
    with pytest.raises(StoreFullError):
        Store.open(small_disk / "vault", ballast_bytes=BALLAST)
    (small_disk / "filler").unlink()
    Store.open(small_disk / "vault", ballast_bytes=BALLAST).close()


def test_a_disk_that_filled_up_since_the_ballast_went_is_called_full_at_the_next_start(small_disk):
    store = Store.open(small_disk / "vault", ballast_bytes=BALLAST)
    store.put_draft(draft("a"))
    store.close()
    (small_disk / "vault" / "ballast").unlink()
    _fill(small_disk)
    with pytest.raises(StoreFullError):
        Store.open(small_disk / "vault", ballast_bytes=BALLAST)
    (small_disk / "filler").unlink()
    store = Store.open(small_disk / "vault", ballast_bytes=BALLAST)
    assert len(store.drafts(OWNER)) == 1
    store.close()


def test_what_is_on_a_full_disk_can_still_be_opened_and_withdrawn(small_disk):
    store = Store.open(small_disk / "vault", ballast_bytes=BALLAST)
    store.put_draft(draft("a"))
    store.finalise("a", record("a"), view("a"), entry("finalise", "a"))
    store.close()
    _fill(small_disk)
    store = Store.open(small_disk / "vault", ballast_bytes=BALLAST)
    assert store.count_records() == 1
    with pytest.raises(StoreFullError):
        store.put_draft(draft("b"))
    store.take_back(_story_taken_back("a"))
    store.withdraw("a", entry("withdraw", "a"))
    assert store.records() == []
    store.close()


@posix
@pytest.mark.parametrize(
    "deed", [["rm", "-r", "vault"], ["mv", "vault", "elsewhere"], ["rm", "vault/interviews.db-wal"]]
)
def test_nothing_is_called_saved_in_a_folder_that_somebody_took_away(tmp_path, deed):
    store = Store.open(tmp_path / "vault", ballast_bytes=4096)
    store.put_draft(draft("a"))
    subprocess.run(deed, cwd=tmp_path, check=True)
    with pytest.raises(StoreUnwritableError):
        store.put_draft(draft("b"))
    with pytest.raises(StoreUnwritableError):
        store.finalise("a", record("a"), view("a"), entry("finalise", "a"))
    store.close()


def _story_taken_back(name):
    said = seal_amendment(PUBLIC, "said", b"her wish", Context("s", "d", name, 2, "f"))
    return TakenBack(
        said, view(name, b"less"), lambda word, rows: entry(word, name, rows), frozenset({0})
    )


LIMITED = """
import resource, signal, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from sealed_interviews import OWNER, draft
from survey_app.errors import SurveyError
from survey_app.store import Store

store = Store.open(Path(sys.argv[1]), ballast_bytes=4096)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
saved = 0
try:
    for number in range(2000):
        store.put_draft(draft(f"d{number}"))
        saved += 1
except SurveyError as error:
    print(error.code, saved == len(store.drafts(OWNER)), saved > 10)
"""


@posix
def test_a_file_that_may_not_grow_ends_in_a_clear_error_and_loses_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path), str(SUPPORT)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["STORE-004", "True", "True"]
    store = Store.open(tmp_path, ballast_bytes=4096)
    assert len(store.drafts(OWNER)) > 10
    store.close()


def test_ballast_is_noise_of_the_whole_size_and_given_back_once(tmp_path):
    ballast = Ballast(tmp_path, 100_000)
    assert not ballast.held
    assert ballast.hold()
    assert ballast.hold()
    data = (tmp_path / "ballast").read_bytes()
    assert len(data) == 100_000
    assert data.count(0) < 1000
    assert ballast.release()
    assert not ballast.release()


def test_ballast_that_does_not_fit_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(_size):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(secrets, "token_bytes", full)
    assert not Ballast(tmp_path, 100_000).hold()
    assert list(tmp_path.iterdir()) == []


def test_another_program_that_holds_the_database_does_not_make_a_save_vanish(
    opened, tmp_path, monkeypatch
):
    impatient = [(*each[:1], "50", 50) if each[0] == "busy_timeout" else each for each in PROMISES]
    monkeypatch.setattr(connection, "_PROMISES", impatient)
    store = opened()
    store.put_draft(draft("a"))
    other = sqlite3.connect(tmp_path / "vault" / "interviews.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM drafts").fetchone()
    store.put_draft(draft("b"))
    store.delete_draft("a")
    other.execute("COMMIT")
    other.close()
    store.delete_draft("nothing")
    assert [each.draft_id for each in store.drafts(OWNER)] == ["b"]

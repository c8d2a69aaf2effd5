"""A newer version may be cut at any moment of its update, and can be taken back."""

import gzip
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sealed_interviews import (
    DEVICE_SEED,
    DRAFT_KEY,
    OWNER,
    SEED,
    draft,
    draft_attachment,
    entry,
    record,
    view,
)
from sqlite_utils import Database, Migrations

from survey_app.cli.backup_cmd import command
from survey_app.store import Store, connection, schema, writer
from survey_app.store.copying import tally_of
from survey_app.store.errors import (
    NoStepBackError,
    StoreBusyError,
    StoreDamagedError,
    StoreFullError,
    StoreNewerError,
    WorkWouldBeLostError,
)
from survey_app.store.safe_copy import step_back
from survey_app.store.store import DATABASE_NAME
from survey_app.vault.amendments import open_amendment
from survey_app.vault.attachments import open_attachment
from survey_app.vault.kept import open_kept
from survey_app.vault.records import open_draft, open_sealed
from survey_app.vault.signing import verify_key_of

VECTORS = sorted((Path(__file__).resolve().parents[2] / "vectors" / "store").glob("*.db.gz"))
KEY = verify_key_of(DEVICE_SEED)
BALLAST = 4096
A_SHARE = 3  # each version tries every third statement, not the same ones; the rig cuts at any
_ENTRIES = {"m0006": 3, "m0007": 5}
released = pytest.mark.parametrize("vector", VECTORS, ids=lambda path: path.name.split(".")[0])


def _unpacked(vector, folder):
    folder.mkdir()
    (folder / "interviews.db").write_bytes(gzip.decompress(vector.read_bytes()))
    return folder


def _steps(file):
    with sqlite3.connect(file) as db:
        rows = db.execute("SELECT name FROM _sqlite_migrations ORDER BY id").fetchall()
    db.close()
    return [name for (name,) in rows]


def _check_everything(store, vector):
    assert [open_draft(DRAFT_KEY, one) for one in store.drafts(OWNER)] == [b"an open answer"]
    assert [open_sealed(SEED, one).plaintext for one in store.records()] == [b"a whole interview"]
    assert [open_sealed(SEED, one).plaintext for one in store.views()] == [b"its anonymised side"]
    assert store.withdrawn() == ["r2"]
    assert store.slots() == [b"a slot"]
    assert store.get_meta("pack") == b"a name"
    assert [one.receipts for one in store.bundles()] == [{"stick": b"a receipt"}]
    assert store.audit(KEY).count == _ENTRIES.get(vector.name[:5], 2)
    if vector.name >= "m0006":
        said = {open_amendment(SEED, one).plaintext for one in store.amendments()}
        assert said == {b"an amendment"}
    if vector.name >= "m0007":
        (whole,) = store.records()
        assert open_sealed(SEED, whole).parts == {(2,): b"her age"}
        parts = [open_amendment(SEED, one).parts for one in store.amendments()]
        assert parts == [{(2,): b"she is 46"}, {}]
    if vector.name >= "m0003":
        opened = [open_attachment(SEED, one).data for one in store.attachments("r1")]
        assert opened == [b"a photograph"]
    if vector.name >= "m0004":
        assert [open_kept(DRAFT_KEY, one).plaintext for one in store.kept()] == [b"what was kept"]


@pytest.fixture
def with_a_next_step(monkeypatch):
    """A version after this one: a step that makes a table, copies rows and drops one."""
    later = Migrations("store")
    later._migrations = list(schema._MIGRATIONS._migrations)

    @later()
    def m9998_first(db):
        db.table("later").create({"name": str, "value": bytes}, pk="name", strict=True)
        db.execute("INSERT INTO later SELECT name, value FROM meta")

    @later()
    def m9999_second(db):
        db.execute("DROP TABLE later")
        db.table("last").create({"name": str}, pk="name", strict=True)

    monkeypatch.setattr(schema, "_MIGRATIONS", later)
    return later


@released
def test_a_database_of_every_released_version_opens_whole(vector, tmp_path):
    store = Store.open(_unpacked(vector, tmp_path / "vault"), ballast_bytes=BALLAST)
    _check_everything(store, vector)
    store.put_draft(draft("new"), draft_attachment("new", b"sound"))
    store.finalise("d1", record("r9"), view("r9"), entry("finalise", "r9"))
    assert store.count_records() == 2
    store.close()


def _cut_at_every_statement(monkeypatch, folder, into):
    """Update the database in `folder`; at each statement keep the files as a kill leaves them."""
    real, moments = connection.connect, []

    def traced(file, **how):
        db = real(file, **how)

        def keep(_statement):
            moments.append(into / f"{len(moments):03d}")
            shutil.copytree(folder, moments[-1])

        db.conn.set_trace_callback(keep)
        return db

    with monkeypatch.context() as patch:
        patch.setattr(writer, "connect", traced)
        Store.open(folder, ballast_bytes=BALLAST).close()
    return moments


@released
def test_an_update_cut_at_any_statement_comes_up_whole(
    vector, in_memory, monkeypatch, with_a_next_step
):
    folder = _unpacked(vector, in_memory / "vault")
    before = _steps(folder / "interviews.db")
    moments = _cut_at_every_statement(monkeypatch, folder, in_memory / "cuts")
    assert len(moments) > 15
    seen = set()
    for moment in moments[VECTORS.index(vector) % A_SHARE :: A_SHARE]:
        for copy in moment.glob("before-*.db"):  # whole from the moment it has its name
            assert tally_of(copy).rows["drafts"] == 1
            assert _steps(copy) == before
        seen.add(len(_steps(moment / "interviews.db")))
        store = Store.open(moment, ballast_bytes=BALLAST)
        _check_everything(store, vector)
        store.close()
        (kept,) = moment.glob("before-*.db*")
        assert _steps(kept) == before
    assert len(seen) > 1  # the cuts were before, between and after the steps


def test_a_first_run_cut_at_any_statement_comes_up_whole(in_memory, monkeypatch):
    folder = in_memory / "vault"
    folder.mkdir()
    moments = _cut_at_every_statement(monkeypatch, folder, in_memory / "cuts")
    assert len(moments) > 30
    for moment in moments[::A_SHARE]:
        store = Store.open(moment, ballast_bytes=BALLAST)
        store.put_draft(draft("a"))
        assert len(store.drafts(OWNER)) == 1
        store.close()


def test_a_copy_is_kept_before_the_tables_of_somebody_change(tmp_path, with_a_next_step):
    folder = _unpacked(VECTORS[0], tmp_path / "vault")
    before = tally_of(folder / "interviews.db")
    Store.open(folder, ballast_bytes=BALLAST).close()
    assert [path.name for path in folder.glob("before-*")] == ["before-m9999_second.db"]
    assert tally_of(folder / "before-m9999_second.db") == before


def test_nothing_is_copied_where_nothing_changes_or_nothing_was(tmp_path):
    for _ in range(2):
        Store.open(tmp_path / "vault", ballast_bytes=BALLAST).close()
    assert not list((tmp_path / "vault").glob("before-*"))


def test_a_step_that_fails_changes_nothing(tmp_path, with_a_next_step):
    folder = _unpacked(VECTORS[-1], tmp_path / "vault")

    @with_a_next_step()
    def m99999_fails(db):
        db.execute("DELETE FROM meta")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Store.open(folder, ballast_bytes=BALLAST)
    assert _steps(folder / "interviews.db")[-1] == "m9999_second"
    assert tally_of(folder / "interviews.db").rows["meta"] == 1


def test_an_update_without_room_for_the_copy_is_refused_and_changes_nothing(
    tmp_path, monkeypatch, with_a_next_step
):
    folder = _unpacked(VECTORS[-1], tmp_path / "vault")
    before = (folder / "interviews.db").read_bytes()

    def full(_db, _file):
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr("survey_app.store.safe_copy.write_copy", full)
    with pytest.raises(StoreFullError):
        Store.open(folder, ballast_bytes=BALLAST)
    assert (folder / "interviews.db").read_bytes() == before


def test_one_step_back_gives_the_older_version_its_database(tmp_path, monkeypatch):
    folder = _unpacked(VECTORS[0], tmp_path / "vault")
    before = tally_of(folder / "interviews.db")
    Store.open(folder, ballast_bytes=BALLAST).close()
    assert tally_of(folder / "interviews.db") != before
    assert step_back(folder, DATABASE_NAME) == before
    assert tally_of(folder / "interviews.db") == before
    assert not list(folder.glob("*-wal"))
    store = Store.open(folder, ballast_bytes=BALLAST)
    _check_everything(store, VECTORS[0])
    store.close()


def test_an_older_version_refuses_what_a_newer_one_changed(tmp_path, with_a_next_step, monkeypatch):
    folder = _unpacked(VECTORS[-1], tmp_path / "vault")
    Store.open(folder, ballast_bytes=BALLAST).close()
    monkeypatch.undo()
    with pytest.raises(StoreNewerError):
        Store.open(folder, ballast_bytes=BALLAST)
    step_back(folder, DATABASE_NAME)
    store = Store.open(folder, ballast_bytes=BALLAST)
    _check_everything(store, VECTORS[-1])
    store.close()


def test_work_since_the_update_is_not_lost_by_a_step_back_unless_told(tmp_path):
    folder = _unpacked(VECTORS[0], tmp_path / "vault")
    store = Store.open(folder, ballast_bytes=BALLAST)
    store.put_draft(draft("new", b"since the update"))
    with pytest.raises(StoreBusyError):
        step_back(folder, DATABASE_NAME)
    store.close()
    with pytest.raises(WorkWouldBeLostError) as refused:
        step_back(folder, DATABASE_NAME)
    assert refused.value.details["count"] == 1
    assert step_back(folder, DATABASE_NAME, lose_work=True).rows["drafts"] == 1


def test_a_damaged_copy_is_not_put_in_the_place_of_the_database(tmp_path):
    folder = _unpacked(VECTORS[0], tmp_path / "vault")
    Store.open(folder, ballast_bytes=BALLAST).close()
    (copy,) = folder.glob("before-*.db")
    copy.write_bytes(b"\xff" * 9000)
    now = (folder / "interviews.db").read_bytes()
    with pytest.raises(StoreDamagedError):
        step_back(folder, DATABASE_NAME)
    assert (folder / "interviews.db").read_bytes() == now


@pytest.mark.parametrize("deed", ["finish", "discard", "withdraw", "slot"])
def test_a_destroyed_key_does_not_live_on_in_the_copy_before_an_update(tmp_path, deed):
    folder = _unpacked(VECTORS[0], tmp_path / "vault")
    store = Store.open(folder, ballast_bytes=BALLAST)
    key = store.draft("d1").key if deed != "withdraw" else store.records()[0].envelope
    (copy,) = folder.glob("before-*.db")
    piece = key[len(key) // 2 :][:16] if deed != "slot" else b"a slot"
    assert piece in copy.read_bytes()
    if deed == "finish":
        store.finalise("d1", record("r9"), view("r9"), entry("finalise", "r9"))
    elif deed == "discard":
        store.delete_draft("d1")
    elif deed == "withdraw":
        store.withdraw("r1", entry("withdraw", "r1"))
    else:
        store.delete_slot("s1")
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert not any(piece in path.read_bytes() for path in files)
    store.close()
    with pytest.raises(NoStepBackError):
        step_back(folder, DATABASE_NAME)


def test_a_copy_that_cannot_be_wiped_holds_up_the_deed_and_not_the_answers(tmp_path, monkeypatch):
    folder = _unpacked(VECTORS[0], tmp_path / "vault")
    store = Store.open(folder, ballast_bytes=BALLAST)
    with monkeypatch.context() as patch:
        patch.setattr("survey_app.store.safe_copy.wipe_file", _refuses)
        with pytest.raises(connection.StoreUnwritableError):
            store.delete_draft("d1")
        store.put_draft(draft("new"))
    assert store.draft("d1") is not None
    store.delete_draft("d1")
    assert store.draft("d1") is None
    store.close()


def _refuses(_path):
    raise OSError(5, "Input/output error")


def test_the_command_goes_one_step_back(tmp_path, capsys):
    folder = _unpacked(VECTORS[0], tmp_path / "vault")
    Store.open(folder, ballast_bytes=BALLAST).close()
    command.main(["step-back", "--data", str(folder), "--yes"], standalone_mode=False)
    assert "1 finished interview, 1 open" in capsys.readouterr().out
    with closing(Database(folder / "interviews.db")) as db:
        assert "attachments" not in db.table_names()

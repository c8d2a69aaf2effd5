"""One connection whose promises are set and then read back.

Room: store.
Spec: docs/spec/store.md section 2.
Promise: a database that does not keep one of the settings is not used.
"""

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from survey_app.errors import SurveyError
from survey_app.store.errors import (
    NEEDED_MEBIBYTES,
    StoreBusyError,
    StoreDamagedError,
    StoreFullError,
    StoreUnsafeError,
    StoreUnwritableError,
)

_FULL, _BUSY = {"SQLITE_FULL"}, {"SQLITE_BUSY"}
# SQLITE_ERROR: the tables are not those this program made.
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR"}
_MAYBE_FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_FSYNC")

# name, the value to set, the value to read back
_PROMISES = (
    ("page_size", "4096", 4096),  # the guard before each key is measured by it
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
    ("busy_timeout", "5000", 5000),
)


def connect(file: Path, *, shared: bool = False) -> Database:
    """Return the database in `file`, made where it is missing.

    `shared`: threads may take turns with it; that only one uses it at a time is the caller's part.

    Raises: StoreUnsafeError, StoreDamagedError, and what SQLite says.
    """
    # No implicit transactions: every write is an explicit BEGIN IMMEDIATE.
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=not shared)
    connection.text_factory = _as_far_as_it_reads
    try:
        db = Database(connection, execute_plugins=False)
        _keep_promises(db)
        _check_pages(db)
    except BaseException:
        connection.close()
        raise
    return db


def _as_far_as_it_reads(text: bytes) -> str:
    """Return a text, a rotten one as another: it keeps no row beside it from its way."""
    return text.decode("utf-8", "replace")


def truncate_log(db: Database) -> bool:
    """Bring everything into the database file and empty the write-ahead log.

    Until then the pages from before a deletion are still in the log. Returns False when
    another reader held it up.
    """
    busy, _, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def may_be_full(error: sqlite3.Error) -> bool:
    """Say whether more room on the disk could help."""
    return _name(error).startswith(_MAYBE_FULL)


def store_error(error: sqlite3.Error) -> SurveyError:
    """Return the error of this room for an error of SQLite."""
    kind = "_".join(_name(error).split("_")[:2])
    if kind in _FULL:
        return StoreFullError(mebibytes=NEEDED_MEBIBYTES)
    if kind in _DAMAGED:
        return StoreDamagedError()
    if kind in _BUSY:
        return StoreBusyError()
    return StoreUnwritableError()


def _name(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def _keep_promises(db: Database) -> None:
    for name, value, expected in _PROMISES:
        db.execute(f"PRAGMA {name}={value}").fetchall()
        row = db.execute(f"PRAGMA {name}").fetchone()
        if row is not None and row[0] != expected:
            raise StoreUnsafeError(setting=name)


def _check_pages(db: Database) -> None:
    if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise StoreDamagedError

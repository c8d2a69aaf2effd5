"""A whole copy of the database, and what a database file holds, counted.

Room: store.
Spec: docs/spec/store.md section 7, docs/spec/backup.md section 4.
Promise: a copy has its name only when all of it is on the disk; counting opens nothing that is
    sealed and changes nothing.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from survey_app.durable import sync_file, sync_folder
from survey_app.store.errors import StoreDamagedError
from survey_app.store.folder import make_private_file
from survey_app.store.laptop import log_head
from survey_app.vault.chain import LogHead

_PART = ".part"


@dataclass(frozen=True)
class Tally:
    """What a database holds: rows by table, and where its log ends."""

    rows: Mapping[str, int]
    head: LogHead


def write_copy(db: Database, file: Path) -> None:
    """Write all of `db` to `file`, compact and durable. Runs outside a transaction.

    Raises: OSError, and what SQLite says; then `file` is what it was.
    """
    part = file.with_name(file.name + _PART)
    part.unlink(missing_ok=True)
    make_private_file(part)  # an empty file is taken for a new database
    db.execute("VACUUM INTO ?", [str(part)])
    sync_file(part)
    part.replace(file)
    sync_folder(file.parent)


def tally_of(file: Path) -> Tally:
    """Return what the database in `file` holds, after every page of it was looked at.

    Raises: StoreDamagedError.
    """
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            db = Database(connection, execute_plugins=False)
            if has_damaged_pages(db):
                raise StoreDamagedError
            return Tally(row_counts(db), log_head(db))
    except sqlite3.Error as error:
        raise StoreDamagedError from error


def has_damaged_pages(db: Database) -> bool:
    """Say whether SQLite finds a fault anywhere in the database."""
    return bool(db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok")


def is_unsound(db: Database) -> bool:
    """Say whether a page has a fault, or a row belongs to one that is gone: a key to its body."""
    if has_damaged_pages(db):
        return True
    return db.execute("PRAGMA foreign_key_check").fetchone() is not None


def row_counts(db: Database) -> dict[str, int]:
    """Return the number of rows of every table, by its name."""
    names = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1"
    )
    return {
        name: int(db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - names from the schema
        for (name,) in names.fetchall()
    }

"""What can still be read of a database that is damaged.

Room: store.
Spec: docs/spec/store.md section 8.
Promise: the file is only looked at, as it lies; nothing in it is changed.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_TABLES = (
    "drafts",
    "draft_keys",
    "draft_attachments",
    "draft_attachment_keys",
    "handovers",
    "handover_keys",
    "handed_keys",
    "records",
    "record_keys",
    "record_shreds",
    "views",
    "view_keys",
    "attachments",
    "attachment_keys",
    "amendments",
    "amendment_keys",
    "amendment_shreds",
    "kept",
    "kept_keys",
    "slots",
    "log",
    "withdrawn",
)


@dataclass(frozen=True)
class Readable:
    """Rows of a table: those that can be read whole, and those that cannot."""

    whole: int
    lost: int


def salvage(file: Path) -> Mapping[str, Readable]:
    """Return what can be read, table by table; nothing at all where the file is no database."""
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        found = ((name, _readable(connection, name)) for name in _TABLES)
        return {name: rows for name, rows in found if rows is not None}


def _readable(connection: sqlite3.Connection, table: str) -> Readable | None:
    try:
        last = connection.execute(f'SELECT max(rowid) FROM "{table}"').fetchone()[0] or 0  # noqa: S608 - names from this module
    except sqlite3.Error:
        return None
    whole = lost = 0
    for rowid in range(1, last + 1):
        try:
            row = connection.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', [rowid]).fetchone()  # noqa: S608 - names from this module
        except sqlite3.Error:
            lost += 1
        else:
            whole += row is not None
    return Readable(whole, lost)

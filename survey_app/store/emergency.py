"""Slots destroyed where the store cannot be opened: damaged, held, or of a later version.

Room: store.
Spec: docs/spec/panic.md section 2.
Promise: in a damaged file no structure changes and nothing of an interview: what a passphrase
    needs to become a key is written over where it lies.
"""

import os
import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from pathlib import Path

_PIECE, _LONGEST = 1 << 20, 1 << 14
_PATIENCE = 5.0  # seconds in which another program may finish what it is writing
_NO_SLOTS = frozenset({"ballast", "lock"})
# A slot in canonical JSON: up to its end, or to that of the page. Of one whose beginning is
# damaged, the members without which no passphrase makes a key.
_SLOT = re.compile(
    rb'(?:\{"commitment":"[0-9a-f]*",)?"format":"survey_app slot/[^\x00-\x1f\x7f-\xff}]*\}?'
    rb'|"(?:commitment|fresh|salt)":"[0-9a-f]{8,}'
)


def force_slots_out(
    folder: Path, database: str, settings: Collection[str], besides: Collection[Path] = ()
) -> tuple[Path, ...]:
    """Destroy every slot and the named settings in `folder`; return the files that refused.

    Also beside a program that has the database open. `besides` are left as they are.
    """
    file = folder / database
    sound = file.is_file() and _deleted(file, settings)
    # What stands in a sound log is still being read: a hole in it would cost what comes after.
    whole = {file.with_name(f"{file.name}-wal")} if sound else set()
    files = (path for path in _files(folder) if path not in besides)
    return tuple(path for path in files if not _without_slots(path, may_write=path not in whole))


def wipe_slots(folder: Path, besides: Collection[Path]) -> tuple[Path, ...]:
    """Write over every slot in the files of `folder` but for `besides`; return who refused."""
    files = (path for path in _files(folder) if path not in besides)
    return tuple(path for path in files if not _without_slots(path, may_write=True))


def _deleted(file: Path, settings: Collection[str]) -> bool:
    """Let SQLite delete the rows, where it calls the database sound; say whether it did."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(file, isolation_level=None, timeout=_PATIENCE)) as connection,
    ):
        connection.execute("PRAGMA secure_delete=ON")
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            return False
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM slots")
        for name in settings:
            connection.execute("DELETE FROM meta WHERE name = ?", [name])
        connection.execute("COMMIT")
        with suppress(sqlite3.Error):  # then the log keeps the old pages, and is named
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return True
    return False


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in _NO_SLOTS:
            yield path


def _without_slots(path: Path, *, may_write: bool) -> bool:
    """Say whether nothing of a slot is left in `path`, after writing over it where one may."""
    with suppress(OSError):
        found = list(_found(path))
        if found and may_write:
            with path.open("rb+") as file:
                for at, size in found:
                    file.seek(at)
                    file.write(bytes(size))
                file.flush()
                os.fsync(file.fileno())
            return True
        return not found
    return False


def _found(path: Path) -> Iterator[tuple[int, int]]:
    """Yield (place, size) of what is to be written over."""
    with path.open("rb") as file:
        start, held = 0, b""
        while piece := file.read(_PIECE):
            held += piece
            yield from ((start + one.start(), len(one[0])) for one in _SLOT.finditer(held))
            start, held = start + len(held[:-_LONGEST]), held[-_LONGEST:]

"""The database as it was before the steps of a newer version, kept until something is destroyed.

Room: store.
Spec: docs/spec/store.md section 7, docs/adr/0096-one-step-back-until-something-is-destroyed.md.
Promise: no step changes a database of which no whole copy is on the disk; a copy never outlives
    a key that was destroyed.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from survey_app.durable import sync_folder, wipe_file
from survey_app.store.connection import connect, truncate_log
from survey_app.store.copying import Tally, tally_of, write_copy
from survey_app.store.errors import NoStepBackError, StoreBusyError, WorkWouldBeLostError
from survey_app.store.folder import FolderLock

_NAMES = "before-*.db*"
_WHOLE = "before-*.db"


@dataclass(frozen=True)
class SafeCopies:
    """The copies beside the database in `folder`: one at most, but for a moment."""

    folder: Path

    def keep(self, db: Database, last_step: str) -> None:
        """Copy `db` before the steps up to `last_step`; one of a cut attempt stays as it is.

        Raises: OSError, and what SQLite says.
        """
        file = self.folder / f"before-{last_step}.db"
        if not file.exists():
            write_copy(db, file)
        for other in self.folder.glob(_NAMES):
            if other != file:
                wipe_file(other)

    def wipe(self) -> None:
        """Wipe every copy: what is destroyed now must not live on in one. Raises: OSError."""
        for file in self.folder.glob(_NAMES):
            wipe_file(file)

    def newest(self) -> Path:
        """Return the whole copy. Raises: NoStepBackError."""
        for file in sorted(self.folder.glob(_WHOLE)):
            return file
        raise NoStepBackError


def has_step_back(folder: Path) -> bool:
    """Say whether a copy from before an update is kept in the folder."""
    return any(folder.glob(_WHOLE))


def step_back(folder: Path, database: str, *, lose_work: bool = False) -> Tally:
    """Put the copy from before the last steps in the place of the database; say what it holds.

    Open it then with the version of the program that wrote it: this one would apply its steps
    again. The store must be closed.

    Raises: NoStepBackError; WorkWouldBeLostError unless `lose_work`; StoreBusyError,
        StoreDamagedError, OSError, and then nothing was changed.
    """
    lock = FolderLock(folder)
    try:
        copy = SafeCopies(folder).newest()
        tally = tally_of(copy)
        if not lose_work:
            _refuse_to_lose(folder / database, copy)
        _settle(folder / database)
        copy.replace(folder / database)
        sync_folder(folder)
    finally:
        lock.release()
    return tally


def _refuse_to_lose(file: Path, copy: Path) -> None:
    with closing(connect(file)) as now, closing(connect(copy)) as before:
        changed = _work(now) ^ _work(before)
    if changed:
        raise WorkWouldBeLostError(count=len({name for name, _ in changed}))


def _work(db: Database) -> set[tuple[str, bytes]]:
    """Return what people did: the states of drafts, and the entries of the log."""
    drafts = db.execute("SELECT draft_id, body FROM drafts").fetchall()
    log = db.execute("SELECT n, entry FROM log").fetchall()
    return {(str(name), bytes(value)) for name, value in (*drafts, *log)}


def _settle(file: Path) -> None:
    """Bring all of a database into its one file: a log left beside it would be read again."""
    with closing(connect(file)) as db:
        emptied = truncate_log(db)
    if not emptied or file.with_name(file.name + "-wal").exists():
        raise StoreBusyError

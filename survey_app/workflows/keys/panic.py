"""One deliberate act after which no passphrase opens this laptop.

Room: workflows.
Spec: docs/spec/panic.md.
Promise: the bytes of every slot are in no file of the folder afterwards, or an error names the
    files; whoever holds the study key can give them back, and nobody else, whatever she is
    made to say.
"""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from survey_app.errors import SurveyError
from survey_app.store.emergency import force_slots_out, wipe_slots
from survey_app.store.errors import StoreBusyError, StoreFullError, StoreUnwritableError
from survey_app.store.folder import FolderLock
from survey_app.store.store import DATABASE_NAME, Store
from survey_app.vault import chain
from survey_app.workflows.backing_up.sealed_file import is_backup
from survey_app.workflows.errors import NotInstalledError
from survey_app.workflows.field_laptop.device import DEVICE_KEY
from survey_app.workflows.field_laptop.laptop import Laptop, Person, signed_entry
from survey_app.workflows.field_laptop.restoring import finish_restore, kept_aside
from survey_app.workflows.field_laptop.scratch import wipe_left
from survey_app.workflows.keys.people_errors import KeysLeftError
from survey_app.workflows.keys.recovering import WAITING

_SMALL_BALLAST = 4096


@dataclass(frozen=True)
class Destroyed:
    """What the emergency could not reach.

    `held` while another program has the folder open: it may know what was unlocked in it.
    `backups` lie in the folder and open with the passphrases of their day.
    """

    held: bool
    backups: tuple[Path, ...]


def destroy_keys(laptop: Laptop, person: Person | None = None) -> Destroyed:
    """Destroy every slot; the log notes it where somebody had unlocked.

    What was being asked of the custodian goes too: a waiting request is a slot as well. Where the
    open laptop refuses, close it and use `destroy_keys_in`.

    Raises: KeysLeftError, StoreDamagedError, StoreFullError, StoreUnwritableError.
    """
    log = None if person is None else signed_entry(person.device_seed, chain.PANIC, "")
    laptop.store.destroy_slots(log, (WAITING,))
    files = _database(laptop.data)
    left = [path for path in files if path.suffix.endswith("-wal") and _holds_anything(path)]
    return _the_rest(laptop.data, [*left, *wipe_slots(laptop.data, files)], held=False)


def destroy_keys_in(data: Path) -> Destroyed:
    """Destroy every slot in the folder `data`, whatever state it is in.

    A damaged database, a missing pack, a later version or another program that has the folder
    open are no hindrance.

    Raises: NotInstalledError where no laptop ever was; KeysLeftError naming what refused.
    """
    finish_restore(data)
    if not any(data.glob("*.db*")) and not list(kept_aside(data)):
        raise NotInstalledError(folder=str(data))
    held = _is_held(data)
    return _the_rest(data, list(_destroyed(data)), held=held)


def _destroyed(folder: Path) -> tuple[Path, ...]:
    """Destroy the slots of one folder, orderly where it can be; return the files that refused."""
    backups = tuple(_backups(folder))
    with suppress(SurveyError):
        if _orderly(folder):
            return wipe_slots(folder, (*backups, folder / DATABASE_NAME))
    return force_slots_out(folder, DATABASE_NAME, (WAITING,), backups)


def _orderly(folder: Path) -> bool:
    """Destroy the slots through the store; say whether that reached all of the database.

    Raises: as `Store.open`.
    """
    file = folder / DATABASE_NAME
    if not _holds_anything(file):
        return False  # an empty one would be made, and cost the copy of the one that is gone
    with closing(Store.open(folder, ballast_bytes=_SMALL_BALLAST)) as store:
        if store.get_meta(DEVICE_KEY) is None:
            return False
        store.destroy_slots(None, (WAITING,))
    return not any(_holds_anything(path) for path in _database(folder)[1:])


def _database(folder: Path) -> tuple[Path, ...]:
    return tuple(folder / f"{DATABASE_NAME}{end}" for end in ("", "-wal", "-shm"))


def _holds_anything(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _the_rest(data: Path, left: list[Path], *, held: bool) -> Destroyed:
    for folder in kept_aside(data):
        left += _destroyed(folder)
    wipe_left(data)
    refused = sorted({str(path) for path in left if path.exists()})
    if refused:
        raise KeysLeftError(files=", ".join(refused))
    inside = (path for folder in (data, *kept_aside(data)) for path in _backups(folder))
    return Destroyed(held, tuple(inside))


def _backups(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.rglob("*")) if is_backup(path))


def _is_held(data: Path) -> bool:
    with suppress(StoreFullError, StoreUnwritableError):
        try:
            FolderLock(data).release()
        except StoreBusyError:
            return True
    return False

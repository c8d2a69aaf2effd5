"""When the last backup of this laptop was made, and where it was written.

Room: workflows.

    make -> note sealed for the people of the laptop -> store; first page <- is it long ago?

Spec: docs/spec/backup.md section 7.
Promise: without a passphrase of this laptop the disk shows no day and no place of a backup.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, cast

from survey_app.canonical import Json, canonical_json, read_canonical_json
from survey_app.store.errors import StoreFullError
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.laptop_key import laptop_key
from survey_app.vault.notebook import notebook_box, open_notebook
from survey_app.workflows.field_laptop.laptop import Laptop, Person, the_device

BACKUP = "backup"
LONG = timedelta(days=7)
_NAME = _OWNER = "last-backup"


class Reminder(StrEnum):
    """Why a backup should be made now."""

    NEVER = "never"
    LONG_AGO = "long-ago"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class LastBackup:
    """One backup: the day, the folder that it was written into, its file.

    `log` is the number of entries that the log had with it, `withdrawn` how many interviews had
    been taken back by then.
    """

    day: date
    folder: str
    file: str
    log: int
    withdrawn: int


def note_backup(laptop: Laptop, person: Person, folder: str, file: str, withdrawn: int) -> None:
    """Write down that a backup was made today; a full disk costs the note, not the backup.

    `withdrawn` is how many interviews the backup itself knows as taken back: one that was taken
    back while it was written is still in it.
    """
    row: list[Json] = [
        laptop.clock.now().date().isoformat(),
        folder,
        file,
        laptop.store.log_head().count,
        withdrawn,
    ]
    sealed = notebook_box(
        laptop_key(person.device_seed),
        canonical_json(row),
        owner=_OWNER,
        study=laptop.study.study_id,
        device=the_device(laptop).device_id,
    )
    with suppress(StoreFullError):
        laptop.store.set_meta(_NAME, sealed)


def last_backup(laptop: Laptop, person: Person) -> LastBackup | None:
    """Return the last backup that was noted; None when there is none, or it does not open."""
    sealed = laptop.store.get_meta(_NAME)
    if sealed is None:
        return None
    try:
        opened = open_notebook(laptop_key(person.device_seed), sealed, owner=_OWNER)
    except SealBrokenError:
        return None
    day, folder, file, log, withdrawn = cast("list[Any]", read_canonical_json(opened))
    return LastBackup(date.fromisoformat(day), folder, file, log, withdrawn)


def reminder(laptop: Laptop, person: Person) -> Reminder | None:
    """Return why a backup is due, None when it is not: where nothing would be lost, it never is.

    It is due when an interview was finished and there is no backup, when something was done
    and the last one is a week old, and when somebody took her answers back: earlier backups
    still hold them.
    """
    last = last_backup(laptop, person)
    if last is None:
        return Reminder.NEVER if laptop.store.count_records() else None
    if len(laptop.store.withdrawn()) > last.withdrawn:
        return Reminder.WITHDRAWN
    age = laptop.clock.now().date() - last.day
    is_fresh = timedelta(0) <= age < LONG or laptop.store.log_head().count <= last.log
    return None if is_fresh else Reminder.LONG_AGO

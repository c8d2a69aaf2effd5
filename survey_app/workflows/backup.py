"""One sealed file that holds a whole laptop, opened and compared before anybody relies on it.

Room: workflows.

    laptop -- copy, seal, write, read back, open, compare --> FILE.backup
    FILE.backup -- open with a person's passphrase or the study key, compare --> a new folder

Spec: docs/spec/backup.md.
Promise: ciphertext only leaves the folder; what is called a good backup was opened, and one of a
damaged laptop is never called whole; a restore that fails changes nothing; a restored laptop says
so in its log.
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from survey_app.canonical import sha256_hex
from survey_app.durable import is_folder
from survey_app.store.store import DATABASE_NAME
from survey_app.vault.backup_key import backup_seed
from survey_app.vault.chain import LogHead
from survey_app.workflows.backing_up.damage import WHOLE, Damage
from survey_app.workflows.backing_up.errors import (
    BackupOfOtherLaptopError,
    BackupUnreadableError,
    FolderInUseError,
    NoSuchFolderError,
)
from survey_app.workflows.backing_up.last_backup import BACKUP, note_backup
from survey_app.workflows.backing_up.opening import (
    Key,
    MakeKey,
    Opened,
    compare,
    extract,
    sign_restore,
)
from survey_app.workflows.backing_up.sealed_file import SUFFIX, Front, Progress
from survey_app.workflows.backing_up.writing import gather, write_file
from survey_app.workflows.field_laptop.laptop import Laptop, Person, log_entry, the_device
from survey_app.workflows.field_laptop.restoring import put_in_place, withdrawn_at
from survey_app.workflows.field_laptop.scratch import PART, scratch, wipe_folder, wipe_left


@dataclass(frozen=True)
class Checked:
    """A backup that was opened: every part of it there, unaltered, and counted.

    `damage` is what was damaged on the laptop already: it is in the backup as it is.
    """

    path: Path
    size: int
    device: str
    head: LogHead
    drafts: int
    finished: int
    attachments: int
    withdrawn: int
    damage: Damage = WHOLE


@dataclass(frozen=True)
class Restored:
    """A laptop that stands again. `kept_aside` is the folder that was there before, if any.

    `withdrawn_again` are interviews that the backup still held or did not know of, and that this
    folder knew as withdrawn: they are withdrawn in the restored laptop as well.
    """

    folder: Path
    checked: Checked
    head: LogHead
    kept_aside: Path | None
    withdrawn_again: int = 0


def nothing_to_tell(_done: int, _everything: int) -> None:
    """Take the progress of a long work, and say nothing."""


def make(
    laptop: Laptop, person: Person, folder: Path, *, on_progress: Progress = nothing_to_tell
) -> Checked:
    """Write a backup of `laptop` into `folder`, open it again and return what is in it.

    What is damaged on the laptop is carried as it is, and named: it must not keep the rest from
    its backup.

    Raises: NoSuchFolderError, BackupUnreadableError; BackupDamagedError when the medium gave
        back other bytes, and then no file is left; StoreFullError.
    """
    if not is_folder(folder):
        raise NoSuchFolderError(folder=str(folder))
    device = the_device(laptop)
    front = Front(laptop.study.study_id, device.verify_key.hex(), tuple(laptop.store.slots()))
    try:
        with scratch(laptop.data) as place:
            contents = gather(laptop, front, place)
            path = write_file(
                laptop,
                person,
                folder,
                front=front,
                contents=contents,
                place=place,
                on_progress=on_progress,
            )
    except OSError as error:
        raise _unreadable(folder, error) from error
    try:
        own = by_person(laptop, person)
        checked = verify_backup(path, own, laptop.data, on_progress=on_progress)
    except BaseException:  # also when somebody stops it: what was not opened is no backup
        with suppress(OSError):  # of a stick that was pulled out
            path.unlink(missing_ok=True)
        raise
    laptop.store.append_log(log_entry(person, BACKUP, path.name.removesuffix(SUFFIX)))
    note_backup(laptop, person, str(folder), path.name, checked.withdrawn)
    return checked


def by_person(laptop: Laptop, person: Person) -> MakeKey:
    """Return the key of somebody who has this laptop unlocked: it opens the laptop's own backups.

    Raises, when it is used: BackupOfOtherLaptopError.
    """

    def key(front: Front) -> Key:
        if front.device != the_device(laptop).verify_key.hex():
            raise BackupOfOtherLaptopError
        seed = person.device_seed
        return Key(backup_seed(seed), laptop.study.authority_key, seed)

    return key


def verify_backup(
    path: Path, key_for: MakeKey, room: Path, *, on_progress: Progress = nothing_to_tell
) -> Checked:
    """Open the backup in a scratch place within `room`, compare all of it, and wipe that place.

    Raises: NotABackupError, NewerBackupError, BackupDamagedError, WrongPassphraseError,
        BackupUnreadableError.
    """
    try:
        room.mkdir(parents=True, exist_ok=True)
        with scratch(room) as place:
            opened = extract(path, key_for, place / "opened", on_progress)
            return _checked(path, opened, compare(opened, place / "opened"))
    except OSError as error:
        raise _unreadable(path.parent, error) from error


def restore(
    path: Path,
    data: Path,
    key_for: MakeKey,
    *,
    replace: bool = False,
    on_progress: Progress = nothing_to_tell,
) -> Restored:
    """Make `data` the laptop that the backup holds; whatever fails, `data` stays as it was.

    The log gets an entry of its own with a random name, so that of two laptops restored from
    one file each has another head from its first moment on. Whom the laptop in `data` had
    withdrawn since, it withdraws again.

    Raises: as `verify_backup`; FolderInUseError; StoreBusyError while a program uses `data`.
    """
    data = data.resolve()  # the folder itself gets another name, not what points to it
    if not replace and any((data / name).exists() for name in (DATABASE_NAME, "packs")):
        raise FolderInUseError(folder=str(data))
    waiting = data.with_name(f".{data.name}-{secrets.token_hex(8)}{PART}")
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        wipe_left(data)
        opened = extract(path, key_for, waiting, on_progress)
        damage = compare(opened, waiting)
        gone = withdrawn_at(data, opened.front.device)
        head = sign_restore(opened, waiting, gone)
        aside = put_in_place(waiting, data)
    except OSError as error:
        raise _unreadable(data.parent, error) from error
    finally:
        wipe_folder(waiting)
    again = len(gone) - opened.contents.rows.get("withdrawn", 0)
    return Restored(data, _checked(path, opened, damage), head, aside, max(0, again))


def _checked(path: Path, opened: Opened, damage: Damage) -> Checked:
    rows = opened.contents.rows
    return Checked(
        path=path,
        size=path.stat().st_size,
        device=sha256_hex(bytes.fromhex(opened.front.device))[:32],
        head=opened.contents.head,
        drafts=rows.get("drafts", 0),
        finished=rows.get("records", 0),
        attachments=rows.get("attachments", 0),
        withdrawn=rows.get("withdrawn", 0),
        damage=damage,
    )


def _unreadable(folder: Path, error: OSError) -> BackupUnreadableError:
    return BackupUnreadableError(folder=str(folder), reason=error.strerror or type(error).__name__)

"""Open a backup into a folder and compare every part of it with the laptop's signed list.

Room: workflows.
Spec: docs/spec/backup.md section 4 (the order of the checks).
Promise: what comes out of here was authenticated to the last byte: it is the laptop as it was
    copied, and what of it did not agree with its log is named.
"""

import re
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import BinaryIO

from survey_app.bundle.enrolment import verify_enrolment
from survey_app.canonical import sha256_hex
from survey_app.durable import sync_file, sync_folder
from survey_app.errors import SurveyError
from survey_app.store.copying import Tally, tally_of
from survey_app.store.errors import StoreDamagedError
from survey_app.store.laptop import MakeEntry
from survey_app.store.store import DATABASE_NAME, Store
from survey_app.vault import slots
from survey_app.vault.backup_key import backup_seed
from survey_app.vault.chain import WITHDRAW, LogHead, make_entry
from survey_app.vault.errors import SealBrokenError, SignatureError
from survey_app.vault.signing import verify, verify_key_of
from survey_app.workflows.backing_up import sealed_file as bytes_of
from survey_app.workflows.backing_up.damage import Damage, damage_in
from survey_app.workflows.backing_up.errors import BackupDamagedError, BackupOfOtherStudyError
from survey_app.workflows.backing_up.sealed_file import (
    ArchiveReader,
    Contents,
    Front,
    Progress,
    Told,
)
from survey_app.workflows.backing_up.writing import hash_from_medium, part_of
from survey_app.workflows.field_laptop.renewing import OLD_RECOVERY
from survey_app.workflows.study.studies import StudyCard

RESTORE = "restore"
_SMALL_BALLAST = 4096
_NAMED_BY_HASH = re.compile(r"[0-9a-f]{32}\.backup")


@dataclass(frozen=True, repr=False)
class Key:
    """What opens a backup. `device_seed` is None for the study's key, which finds it inside.

    `earlier` are seeds of keys that the study had before.
    """

    seed: bytes
    authority_key: bytes
    device_seed: bytes | None = None
    earlier: tuple[bytes, ...] = ()

    @property
    def seeds(self) -> tuple[bytes, ...]:
        """Return every seed that may open it, the present one first."""
        return (self.seed, *self.earlier)


MakeKey = Callable[[Front], Key]


@dataclass(frozen=True, repr=False)
class Opened:
    """What an archive held, believed; its parts lie in a folder."""

    name: str
    front: Front
    contents: Contents
    key: Key


def by_passphrase(passphrase: str) -> MakeKey:
    """Return the key of a person of the laptop, who proves it with her passphrase."""

    def key(front: Front) -> Key:
        slot = slots.open_first(front.slots, passphrase)
        device = slot.secrets["device"]
        return Key(backup_seed(device), slot.secrets["authority"], device)

    return key


def by_study(card: StudyCard, study_seed: bytes, *earlier: bytes) -> MakeKey:
    """Return the study's own key, for the day nobody of the laptop is left.

    `earlier` are the seeds of keys that the study had before.
    """

    def key(front: Front) -> Key:
        if front.study != card.study_id:
            raise BackupOfOtherStudyError
        return Key(study_seed, card.authority_key, earlier=earlier)

    return key


def extract(path: Path, key_for: MakeKey, place: Path, on_progress: Progress) -> Opened:
    """Open all parts of the backup into the new folder `place`; believed, not yet compared."""
    _compare_name(path)
    with path.open("rb") as source:
        front, line = bytes_of.read_front(source, name=path.name)
        key = key_for(front)
        try:
            archive = _opened_archive(source, key, path.name)
            contents = _believed(archive, front, line, key, path.name)
            _take_parts(archive, contents, place, on_progress)
            archive.end()
        except SealBrokenError as error:
            raise BackupDamagedError(file=path.name, part="sealed archive") from error
    return Opened(path.name, front, contents, key)


def _opened_archive(source: BinaryIO, key: Key, name: str) -> ArchiveReader:
    """Return the archive opened with the first seed that fits. Raises: SealBrokenError."""
    start = source.tell()
    for seed in key.seeds[:-1]:
        with suppress(SealBrokenError):
            return ArchiveReader(source, seed, name=name)
        source.seek(start)
    return ArchiveReader(source, key.seeds[-1], name=name)


def _compare_name(path: Path) -> None:
    """Notice what happened to the file on its way, before a passphrase is asked of anybody."""
    if not _NAMED_BY_HASH.fullmatch(path.name):
        return  # somebody gave it another name; the seal and the hashes inside still hold
    if path.name != bytes_of.file_name_of(hash_from_medium(path)):
        raise BackupDamagedError(file=path.name, part="content")


def _believed(archive: ArchiveReader, front: Front, line: bytes, key: Key, name: str) -> Contents:
    """Return the list of contents once study, laptop and front are those it was signed for."""
    read = archive.contents()
    contents, device_key = read.contents, bytes.fromhex(front.device)
    if key.device_seed is not None and verify_key_of(key.device_seed) != device_key:
        raise BackupDamagedError(file=name, part="front")
    if contents.front != sha256_hex(line):
        raise BackupDamagedError(file=name, part="front")
    try:
        verify(device_key, read.signed, read.signature, bytes_of.PURPOSE)
        verify_enrolment(
            contents.enrolment,
            study_id=front.study,
            device_key=device_key,
            authority_key=key.authority_key,
        )
    except SignatureError as error:
        raise BackupDamagedError(file=name, part="signature") from error
    return contents


def _take_parts(
    archive: ArchiveReader, contents: Contents, place: Path, on_progress: Progress
) -> None:
    place.mkdir(mode=0o700)
    told = Told(on_progress, sum(part.size for part in contents.parts))
    for part in contents.parts:
        target = place / part.name
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with target.open("xb") as file:
            archive.take(part, file, lambda piece: told.add(len(piece)))
        sync_file(target)
    for folder in {target.parent for target in place.rglob("*")}:
        sync_folder(folder)


def compare(opened: Opened, place: Path) -> Damage:
    """Compare what lies in `place` with the list: hashes, rows, and where the log ends.

    Returns what was damaged on the laptop already, when it was copied: the list was signed with it.

    Raises: BackupDamagedError, naming the part.
    """
    for part in opened.contents.parts:
        if part_of(place / part.name, part.name) != part:
            raise BackupDamagedError(file=opened.name, part=part.name)
    try:
        tally = tally_of(place / DATABASE_NAME)
    except SurveyError as error:
        raise BackupDamagedError(file=opened.name, part=DATABASE_NAME) from error
    if tally != Tally(opened.contents.rows, opened.contents.head):
        raise BackupDamagedError(file=opened.name, part=DATABASE_NAME)
    return _audit(opened, place)


def _audit(opened: Opened, place: Path) -> Damage:
    """Open the restored database as the program would, and hold it against its log."""
    try:
        store = Store.open(place, ballast_bytes=_SMALL_BALLAST)
    except SurveyError as error:
        raise BackupDamagedError(file=opened.name, part=DATABASE_NAME) from error
    try:
        if store.log_head() != opened.contents.head:
            raise BackupDamagedError(file=opened.name, part="log")
        return damage_in(store, place, bytes.fromhex(opened.front.device))
    except StoreDamagedError as error:
        raise BackupDamagedError(file=opened.name, part=DATABASE_NAME) from error
    finally:
        store.close()


def sign_restore(opened: Opened, place: Path, withdrawn: Iterable[str] = ()) -> LogHead:
    """Append the entry that tells this restore from every other one of the same file.

    `withdrawn` are the ids of interviews that were withdrawn since: they do not come back.
    """
    store = Store.open(place, ballast_bytes=_SMALL_BALLAST)
    try:
        seed = opened.key.device_seed or _recovered(store, opened)
        store.append_log(_entry(RESTORE, secrets.token_hex(16), seed))
        for record in withdrawn:
            store.withdraw(record, _entry(WITHDRAW, record, seed))
        return store.log_head()
    finally:
        store.close()


def _entry(operation: str, record: str, seed: bytes) -> MakeEntry:
    return lambda head: make_entry(
        head, operation=operation, record=record, rows=(), device_seed=seed
    )


def _recovered(store: Store, opened: Opened) -> bytes:
    """Return the laptop's signing seed from the recovery of any of its people."""
    device_key = bytes.fromhex(opened.front.device)
    sealed = dict(store.recoveries())
    laptop_wide = store.get_meta(OLD_RECOVERY)
    if laptop_wide is not None:
        sealed[sha256_hex(device_key)[:32]] = laptop_wide
    for (slot_id, blob), seed in product(sealed.items(), opened.key.seeds):
        with suppress(SealBrokenError, KeyError, ValueError):  # anybody can seal to the study key
            device = slots.open_recovery(blob, seed, slot_id=slot_id)["device"]
            if verify_key_of(device) == device_key:
                return device
    raise BackupDamagedError(file=opened.name, part="recovery")

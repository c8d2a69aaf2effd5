"""Gather what belongs to a laptop, and write it to a stick as one sealed file.

Room: workflows.
Spec: docs/spec/backup.md.
Promise: the file has its name only after all of it was brought onto the medium and read back; what
    a cut left of one goes before the next is written.
"""

import hashlib
import secrets
from contextlib import suppress
from pathlib import Path

from survey_app.canonical import sha256_hex
from survey_app.durable import pieces_from_medium, sync_file, sync_folder
from survey_app.errors import SurveyError
from survey_app.store.copying import tally_of
from survey_app.store.store import DATABASE_NAME
from survey_app.vault import kem
from survey_app.vault.backup_key import backup_seed
from survey_app.workflows.backing_up import sealed_file as bytes_of
from survey_app.workflows.backing_up.sealed_file import Contents, Front, Part, Progress
from survey_app.workflows.export import OUTBOX
from survey_app.workflows.field_laptop.laptop import Laptop, Person, the_device


def gather(laptop: Laptop, front: Front, place: Path) -> Contents:
    """Copy what belongs to the laptop into `place` and return the list of it."""
    laptop.store.copy_to(place / DATABASE_NAME)
    for folder, pattern in (("packs", "*.pack"), (OUTBOX, "*.bundle")):
        for found in sorted((laptop.data / folder).glob(pattern)):
            target = place / folder / found.name
            target.parent.mkdir(mode=0o700, exist_ok=True)
            target.write_bytes(found.read_bytes())
    tally = tally_of(place / DATABASE_NAME)
    files = [path for path in sorted(place.rglob("*")) if path.is_file()]
    return Contents(
        front=sha256_hex(front.to_bytes()),
        enrolment=the_device(laptop).proof,
        rows=tally.rows,
        head=tally.head,
        parts=tuple(part_of(path, path.relative_to(place).as_posix()) for path in files),
    )


def _remove_left(folder: Path, device: str) -> None:
    """Remove what a cut backup of this laptop left: hidden, as large as the laptop, of no use."""
    for left in folder.glob(".*.part"):
        with suppress(OSError, SurveyError):
            with left.open("rb") as source:
                front, _ = bytes_of.read_front(source, name=left.name)
            if front.device == device:
                left.unlink()


def part_of(path: Path, name: str) -> Part:
    """Return the name, size and hash of a file as the list of contents has them."""
    return Part(name, path.stat().st_size, hash_from_medium(path))


def hash_from_medium(path: Path) -> str:
    """Return the SHA-256 of a file, asked from the medium where the system allows it."""
    digest = hashlib.sha256()
    for piece in pieces_from_medium(path):
        digest.update(piece)
    return digest.hexdigest()


def write_file(
    laptop: Laptop,
    person: Person,
    folder: Path,
    *,
    front: Front,
    contents: Contents,
    place: Path,
    on_progress: Progress,
) -> Path:
    """Write the file under a name for the moment, bring it onto the medium, name it."""
    _remove_left(folder, front.device)
    waiting = folder / f".{secrets.token_hex(8)}.part"
    own = kem.public_of(backup_seed(person.device_seed))
    try:
        with waiting.open("xb") as sink:
            bytes_of.write_archive(
                sink,
                front,
                contents,
                place,
                recipients=(laptop.study.study_key, own),
                device_seed=person.device_seed,
                on_progress=on_progress,
            )
        sync_file(waiting)
        path = folder / bytes_of.file_name_of(hash_from_medium(waiting))
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)
    sync_folder(folder)
    return path

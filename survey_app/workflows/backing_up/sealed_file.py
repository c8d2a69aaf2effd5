"""The bytes of a backup: a front that lets people in, and one sealed archive behind it.

Room: workflows. Knows the order of the parts; what they are for is told in `backup`.
Spec: docs/spec/backup.md.
Promise: the front says nothing of an interview; a byte that is altered anywhere is noticed by
whoever holds a key, and by the name of the file before that.
"""

import re
import tarfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import IO, BinaryIO, cast

from survey_app.bundle.enrolment import EnrolmentProof, proof_from_json
from survey_app.canonical import (
    Json,
    NotCanonicalError,
    canonical_json,
    is_sha256_hex,
    read_canonical_json,
    read_hex,
)
from survey_app.vault.age_copy import OpeningReader, SealingWriter
from survey_app.vault.chain import LogHead
from survey_app.vault.framing import filled_size
from survey_app.vault.signing import sign
from survey_app.workflows.backing_up.errors import (
    BackupDamagedError,
    NewerBackupError,
    NotABackupError,
)

MAGIC = b"survey-app backup 1\n"
FORMAT = "survey-app/backup/1"
PURPOSE = "backup"
SUFFIX = ".backup"
CONTENTS = "contents.json"
_ANY_MAGIC = re.compile(rb"survey-app backup [0-9]{1,6}\n")
_NAME = re.compile(r"interviews\.db|(packs|outbox)/[0-9a-f]{1,64}\.(pack|bundle)")
_LARGEST_FRONT = 1 << 20
_LARGEST_CONTENTS = 16 << 20
_PIECE = 1 << 20
_NAME_LENGTH = 32

Progress = Callable[[int, int], None]


def is_backup(path: Path) -> bool:
    """Say whether the file begins as every backup does; one that cannot be read does not."""
    with suppress(OSError), path.open("rb") as file:
        return _ANY_MAGIC.match(file.read(len(MAGIC))) is not None
    return False


class Told:
    """Tells how far a copy is, a hundred times at most: (done, everything), in bytes."""

    def __init__(self, on_progress: Progress, everything: int) -> None:
        """Begin at nothing."""
        self._on_progress = on_progress
        self._everything = max(everything, 1)
        self._done = self._said = 0

    def add(self, size: int) -> None:
        """Count `size` more bytes; what only wraps the parts counts as the last of them."""
        self._done = min(self._done + size, self._everything)
        if (self._done - self._said) * 100 >= self._everything:
            self._said = self._done
            self._on_progress(self._done, self._everything)


@dataclass(frozen=True)
class Front:
    """What stands in clear: study, laptop, and the slots that its people's passphrases open."""

    study: str
    device: str
    slots: tuple[bytes, ...]

    def to_bytes(self) -> bytes:
        """Return the one canonical line, with its end."""
        slots: list[Json] = [slot.decode() for slot in self.slots]
        fields: dict[str, Json] = {
            "format": FORMAT,
            "study": self.study,
            "device": self.device,
            "slots": slots,
        }
        return canonical_json(fields) + b"\n"


@dataclass(frozen=True)
class Part:
    """One file of the archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """What the archive must hold, signed by the laptop: `front` is the SHA-256 of the front."""

    front: str
    enrolment: EnrolmentProof
    rows: Mapping[str, int]
    head: LogHead
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, Json]:
        """Return the contents as canonical JSON can hold them."""
        return {
            "format": FORMAT,
            "front": self.front,
            "enrolment": self.enrolment.to_json(),
            "rows": dict(self.rows),
            "log": {"count": self.head.count, "digest": self.head.digest},
            "parts": [
                {"name": part.name, "size": part.size, "sha256": part.sha256} for part in self.parts
            ],
        }


@dataclass(frozen=True)
class SignedContents:
    """Contents as they were read, and what must be believed before they are."""

    contents: Contents
    signed: bytes
    signature: bytes


def write_archive(
    sink: BinaryIO,
    front: Front,
    contents: Contents,
    folder: Path,
    *,
    recipients: Sequence[bytes],
    device_seed: bytes,
    on_progress: Progress,
) -> None:
    """Write the whole backup to `sink`: front, then the parts from `folder`, sealed.

    Raises: OSError.
    """
    sink.write(MAGIC + front.to_bytes())
    sealed = SealingWriter(sink, recipients)
    body = contents.to_json()
    signature = sign(device_seed, canonical_json(body), PURPOSE)
    first = canonical_json({"signed": body, "signature": signature.hex()})
    counted = _Counted(sealed, Told(on_progress, sum(part.size for part in contents.parts)))
    with tarfile.open(
        fileobj=cast("IO[bytes]", counted), mode="w|", format=tarfile.PAX_FORMAT
    ) as tar:
        _add(tar, CONTENTS, len(first), BytesIO(first))
        for part in contents.parts:
            with (folder / part.name).open("rb") as file:
                _add(tar, part.name, part.size, file)
    counted.fill()
    sealed.close()


def read_front(source: BinaryIO, *, name: str) -> tuple[Front, bytes]:
    """Return the front and its bytes; `source` then stands before the sealed archive.

    Raises: NotABackupError, NewerBackupError, BackupDamagedError.
    """
    magic = source.readline(64)
    if magic != MAGIC:
        raise NewerBackupError(file=name) if _ANY_MAGIC.match(magic) else NotABackupError(file=name)
    line = source.readline(_LARGEST_FRONT)
    try:
        match read_canonical_json(line[:-1]):
            case {
                "format": "survey-app/backup/1",
                "study": str(study),
                "device": str(device),
                "slots": list(slots),
                **others,
            } if not others:
                front = Front(study, device, tuple(str(slot).encode() for slot in slots))
            case _:
                raise BackupDamagedError(file=name, part="front")
    except (NotCanonicalError, ValueError, RecursionError) as error:
        raise BackupDamagedError(file=name, part="front") from error
    if front.to_bytes() != line or not is_sha256_hex(front.device):
        raise BackupDamagedError(file=name, part="front")
    return front, line


class ArchiveReader:
    """The parts of an opened archive, in their order, each to be taken once.

    Rules: the contents come first; a part has the name the contents give it and no other; what
    was taken may be believed only after `end` returned, for only then is the file known to be
    whole. Tar and JSON errors are damage: SealBrokenError comes through as it is.
    """

    def __init__(self, source: BinaryIO, seed: bytes, *, name: str) -> None:
        """Open the archive. Raises: SealBrokenError, BackupDamagedError."""
        self._name = name
        self._reader = OpeningReader(source, seed)
        try:
            self._tar = tarfile.open(  # noqa: SIM115 - lives as long as its source
                fileobj=cast("IO[bytes]", self._reader), mode="r|"
            )
        except tarfile.TarError as error:
            raise BackupDamagedError(file=name, part="archive") from error

    def contents(self) -> SignedContents:
        """Return what stands first. Raises: SealBrokenError, BackupDamagedError."""
        file, size = self._next(CONTENTS)
        if size > _LARGEST_CONTENTS:
            raise BackupDamagedError(file=self._name, part="list of contents")
        try:
            return _signed_contents(file.read())
        except (NotCanonicalError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise BackupDamagedError(file=self._name, part="list of contents") from error

    def take(self, part: Part, target: BinaryIO, on_piece: Callable[[bytes], None]) -> None:
        """Copy the next part to `target`. Raises: SealBrokenError, BackupDamagedError, OSError."""
        file, size = self._next(part.name)
        if size != part.size:
            raise BackupDamagedError(file=self._name, part=part.name)
        while piece := file.read(_PIECE):
            target.write(piece)
            on_piece(piece)

    def end(self) -> None:
        """Read to the very end. Raises: SealBrokenError, BackupDamagedError."""
        if self._tar.next() is not None:
            raise BackupDamagedError(file=self._name, part="archive")
        while self._reader.read(_PIECE):
            pass

    def _next(self, name: str) -> tuple[IO[bytes], int]:
        try:
            found = self._tar.next()
            file = None if found is None or not found.isreg() else self._tar.extractfile(found)
        except tarfile.TarError as error:
            raise BackupDamagedError(file=self._name, part="archive") from error
        if found is None or file is None or found.name != name:
            raise BackupDamagedError(file=self._name, part="archive")
        return file, found.size


def file_name_of(sha256: str) -> str:
    """Return the neutral name of a backup: the start of its own SHA-256.

    >>> file_name_of("ab" * 32)
    'abababababababababababababababab.backup'
    """
    return sha256[:_NAME_LENGTH] + SUFFIX


def _add(tar: tarfile.TarFile, name: str, size: int, file: BinaryIO) -> None:
    member = tarfile.TarInfo(name)  # no owner, no rights, no time
    member.size = size
    tar.addfile(member, file)


class _Counted:
    """Counts what goes through, to fill it up at the end: a size should say little."""

    def __init__(self, sink: SealingWriter, told: Told) -> None:
        self._sink = sink
        self._told = told
        self._size = 0

    def write(self, data: bytes) -> int:
        self._size += len(data)
        written = self._sink.write(data)
        self._told.add(len(data))
        return written

    def fill(self) -> None:
        left = filled_size(self._size) - self._size
        while left:
            left -= self._sink.write(bytes(min(left, _PIECE)))


def _signed_contents(data: bytes) -> SignedContents:
    held = cast("Mapping[str, Json]", read_canonical_json(data))
    body = cast("Mapping[str, Json]", held["signed"])
    if set(held) != {"signed", "signature"} or body["format"] != FORMAT:
        raise ValueError(FORMAT)
    log = cast("Mapping[str, Json]", body["log"])
    contents = Contents(
        front=str(body["front"]),
        enrolment=proof_from_json(body["enrolment"]),
        rows=MappingProxyType(dict(cast("Mapping[str, int]", body["rows"]))),
        head=LogHead(cast("int", log["count"]), str(log["digest"])),
        parts=tuple(_part(one) for one in cast("Sequence[Mapping[str, Json]]", body["parts"])),
    )
    if canonical_json(contents.to_json()) != canonical_json(body):
        raise ValueError(FORMAT)
    return SignedContents(contents, canonical_json(body), read_hex(str(held["signature"])))


def _part(fields: Mapping[str, Json]) -> Part:
    part = Part(str(fields["name"]), cast("int", fields["size"]), str(fields["sha256"]))
    if not _NAME.fullmatch(part.name):  # a name that is a path was never written here
        raise ValueError("name")
    return part

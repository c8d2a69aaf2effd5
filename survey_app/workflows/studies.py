"""A study: its public card and its sealed keys, kept away from every field laptop.

Room: workflows. The folder belongs to the coordinator; a laptop only ever sees the card.
Spec: docs/spec/study-folder.md.
Promise: without the passphrase the folder holds public keys and ciphertext only.
"""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from survey_app.canonical import Json, canonical_json, read_canonical_json, sha256_hex
from survey_app.vault import kem, signing, slots
from survey_app.vault.kdf import Argon2Cost, calibrated_cost
from survey_app.vault.words import word
from survey_app.workflows.errors import (
    FileNotWrittenError,
    NoStudyError,
    StudyDamagedError,
    StudyExistsError,
)
from survey_app.workflows.files import write_new_file

FORMAT = "survey-app-study-1"
KeyName = Literal["study", "analyst", "authority"]
KEY_NAMES: tuple[KeyName, ...] = ("study", "analyst", "authority")


@dataclass(frozen=True)
class StudyCard:
    """What everybody in a study may know.

    `study_key` and `analyst_key` are public sealing keys (hybrid KEM), `authority_key` verifies
    what the study signed. `demo` studies may be fielded with a draft translation.
    """

    study_id: str
    title: str
    cover_titles: Mapping[str, str]
    demo: bool
    open_modules: tuple[str, ...]
    targets: tuple[str, ...]
    study_key: bytes
    analyst_key: bytes
    authority_key: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the card as canonical JSON can hold it; keys in hexadecimal."""
        return {
            "format": FORMAT,
            "study_id": self.study_id,
            "title": self.title,
            "cover_titles": dict(self.cover_titles),
            "demo": self.demo,
            "open_modules": list(self.open_modules),
            "targets": list(self.targets),
            "study_key": self.study_key.hex(),
            "analyst_key": self.analyst_key.hex(),
            "authority_key": self.authority_key.hex(),
        }


def card_from_json(data: Json) -> StudyCard:
    """Return the card that `StudyCard.to_json` described.

    Raises: KeyError, TypeError or ValueError when `data` is no card; callers name the file.
    """
    fields = cast("Mapping[str, str]", data)
    if fields["format"] != FORMAT:
        raise ValueError(FORMAT)
    return StudyCard(
        study_id=fields["study_id"],
        title=fields["title"],
        cover_titles=MappingProxyType(dict(cast("Mapping[str, str]", fields["cover_titles"]))),
        demo=bool(fields["demo"]),
        open_modules=tuple(cast("Sequence[str]", fields["open_modules"])),
        targets=tuple(cast("Sequence[str]", fields["targets"])),
        study_key=bytes.fromhex(fields["study_key"]),
        analyst_key=bytes.fromhex(fields["analyst_key"]),
        authority_key=bytes.fromhex(fields["authority_key"]),
    )


def create_study(
    folder: Path,
    passphrase: str,
    *,
    title: str,
    cover_titles: Mapping[str, str],
    demo: bool = False,
    open_modules: Sequence[str] = (),
    targets: Sequence[str] = (),
    cost: Argon2Cost | None = None,
) -> StudyCard:
    """Make a study in `folder`: three fresh keys under `passphrase`, and the public card.

    The study key opens whole interviews and should then go offline; the analyst key opens
    bundles; the authority key signs packs. Each lies in its own sealed file.

    Raises: StudyExistsError; FileNotWrittenError, and then nothing of the study is left behind.
    """
    if (folder / "study.json").exists() or any((folder / "keys").glob("*.slot")):
        raise StudyExistsError(folder=str(folder))
    study, analyst, authority = kem.new_seed(), kem.new_seed(), signing.new_signing_seed()
    card = StudyCard(
        study_id=secrets.token_hex(16),
        title=title,
        cover_titles=MappingProxyType(dict(cover_titles)),
        demo=demo,
        open_modules=tuple(open_modules),
        targets=tuple(targets),
        study_key=kem.public_of(study),
        analyst_key=kem.public_of(analyst),
        authority_key=signing.verify_key_of(authority),
    )
    public = canonical_json(card.to_json())
    sealed = {
        folder / "keys" / f"{name}.slot": slots.seal_slot(
            {name: secret, "card": sha256_hex(public).encode()},
            passphrase,
            slot_id=secrets.token_hex(16),
            role=name,
            cost=cost or calibrated_cost(),
        )
        for name, secret in zip(KEY_NAMES, (study, analyst, authority), strict=True)
    }
    _write_all({**sealed, folder / "study.json": public})
    with suppress(OSError):  # sticks and some systems know no permissions; the slots are sealed
        (folder / "keys").chmod(0o700)
    return card


def _write_all(files: Mapping[Path, bytes]) -> None:
    """Write all of `files`, or none: half a study must not stand in the way of a whole one."""
    try:
        for path, data in files.items():
            write_new_file(path, data)
    except FileNotWrittenError:
        for path in files:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise


def study_words(card: StudyCard) -> str:
    """Return four words that tell this study from any other: people read them out to compare."""
    number = int(sha256_hex(card.authority_key), 16)
    return " ".join(word(number >> (256 - 11 * at) & 2047) for at in range(1, 5))


def read_study(folder: Path) -> StudyCard:
    """Return the public card of the study in `folder`.

    Raises: NoStudyError.
    """
    try:
        return card_from_json(read_canonical_json((folder / "study.json").read_bytes()))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise NoStudyError(folder=str(folder)) from error


def open_key(folder: Path, name: KeyName, passphrase: str) -> bytes:
    """Return the secret seed `name` (32 bytes) of the study in `folder`.

    The slot knows the card it was made with, so a swapped card or key file is seen here.

    Raises: NoStudyError; WrongPassphraseError; StudyDamagedError.
    """
    try:
        sealed = (folder / "keys" / f"{name}.slot").read_bytes()
        public = (folder / "study.json").read_bytes()
    except OSError as error:
        raise NoStudyError(folder=str(folder)) from error
    slot = slots.open_slot(sealed, passphrase)
    if slot.role != name or slot.secrets["card"] != sha256_hex(public).encode():
        raise StudyDamagedError(folder=str(folder))
    return slot.secrets[name]

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
from survey_app.vault.epochs import STUDY_KEYS, Epoch, Row, epoch_from_json, verify_epochs
from survey_app.vault.errors import SignatureError
from survey_app.vault.kdf import Argon2Cost, calibrated_cost
from survey_app.vault.words import word
from survey_app.workflows.errors import NoStudyError, StudyDamagedError, StudyExistsError
from survey_app.workflows.files import make_folder
from survey_app.workflows.study.study_files import (
    CARD,
    changing,
    finish_change,
    read_file,
    read_with_card,
    write_all,
)

FORMAT = "survey-app-study-1"
KeyName = Literal["study", "analyst", "authority"]
KEY_NAMES: tuple[KeyName, ...] = ("study", "analyst", "authority")
RECOVERY = "recovery.sealed"


@dataclass(frozen=True)
class StudyCard:
    """What everybody in a study may know.

    `study_key` and `analyst_key` are public sealing keys (hybrid KEM), `authority_key` verifies
    what the study signed. `demo` studies may be fielded with a draft translation. `epochs` are all
    sealing keys there were, signed one after the other; empty until they were changed once.
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
    epochs: tuple[Epoch, ...] = ()

    @property
    def earlier_study_keys(self) -> tuple[bytes, ...]:
        """Return the study keys before the present one, oldest first."""
        return tuple(epoch.keys[0] for epoch in self.epochs[:-1])

    @property
    def epoch(self) -> int:
        """Return the number of the present keys: 1 until they were changed."""
        return max(1, len(self.epochs))

    def to_json(self) -> dict[str, Json]:
        """Return the card as canonical JSON can hold it; keys in hexadecimal."""
        changed = {"epochs": [epoch.to_json() for epoch in self.epochs]} if self.epochs else {}
        return {
            **changed,
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
    return _with_true_epochs(
        StudyCard(
            study_id=fields["study_id"],
            title=fields["title"],
            cover_titles=MappingProxyType(dict(cast("Mapping[str, str]", fields["cover_titles"]))),
            demo=bool(fields["demo"]),
            open_modules=tuple(cast("Sequence[str]", fields["open_modules"])),
            targets=tuple(cast("Sequence[str]", fields["targets"])),
            study_key=bytes.fromhex(fields["study_key"]),
            analyst_key=bytes.fromhex(fields["analyst_key"]),
            authority_key=bytes.fromhex(fields["authority_key"]),
            epochs=tuple(map(epoch_from_json, cast("Sequence[Json]", fields.get("epochs", ())))),
        )
    )


def epoch_row(study_id: str) -> Row:
    """Return the row in which the authority of a study signs its keys."""
    return Row(STUDY_KEYS, (study_id,))


def _with_true_epochs(card: StudyCard) -> StudyCard:
    """Return `card` when its row of keys is whole and ends with the keys it names."""
    if card.epochs:
        try:
            verify_epochs(card.authority_key, epoch_row(card.study_id), card.epochs)
        except SignatureError as error:
            raise ValueError("epochs") from error
        if card.epochs[-1].keys != (card.study_key, card.analyst_key):
            raise ValueError("epochs")
    return card


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
    bundles; the authority key signs packs. Each lies in its own sealed file. The two others are
    sealed to the study key as well, so that its recovery sheets give everything back.

    Raises: StudyExistsError, StudyBusyError; FileNotWrittenError, and then nothing of the study
        is left behind.
    """
    _refuse_another(folder)
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
    seeds = {"study": study, "analyst": analyst, "authority": authority}
    make_folder(folder)
    with changing(folder):
        _refuse_another(folder)
        write_study(folder, card, seeds, passphrase, cost=cost)
    return card


def _refuse_another(folder: Path) -> None:
    if (folder / CARD).exists() or any((folder / "keys").glob("*.slot")):
        raise StudyExistsError(folder=str(folder))


def write_study(
    folder: Path,
    card: StudyCard,
    seeds: Mapping[str, bytes],
    passphrase: str,
    *,
    cost: Argon2Cost | None = None,
) -> None:
    """Write the card and its three keys under `passphrase`, and what the study key gives back.

    The caller has the study to itself, from what it read on: `changing`.

    Shape: `seeds` by name; those of earlier keys as `study-1`, `analyst-1` and so on.
    Raises: FileNotWrittenError, and then the folder is as it was.
    """
    public = canonical_json(card.to_json())
    spent = cost or calibrated_cost()
    files = {
        f"keys/{name}.slot": slots.seal_slot(
            {**_of_kind(seeds, name), "card": sha256_hex(public).encode()},
            passphrase,
            slot_id=secrets.token_hex(16),
            role=name,
            cost=spent,
        )
        for name in KEY_NAMES
    }
    kept = {name: seed for name, seed in seeds.items() if name != "study"}
    files[f"keys/{RECOVERY}"] = slots.seal_recovery(kept, card.study_key, slot_id=card.study_id)
    write_all(folder, {**files, CARD: public})
    with suppress(OSError):  # sticks and some systems know no permissions; the slots are sealed
        (folder / "keys").chmod(0o700)


def _of_kind(seeds: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    return {name: seed for name, seed in seeds.items() if name.partition("-")[0] == kind}


def study_words(card: StudyCard) -> str:
    """Return four words that tell this study from any other: people read them out to compare."""
    number = int(sha256_hex(card.authority_key), 16)
    return " ".join(word(number >> (256 - 11 * at) & 2047) for at in range(1, 5))


def read_study(folder: Path) -> StudyCard:
    """Return the public card of the study in `folder`.

    Raises: NoStudyError.
    """
    finish_change(folder)
    try:
        return card_from_json(read_canonical_json(read_file(folder, CARD)))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise NoStudyError(folder=str(folder)) from error


def open_key(folder: Path, name: KeyName, passphrase: str) -> bytes:
    """Return the secret seed `name` (32 bytes) of the study in `folder`.

    Raises: as `open_keys`.
    """
    return open_keys(folder, name, passphrase)[0]


def open_keys(folder: Path, name: KeyName, passphrase: str) -> tuple[bytes, ...]:
    """Return every seed `name` the study ever had, the present one first, then back in time.

    The slot knows the card it was made with, so a swapped card or key file is seen here.

    Raises: NoStudyError; WrongPassphraseError; StudyDamagedError.
    """
    finish_change(folder)
    try:
        sealed, public = read_with_card(folder, f"keys/{name}.slot")
    except OSError as error:
        raise NoStudyError(folder=str(folder)) from error
    slot = slots.open_slot(sealed, passphrase)
    if slot.role != name or slot.secrets["card"] != sha256_hex(public).encode():
        raise StudyDamagedError(folder=str(folder))
    return in_time(slot.secrets, name)


def in_time(seeds: Mapping[str, bytes], kind: str) -> tuple[bytes, ...]:
    """Return the seeds of one kind, the present one first, then back in time."""
    earlier = [name for name in seeds if name.startswith(f"{kind}-")]
    earlier.sort(key=lambda name: -int(name.partition("-")[2]))
    return (seeds[kind], *(seeds[name] for name in earlier))

"""The folder of a hub: its studies, its signing key, its one process.

Room: hub (floor 7).
Spec: docs/spec/objects-on-a-target.md section 2.
Promise: holds no key that opens anything; only one process serves it at a time.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, cast

from survey_app.canonical import Json, NotCanonicalError, canonical_json, read_canonical_json
from survey_app.durable import sync_folder, write_durably
from survey_app.hub.errors import HubBusyError, NotAHubError
from survey_app.locking import lock
from survey_app.vault import signing

FORMAT = "survey-app/hub/1"
_CARD = "hub.json"
_KEY = "receipt.key"
_LOCK = "lock"
_KEY_LENGTH = 32


@dataclass(frozen=True)
class Registry:
    """The studies a hub serves: the authority key of each, by study id."""

    studies: Mapping[str, bytes]


@dataclass(frozen=True, repr=False)
class HubPlace:
    """An opened hub folder."""

    folder: Path
    registry: Registry
    signing_seed: bytes

    @property
    def key(self) -> str:
        """The public key, in hexadecimal, that its receipts are signed with."""
        return signing.verify_key_of(self.signing_seed).hex()


def prepare(folder: Path, studies: Mapping[str, bytes]) -> HubPlace:
    """Make `folder` a hub of `studies`, or add them to the hub that it is.

    Raises: NotAHubError when the folder holds something else, or no study is named at all.
    """
    known = dict(open_place(folder).registry.studies) if (folder / _CARD).exists() else {}
    if not known and (not studies or _holds_anything(folder)):
        raise NotAHubError(folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / _KEY).exists():
        _write_key(folder / _KEY)
    if known != known | dict(studies):
        write_durably(folder / _CARD, _card(known | dict(studies)))
    return open_place(folder)


def open_place(folder: Path) -> HubPlace:
    """Return the hub in `folder`. Raises: NotAHubError."""
    try:
        registry = _read_card((folder / _CARD).read_bytes())
        seed = _read_key((folder / _KEY).read_bytes())
    except (OSError, NotCanonicalError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotAHubError(folder=str(folder)) from error
    return HubPlace(folder, registry, seed)


def hold(folder: Path) -> IO[bytes]:
    """Return a file whose lock lasts until it is closed. Raises: HubBusyError."""
    file = (folder / _LOCK).open("ab")
    try:
        lock(file.fileno())
    except OSError as error:
        file.close()
        raise HubBusyError(folder=str(folder)) from error
    return file


def _holds_anything(folder: Path) -> bool:
    return folder.is_dir() and any(
        entry.name not in {_KEY, _KEY + ".part", _LOCK} for entry in folder.iterdir()
    )


def _write_key(path: Path) -> None:
    """Write the key whole or not at all: half of one would shut the folder for ever."""
    seed = signing.new_signing_seed().hex().encode()
    waiting = path.with_name(path.name + ".part")
    waiting.unlink(missing_ok=True)
    handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(seed)
        file.flush()
        os.fsync(file.fileno())
    with suppress(OSError):
        waiting.chmod(0o600)
    waiting.replace(path)
    sync_folder(path.parent)


def _read_card(text: bytes) -> Registry:
    fields = cast("Mapping[str, Json]", read_canonical_json(text))
    if fields["format"] != FORMAT:
        raise ValueError(FORMAT)
    keys = cast("Mapping[str, str]", fields["studies"])
    return Registry(MappingProxyType({study: bytes.fromhex(key) for study, key in keys.items()}))


def _read_key(text: bytes) -> bytes:
    seed = bytes.fromhex(text.decode("ascii").strip())
    if len(seed) != _KEY_LENGTH:
        raise ValueError(_KEY)
    return seed


def _card(studies: Mapping[str, bytes]) -> bytes:
    keys = {study: key.hex() for study, key in studies.items()}
    return canonical_json({"format": FORMAT, "studies": keys})

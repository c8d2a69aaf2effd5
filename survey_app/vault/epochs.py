"""Which keys hold, one set after the other, each step signed by the one who may decide.

Room: vault.
Spec: docs/spec/key-epochs.md.
Promise: a step that is left out, changed, moved to another study or laptop, or signed by
    somebody else breaks the row; a row can only be made longer.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from survey_app.canonical import Json, length_prefixed, read_hex
from survey_app.vault import signing
from survey_app.vault.errors import SignatureError

STUDY_KEYS = "key-epoch"
SITE_KEY = "site-epoch"
FIRST = ""


@dataclass(frozen=True)
class Epoch:
    """One set of public keys: its place in the row, the digest of the step before, a signature."""

    number: int
    keys: tuple[bytes, ...]
    previous: str
    signature: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the step with its bytes in hexadecimal."""
        return {
            "number": self.number,
            "keys": [key.hex() for key in self.keys],
            "previous": self.previous,
            "signature": self.signature.hex(),
        }


@dataclass(frozen=True)
class Row:
    """Whose row it is: the purpose of its signatures, and what it may not be moved from."""

    purpose: str
    scope: tuple[str, ...]


def epoch_from_json(data: Json) -> Epoch:
    """Return the step that `Epoch.to_json` described.

    Raises: KeyError, TypeError or ValueError when `data` is no step; callers name the file.
    """
    fields = cast("dict[str, Json]", data)
    if set(fields) != {"number", "keys", "previous", "signature"}:
        raise ValueError("epoch")
    return Epoch(
        number=int(cast("int", fields["number"])),
        keys=tuple(map(read_hex, cast("Sequence[str]", fields["keys"]))),
        previous=str(fields["previous"]),
        signature=read_hex(cast("str", fields["signature"])),
    )


def next_epoch(seed: bytes, row: Row, before: Sequence[Epoch], keys: Sequence[bytes]) -> Epoch:
    """Return the step that follows `before`, signed with `seed`."""
    previous = _digest(row, before[-1]) if before else FIRST
    unsigned = Epoch(len(before) + 1, tuple(keys), previous, b"")
    signature = signing.sign(seed, _message(row, unsigned), row.purpose)
    return Epoch(unsigned.number, unsigned.keys, previous, signature)


def verify_epochs(verify_key: bytes, row: Row, epochs: Sequence[Epoch]) -> None:
    """Return quietly when every step follows the one before and is signed by `verify_key`.

    Raises: SignatureError.
    """
    previous = FIRST
    for number, epoch in enumerate(epochs, start=1):
        if (epoch.number, epoch.previous) != (number, previous):
            raise SignatureError
        signing.verify(verify_key, _message(row, epoch), epoch.signature, row.purpose)
        previous = _digest(row, epoch)


def _message(row: Row, epoch: Epoch) -> bytes:
    scope = length_prefixed(*(part.encode() for part in row.scope))
    keys = length_prefixed(*epoch.keys)
    return length_prefixed(
        b"survey_app epoch/1", scope, str(epoch.number).encode(), keys, epoch.previous.encode()
    )


def _digest(row: Row, epoch: Epoch) -> str:
    return hashlib.sha256(_message(row, epoch)).hexdigest()

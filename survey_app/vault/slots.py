"""Slots: secrets that a passphrase, or the study seed, opens.

Room: vault.
Spec: docs/spec/keys-and-slots.md sections 4 and 6.
Promise: a slot shows neither whose it is nor what it can open; every altered byte and
    every wrong passphrase end in the same error.
"""

import hmac
import re
import secrets as random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from survey_app.canonical import (
    Json,
    NotCanonicalError,
    canonical_json,
    length_prefixed,
    read_canonical_json,
)
from survey_app.vault import kem
from survey_app.vault.errors import SealBrokenError, WrongPassphraseError
from survey_app.vault.kdf import SALT_BYTES, Argon2Cost, derive
from survey_app.vault.padding import pad, unpad
from survey_app.vault.passphrase import normalised, normalised_at_first, require_strong

_FORMAT = "survey_app slot/2"
# How each format brings a passphrase to its bytes; the rest of a slot is the same in all.
_FORMS: Mapping[str, Callable[[str], bytes]] = MappingProxyType(
    {"survey_app slot/1": normalised_at_first, _FORMAT: normalised}
)
_RECOVERY = b"survey_app recovery/1"
_NONCE = bytes(12)  # safe: the key comes from a salt that is fresh for every sealing
_BLOCK = 1024
_HEX = re.compile(r"([0-9a-f]{2})+\Z")


@dataclass(frozen=True)
class OpenSlot:
    """What a slot held: whose it is, in which role, and the secrets by name."""

    slot_id: str
    role: str
    secrets: Mapping[str, bytes]


def seal_slot(
    secrets: Mapping[str, bytes],
    passphrase: str,
    *,
    slot_id: str,
    role: str,
    cost: Argon2Cost,
) -> bytes:
    """Return the slot: canonical JSON that the passphrase opens again.

    Raises: WeakPassphraseError; WrongPassphraseError when `cost` is out of bounds;
        MemoryShortError.
    """
    require_strong(passphrase)
    salt = random.token_bytes(SALT_BYTES)
    key, commitment = derive(passphrase, salt, cost)
    head = _head(_FORMAT, slot_id, salt, cost, commitment)
    sealed = ChaCha20Poly1305(key).encrypt(_NONCE, _packed(role, secrets), canonical_json(head))
    return canonical_json({**head, "sealed": sealed.hex()})


def open_slot(blob: bytes, passphrase: str) -> OpenSlot:
    """Return what the slot holds.

    Raises: WrongPassphraseError for a wrong passphrase and for every altered byte;
        MemoryShortError.
    """
    try:
        return _opened(blob, passphrase)
    except (InvalidTag, ValueError, KeyError, SealBrokenError, NotCanonicalError) as error:
        raise WrongPassphraseError from error


def open_first(blobs: Iterable[bytes], passphrase: str) -> OpenSlot:
    """Return the first slot that the passphrase opens. Raises: as `open_slot`."""
    for blob in blobs:
        try:
            return open_slot(blob, passphrase)
        except WrongPassphraseError:
            continue
    raise WrongPassphraseError


def seal_recovery(secrets: Mapping[str, bytes], study_public: bytes, *, slot_id: str) -> bytes:
    """Return the secrets of a laptop sealed to the study, for the day a passphrase is lost."""
    return kem.seal_to(study_public, _packed("recovery", secrets), _recovery_info(slot_id))


def open_recovery(blob: bytes, study_seed: bytes, *, slot_id: str) -> Mapping[str, bytes]:
    """Return the secrets of a laptop. Raises: SealBrokenError."""
    role, secrets = _unpacked(kem.open_with(study_seed, blob, _recovery_info(slot_id)))
    if role != "recovery":
        raise SealBrokenError
    return secrets


def _opened(blob: bytes, passphrase: str) -> OpenSlot:
    slot = read_canonical_json(blob)
    if not isinstance(slot, dict):
        raise WrongPassphraseError
    cost = _cost(slot)
    form = _FORMS[str(slot["format"])]
    salt, commitment = _hex(slot["salt"]), _hex(slot["commitment"])
    head = _head(str(slot["format"]), str(slot["id"]), salt, cost, commitment)
    sealed = _hex(slot["sealed"])
    if {**head, "sealed": slot["sealed"]} != slot or len(salt) != SALT_BYTES:
        raise WrongPassphraseError
    key, expected = derive(passphrase, salt, cost, form=form)
    if not hmac.compare_digest(commitment, expected):
        raise WrongPassphraseError
    plaintext = ChaCha20Poly1305(key).decrypt(_NONCE, sealed, canonical_json(head))
    role, secrets = _unpacked(plaintext)
    return OpenSlot(str(slot["id"]), role, secrets)


def cost_of(blob: bytes) -> Argon2Cost:
    """Return what one guess at this slot costs. Raises: WrongPassphraseError for no slot."""
    try:
        slot = read_canonical_json(blob)
    except (NotCanonicalError, ValueError) as error:
        raise WrongPassphraseError from error
    if not isinstance(slot, dict):
        raise WrongPassphraseError
    return _cost(slot)


def _cost(slot: Mapping[str, Json]) -> Argon2Cost:
    return Argon2Cost(*(_whole(slot.get(name)) for name in ("memory", "passes", "lanes")))


def _head(
    kind: str, slot_id: str, salt: bytes, cost: Argon2Cost, commitment: bytes
) -> dict[str, Json]:
    return {
        "format": kind,
        "id": slot_id,
        "kdf": "argon2id",
        "memory": cost.memory,
        "passes": cost.passes,
        "lanes": cost.lanes,
        "salt": salt.hex(),
        "commitment": commitment.hex(),
    }


def _packed(role: str, secrets: Mapping[str, bytes]) -> bytes:
    named = {name: secret.hex() for name, secret in secrets.items()}
    return pad(canonical_json({"role": role, "secrets": named}), _BLOCK)


def _unpacked(plaintext: bytes) -> tuple[str, dict[str, bytes]]:
    held = read_canonical_json(unpad(plaintext, _BLOCK))
    if not isinstance(held, dict) or not isinstance(held.get("secrets"), dict):
        raise SealBrokenError
    return str(held["role"]), {name: bytes.fromhex(text) for name, text in held["secrets"].items()}


def _hex(value: object) -> bytes:
    if not isinstance(value, str) or not _HEX.match(value):
        raise WrongPassphraseError
    return bytes.fromhex(value)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongPassphraseError
    return value


def _recovery_info(slot_id: str) -> bytes:
    return length_prefixed(_RECOVERY, slot_id.encode())

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
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey_app.canonical import (
    Json,
    NotCanonicalError,
    canonical_json,
    length_prefixed,
    read_canonical_json,
)
from survey_app.vault import kem
from survey_app.vault.errors import SealBrokenError, WrongPassphraseError
from survey_app.vault.kdf import SALT_BYTES, STRETCHED_BYTES, Argon2Cost, stretch
from survey_app.vault.padding import pad, unpad
from survey_app.vault.passphrase import normalised, normalised_at_first, require_strong

_FORMAT = "survey_app slot/3"
# How each format brings a passphrase to its bytes.
_FORMS: Mapping[str, Callable[[str], bytes]] = MappingProxyType(
    {"survey_app slot/1": normalised_at_first, "survey_app slot/2": normalised, _FORMAT: normalised}
)
_RECOVERY = b"survey_app recovery/1"
_NONCE = bytes(12)  # safe: the key comes from bytes that are fresh for every sealing
_BLOCK = 1024
_HEX = re.compile(r"([0-9a-f]{2})+\Z")


@dataclass(frozen=True)
class OpenSlot:
    """What a slot held: whose it is, in which role, and the secrets by name."""

    slot_id: str
    role: str
    secrets: Mapping[str, bytes]


class Guess:
    """One passphrase, tried at any number of slots.

    It is stretched once for every salt and cost that the slots name: once for a whole laptop.
    """

    def __init__(self, passphrase: str) -> None:
        self._passphrase = passphrase
        self._stretched: dict[tuple[bytes, Argon2Cost, Callable[[str], bytes]], bytes] = {}

    def open(self, blob: bytes) -> OpenSlot:
        """Return what the slot holds.

        Raises: WrongPassphraseError for a wrong passphrase and for every altered byte;
            MemoryShortError.
        """
        try:
            return self._opened(blob)
        except (InvalidTag, ValueError, KeyError, SealBrokenError, NotCanonicalError) as error:
            raise WrongPassphraseError from error

    def _opened(self, blob: bytes) -> OpenSlot:
        slot = _read(blob)
        head = _head_of(slot)
        lock = _lock_of(head)
        key, expected = lock.keys(self._stretch(lock))
        if not hmac.compare_digest(_hex(slot["commitment"]), expected):
            raise WrongPassphraseError
        plaintext = ChaCha20Poly1305(key).decrypt(
            _NONCE, _hex(slot["sealed"]), canonical_json(head)
        )
        role, secrets = _unpacked(plaintext)
        return OpenSlot(lock.slot_id, role, secrets)

    def _stretch(self, lock: "_Lock") -> bytes:
        form = _FORMS[lock.format]
        asked = (lock.salt, lock.cost, form)
        if asked not in self._stretched:
            self._stretched[asked] = stretch(self._passphrase, lock.salt, lock.cost, form=form)
        return self._stretched[asked]


def seal_slot(
    secrets: Mapping[str, bytes],
    passphrase: str,
    *,
    slot_id: str,
    role: str,
    cost: Argon2Cost,
    beside: Iterable[bytes] = (),
) -> bytes:
    """Return the slot: canonical JSON that the passphrase opens again.

    `beside` are the slots that it will be tried together with; it shares the salt of one that
    costs as much, so that a passphrase is stretched once for all of them.

    Raises: WeakPassphraseError; WrongPassphraseError when `cost` is out of bounds;
        MemoryShortError.
    """
    require_strong(passphrase)
    lock = _Lock(_FORMAT, slot_id, _salt(cost, beside), cost, random.token_bytes(SALT_BYTES))
    key, commitment = lock.keys(stretch(passphrase, lock.salt, cost))
    head = lock.head(commitment)
    sealed = ChaCha20Poly1305(key).encrypt(_NONCE, _packed(role, secrets), canonical_json(head))
    return canonical_json({**head, "sealed": sealed.hex()})


def open_slot(blob: bytes, passphrase: str) -> OpenSlot:
    """Return what the slot holds. Raises: as `Guess.open`."""
    return Guess(passphrase).open(blob)


def open_first(blobs: Iterable[bytes], passphrase: str) -> OpenSlot:
    """Return the first slot that the passphrase opens. Raises: as `Guess.open`."""
    guess = Guess(passphrase)
    for blob in blobs:
        try:
            return guess.open(blob)
        except WrongPassphraseError:
            continue
    raise WrongPassphraseError


def seal_recovery(secrets: Mapping[str, bytes], study_public: bytes, *, slot_id: str) -> bytes:
    """Return the secrets of a laptop sealed to the study, for the day a passphrase is lost."""
    return kem.seal_to(study_public, _packed("recovery", secrets), _recovery_info(slot_id))


def open_recovery(blob: bytes, study_seed: bytes, *, slot_id: str) -> Mapping[str, bytes]:
    """Return the secrets of a laptop. Raises: SealBrokenError, whatever somebody sealed instead."""
    packed = kem.open_with(study_seed, blob, _recovery_info(slot_id))
    try:
        role, secrets = _unpacked(packed)
    except (ValueError, KeyError, TypeError, NotCanonicalError) as error:
        raise SealBrokenError from error
    if role != "recovery":
        raise SealBrokenError
    return secrets


def cost_of(blob: bytes) -> Argon2Cost:
    """Return what one guess at this slot costs. Raises: WrongPassphraseError for no slot."""
    try:
        return _cost(_read(blob))
    except (NotCanonicalError, ValueError) as error:
        raise WrongPassphraseError from error


def name_on(blob: bytes) -> str | None:
    """Return whose slot this says it is, unproved until it opens; None for no slot."""
    with suppress(WrongPassphraseError, NotCanonicalError, ValueError):
        name = _read(blob).get("id")
        return name if isinstance(name, str) else None
    return None


@dataclass(frozen=True)
class _Lock:
    """What stands in clear about a slot: how a passphrase becomes its key."""

    format: str
    slot_id: str
    salt: bytes
    cost: Argon2Cost
    fresh: bytes | None  # None before format 3, in which the salt itself was fresh

    def keys(self, stretched: bytes) -> tuple[bytes, bytes]:
        """Return (key, commitment), 32 bytes each."""
        if self.fresh is None:
            both = stretched
        else:
            info = length_prefixed(self.format.encode(), self.slot_id.encode())
            both = HKDF(SHA256(), STRETCHED_BYTES, self.fresh, info).derive(stretched)
        return both[:32], both[32:]

    def head(self, commitment: bytes) -> dict[str, Json]:
        return {
            "format": self.format,
            "id": self.slot_id,
            "kdf": "argon2id",
            "memory": self.cost.memory,
            "passes": self.cost.passes,
            "lanes": self.cost.lanes,
            "salt": self.salt.hex(),
            **({} if self.fresh is None else {"fresh": self.fresh.hex()}),
            "commitment": commitment.hex(),
        }


def _lock_of(head: Mapping[str, Json]) -> _Lock:
    """Return the lock that a head names; a head that is not exactly that of a lock is refused."""
    kind, salt = str(head["format"]), _hex(head["salt"])
    fresh = _hex(head["fresh"]) if kind == _FORMAT else None
    lock = _Lock(kind, str(head["id"]), salt, _cost(head), fresh)
    sound = all(len(part) == SALT_BYTES for part in (salt, fresh) if part is not None)
    if not sound or lock.head(_hex(head["commitment"])) != head:
        raise WrongPassphraseError
    return lock


def _salt(cost: Argon2Cost, beside: Iterable[bytes]) -> bytes:
    """Return the salt of a slot of this format that costs as much, or a new one."""
    for blob in beside:
        with suppress(WrongPassphraseError, NotCanonicalError, ValueError, KeyError):
            lock = _lock_of(_head_of(_read(blob)))
            if lock.format == _FORMAT and lock.cost == cost:
                return lock.salt
    return random.token_bytes(SALT_BYTES)


def _read(blob: bytes) -> dict[str, Json]:
    slot = read_canonical_json(blob)
    if not isinstance(slot, dict):
        raise WrongPassphraseError
    return slot


def _head_of(slot: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in slot.items() if name != "sealed"}


def _cost(slot: Mapping[str, Json]) -> Argon2Cost:
    return Argon2Cost(*(_whole(slot.get(name)) for name in ("memory", "passes", "lanes")))


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

"""Parts of a finished interview, each of which can be destroyed without opening any.

Room: vault. Bytes in, bytes out; which place is which question is not known here.
Spec: docs/spec/parts.md.
Promise: a part opens with the content key of its body *and* the shreds of its places; a shred that
    was wiped leaves noise, also for whoever holds every key.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey_app.canonical import length_prefixed
from survey_app.vault import sealing
from survey_app.vault.context import split_prefixed
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.padding import pad, unpad

SHRED_BYTES = 32
PLACES_STEP = 128  # how many places a form has is told to so many
PART_BLOCK = 64

_NONCE = bytes(12)
_NUMBER = 4
_GONE = bytes(SHRED_BYTES)
_PART = length_prefixed(b"survey_app", b"part/1")
_NOTHING: Mapping[tuple[int, ...], bytes] = MappingProxyType({})


@dataclass(frozen=True)
class Parted:
    """A plaintext with its parts.

    Shape: `parts` by the places (numbers from 0, rising) that each belongs to; `places` is how many
    there are. A part of several places is destroyed with any of them.
    """

    main: bytes
    places: int
    parts: Mapping[tuple[int, ...], bytes] = field(default_factory=lambda: _NOTHING)


def new_shreds(places: int) -> bytes:
    """Return fresh shreds, one for each place, and more: up to a whole step.

    >>> len(new_shreds(1)) == len(new_shreds(128)) == PLACES_STEP * SHRED_BYTES
    True
    """
    return secrets.token_bytes(-(-places // PLACES_STEP) * PLACES_STEP * SHRED_BYTES)


def shredded(shreds: bytes, places: Collection[int]) -> bytes:
    """Return the shreds without those of `places`: what they open is lost.

    >>> shredded(bytes(range(1, 97)), {1})[30:66].count(0)
    32
    """
    left = bytearray(shreds)
    for place in places:
        left[place * SHRED_BYTES : (place + 1) * SHRED_BYTES] = _GONE
    return bytes(left[: len(shreds)])


def joined(key: bytes, bound: bytes, shreds: bytes, parted: Parted) -> bytes:
    """Return the bytes of a body: the main part, then every part under a key of its own.

    A part key is used once, because `key` and the shreds seal one body; so a fixed nonce is safe.
    """
    ours = length_prefixed(bound)
    sealed = [
        _sealed(key, ours, shreds, places, data) for places, data in sorted(parted.parts.items())
    ]
    return length_prefixed(_number(len(shreds)), parted.main, *sealed)


def taken_apart(key: bytes, bound: bytes, shreds: bytes, body: bytes) -> Parted:
    """Return what `joined` joined, without the parts that were destroyed.

    Raises: SealBrokenError when a shred is missing or altered.
    """
    found = split_prefixed(body)
    if len(found) < 2 or found[0] != _number(len(shreds)):  # noqa: PLR2004 - the size, the main part
        raise SealBrokenError
    _, main, *sealed = found
    ours = length_prefixed(bound)
    opened = (_opened(key, ours, shreds, one) for one in sealed)
    parts = {places: data for places, data in opened if data is not None}
    return Parted(main, len(shreds) // SHRED_BYTES, MappingProxyType(parts))


def _sealed(key: bytes, ours: bytes, shreds: bytes, places: Sequence[int], data: bytes) -> bytes:
    numbers = b"".join(map(_number, places))
    cipher = ChaCha20Poly1305(_part_key(key, numbers, [_shred(shreds, at) for at in places]))
    named = length_prefixed(numbers)
    return named + length_prefixed(cipher.encrypt(_NONCE, pad(data, PART_BLOCK), ours + named))


def _opened(
    key: bytes, ours: bytes, shreds: bytes, sealed: bytes
) -> tuple[tuple[int, ...], bytes | None]:
    """Return a part with its places; None for what was destroyed with one of them."""
    numbers, *ciphertext = split_prefixed(sealed) or (b"",)
    starts = range(0, len(numbers), _NUMBER)
    places = tuple(int.from_bytes(numbers[at : at + _NUMBER], "big") for at in starts)
    own = [_shred(shreds, place) for place in places]
    if _GONE in own:
        return places, None
    padded = sealing.aead_open(
        _part_key(key, numbers, own), b"".join(ciphertext), ours + length_prefixed(numbers)
    )
    return places, unpad(padded, PART_BLOCK)


def _part_key(key: bytes, numbers: bytes, shreds: Sequence[bytes]) -> bytes:
    info = _PART + length_prefixed(numbers)
    return HKDF(SHA256(), sealing.KEY_BYTES, b"".join(shreds), info).derive(key)


def _shred(shreds: bytes, place: int) -> bytes:
    return shreds[place * SHRED_BYTES : (place + 1) * SHRED_BYTES]


def _number(value: int) -> bytes:
    return value.to_bytes(_NUMBER, "big")

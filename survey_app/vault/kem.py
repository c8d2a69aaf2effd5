"""The hybrid key pair that everything confidential is sealed to.

Room: vault.
Spec: docs/spec/keys-and-slots.md section 2; RFC 9180 base mode, single shot, with
    MLKEM768-X25519 (X-Wing), HKDF-SHA256, ChaCha20-Poly1305.
Promise: a private key exists only as 32 bytes of seed, expanded as age expands it, so the
    same seed opens our records and an age file.
"""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from survey_app.vault.errors import RecipientError, SealBrokenError

SEED_BYTES = 32
PUBLIC_BYTES = 1184 + 32
ENCAPSULATED_BYTES = 1088 + 32
TAG_BYTES = 16

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def new_seed() -> bytes:
    """Return 32 fresh random bytes: a private key."""
    return secrets.token_bytes(SEED_BYTES)


def public_of(seed: bytes) -> bytes:
    """Return the public key of `seed`: 1,184 bytes ML-KEM-768, then 32 bytes X25519."""
    mlkem, x25519 = _private_halves(seed)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def key_id(public: bytes) -> str:
    """Return the name of a public key inside contexts: 32 hexadecimal letters."""
    return hashlib.sha256(b"survey_app key" + public).hexdigest()[:32]


def seal_to(public: bytes, plaintext: bytes, info: bytes) -> bytes:
    """Return `plaintext` sealed so that only the seed of `public` and equal `info` open it.

    Shape:  1,120 bytes encapsulation, then the ciphertext, 16 bytes longer than the plaintext.
    Raises: RecipientError when `public` is not a public key.
    """
    return _SUITE.encrypt(plaintext, _public_key(public), info=info)


def open_with(seed: bytes, sealed: bytes, info: bytes) -> bytes:
    """Return what `seal_to` sealed.

    Raises: SealBrokenError for every other seed, `info`, or altered byte alike.
    """
    try:
        return _SUITE.decrypt(sealed, MLKEM768X25519PrivateKey(*_private_halves(seed)), info=info)
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError from error


def _private_halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """Return both private keys. Source: draft-connolly-cfrg-xwing-kem, expandDecapsulationKey."""
    if len(seed) != SEED_BYTES:
        raise SealBrokenError
    expanded = hashlib.shake_256(seed).digest(96)
    return (
        MLKEM768PrivateKey.from_seed_bytes(expanded[:64]),
        X25519PrivateKey.from_private_bytes(expanded[64:]),
    )


def _public_key(public: bytes) -> MLKEM768X25519PublicKey:
    if len(public) != PUBLIC_BYTES:
        raise RecipientError
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:1184]),
            X25519PublicKey.from_public_bytes(public[1184:]),
        )
    except ValueError as error:
        raise RecipientError from error

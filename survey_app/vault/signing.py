"""Ed25519 signatures that hold for one purpose only.

Room: vault.
Spec: docs/spec/keys-and-slots.md section 3; RFC 8032.
Promise: a signature made for one purpose is never valid for another.
"""

import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from survey_app.canonical import length_prefixed
from survey_app.vault.errors import SignatureError

_DOMAIN = b"survey_app signature/1"


def new_signing_seed() -> bytes:
    """Return 32 fresh random bytes: a private signing key."""
    return secrets.token_bytes(32)


def verify_key_of(seed: bytes) -> bytes:
    """Return the 32 bytes with which everybody can check what `seed` signs."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes, purpose: str) -> bytes:
    """Return the 64-byte signature of `message` for `purpose` (a short fixed name).

    >>> seed = bytes(32)
    >>> verify(verify_key_of(seed), b"hello", sign(seed, b"hello", "pack"), "pack")
    """
    return Ed25519PrivateKey.from_private_bytes(seed).sign(_bound(message, purpose))


def verify(key: bytes, message: bytes, signature: bytes, purpose: str) -> None:
    """Return quietly when `signature` is that of `key` for `message` and `purpose`.

    Raises: SignatureError in every other case, a malformed key included.
    """
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _bound(message, purpose))
    except (InvalidSignature, ValueError) as error:
        raise SignatureError from error


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether a plain Ed25519 signature of others is good, as codes on printed cards have it.

    Bound to no purpose: nothing of this program is ever signed or trusted in this way.
    """
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _bound(message: bytes, purpose: str) -> bytes:
    return length_prefixed(_DOMAIN, purpose.encode(), message)

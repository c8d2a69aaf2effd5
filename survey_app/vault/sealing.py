"""The two layers of every sealed object: a body under its own key, and that key wrapped.

Room: vault. Knows neither drafts nor records by name.
Spec: docs/spec/sealed-record.md section 3.
Promise: a content key seals one body and no other, so a fixed nonce is safe; where its
    wrapping is destroyed, the body is noise.
"""

import secrets
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey_app.canonical import length_prefixed
from survey_app.vault import kem
from survey_app.vault.context import Context, context_bytes, read_context, split_prefixed
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.padding import pad, unpad

KEY_BYTES = 32
FORMAT = b"\x01"  # first byte of every wrapping: suite and layout of version 1

_NONCE = bytes(12)
_SALT_BYTES = 32


def seal_body(
    plaintext: bytes, context: Context, block: int, wrap: Callable[[bytes], bytes]
) -> tuple[bytes, bytes]:
    """Return (body, wrapping): `plaintext` under a fresh key, and that key as `wrap` wraps it.

    The wrapping carries the context, so that a row needs no clear column for it.
    """
    return seal_made_body(lambda _key, _bound: plaintext, context, block, wrap)


def seal_made_body(
    make: Callable[[bytes, bytes], bytes],
    context: Context,
    block: int,
    wrap: Callable[[bytes], bytes],
) -> tuple[bytes, bytes]:
    """Return (body, wrapping) of what `make` makes of the fresh key and the context's bytes."""
    key = secrets.token_bytes(KEY_BYTES)
    bound = context_bytes(context)
    body = ChaCha20Poly1305(key).encrypt(_NONCE, pad(make(key, bound), block), bound)
    return body, wrap(length_prefixed(key, bound))


def open_body(
    body: bytes, wrapping: bytes, block: int, unwrap: Callable[[bytes], bytes]
) -> tuple[bytes, Context]:
    """Return the plaintext and the context of what `seal_body` sealed.

    Raises: SealBrokenError, whatever was altered.
    """
    _, bound, plaintext = open_made_body(body, wrapping, block, unwrap)
    return plaintext, read_context(bound)


def open_made_body(
    body: bytes, wrapping: bytes, block: int, unwrap: Callable[[bytes], bytes]
) -> tuple[bytes, bytes, bytes]:
    """Return key, context's bytes and plaintext of `seal_made_body`. Raises: SealBrokenError."""
    parts = split_prefixed(unwrap(wrapping))
    if len(parts) != 2 or len(parts[0]) != KEY_BYTES:  # noqa: PLR2004 - key and context
        raise SealBrokenError
    key, bound = parts
    return key, bound, unpad(aead_open(key, body, bound), block)


def wrap_to_public(public: bytes, payload: bytes, *, kind: str, name: str) -> bytes:
    """Return `payload` sealed to a public key; `kind` and the row's `name` are bound."""
    return FORMAT + kem.seal_to(public, payload, _outer(kind, name, kem.key_id(public)))


def unwrap_with_seed(seed: bytes, wrapping: bytes, *, kind: str, name: str) -> bytes:
    """Return what `wrap_to_public` wrapped. Raises: SealBrokenError."""
    sealed = _after_format(wrapping)
    return kem.open_with(seed, sealed, _outer(kind, name, kem.key_id(kem.public_of(seed))))


def wrap_under_key(key: bytes, payload: bytes, *, kind: str, name: str) -> bytes:
    """Return `payload` under a key of its own, derived from `key` and 32 random bytes."""
    salt = secrets.token_bytes(_SALT_BYTES)
    wrapping_key = _derived(key, salt, _outer(kind, name, ""))
    return FORMAT + salt + ChaCha20Poly1305(wrapping_key).encrypt(_NONCE, payload, None)


def unwrap_under_key(key: bytes, wrapping: bytes, *, kind: str, name: str) -> bytes:
    """Return what `wrap_under_key` wrapped. Raises: SealBrokenError."""
    sealed = _after_format(wrapping)
    salt, ciphertext = sealed[:_SALT_BYTES], sealed[_SALT_BYTES:]
    return aead_open(_derived(key, salt, _outer(kind, name, "")), ciphertext, None)


def wrapped_fresh_key(key: bytes, statement: bytes, *, kind: str, name: str) -> tuple[bytes, bytes]:
    """Return a fresh content key, and its wrapping under `key` beside the statement."""
    fresh = secrets.token_bytes(KEY_BYTES)
    return fresh, wrap_under_key(key, length_prefixed(fresh, statement), kind=kind, name=name)


def unwrapped_key(key: bytes, wrapping: bytes, *, kind: str, name: str) -> tuple[bytes, bytes]:
    """Return the content key and the statement of `wrapped_fresh_key`. Raises: SealBrokenError."""
    parts = split_prefixed(unwrap_under_key(key, wrapping, kind=kind, name=name))
    if len(parts) != 2 or len(parts[0]) != KEY_BYTES:  # noqa: PLR2004 - key and statement
        raise SealBrokenError
    return parts[0], parts[1]


def aead_open(key: bytes, ciphertext: bytes, bound: bytes | None) -> bytes:
    """Return the plaintext under a key used once. Raises: SealBrokenError."""
    try:
        return ChaCha20Poly1305(key).decrypt(_NONCE, ciphertext, bound)
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError from error


def _after_format(wrapping: bytes) -> bytes:
    if wrapping[:1] != FORMAT:
        raise SealBrokenError
    return wrapping[1:]


def _outer(kind: str, name: str, key: str) -> bytes:
    """Return what the opener knows before opening: the kind, the row's name, its own key."""
    return length_prefixed(b"survey_app", b"wrapping/1", kind.encode(), name.encode(), key.encode())


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt, info).derive(key)

"""Seal the cover of a file so that only its own study can read where it comes from.

Room: vault. Bytes in, bytes out.
Spec: docs/spec/bundle.md section 2.
Promise: whoever has sealed covers and nothing else learns their number; all are equally long, and
    each is sealed under a key of its own, so a fixed nonce is safe.

The study's verify key is no secret inside the study: laptops, hubs and the coordinator hold it. Who
found a stick does not, and nobody can guess it.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey_app.vault.errors import SealBrokenError
from survey_app.vault.padding import BODY_BLOCK, pad, unpad

_INFO = b"survey-app/bundle-cover/1"
_NONCE = bytes(12)
_SALT_BYTES = 32
_TAG_BYTES = 16
SEALED_BYTES = _SALT_BYTES + BODY_BLOCK + _TAG_BYTES


def seal_cover(text: bytes, study_key: bytes, bound: bytes) -> bytes:
    """Return `text` sealed for everybody who knows `study_key`; `bound` must be the same to open.

    Shape:  `text` is shorter than one block; the result is SEALED_BYTES long, always.
    Raises: ValueError for a longer text.
    """
    padded = pad(text, BODY_BLOCK)
    if len(padded) != BODY_BLOCK:
        raise ValueError(len(text))
    salt = secrets.token_bytes(_SALT_BYTES)
    return salt + _cipher(study_key, salt).encrypt(_NONCE, padded, bound)


def open_cover(sealed: bytes, study_key: bytes, bound: bytes) -> bytes:
    """Return what `seal_cover` sealed. Raises: SealBrokenError, whatever does not fit."""
    salt, body = sealed[:_SALT_BYTES], sealed[_SALT_BYTES:]
    if len(sealed) != SEALED_BYTES:
        raise SealBrokenError
    try:
        padded = _cipher(study_key, salt).decrypt(_NONCE, body, bound)
    except InvalidTag as error:
        raise SealBrokenError from error
    return unpad(padded, BODY_BLOCK)


def _cipher(study_key: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt, _INFO).derive(study_key))

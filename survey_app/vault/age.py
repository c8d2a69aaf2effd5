"""Seal a whole file so that our program, or a stock age tool, opens it.

Room: vault.
Spec: docs/spec/age-files.md; C2SP age v1 (age-encryption.org/v1), binary form.
Promise: nothing of a file is given out before all of it is authenticated. An age file does
    not say who made it: sign what travels.
"""

import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey_app.vault import kem
from survey_app.vault.age_header import Header, Stanza, header_text, read_header, to_base64
from survey_app.vault.age_stanzas import (
    FILE_KEY_BYTES,
    X25519_BYTES,
    unwrap_hybrid,
    unwrap_x25519,
    wrap_hybrid,
    wrap_x25519,
)
from survey_app.vault.age_stream import open_stream, seal_stream
from survey_app.vault.errors import RecipientError, SealBrokenError

_NONCE_BYTES = 16


@dataclass(frozen=True, repr=False)
class Beginning:
    """The head of a file, the nonce after it, and the key of the chunks that follow."""

    head: bytes
    nonce: bytes
    key: bytes


def encrypt_file(plaintext: bytes, recipients: Sequence[bytes]) -> bytes:
    """Return an age file that the seed of any of `recipients` opens.

    Shape:  public keys of 1,216 bytes (hybrid) or of 32 bytes (X25519), not mixed: a file
        is no stronger against a later quantum computer than its weakest stanza.
    Raises: RecipientError.
    """
    return b"".join(encrypt_parts(plaintext, recipients))


def encrypt_parts(plaintext: bytes, recipients: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return (head, payload) of the file that `encrypt_file` returns whole.

    The head holds the file key, sealed: where it is destroyed, the payload is noise.

    Raises: RecipientError.
    """
    begun = begin_file(recipients)
    return begun.head, begun.nonce + seal_stream(begun.key, plaintext)


def decrypt_file(
    data: bytes, seed: bytes, *, kind: Literal["hybrid", "x25519"] = "hybrid"
) -> bytes:
    """Return the plaintext of an age file.

    Raises: SealBrokenError for a wrong seed, a foreign format and every altered byte.
    """
    begun = read_beginning(data, seed, kind=kind)
    return open_stream(begun.key, data[len(begun.head) + _NONCE_BYTES :])


def begin_file(recipients: Sequence[bytes]) -> Beginning:
    """Return what a new file begins with; its chunks follow. Raises: RecipientError."""
    file_key = secrets.token_bytes(FILE_KEY_BYTES)
    head = _head(recipients, file_key)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return Beginning(head, nonce, _derived(file_key, nonce, b"payload"))


def read_beginning(
    data: bytes, seed: bytes, *, kind: Literal["hybrid", "x25519"] = "hybrid"
) -> Beginning:
    """Return what the file that starts with `data` begins with.

    Raises: SealBrokenError for a wrong seed, a foreign format, an altered or cut head.
    """
    header = read_header(data)
    file_key = _file_key(header, seed, unwrap_hybrid if kind == "hybrid" else unwrap_x25519)
    nonce = data[header.end : header.end + _NONCE_BYTES]
    if len(nonce) != _NONCE_BYTES:
        raise SealBrokenError
    return Beginning(data[: header.end], nonce, _derived(file_key, nonce, b"payload"))


def rewrap_head(head: bytes, seed: bytes, recipients: Sequence[bytes]) -> bytes:
    """Return the head of `encrypt_parts` for other recipients; the payload stays as it is.

    Raises: SealBrokenError when `seed` does not open it; RecipientError.
    """
    return _head(recipients, _file_key(read_header(head), seed, unwrap_hybrid))


def _head(recipients: Sequence[bytes], file_key: bytes) -> bytes:
    covered = header_text(_stanzas(recipients, file_key))
    return covered + b" " + to_base64(_mac(file_key, covered)) + b"\n"


def _file_key(
    header: Header, seed: bytes, unwrap: Callable[[bytes, Sequence[Stanza]], bytes]
) -> bytes:
    file_key = unwrap(seed, header.stanzas)
    if not hmac.compare_digest(_mac(file_key, header.covered), header.mac):
        raise SealBrokenError
    return file_key


def _stanzas(recipients: Sequence[bytes], file_key: bytes) -> list[Stanza]:
    sizes = {len(recipient) for recipient in recipients}
    if sizes == {kem.PUBLIC_BYTES}:
        return [wrap_hybrid(recipient, file_key) for recipient in recipients]
    if sizes == {X25519_BYTES}:
        return [wrap_x25519(recipient, file_key) for recipient in recipients]
    raise RecipientError


def _mac(file_key: bytes, covered: bytes) -> bytes:
    return hmac.digest(_derived(file_key, b"", b"header"), covered, "sha256")


def _derived(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(file_key)

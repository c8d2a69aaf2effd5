"""The payload of an age file: 64 KiB chunks, each authenticated with its place.

Room: vault.
Spec: docs/spec/age-files.md section 4; C2SP age v1, "Payload" (a STREAM construction).
Promise: a payload that lost, gained or swapped a chunk is refused as a whole.
"""

from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from survey_app.vault.errors import SealBrokenError

CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16


def seal_stream(key: bytes, plaintext: bytes) -> bytes:
    """Return the chunks of `plaintext`; an empty one still has its final chunk."""
    cipher = ChaCha20Poly1305(key)
    return b"".join(
        cipher.encrypt(nonce, chunk, None) for nonce, chunk in _numbered(plaintext, CHUNK_BYTES)
    )


def open_stream(key: bytes, sealed: bytes) -> bytes:
    """Return what `seal_stream` sealed. Raises: SealBrokenError."""
    cipher = ChaCha20Poly1305(key)
    try:
        chunks = [
            cipher.decrypt(nonce, chunk, None)
            for nonce, chunk in _numbered(sealed, CHUNK_BYTES + TAG_BYTES)
        ]
    except InvalidTag as error:
        raise SealBrokenError from error
    if len(chunks) > 1 and not chunks[-1]:
        raise SealBrokenError
    return b"".join(chunks)


def open_chunks(key: bytes, sealed: bytes) -> Iterator[bytes | None]:
    """Yield each chunk of `seal_stream` in its place, None for one that does not open.

    For what rotted on a disk, to be saved as far as it goes: the caller tells what is missing.
    """
    cipher = ChaCha20Poly1305(key)
    for nonce, chunk in _numbered(sealed, CHUNK_BYTES + TAG_BYTES):
        try:
            yield cipher.decrypt(nonce, chunk, None)
        except InvalidTag:
            yield None


def _numbered(data: bytes, size: int) -> Iterator[tuple[bytes, memoryview]]:
    """Yield each chunk with its nonce."""
    view = memoryview(data)
    last = max(0, len(data) - 1) // size
    for number in range(last + 1):
        chunk = view[number * size : (number + 1) * size]
        yield chunk_nonce(number, final=number == last), chunk


def chunk_nonce(number: int, *, final: bool) -> bytes:
    """Return the nonce of a chunk: its number from 0 in 11 bytes, and whether it is the last.

    >>> chunk_nonce(1, final=True).hex()
    '000000000000000000000101'
    """
    return number.to_bytes(11, "big") + (b"\x01" if final else b"\x00")

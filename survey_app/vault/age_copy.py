"""Age files too large for memory, written and read chunk by chunk.

Room: vault.
Spec: docs/spec/age-files.md; the same bytes as `age.encrypt_file` makes.
Promise: a reader is given authenticated bytes only, but not before the end is it known that
    the file is whole: believe nothing of it until `read` has returned nothing.
"""

from collections.abc import Sequence
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from survey_app.vault.age import begin_file, read_beginning
from survey_app.vault.age_stream import CHUNK_BYTES, TAG_BYTES, chunk_nonce
from survey_app.vault.errors import SealBrokenError

_SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES


class SealingWriter:
    """What is written here goes, sealed to the recipients, to another file.

    Rules: `close` ends the age file and leaves the other file open; without it the file is
    refused as cut.
    """

    def __init__(self, sink: BinaryIO, recipients: Sequence[bytes]) -> None:
        """Write the head. Raises: RecipientError, OSError."""
        begun = begin_file(recipients)
        sink.write(begun.head + begun.nonce)
        self._sink = sink
        self._cipher = ChaCha20Poly1305(begun.key)
        self._waiting = bytearray()
        self._number = 0

    def write(self, data: bytes) -> int:
        """Seal `data`; the last chunk waits, because it has to be marked. Raises: OSError."""
        self._waiting += data
        while len(self._waiting) > CHUNK_BYTES:
            self._seal(CHUNK_BYTES, final=False)
        return len(data)

    def close(self) -> None:
        """Write the final chunk. Raises: OSError."""
        self._seal(len(self._waiting), final=True)

    def _seal(self, size: int, *, final: bool) -> None:
        nonce = chunk_nonce(self._number, final=final)
        self._sink.write(self._cipher.encrypt(nonce, bytes(self._waiting[:size]), None))
        del self._waiting[:size]
        self._number += 1


class OpeningReader:
    """The plaintext of an age file, opened as it is read."""

    def __init__(self, source: BinaryIO, seed: bytes) -> None:
        """Read the head. Raises: SealBrokenError for a wrong seed or a foreign format."""
        start = source.read(_SEALED_CHUNK)
        begun = read_beginning(start, seed)
        self._source = source
        self._cipher = ChaCha20Poly1305(begun.key)
        self._sealed = start[len(begun.head) + len(begun.nonce) :]
        self._open = b""
        self._number = 0
        self._ended = False

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes, fewer only at the end. Raises: SealBrokenError."""
        while len(self._open) < size and not self._ended:
            self._open += self._next_chunk()
        given, self._open = self._open[:size], self._open[size:]
        return given

    def _next_chunk(self) -> bytes:
        while len(self._sealed) <= _SEALED_CHUNK and (more := self._source.read(_SEALED_CHUNK)):
            self._sealed += more
        chunk, self._sealed = self._sealed[:_SEALED_CHUNK], self._sealed[_SEALED_CHUNK:]
        self._ended = not self._sealed
        try:
            opened = self._cipher.decrypt(chunk_nonce(self._number, final=self._ended), chunk, None)
        except (InvalidTag, ValueError) as error:
            raise SealBrokenError from error
        if self._ended and self._number and not opened:
            raise SealBrokenError
        self._number += 1
        return opened

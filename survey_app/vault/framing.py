"""An attachment with the statement of what it is, filled up so that its size says little.

Room: vault.
Spec: docs/spec/attachment.md section 2.
Promise: the data comes first and untouched, so that a stock age tool gives a file that opens.
"""

from survey_app.vault.errors import SealBrokenError

SMALLEST_STEP = 4096

_STEPS = 16  # a size is told to about one part in sixteen
_NUMBER = 8


def frame(data: bytes, statement: bytes) -> bytes:
    r"""Return `data`, zeros, `statement` and both lengths, filled up to a step.

    >>> framed = frame(b"photo", b"what it is")
    >>> framed[:7], len(framed), unframe(framed)
    (b'photo\x00\x00', 4096, (b'photo', b'what it is'))
    """
    tail = statement + _number(len(data)) + _number(len(statement))
    whole = filled_size(len(data) + len(tail))
    return b"".join((data, bytes(whole - len(data) - len(tail)), tail))


def unframe(framed: bytes) -> tuple[bytes, bytes]:
    """Return data and statement. Raises: SealBrokenError when it is not exactly that of `frame`."""
    held = memoryview(framed)
    if len(held) < 2 * _NUMBER:
        raise SealBrokenError
    end = int.from_bytes(held[-2 * _NUMBER : -_NUMBER], "big")
    stated = int.from_bytes(held[-_NUMBER:], "big")
    start = len(held) - 2 * _NUMBER - stated
    used = end + stated + 2 * _NUMBER
    if start < end or len(held) != filled_size(used) or any(held[end:start]):
        raise SealBrokenError
    return bytes(held[:end]), bytes(held[start : start + stated])


def framed_end(framed: bytes, stated: int) -> int:
    """Return how long the data before a statement of `stated` bytes are, by what `framed` ends in.

    Raises: SealBrokenError when that is not the end of what `frame` returns.
    """
    end = int.from_bytes(framed[-2 * _NUMBER : -_NUMBER], "big")
    whole = len(framed) == filled_size(end + stated + 2 * _NUMBER)
    if not whole or framed[-_NUMBER:] != _number(stated):
        raise SealBrokenError
    return end


def filled_size(size: int) -> int:
    """Return the size after filling up: whole steps, each about a sixteenth of it.

    >>> filled_size(1), filled_size(65_537), filled_size(340_000)
    (4096, 73728, 360448)
    """
    step = SMALLEST_STEP
    while step * _STEPS < size:
        step *= 2
    return -(-size // step) * step


def _number(value: int) -> bytes:
    return value.to_bytes(_NUMBER, "big")

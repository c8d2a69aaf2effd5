"""Padding that hides how much a person said.

Room: vault.
Spec: docs/spec/sealed-record.md section 4 (one byte 0x80, then zeros).
"""

from survey_app.vault.errors import SealBrokenError

BODY_BLOCK = 4096
VIEW_BLOCK = 1024

_MARK = b"\x80"


def pad(data: bytes, block: int) -> bytes:
    r"""Return `data`, a mark and as many zeros as fill the last block.

    >>> pad(b"ab", 4), len(pad(b"abcd", 4))
    (b'ab\x80\x00', 8)
    """
    marked = data + _MARK
    return marked + bytes(-len(marked) % block)


def unpad(padded: bytes, block: int) -> bytes:
    """Return what `pad` padded.

    Raises: SealBrokenError when the padding is not exactly that of `pad`.
    """
    data, mark, zeros = padded.rpartition(_MARK)
    if not mark or len(padded) % block or len(zeros) >= block or any(zeros):
        raise SealBrokenError
    return data

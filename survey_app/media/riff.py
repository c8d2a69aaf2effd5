"""WebP pictures and WAV sounds without anything but themselves.

Room: media.
Spec: RFC 9649 (WebP), Microsoft RIFF.
"""

from collections.abc import Collection

from survey_app.media.errors import MediaDamagedError

_HEAD = 12
_PICTURE = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_SOUND = frozenset({b"fmt ", b"fact", b"data"})
_FLAGS_OF_METADATA = 0x08 | 0x04  # of VP8X: Exif, XMP


def webp_only(data: bytes) -> bytes:
    """Return the picture without Exif and XMP. Raises: MediaDamagedError."""
    return _only(data, _PICTURE)


def sound_only(data: bytes) -> bytes:
    """Return the sound without titles, places and notes. Raises: MediaDamagedError."""
    return _only(data, _SOUND)


def _only(data: bytes, wanted: Collection[bytes]) -> bytes:
    kept: list[bytes] = []
    at = _HEAD
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        content = data[at + 8 : at + 8 + size]  # a recorder that was cut off states too much
        if name in wanted:
            kept.append(_chunk(name, _unflagged(content) if name == b"VP8X" else content))
        at += 8 + size + size % 2
    if not kept:
        raise MediaDamagedError
    inside = data[8:12] + b"".join(kept)
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)


def _unflagged(content: bytes) -> bytes:
    return bytes((content[0] & ~_FLAGS_OF_METADATA & 0xFF,)) + content[1:] if content else content

"""A JPEG file without anything but its picture.

Room: media.
Spec: ITU-T T.81 Annex B (markers), Exif 2.3 (the orientation tag).
Promise: the picture is not encoded again; of Exif only how the picture is to be turned stays.
"""

import re
import struct

from survey_app.media.errors import MediaDamagedError

_START, _END = b"\xff\xd8", b"\xff\xd9"
_SCAN, _EXIF = 0xDA, 0xE1
_JFIF, _ICC, _ADOBE = 0xE0, 0xE2, 0xEE
_TABLES = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD}) - {0xC8}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_JFIF_HEAD = 12  # "JFIF", version, units, densities: what follows is a thumbnail
_TURN_TAG = 0x0112


def without_segments(data: bytes) -> bytes:
    """Return the picture without Exif, XMP, comments and what follows its end.

    A picture that breaks off in its last scan is ended there. Raises: MediaDamagedError.
    """
    kept: list[bytes] = []
    turn = 1
    at = len(_START)
    while at < len(data):
        code, at = _marker(data, at)
        if code == _END[1]:
            break
        if code in _ALONE:
            continue
        end = _end_of_segment(data, at)
        content = data[at + 2 : end]
        if code == _SCAN:
            end = _end_of_scan(data, end)
            kept.append(bytes((0xFF, code)) + data[at:end])
        elif code == _EXIF:
            turn = _turn(content) or turn
        elif (stays := _kept(code, content)) is not None:
            kept.append(_segment(code, stays))
        at = end
    if not any(part[1] == _SCAN for part in kept):
        raise MediaDamagedError
    turned = [] if turn == 1 else [_segment(_EXIF, _exif_of(turn))]
    return b"".join((_START, *turned, *kept, _END))


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """Return the code of the marker at `at`, and where it ends; markers may be filled up."""
    if data[at] != 0xFF:  # noqa: PLR2004 - every marker begins so
        raise MediaDamagedError
    while at < len(data) and data[at] == 0xFF:  # noqa: PLR2004 - see above
        at += 1
    if at >= len(data):
        raise MediaDamagedError
    return data[at], at + 1


def _end_of_segment(data: bytes, at: int) -> int:
    size = int.from_bytes(data[at : at + 2], "big")
    if size < 2 or at + size > len(data):  # noqa: PLR2004 - the length counts itself
        raise MediaDamagedError
    return at + size


def _end_of_scan(data: bytes, at: int) -> int:
    found = _AFTER_SCAN.search(data, at)
    return len(data) if found is None else found.start()


def _kept(code: int, content: bytes) -> bytes | None:
    if code in _TABLES:
        return content
    if code == _JFIF and content.startswith(b"JFIF\x00"):
        return content[:_JFIF_HEAD] + b"\x00\x00"
    wanted = (code == _ICC and content.startswith(b"ICC_PROFILE\x00")) or (
        code == _ADOBE and content.startswith(b"Adobe")
    )
    return content if wanted else None


def _segment(code: int, content: bytes) -> bytes:
    return bytes((0xFF, code)) + (len(content) + 2).to_bytes(2, "big") + content


def _turn(content: bytes) -> int:
    """Return the orientation (2 to 8) that an Exif segment tells, 0 for none."""
    tiff = content[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if not content.startswith(b"Exif\x00\x00") or order is None:
        return 0
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for at in range(start + 2, start + 2 + 12 * count, 12):
            tag, _kind, _count, value = struct.unpack_from(order + "HHIH", tiff, at)
            if tag == _TURN_TAG:
                return value if 2 <= value <= 8 else 0  # noqa: PLR2004 - the eight ways
    except struct.error:
        return 0
    return 0


def _exif_of(turn: int) -> bytes:
    """Return an Exif segment that says how to turn the picture, and nothing else."""
    entry = struct.pack(">HHIHH", _TURN_TAG, 3, 1, turn, 0)
    return b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01" + entry + bytes(4)

"""A PNG file without anything but its picture.

Room: media.
Spec: W3C PNG, section 5 (chunks) and 11 (which of them draw).
"""

from survey_app.media.errors import MediaDamagedError

_HEAD = 8
_AROUND = 12  # length, name and checksum of a chunk
_DRAWING = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP"}
    | {b"sBIT", b"pHYs", b"bKGD"}
)


def without_chunks(data: bytes) -> bytes:
    """Return the picture without texts, Exif, times and what follows its end.

    Raises: MediaDamagedError.
    """
    kept = [data[:_HEAD]]
    at = _HEAD
    while at + _AROUND <= len(data):
        end = at + _AROUND + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if end > len(data):
            break
        if name in _DRAWING:
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
    raise MediaDamagedError

"""An MP3 sound without its tags.

Room: media.
Spec: ID3v2.4 section 3.1, ID3v1.
"""

from survey_app.media.errors import MediaDamagedError

_HEAD, _OLD_TAG = 10, 128
_HAS_FOOT = 0x10


def without_tags(data: bytes) -> bytes:
    """Return the sound without titles, names and pictures. Raises: MediaDamagedError."""
    at = 0
    while data[at : at + 3] == b"ID3":
        size = 0
        for one in data[at + 6 : at + _HEAD]:
            size = size << 7 | one & 0x7F
        foot = _HEAD if data[at + 5 : at + 6] > b"" and data[at + 5] & _HAS_FOOT else 0
        at += _HEAD + size + foot
    old = data.find(b"TAG", max(at, len(data) - _OLD_TAG))
    end = old if old >= 0 else len(data)
    if at >= end:
        raise MediaDamagedError
    return data[at:end]

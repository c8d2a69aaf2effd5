"""MP4 and its kin with what a telephone wrote beside the film overwritten.

Room: media.
Spec: ISO/IEC 14496-12, section 4.2 (boxes). Nothing moves: the film is found by its places.
"""

from collections.abc import Iterator

from survey_app.media.errors import MediaDamagedError

_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"moof", b"traf"})
_METADATA = frozenset({b"udta", b"meta", b"uuid"})
_DEEPEST = 8


def without_user_data(data: bytes) -> bytes:
    """Return the film with user data and metadata boxes as free space, filled with zeros.

    Raises: MediaDamagedError.
    """
    film = bytearray(data)
    _blank(film, 0, len(film), _DEEPEST)
    return bytes(film)


def _blank(film: bytearray, start: int, end: int, depth: int) -> None:
    if depth == 0:
        raise MediaDamagedError
    for name, at, inside, after in _boxes(film, start, end):
        if name in _HOLDERS:
            _blank(film, inside, after, depth - 1)
        elif name in _METADATA:
            film[at + 4 : at + 8] = b"free"
            film[inside:after] = bytes(after - inside)


def _boxes(film: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield name, start, start of the content and end of each box."""
    at = start
    while at + 8 <= end:
        size, inside = int.from_bytes(film[at : at + 4], "big"), at + 8
        if size == 1:  # the size stands behind the name
            size, inside = int.from_bytes(film[at + 8 : at + 16], "big"), at + 16
        after = end if size == 0 else at + size
        if after < inside:
            raise MediaDamagedError
        # a film that breaks off keeps what is there
        yield bytes(film[at + 4 : at + 8]), at, inside, min(after, end)
        at = after

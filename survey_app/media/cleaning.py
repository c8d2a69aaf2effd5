"""Refuse what is not asked for, and take out what a camera wrote beside the picture.

Room: media.
Spec: docs/spec/attachment.md section 6.
Promise: a file whose parts cannot be told apart is refused, never passed on as it came.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from survey_app.errors import SurveyError
from survey_app.media.boxes import without_user_data
from survey_app.media.errors import (
    MediaDamagedError,
    NotAFilmError,
    NotAPictureError,
    NotASoundError,
)
from survey_app.media.jpeg import without_segments
from survey_app.media.kinds import Family, Kind, kind_by_bytes
from survey_app.media.mp3 import without_tags
from survey_app.media.png import without_chunks
from survey_app.media.riff import sound_only, webp_only


@dataclass(frozen=True)
class Media:
    """A file that may be kept: what it is, and its bytes after cleaning."""

    kind: Kind
    data: bytes


_CLEANERS: Mapping[str, Callable[[bytes], bytes]] = {
    "jpg": without_segments,
    "png": without_chunks,
    "webp": webp_only,
    "wav": sound_only,
    "mp4": without_user_data,
    "m4a": without_user_data,
    "mp3": without_tags,
}
_REFUSALS: Mapping[Family, type[SurveyError]] = {
    Family.IMAGE: NotAPictureError,
    Family.AUDIO: NotASoundError,
    Family.VIDEO: NotAFilmError,
}


def cleaned(data: bytes, family: Family) -> Media:
    """Return a file as it may be kept for a question of `family`.

    Raises: NotAPictureError, NotASoundError, NotAFilmError by what was asked for;
        MediaDamagedError.

    >>> cleaned(b"some text", Family.FILE).kind.suffix
    'bin'
    """
    if not data:
        raise MediaDamagedError
    kind = kind_by_bytes(data)
    if family in _REFUSALS and family not in kind.families:
        raise _REFUSALS[family]
    clean = _CLEANERS.get(kind.suffix)
    return Media(kind, data if clean is None else clean(data))

"""Which files of a form can be seen or heard on a page, and what they are.

Room: web.
Promise: what is not on this list is never sent to a browser, whatever its name says.
"""

from types import MappingProxyType
from typing import Literal

MediaSort = Literal["image", "audio", "video"]

DRAWING = "image/svg+xml"
_TYPES = MappingProxyType(
    {
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "gif": "image/gif",
        "webp": "image/webp",
        "svg": DRAWING,
        "mp3": "audio/mpeg",
        "m4a": "audio/mp4",
        "aac": "audio/aac",
        "wav": "audio/wav",
        "ogg": "audio/ogg",
        "oga": "audio/ogg",
        "opus": "audio/ogg",
        "flac": "audio/flac",
        "weba": "audio/webm",
        "mp4": "video/mp4",
        "m4v": "video/mp4",
        "webm": "video/webm",
        "ogv": "video/ogg",
        "3gp": "video/3gpp",
        "mov": "video/quicktime",
    }
)
_SORTS: MappingProxyType[str, MediaSort] = MappingProxyType(
    {"image": "image", "audio": "audio", "video": "video"}
)


def content_type(name: str) -> str:
    """Return the content type of a file by the end of its name, "" for what is not shown.

    >>> content_type("well.PNG"), content_type("villages.csv"), content_type("png")
    ('image/png', '', '')
    """
    stem, dot, ending = name.rpartition(".")
    return _TYPES.get(ending.lower(), "") if stem and dot else ""


def sort_of(name: str) -> MediaSort | None:
    """Return how a file is taken in: seen, heard or both.

    >>> sort_of("song.opus"), sort_of("notes.txt")
    ('audio', None)
    """
    return _SORTS.get(content_type(name).partition("/")[0])

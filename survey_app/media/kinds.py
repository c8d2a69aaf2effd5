"""What a file is by its first bytes, whatever it is called.

Room: media.
Spec: docs/spec/attachment.md sections 1 and 6.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What an upload question asks for."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


@dataclass(frozen=True)
class Kind:
    """One kind of file: how its name ends, how a browser calls it, what it may answer."""

    suffix: str
    families: frozenset[Family]
    subtype: str

    def content_type(self, family: Family) -> str:
        """Return how a browser calls it as an answer to a question of `family`."""
        shown = family if family in self.families else Family.FILE
        return "application/octet-stream" if shown is Family.FILE else f"{shown}/{self.subtype}"


_IMAGE = frozenset({Family.IMAGE})
_AUDIO = frozenset({Family.AUDIO})
_EITHER = frozenset({Family.AUDIO, Family.VIDEO})
_NONE: frozenset[Family] = frozenset()

KINDS: Mapping[str, Kind] = {
    kind.suffix: kind
    for kind in (
        Kind("jpg", _IMAGE, "jpeg"),
        Kind("png", _IMAGE, "png"),
        Kind("webp", _IMAGE, "webp"),
        Kind("webm", _EITHER, "webm"),
        Kind("ogg", _EITHER, "ogg"),
        Kind("mp4", _EITHER, "mp4"),
        Kind("m4a", _AUDIO, "mp4"),
        Kind("mp3", _AUDIO, "mpeg"),
        Kind("wav", _AUDIO, "wav"),
        Kind("flac", _AUDIO, "flac"),
        Kind("aac", _AUDIO, "aac"),
        Kind("amr", _AUDIO, "amr"),
        Kind("pdf", _NONE, "pdf"),
        Kind("bin", _NONE, "octet-stream"),
    )
}

_STARTS = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\x1a\x45\xdf\xa3", "webm"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"#!AMR", "amr"),
    (b"ID3", "mp3"),
    (b"%PDF-", "pdf"),
)
_RIFFS = {b"WEBP": "webp", b"WAVE": "wav"}
_STILLS = frozenset({b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif", b"avis", b"hevc"})


def kind_by_bytes(data: bytes) -> Kind:
    """Return the kind of `data`; `bin` for whatever is not known.

    >>> kind_by_bytes(b"OggS...").suffix, kind_by_bytes(b"hello").suffix
    ('ogg', 'bin')
    """
    found = [suffix for start, suffix in _STARTS if data.startswith(start)]
    return KINDS[found[0] if found else _by_later_bytes(data)]


def kind_named(name: str) -> Kind:
    """Return the kind that the end of a name tells.

    >>> kind_named("abcdefgh.mp3").content_type(Family.AUDIO)
    'audio/mpeg'
    """
    return KINDS.get(name.rpartition(".")[2].lower(), KINDS["bin"])


def family_of(media_type: str) -> Family:
    """Return what an upload question with this media type asks for.

    >>> family_of("image/*").value, family_of("application/pdf").value
    ('image', 'file')
    """
    kind = media_type.partition("/")[0].lower()
    return Family(kind) if kind in set(Family) - {Family.FILE} else Family.FILE


def _by_later_bytes(data: bytes) -> str:
    if data[:4] == b"RIFF":
        return _RIFFS.get(data[8:12], "bin")
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return "bin" if brand in _STILLS else "m4a" if brand[:3] == b"M4A" else "mp4"
    return _by_frame(data)


def _by_frame(data: bytes) -> str:
    """Tell the two kinds that begin with a frame: both with eleven or twelve bits of ones."""
    if len(data) < 2 or data[0] != 0xFF:  # noqa: PLR2004 - the first eight of them
        return "bin"
    if data[1] & 0xF6 == 0xF0:  # noqa: PLR2004 - ADTS: layer 0
        return "aac"
    is_mp3 = data[1] & 0xE0 == 0xE0 and data[1] & 0x06  # noqa: PLR2004 - MPEG audio: layer 1 to 3
    return "mp3" if is_mp3 else "bin"

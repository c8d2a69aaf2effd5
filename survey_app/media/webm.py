"""One recording out of what is left of it, or out of several takes: WebM with one voice in Opus.

Room: media. A page's recorder writes this; a film, or another codec, is none of it.
Spec: docs/spec/attachment.md section 3; RFC 8794 (EBML), RFC 9559 (Matroska).
Promise: what was heard is never changed, only when; what is cut off in the middle is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_BEGINS = re.compile(rb"\x1a\x45\xdf\xa3.{1,40}?\x42\x82\x84webm", re.DOTALL)
_CLUSTER, _NO_END = b"\x1f\x43\xb6\x75", b"\x01" + b"\xff" * 7
_TIME, _SIMPLE_BLOCK, _BLOCK_GROUP, _BLOCK = 0xE7, 0xA3, 0xA0, 0xA1
_VOICE = b"\x81"  # the track of the head that is written here
_IN_A_CLUSTER = frozenset({_TIME, _SIMPLE_BLOCK, _BLOCK_GROUP, 0xA7, 0xAB, 0xBF, 0xEC})
_STEP = 60  # milliseconds of a recorder's block


@dataclass(frozen=True)
class _Cluster:
    """A stretch of about a second: where on its clock it begins and ends, and its blocks.

    Shape: of each block what stands before and after the number of its track, and that number
    as its browser wrote it: one of them calls a voice 1, another one 2.
    """

    begins: int
    ends: int
    blocks: tuple[tuple[bytes, bytes], ...]
    track: bytes


def takes_of(data: bytes) -> list[bytes]:
    """Return the recordings that stand one behind the other in `data`.

    >>> takes_of(b"no recording of a page")
    [b'no recording of a page']
    """
    borders = [0, *(found.start() for found in _BEGINS.finditer(data, 1)), len(data)]
    return [data[start:end] for start, end in pairwise(borders)]


def in_one(data: bytes) -> bytes:
    """Return the takes in `data` as one recording; what is one, or none, as it is."""
    takes = takes_of(data)
    return data if len(takes) == 1 else as_one(takes)


def is_a_voice(data: bytes) -> bool:
    """Say whether `data` is what a page's recorder writes: Opus alone."""
    head, _, _ = data.partition(_CLUSTER)
    return _BEGINS.match(data) is not None and b"A_OPUS" in head and b"V_" not in head


def as_one(spans: Sequence[bytes]) -> bytes:
    """Return one recording of `spans`, in their order: takes, or what is left of one.

    A span that begins with a head is a take of its own and is heard after the one before; one
    without goes on with it, and what is missing between them is silence. Where no head is left,
    that of one voice is written. Where nothing can be heard, nothing is returned.
    """
    heard = [(span, list(_clusters(span))) for span in spans]
    first, stretches = next((one for one in heard if one[1]), (b"", []))
    if not stretches:
        return b""
    has_head = is_a_voice(first)
    track = stretches[0].track if has_head else _VOICE
    made = [first[: first.find(_CLUSTER)] if has_head else _head()]
    ended, shift = 0, 0
    for span, stretches in heard:
        if _BEGINS.match(span):
            shift = ended
        for one in stretches:
            if one.begins + shift < ended - _STEP:  # of a take whose head is lost
                shift = ended - one.begins
            made.append(_written(one, shift, track))
            ended = one.ends + shift
    return b"".join(made)


def _written(one: _Cluster, shift: int, track: bytes) -> bytes:
    time = (one.begins + shift).to_bytes(8, "big")
    blocks = b"".join(before + track + after for before, after in one.blocks)
    return _CLUSTER + _NO_END + bytes((_TIME, 0x88)) + time + blocks


def _clusters(span: bytes) -> Iterator[_Cluster]:
    """Yield the clusters of a span, as far as each is whole; not what stands before the first."""
    at = span.find(_CLUSTER)
    while at >= 0:
        _, inner = _number(span, at + len(_CLUSTER))
        begins, latest, end, track = 0, 0, inner, b""
        blocks: list[tuple[bytes, bytes]] = []
        for name, start, payload, end in _elements(span, inner):
            if name == _TIME:
                begins = int.from_bytes(span[payload:end], "big")
            elif there := _track_at(span, name, payload):
                blocks.append((span[start:there], span[there + 1 : end]))
                track = track or span[there : there + 1]
                latest = max(latest, _moment(span, there))
        if blocks:
            yield _Cluster(begins, begins + latest + _STEP, tuple(blocks), track)
        at = span.find(_CLUSTER, end)


def _elements(span: bytes, at: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield name, start, payload and end of each whole element of a cluster."""
    while at < len(span) and span[at] in _IN_A_CLUSTER:
        size, payload = _number(span, at + 1)
        if payload + size > len(span):
            return
        yield span[at], at, payload, payload + size
        at = payload + size


def _track_at(span: bytes, name: int, payload: int) -> int:
    """Return where the number of a block's track stands, 0 for what is no block of a recorder."""
    if name == _SIMPLE_BLOCK:
        return payload
    is_block = name == _BLOCK_GROUP and span[payload : payload + 1] == bytes((_BLOCK,))
    return _number(span, payload + 1)[1] if is_block else 0


def _moment(span: bytes, at: int) -> int:
    """Return when in its cluster a block is heard, whose track stands at `at`."""
    return int.from_bytes(span[at + 1 : at + 3], "big", signed=True)


def _number(span: bytes, at: int) -> tuple[int, int]:
    """Return an EBML size and where it ends; what is cut off is larger than anything."""
    length = 9 - span[at].bit_length() if at < len(span) and span[at] else 9
    if length > 8 or at + length > len(span):  # noqa: PLR2004 - bytes of the longest size
        return len(span), len(span)
    value = int.from_bytes(span[at : at + length], "big")
    return value & ((1 << 7 * length) - 1), at + length


def _head() -> bytes:
    """Return the beginning of a recording of one voice, a segment whose end is not told."""
    kind = _element("4282", b"webm") + _element("4287", b"\x04") + _element("4285", b"\x02")
    millisecond = _element("2ad7b1", (1_000_000).to_bytes(3, "big"))
    sound = _element("b5", bytes.fromhex("473b8000")) + _element("9f", b"\x01")  # 48,000.0, one
    opus = b"OpusHead\x01\x01\x00\x00" + (48_000).to_bytes(4, "little") + bytes(3)
    track = b"".join(
        (
            _element("d7", b"\x01"),
            _element("73c5", b"\x01"),
            _element("83", b"\x02"),
            _element("86", b"A_OPUS"),
            _element("63a2", opus),
            _element("e1", sound),
        )
    )
    return b"".join(
        (
            _element("1a45dfa3", kind),
            bytes.fromhex("18538067") + _NO_END,
            _element("1549a966", millisecond),
            _element("1654ae6b", _element("ae", track)),
        )
    )


def _element(name: str, payload: bytes) -> bytes:
    return bytes.fromhex(name) + bytes((0x80 | len(payload),)) + payload

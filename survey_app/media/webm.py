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
_IN_A_CLUSTER = frozenset({_TIME, _SIMPLE_BLOCK, _BLOCK_GROUP, 0xA7, 0xAB, 0xBF, 0xEC})
_STEP = 60  # milliseconds of a recorder's block


@dataclass(frozen=True)
class _Cluster:
    """A stretch of about a second: where on its clock it begins and ends, and its blocks."""

    begins: int
    ends: int
    blocks: bytes


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
    spans = [span for span in spans if _CLUSTER in span]
    if not spans:
        return b""
    first = spans[0]
    made = [first[: first.find(_CLUSTER)] if is_a_voice(first) else _head()]
    ended, shift = 0, 0
    for span in spans:
        if _BEGINS.match(span):
            shift = ended
        for one in _clusters(span):
            if one.begins + shift < ended - _STEP:  # of a take whose head is lost
                shift = ended - one.begins
            made.append(_written(one, shift))
            ended = one.ends + shift
    return b"".join(made)


def _written(one: _Cluster, shift: int) -> bytes:
    time = (one.begins + shift).to_bytes(8, "big")
    return _CLUSTER + _NO_END + bytes((_TIME, 0x88)) + time + one.blocks


def _clusters(span: bytes) -> Iterator[_Cluster]:
    """Yield the clusters of a span, as far as each is whole; not what stands before the first."""
    at = span.find(_CLUSTER)
    while at >= 0:
        _, inner = _number(span, at + len(_CLUSTER))
        begins, latest, end = 0, 0, inner
        blocks: list[bytes] = []
        for name, start, payload, stop in _elements(span, inner):
            if name == _TIME:
                begins = int.from_bytes(span[payload:stop], "big")
            elif name in {_SIMPLE_BLOCK, _BLOCK_GROUP}:
                blocks.append(span[start:stop])
                latest = max(latest, _moment(span, name, payload))
            end = stop
        if blocks:
            yield _Cluster(begins, begins + latest + _STEP, b"".join(blocks))
        at = span.find(_CLUSTER, end)


def _elements(span: bytes, at: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield name, start, payload and end of each whole element of a cluster."""
    while at < len(span) and span[at] in _IN_A_CLUSTER:
        size, payload = _number(span, at + 1)
        if payload + size > len(span):
            return
        yield span[at], at, payload, payload + size
        at = payload + size


def _moment(span: bytes, name: int, payload: int) -> int:
    """Return when in its cluster a block is heard; a group begins with its block."""
    if name == _BLOCK_GROUP:
        if span[payload : payload + 1] != bytes((_BLOCK,)):
            return 0
        _, payload = _number(span, payload + 1)
    return int.from_bytes(span[payload + 1 : payload + 3], "big", signed=True)


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

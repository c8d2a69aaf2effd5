"""A marked place in a text, and what it seems to be.

Room: disclosure (floor 5).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a marked place seems to be; the order says which kind wins where two overlap."""

    IDENTITY_CARD = "identity_card"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    DATE = "date"
    CASE = "case"
    NUMBER = "number"
    PART = "part"
    KNOWN = "known"
    PRISON = "prison"
    PLACE = "place"
    PERSON = "person"


HARD_KINDS = frozenset({Kind.IDENTITY_CARD, Kind.PHONE, Kind.EMAIL, Kind.LINK, Kind.NUMBER})

_PRECEDENCE = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, order=True)
class Span:
    """A place in a text.

    Unit: `start` and `end` count Unicode code points of the text as it was typed.
    """

    start: int
    end: int
    kind: Kind


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return `spans` in order without overlaps: touching ones become one, of the surer kind.

    Nothing that was covered is uncovered.

    >>> spans = [Span(4, 9, Kind.PERSON), Span(0, 6, Kind.KNOWN), Span(12, 14, Kind.DATE)]
    >>> [(span.start, span.end, span.kind.value) for span in merged(spans)]
    [(0, 9, 'known'), (12, 14, 'date')]
    """
    kept: list[Span] = []
    for span in sorted(spans):
        if kept and span.start < kept[-1].end:
            last = kept.pop()
            kind = min(last.kind, span.kind, key=_PRECEDENCE.__getitem__)
            kept.append(Span(last.start, max(last.end, span.end), kind))
        else:
            kept.append(span)
    return tuple(kept)


def joined(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return `spans` with the parts of one name, place or address as one.

    >>> joined("Amina Bibi", [Span(0, 5, Kind.PERSON), Span(6, 10, Kind.PERSON)])
    (Span(start=0, end=10, kind=<Kind.PERSON: 'person'>),)
    """
    kept: list[Span] = []
    for span in spans:
        last = kept[-1] if kept else None
        if last and last.kind is span.kind in _RUNS and _are_one(text, last, span):
            kept[-1] = Span(last.start, span.end, span.kind)
        else:
            kept.append(span)
    return tuple(kept)


def _are_one(text: str, last: Span, span: Span) -> bool:
    """Say whether a blank is between two places, or a comma after a house or street number."""
    between = text[last.end : span.start]
    is_address = between in _COMMAS and any(map(str.isdigit, text[last.start : last.end]))
    return between == " " or is_address


_COMMAS = frozenset({", ", "\u060c "})
_RUNS = frozenset({Kind.PERSON, Kind.PLACE})

"""Texts that wait for a reader, and what a reader can decide about one.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md sections 1 and 3, docs/spec/view.md section 4.
Promise: a decision names the hash of the text it judged; for any other text it is void.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from survey_app.canonical import Json, sha256_hex
from survey_app.disclosure.errors import DamagedViewError, SpanError
from survey_app.disclosure.free_text.spans import Kind, Span


class Verdict(StrEnum):
    """What a reader decides."""

    CLEARED = "cleared"
    REDACTED = "redacted"
    HELD = "held"


class WhoOrWhat(StrEnum):
    """By what a redacted place is replaced: a role, never a name."""

    WOMAN = "woman"
    MAN = "man"
    CHILD = "child"
    DAUGHTER = "daughter"
    SON = "son"
    MOTHER = "mother"
    FATHER = "father"
    SISTER = "sister"
    BROTHER = "brother"
    HUSBAND = "husband"
    RELATIVE = "relative"
    PERSON = "person"
    OFFICER = "officer"
    LAWYER = "lawyer"
    DISTRICT = "district"
    VILLAGE = "village"
    PLACE = "place"
    PRISON = "prison"
    INSTITUTION = "institution"
    DATE = "date"
    NUMBER = "number"
    CONTACT = "contact"
    OTHER = "other"


LIKELY_ROLE: Mapping[Kind, WhoOrWhat] = {
    Kind.IDENTITY_CARD: WhoOrWhat.NUMBER,
    Kind.PHONE: WhoOrWhat.CONTACT,
    Kind.EMAIL: WhoOrWhat.CONTACT,
    Kind.LINK: WhoOrWhat.CONTACT,
    Kind.DATE: WhoOrWhat.DATE,
    Kind.CASE: WhoOrWhat.NUMBER,
    Kind.NUMBER: WhoOrWhat.NUMBER,
    Kind.PART: WhoOrWhat.NUMBER,
    Kind.KNOWN: WhoOrWhat.PERSON,
    Kind.PRISON: WhoOrWhat.PRISON,
    Kind.PLACE: WhoOrWhat.PLACE,
    Kind.PERSON: WhoOrWhat.PERSON,
}


@dataclass(frozen=True, order=True)
class Redaction:
    """A place of a text that is replaced by a role.

    Unit: `start` and `end` count code points of the text.
    """

    start: int
    end: int
    role: WhoOrWhat


@dataclass(frozen=True)
class Decision:
    """What one reader decided about one text.

    Shape: `redactions` in order, without overlaps; only a redacted text has any.
    `text_hash` is the SHA-256 of the text that was judged; `no_story` says that the reader found
    no story that fits only one person; `second` is who agreed, blank until somebody did.
    """

    verdict: Verdict
    text_hash: str
    reader: str
    redactions: tuple[Redaction, ...] = ()
    no_story: bool = False
    second: str = ""

    @property
    def lets_out(self) -> bool:
        """Say whether one reader would let the text leave, or holds it back for good."""
        return self.no_story or self.verdict is Verdict.HELD

    def __post_init__(self) -> None:
        """Refuse places that overlap, and a redacted text without a place."""
        ordered = sorted(self.redactions)
        apart = all(one.end <= two.start for one, two in pairwise(ordered))
        filled = all(0 <= one.start < one.end for one in ordered)
        fitting = bool(ordered) == (self.verdict is Verdict.REDACTED)
        if not (apart and filled and fitting and tuple(ordered) == self.redactions):
            raise SpanError


@dataclass(frozen=True)
class PendingText:
    """A free text as it was said, with the places that may say who she is.

    Shape: `roster` and `row` (from 0) place it in a repeat; both None outside of one;
    `needs_second` where two people have to read it before it leaves.
    """

    variable: str
    text: str
    spans: tuple[Span, ...] = ()
    roster: str | None = None
    row: int | None = None
    decision: Decision | None = None
    needs_second: bool = False

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the text."""
        return sha256_hex(self.text.encode())

    @property
    def is_decided(self) -> bool:
        """Say whether all who have to read it decided about exactly this text."""
        decision = self.decision
        if decision is None or decision.text_hash != self.hash or not decision.lets_out:
            return False
        return not self.waits_for_second

    @property
    def waits_for_second(self) -> bool:
        """Say whether one reader would let it leave and another has to agree."""
        decision = self.decision
        return (
            self.needs_second
            and decision is not None
            and decision.text_hash == self.hash
            and decision.verdict is not Verdict.HELD
            and decision.second in {"", decision.reader}
        )


def text_to_json(text: PendingText) -> Json:
    """Return one text with its proposals and its decision as JSON."""
    return {
        "variable": text.variable,
        "roster": text.roster,
        "row": text.row,
        "text": text.text,
        "spans": [[span.start, span.end, span.kind.value] for span in text.spans],
        "decision": None if text.decision is None else _decision_to_json(text.decision),
        "needs_second": text.needs_second,
    }


def text_from_json(data: Json) -> PendingText:
    """Return the text that `text_to_json` wrote.

    Raises: DamagedViewError.
    """
    try:
        return _text_from_json(data)
    except (KeyError, TypeError, ValueError, SpanError) as error:
        raise DamagedViewError(place="texts") from error


def _decision_to_json(decision: Decision) -> Json:
    return {
        "verdict": decision.verdict.value,
        "text_hash": decision.text_hash,
        "reader": decision.reader,
        "redactions": [[one.start, one.end, one.role.value] for one in decision.redactions],
        "no_story": decision.no_story,
        "second": decision.second,
    }


def _text_from_json(data: Json) -> PendingText:
    if not isinstance(data, Mapping):
        raise TypeError
    decision = data["decision"]
    roster, row = data["roster"], data["row"]
    return PendingText(
        variable=_text(data["variable"]),
        text=_text(data["text"]),
        spans=tuple(Span(start, end, Kind(kind)) for start, end, kind in _triples(data["spans"])),
        roster=None if roster is None else _text(roster),
        row=None if row is None else _number(row),
        decision=None if decision is None else _decision_from_json(decision),
        needs_second=data.get("needs_second") is True,
    )


def _decision_from_json(data: Json) -> Decision:
    if not isinstance(data, Mapping):
        raise TypeError
    redactions = (
        Redaction(start, end, WhoOrWhat(role)) for start, end, role in _triples(data["redactions"])
    )
    return Decision(
        verdict=Verdict(_text(data["verdict"])),
        text_hash=_text(data["text_hash"]),
        reader=_text(data["reader"]),
        redactions=tuple(redactions),
        no_story=data.get("no_story") is True,
        second=_text(data.get("second", "")),
    )


def _triples(data: Json) -> Sequence[tuple[int, int, str]]:
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise TypeError
    return [_triple(item) for item in data]


def _triple(data: Json) -> tuple[int, int, str]:
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise TypeError
    start, end, word = data
    return _number(start), _number(end), _text(word)


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value

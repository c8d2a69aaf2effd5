"""The decisions of a reader, and the only way from a view to something that may leave.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md, docs/spec/view.md section 5.
Promise: a reviewed view exists only when a person decided about every text of it, as it stands
now; no phone number, identity card or address passes, whatever was decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass, fields, replace

from survey_app.canonical import Json
from survey_app.disclosure.deidentified.labels import Labeller, replaced
from survey_app.disclosure.deidentified.pending import (
    Decision,
    PendingText,
    Redaction,
    Verdict,
    WhoOrWhat,
)
from survey_app.disclosure.deidentified.views import (
    View,
    boxes_from_json,
    boxes_to_json,
    heading_from_json,
    rosters_to_json,
    tables_from_json,
)
from survey_app.disclosure.errors import (
    DamagedViewError,
    IdentifierLeftError,
    SpanError,
    UnknownTextError,
    UnreviewedTextError,
)
from survey_app.disclosure.free_text.folding import fold
from survey_app.disclosure.free_text.known import Seeking, Windows, known_in, seeking
from survey_app.disclosure.free_text.spans import Kind, Span, merged
from survey_app.disclosure.free_text.suggest import hard_identifiers
from survey_app.microdata.cells import Row, row_to_json

FORMAT = "survey-app reviewed view 1"

_DOOR = object()
_OF_PLACES = frozenset(
    {
        WhoOrWhat.DISTRICT,
        WhoOrWhat.VILLAGE,
        WhoOrWhat.PLACE,
        WhoOrWhat.PRISON,
        WhoOrWhat.INSTITUTION,
    }
)
_PASSED_ON = frozenset(WhoOrWhat) - {WhoOrWhat.DATE, WhoOrWhat.OTHER}


@dataclass(frozen=True)
class Reading:
    """How a text was read: for the risk report, without a word of it.

    Unit: places of the text. `accepted` were proposed and are redacted, `added` were redacted by
    a person alone, `dismissed` were proposed and stay; `readers` is how many people read it.
    """

    accepted: int
    added: int
    dismissed: int
    readers: int

    def to_json(self) -> Json:
        """Return the reading as JSON."""
        return [self.accepted, self.added, self.dismissed, self.readers]


@dataclass(frozen=True)
class ReviewedText:
    """A text as it leaves: cleared, with roles for names, or held back (no text at all).

    `reading` is None for a text that was reviewed by an older program.
    """

    variable: str
    verdict: Verdict
    text: str | None
    roster: str | None = None
    row: int | None = None
    reading: Reading | None = None

    def to_json(self) -> Json:
        """Return the text as JSON."""
        return {
            "variable": self.variable,
            "verdict": self.verdict.value,
            "text": self.text,
            "roster": self.roster,
            "row": self.row,
            **({} if self.reading is None else {"read": self.reading.to_json()}),
        }


@dataclass(frozen=True)
class ReviewedView:
    """A view of which a person has read every text: what may be packed.

    Rules it keeps: made by `apply` from a view, or read back from its own JSON, by no one
    else; holds no undecided text, no proposal, and no original of a redacted text.
    """

    record: str
    form_id: str
    form_version: str
    form_hash: str
    plan_hash: str
    language: str
    receipt: str
    values: Row
    rosters: Mapping[str, tuple[Row, ...]]
    texts: tuple[ReviewedText, ...]
    private: tuple[str, ...] = ()
    door: InitVar[object] = None

    def __post_init__(self, door: object) -> None:
        """Refuse to be made anywhere but here."""
        if door is not _DOOR:
            raise UnreviewedTextError(count=len(self.texts))

    def to_json(self) -> Json:
        """Return the reviewed view as JSON."""
        return {
            **boxes_to_json(self.private),
            "format": FORMAT,
            "record": self.record,
            "form_id": self.form_id,
            "form_version": self.form_version,
            "form_hash": self.form_hash,
            "plan_hash": self.plan_hash,
            "language": self.language,
            "receipt": self.receipt,
            "values": row_to_json(self.values),
            "rosters": rosters_to_json(self.rosters),
            "texts": [text.to_json() for text in self.texts],
        }

    @classmethod
    def from_json(cls, data: Json) -> "ReviewedView":
        """Return the reviewed view that `to_json` wrote.

        Raises: DamagedViewError.
        """
        if not isinstance(data, Mapping) or data.get("format") != FORMAT:
            raise DamagedViewError(place="format")
        values, rosters = tables_from_json(data)
        return cls(
            **heading_from_json(data),
            values=values,
            rosters=rosters,
            texts=_texts_from_json(data.get("texts")),
            private=boxes_from_json(data),
            door=_DOOR,
        )


def decide(
    view: View,
    index: int,
    verdict: Verdict,
    *,
    reader: str,
    redactions: Sequence[Redaction] = (),
    no_story: bool = False,
) -> View:
    """Return `view` with one more decision.

    A number or an address that is marked in part is redacted whole, and the same words again in
    the same text are redacted as well. In every other text of the
    interview they become proposals, and a decision that left them standing is void. Without
    `no_story` only a text that is held back counts as decided. Where two have to read, the same
    decision by another person is the second; a different one begins anew.

    Shape:  `redactions` in any order; only with the verdict REDACTED.
    Raises: UnknownTextError; SpanError; IdentifierLeftError when a number or an address would
            stay readable.
    """
    text = _text_at(view, index)
    places = _everywhere_in(text.text, _without_stems(text.text, redactions))
    if any(place.end > len(text.text) for place in places):
        raise SpanError
    decision = _with_first(text, Decision(verdict, text.hash, reader, places, no_story))
    _refuse_identifiers(text.text, decision)
    decided = replace(text, decision=decision)
    names = seeking(_names_in(text.text, places))
    texts = [decided if at == index else _told(other, names) for at, other in enumerate(view.texts)]
    return replace(view, texts=tuple(texts))


def _with_first(text: PendingText, decision: Decision) -> Decision:
    """Return the decision of a second reader as agreement with the first, where it is that."""
    first = text.decision
    if first is None or not text.waits_for_second or first.reader == decision.reader:
        return decision
    agrees = replace(decision, reader=first.reader) == replace(first, second="")
    return replace(first, second=decision.reader) if agrees else decision


def undo(view: View, index: int) -> View:
    """Return `view` without the decision about one text; what it replaced stays suspected.

    A reader who looks again to add a name finds the ones that she added before.

    Raises: UnknownTextError.
    """
    text = _text_at(view, index)
    places = () if text.decision is None else text.decision.redactions
    spans = merged((*text.spans, *(Span(one.start, one.end, _kind_of(one.role)) for one in places)))
    text = replace(text, decision=None, spans=spans)
    return replace(view, texts=(*view.texts[:index], text, *view.texts[index + 1 :]))


def _kind_of(role: WhoOrWhat) -> Kind:
    """Return the kind of a place that a reader alone marked, the least sure of its sort."""
    if role in _OF_PLACES:
        return Kind.PLACE
    return {WhoOrWhat.DATE: Kind.DATE, WhoOrWhat.NUMBER: Kind.PART}.get(role, Kind.PERSON)


def undecided(view: View) -> tuple[int, ...]:
    """Return the places in `view.texts` that wait for a decision."""
    return tuple(at for at, text in enumerate(view.texts) if not text.is_decided)


def apply(view: View, decisions: Mapping[int, Decision] | None = None) -> ReviewedView:
    """Return what may leave of `view`, after its own decisions and further `decisions`.

    Raises: UnreviewedTextError when a text has no decision about it as it stands;
            UnknownTextError; SpanError; IdentifierLeftError.
    """
    for index, decision in (decisions or {}).items():
        text = replace(_text_at(view, index), decision=decision)
        view = replace(view, texts=(*view.texts[:index], text, *view.texts[index + 1 :]))
    waiting = undecided(view)
    if waiting:
        raise UnreviewedTextError(count=len(waiting))
    labeller = Labeller()
    return ReviewedView(
        record=view.record,
        form_id=view.form_id,
        form_version=view.form_version,
        form_hash=view.form_hash,
        plan_hash=view.plan_hash,
        language=view.language,
        receipt=view.receipt,
        values=view.values,
        rosters=view.rosters,
        texts=tuple(_reviewed(text, labeller) for text in view.texts),
        private=view.private,
        door=_DOOR,
    )


def _text_at(view: View, index: int) -> PendingText:
    if not 0 <= index < len(view.texts):
        raise UnknownTextError(number=index + 1)
    return view.texts[index]


def _without_stems(text: str, redactions: Sequence[Redaction]) -> Sequence[Redaction]:
    """Return `redactions` with every number and address that one of them touches covered whole.

    Half an identity card still tells the province, the family and the sex.
    """
    places = sorted(redactions)
    for span in hard_identifiers(text):
        touching = [one for one in places if one.start < span.end and span.start < one.end]
        if touching:
            start = min(span.start, touching[0].start)
            end = max(span.end, touching[-1].end)
            whole = Redaction(start, end, touching[0].role)
            places = sorted([*(one for one in places if one not in touching), whole])
    return places


def _everywhere_in(text: str, redactions: Sequence[Redaction]) -> tuple[Redaction, ...]:
    """Return `redactions`, and the same words wherever else they stand in `text`."""
    places = sorted(redactions)
    taken = list(places)
    for place in places:
        covered = text[place.start : place.end]
        start = text.find(covered) if covered.strip() else -1
        while start != -1:
            end = start + len(covered)
            free = all(end <= other.start or other.end <= start for other in taken)
            if free and _is_whole(text, start, end):
                taken.append(Redaction(start, end, place.role))
            start = text.find(covered, start + 1)
    return tuple(sorted(taken))


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[:start][-1:], text[end:][:1]
    return not (before.isalnum() or after.isalnum())


def _refuse_identifiers(text: str, decision: Decision) -> None:
    if decision.verdict is Verdict.HELD:
        return
    standing = [span for span in hard_identifiers(text) if not _is_covered(span, decision)]
    left = standing or hard_identifiers(replaced(text, decision.redactions, Labeller()))
    if left:
        raise IdentifierLeftError(count=len(left))


def _names_in(text: str, places: Sequence[Redaction]) -> Sequence[str]:
    return [text[place.start : place.end] for place in places if place.role in _PASSED_ON]


def _told(text: PendingText, names: Seeking) -> PendingText:
    """Return `text` knowing that `names` must not be said; void a decision that left them."""
    found = tuple(known_in(Windows(fold(text.text)), names)) if names.names or names.numbers else ()
    if not found:
        return text
    uncovered = text.decision is not None and not all(
        _is_covered(span, text.decision) for span in found
    )
    return replace(
        text,
        spans=merged((*text.spans, *found)),
        decision=None if uncovered else text.decision,
    )


def _is_covered(span: Span, decision: Decision) -> bool:
    if decision.verdict is Verdict.HELD:
        return True
    return any(one.start <= span.start and span.end <= one.end for one in decision.redactions)


def _reviewed(text: PendingText, labeller: Labeller) -> ReviewedText:
    decision = text.decision
    if decision is None or not text.is_decided:
        raise UnreviewedTextError(count=1)
    if any(place.end > len(text.text) for place in decision.redactions):
        raise SpanError
    _refuse_identifiers(text.text, decision)
    held = decision.verdict is Verdict.HELD
    words = None if held else replaced(text.text, decision.redactions, labeller)
    reading = _reading(text, decision)
    return ReviewedText(text.variable, decision.verdict, words, text.roster, text.row, reading)


def _reading(text: PendingText, decision: Decision) -> Reading:
    accepted = sum(_touches(span, decision.redactions) for span in text.spans)
    proposed = [Redaction(span.start, span.end, WhoOrWhat.OTHER) for span in text.spans]
    added = sum(not _touches(place, proposed) for place in decision.redactions)
    return Reading(
        accepted=accepted,
        added=added,
        dismissed=0 if decision.verdict is Verdict.HELD else len(text.spans) - accepted,
        readers=2 if decision.second not in {"", decision.reader} else 1,
    )


def _touches(place: Span | Redaction, others: Sequence[Redaction]) -> bool:
    return any(one.start < place.end and place.start < one.end for one in others)


def reading_from(data: Json) -> Reading | None:
    """Return the reading that `Reading.to_json` wrote, None for anything else."""
    if not isinstance(data, Sequence) or isinstance(data, str):
        return None
    counts = [one for one in data if isinstance(one, int) and not isinstance(one, bool)]
    if len(counts) != len(data) or len(counts) != len(fields(Reading)):
        return None
    return Reading(*counts)


def _texts_from_json(data: Json) -> tuple[ReviewedText, ...]:
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise DamagedViewError(place="texts")
    return tuple(_text_from_json(item) for item in data)


def _text_from_json(data: Json) -> ReviewedText:
    if not isinstance(data, Mapping):
        raise DamagedViewError(place="texts")
    variable, verdict, text = data.get("variable"), data.get("verdict"), data.get("text")
    roster, row = data.get("roster"), data.get("row")
    fits = (
        isinstance(variable, str)
        and isinstance(text, str | None)
        and isinstance(roster, str | None)
        and isinstance(row, int | None)
        and isinstance(verdict, str)
        and verdict in set(Verdict)
        and (text is None) == (verdict == Verdict.HELD)
    )
    if not fits:
        raise DamagedViewError(place="texts")
    reading = reading_from(data.get("read"))
    return ReviewedText(str(variable), Verdict(str(verdict)), text, roster, row, reading)  # type: ignore[arg-type]

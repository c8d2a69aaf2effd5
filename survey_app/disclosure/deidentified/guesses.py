"""By what role a proposed place would be replaced: what the words beside it say.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 4.
Promise: a guess; the reader chooses.
"""

from collections.abc import Iterator, Sequence

from survey_app.disclosure.deidentified.pending import LIKELY_ROLE, WhoOrWhat
from survey_app.disclosure.free_text.folding import FoldedText, fold
from survey_app.disclosure.free_text.lexicon import Lexicon, Words, lexicon
from survey_app.disclosure.free_text.spans import Kind, Span

_NAMES = frozenset({Kind.PERSON, Kind.KNOWN})
_PLACES = {"district": WhoOrWhat.DISTRICT, "town": WhoOrWhat.PLACE, "prison": WhoOrWhat.PRISON}
_LONGEST_CUE = 3


def likely_roles(text: str, spans: Sequence[Span]) -> tuple[WhoOrWhat, ...]:
    """Return the likely role of each of `spans`, in their order.

    >>> text = "My daughter Guddi, from Multan, Basti Malook."
    >>> spans = [Span(12, 17, Kind.KNOWN), Span(24, 30, Kind.PLACE), Span(32, 44, Kind.PLACE)]
    >>> [role.value for role in likely_roles(text, spans)]
    ['daughter', 'district', 'village']
    """
    folded, lists = fold(text), lexicon()
    return tuple(_role(folded, span, lists) for span in spans)


def _role(text: FoldedText, span: Span, lists: Lexicon) -> WhoOrWhat:
    if span.kind in _NAMES:
        return _listed_place(text, span, lists) or _cued(text, span, lists, WhoOrWhat.PERSON)
    if span.kind is Kind.PLACE:
        found = _listed_place(text, span, lists)
        return found if found is WhoOrWhat.DISTRICT else _cued(text, span, lists, WhoOrWhat.PLACE)
    return LIKELY_ROLE[span.kind]


def _listed_place(text: FoldedText, span: Span, lists: Lexicon) -> WhoOrWhat | None:
    kind = lists.places.get(_words(text, span))
    return None if kind is None else _PLACES[kind]


def _cued(text: FoldedText, span: Span, lists: Lexicon, otherwise: WhoOrWhat) -> WhoOrWhat:
    """Return the role that the nearest cue before or inside the span gives."""
    for cue in (*_starts(_words(text, span)), *_before(text, span)):
        label = lists.labels.get(cue, "")
        if label in set(WhoOrWhat):
            return WhoOrWhat(label)
    return otherwise


def _starts(words: Words) -> Iterator[Words]:
    yield from (words[:length] for length in range(min(_LONGEST_CUE, len(words) - 1), 0, -1))


def _before(text: FoldedText, span: Span) -> Iterator[Words]:
    earlier = [word.text for word in text.words if text.offsets[word.end - 1] < span.start][
        -_LONGEST_CUE:
    ]
    yield from (tuple(earlier[-length:]) for length in range(len(earlier), 0, -1))


def _words(text: FoldedText, span: Span) -> Words:
    return tuple(
        word.text
        for word in text.words
        if span.start <= text.offsets[word.start] and text.offsets[word.end - 1] < span.end
    )

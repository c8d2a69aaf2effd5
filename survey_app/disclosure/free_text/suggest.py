"""All proposals for one text, in order and without overlaps.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from survey_app.disclosure.free_text.cued import cued_in
from survey_app.disclosure.free_text.folding import fold
from survey_app.disclosure.free_text.framed import framed_in
from survey_app.disclosure.free_text.known import Seeking, Windows, known_in, seeking
from survey_app.disclosure.free_text.names import names_in
from survey_app.disclosure.free_text.places import places_in
from survey_app.disclosure.free_text.plain_names import plain_names_in
from survey_app.disclosure.free_text.repeated import repeated_in
from survey_app.disclosure.free_text.shapes import shapes_in
from survey_app.disclosure.free_text.spans import HARD_KINDS, Span, joined, merged


def suggest(text: str, known: Sequence[str] = ()) -> tuple[Span, ...]:
    """Return the places of `text` that may say who she is.

    `known` are answers given elsewhere in the interview: names, places, numbers, nicknames.

    >>> text = "Mera number ۰۳۰۰ ۱۲۳۴۵۶۷ hai, رخسانہ se poochein."
    >>> [(text[span.start:span.end], span.kind.value) for span in suggest(text, ["Rukhsana"])]
    [('۰۳۰۰ ۱۲۳۴۵۶۷', 'phone'), ('رخسانہ', 'known')]
    """
    return proposals(read(text), seeking(known))


@dataclass(frozen=True)
class Reading:
    """A text, and what is found in it whatever else she answered.

    Shape: `windows` are its words as names are sought among them, `shapes` numbers, dates and
        addresses, `listed` names, places and cue words.
    """

    windows: Windows
    shapes: tuple[Span, ...]
    listed: tuple[Span, ...]


class Readings:
    """Texts that were read while the interview went on, so that its end need not wait for them.

    Of each place the last text alone is held.
    """

    def __init__(self) -> None:
        self._by_place: dict[str, Reading] = {}

    def keep(self, place: str, text: str) -> None:
        """Read what stands at `place` now."""
        self._by_place[place] = read(text)

    def of(self, text: str) -> Reading:
        """Return the reading of a text, which is read now if it was not before."""
        there = (one for one in self._by_place.values() if one.windows.text.typed == text)
        return next(there, None) or read(text)


def read(text: str) -> Reading:
    """Return a text with what is found in it without knowing anything else of her."""
    folded = fold(text)
    listed = (*names_in(folded), *places_in(folded), *cued_in(folded), *framed_in(folded))
    listed = (*listed, *plain_names_in(folded))
    again = repeated_in(folded, listed)
    return Reading(Windows(folded).work_out(), tuple(shapes_in(folded)), (*listed, *again))


def proposals(reading: Reading, wanted: Seeking) -> tuple[Span, ...]:
    """Return the same as `suggest`, for what was prepared once for many texts."""
    found = [*reading.shapes, *known_in(reading.windows, wanted), *reading.listed]
    return joined(reading.windows.text.typed, merged(found))


def hard_identifiers(text: str) -> tuple[Span, ...]:
    """Return the numbers and addresses in `text` that no reader may leave standing."""
    return merged(span for span in shapes_in(fold(text)) if span.kind in HARD_KINDS)

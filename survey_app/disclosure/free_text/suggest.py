"""All proposals for one text, in order and without overlaps.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.
"""

from collections.abc import Sequence

from survey_app.disclosure.free_text.cued import cued_in
from survey_app.disclosure.free_text.folding import fold
from survey_app.disclosure.free_text.known import Seeking, known_in, seeking
from survey_app.disclosure.free_text.names import names_in
from survey_app.disclosure.free_text.places import places_in
from survey_app.disclosure.free_text.shapes import shapes_in
from survey_app.disclosure.free_text.spans import HARD_KINDS, Span, joined, merged


def suggest(text: str, known: Sequence[str] = ()) -> tuple[Span, ...]:
    """Return the places of `text` that may say who she is.

    `known` are answers given elsewhere in the interview: names, places, numbers, nicknames.

    >>> text = "Mera number ۰۳۰۰ ۱۲۳۴۵۶۷ hai, رخسانہ se poochein."
    >>> [(text[span.start:span.end], span.kind.value) for span in suggest(text, ["Rukhsana"])]
    [('۰۳۰۰ ۱۲۳۴۵۶۷', 'phone'), ('رخسانہ', 'known')]
    """
    return proposals(text, seeking(known))


def proposals(text: str, wanted: Seeking) -> tuple[Span, ...]:
    """Return the same as `suggest`, for what was prepared once for many texts."""
    folded = fold(text)
    listed = (*names_in(folded), *places_in(folded), *cued_in(folded))
    return joined(text, merged([*shapes_in(folded), *known_in(folded, wanted), *listed]))


def hard_identifiers(text: str) -> tuple[Span, ...]:
    """Return the numbers and addresses in `text` that no reader may leave standing."""
    return merged(span for span in shapes_in(fold(text)) if span.kind in HARD_KINDS)

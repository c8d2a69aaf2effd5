"""Mark a text word by word: each word is a box to tick.

Room: web, field desk. So it works by key, by touch and without a script, in both directions.
Promise: what is ticked is exactly what is replaced, letter for letter.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from survey_app.disclosure.deidentified.guesses import likely_roles
from survey_app.disclosure.deidentified.pending import PendingText, Redaction, WhoOrWhat
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.i18n.bidi import keep_numbers
from survey_app.web.field.reading.sorts import sort_of

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Word:
    """One word of a text. Unit: `start` and `end` count code points.

    `role` is what the word would be replaced by; None when nothing was suggested.
    `before` is the blank in front of it; `kind` is what the finder took it for.
    """

    place: int
    text: str
    start: int
    end: int
    before: str
    role: WhoOrWhat | None
    marked: bool
    kind: Kind | None = None

    @property
    def shown(self) -> str:
        """Return the word as the page draws it: a number in the order of its digits."""
        return keep_numbers(self.text)

    @property
    def sort(self) -> str:
        """Return the sort of proposal, blank when there was none."""
        return sort_of(self.kind) if self.kind is not None else ""


def words_of(pending: PendingText, ticked: Collection[int] | None = None) -> tuple[Word, ...]:
    """Return the words of a text; those that were suggested, or marked before, are marked.

    Where a page is shown again after a refusal, `ticked` says what stood ticked in it.
    """
    decided = pending.decision.redactions if pending.decision and pending.is_decided else None
    guessed = tuple(zip(pending.spans, likely_roles(pending.text, pending.spans), strict=True))
    found, last = [], 0
    for place, match in enumerate(_WORD.finditer(pending.text)):
        role = _role_of(match.start(), match.end(), guessed, decided)
        found.append(
            Word(
                place=place,
                text=match.group(),
                start=match.start(),
                end=match.end(),
                before=pending.text[last : match.start()],
                role=role,
                marked=role is not None if ticked is None else place in ticked,
                kind=_kind_of(match.start(), match.end(), pending.spans),
            )
        )
        last = match.end()
    return tuple(found)


def redactions_of(
    pending: PendingText, ticked: Collection[int], new_role: WhoOrWhat
) -> tuple[Redaction, ...]:
    """Return the places of the ticked words; neighbours of one role become one place.

    A word that nobody suggested is replaced by `new_role`.

    >>> text = PendingText("story", "Amina Bibi, of Lahore.")
    >>> [(r.start, r.end) for r in redactions_of(text, {0, 1, 3}, WhoOrWhat.PERSON)]
    [(0, 10), (15, 21)]
    """
    places: list[Redaction] = []
    last_place = -2
    for word in words_of(pending):
        if word.place not in ticked:
            continue
        start, end = _without_punctuation(pending.text, word.start, word.end)
        role = word.role or new_role
        if places and word.place == last_place + 1 and places[-1].role is role:
            places[-1] = Redaction(places[-1].start, end, role)
        else:
            places.append(Redaction(start, end, role))
        last_place = word.place
    return tuple(places)


def _role_of(
    start: int,
    end: int,
    guessed: Sequence[tuple[Span, WhoOrWhat]],
    decided: Sequence[Redaction] | None,
) -> WhoOrWhat | None:
    if decided:
        return next((d.role for d in decided if d.start < end and start < d.end), None)
    return next((role for span, role in guessed if span.start < end and start < span.end), None)


def _kind_of(start: int, end: int, spans: Sequence[Span]) -> Kind | None:
    return next((span.kind for span in spans if span.start < end and start < span.end), None)


def _without_punctuation(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the word without the marks around it; a word of marks alone stays whole."""
    first, last = start, end
    while first < last and unicodedata.category(text[first]).startswith("P"):
        first += 1
    while last > first and unicodedata.category(text[last - 1]).startswith("P"):
        last -= 1
    return (first, last) if first < last else (start, end)

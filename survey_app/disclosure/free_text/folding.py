"""A text as the finders read it: folded letters, and the way back to what was typed.

Room: disclosure (floor 5).
"""

import re
from dataclasses import dataclass
from functools import cached_property

from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.i18n.letters import fold_with_offsets, original_span

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_SENTENCE_END = re.compile(r"[.!?:\u06d4\u061f\n\"\u201c\u201d]\s*\Z")


@dataclass(frozen=True)
class Word:
    """One word of a folded text.

    Shape: `start` and `end` count folded letters; `is_capital` is how it was typed.
    """

    start: int
    end: int
    text: str
    is_capital: bool
    opens_sentence: bool

    @property
    def is_latin(self) -> bool:
        """Say whether the word is written in Latin letters."""
        return self.text[0].isascii()


@dataclass(frozen=True)
class FoldedText:
    """A text, its folded letters, and where each of them came from."""

    typed: str
    letters: str
    offsets: tuple[int, ...]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Return the words in order."""
        return tuple(self._word(match) for match in _WORD.finditer(self.letters))

    def span(self, start: int, end: int, kind: Kind) -> Span:
        """Return the place in the typed text of folded letters `start`..`end`."""
        first, last = original_span(self.offsets, start, end)
        return Span(first, last, kind)

    def _word(self, match: re.Match[str]) -> Word:
        place = self.offsets[match.start()]
        before = self.typed[max(place - 3, 0) : place]
        return Word(
            match.start(),
            match.end(),
            match.group(),
            is_capital=self.typed[place].isupper(),
            opens_sentence=not before.strip() or _SENTENCE_END.search(before) is not None,
        )


def fold(text: str) -> FoldedText:
    """Return `text` ready for the finders.

    >>> fold("Rukhsana، ۱۲").letters
    'rukhsana، 12'
    """
    letters, offsets = fold_with_offsets(text)
    return FoldedText(text, letters, offsets)

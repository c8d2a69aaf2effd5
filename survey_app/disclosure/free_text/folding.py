"""A text as the finders read it: folded letters, and the way back to what was typed.

Room: disclosure (floor 5).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.i18n.letters import fold_with_offsets, original_span

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_SENTENCE_END = re.compile(r"[.!?:\u06d4\u061f\n\"\u201c\u201d\u00ab\u2018(]\s*\Z")
_MANY_CAPITALS = 0.5
_ROMAN_URDU = re.compile(
    r"\b(?:hai|hain|tha|thi|thay|ki|ke|ka|ko|ne|se|mein|main|aur|nahi|nahin|mujhe|mere|meri|mera)\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|and|was|were|is|of|my|in|they|she|he|it|with|for|that|not|had|from|when|me|our)\b"
)


@dataclass(frozen=True)
class Word:
    """One word of a folded text.

    Shape: `start` and `end` count folded letters; `is_capital` and its `last` letter are how
    it was typed.
    """

    start: int
    end: int
    text: str
    is_capital: bool
    opens_sentence: bool
    last: str = ""

    @property
    def is_latin(self) -> bool:
        """Say whether the word is written in Latin letters."""
        return self.text[0].isascii()

    @property
    def is_nasal(self) -> bool:
        """Say whether the word ends in ں, which names do after ا only."""
        return self.last == "\u06ba"

    @property
    def is_inflected_urdu(self) -> bool:
        """Say whether the word ends as plurals and verbs do, not as names: in وں or یں."""
        return self.is_nasal and self.text.endswith(("ون", "ین"))


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

    @cached_property
    def is_roman(self) -> bool:
        """Say whether the text is Urdu in Latin letters, where names may lack a capital.

        >>> fold("Wakeel imran ne kaha").is_roman, fold("The lawyer said so").is_roman
        (True, False)
        """
        return len(_ROMAN_URDU.findall(self.letters)) > len(_ENGLISH.findall(self.letters))

    @cached_property
    def shouts(self) -> bool:
        """Say whether so many words have a capital that a capital says nothing."""
        latin = [word for word in self.words if word.is_latin and len(word.text) > 1]
        return sum(word.is_capital for word in latin) > len(latin) * _MANY_CAPITALS

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
            last=self.typed[self.offsets[match.end() - 1]],
        )


def folded_words(words: Iterable[str]) -> frozenset[str]:
    """Return `words` as they look in a folded text."""
    return frozenset(fold(word).letters for word in words)


def fold(text: str) -> FoldedText:
    """Return `text` ready for the finders.

    >>> fold("Rukhsana، ۱۲").letters
    'rukhsana، 12'
    """
    letters, offsets = fold_with_offsets(text)
    return FoldedText(text, letters, offsets)

"""A text as the finders read it: folded letters, and the way back to what was typed.

Room: disclosure (floor 5).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.i18n.letters import fold_letters, fold_with_offsets, original_span

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_NON_JOINER = "\u200c"
_NEIGHBOURS = dict(zip("ېۍټډړڼښږځڅٻٽڄڃڏڊڙڪڳڱڻ", "ییٹڈڑنشژزسبٹججددڑکگنن", strict=True)) | dict(
    zip("ڀٿٺڦڇڍڌ", ("بہ", "تہ", "ٹہ", "پہ", "چہ", "ڈہ", "دہ"), strict=True)
)
"""Letters that Pashto and Sindhi have and Urdu lacks: names keep them in an Urdu sentence."""
_NEIGHBOUR_CODES = str.maketrans(_NEIGHBOURS)
_SENTENCE_END = re.compile(r"[.!?:\u06d4\u061f\n\"\u201c\u201d\u00ab\u2018(]\s*\Z")
_MANY_CAPITALS = 0.5
_NEARLY_ALL = 0.9
_ROMAN_URDU = re.compile(
    r"\b(?:hai|hain|hy|hn|tha|thi|thay|thy|ki|ke|ka|ko|ne|nay|ny|se|mein|main|aur|nahi|nahin|nai|"
    r"mujhe|mjhe|mujy|mjy|mere|meri|mera|mra|mri|wo|woh|phir|phr|bht|bohat|koi|sab|bhi|kr|kar|kia|kiya|"
    r"gaya|gya|gayi|raha|rha|rahi|rhi|hua|hui|apni|apne|k|pe|py|pas|paas|ye|yeh|sb|jo|ap|aap|mje|"
    r"muje|kuch|sath|wahan|yahan|hun|hoon|bs|bas|kya|ni|nhi|wala|wali|wale|jab|jb|un|uska|"
    r"uski|unki|liye|raat|kabhi|abhi|toh|tou|bolti|kehti|kehta|tu|hum|ham|aya|aayi|dia|diya|gai|"
    r"gae|gaye|rehti|rehta|rehte|aik|hamara|hamari|hamare|usay|usko|unko|thin|lia|liya|rakha|rakhi|"
    r"karti|karta|karte|aati|aata|aate|jati|jata|jate|deti|deta|dete|leti|leta|lete|hue|lekin|magar|"
    r"kyun|kiun|jis|kis|wohi|wahin|andar|ghar|naam|baad|dono|zyada|thori|thora)\b"
)
_ENGLISH = re.compile(
    r"\b(?:and|was|were|of|my|in|they|she|it|with|for|that|not|had|from|when|our|an|at|but|who|"
    r"her|his|him|we|you|are|have|has|been|there|told|said|because)\b"
)
_EITHER = re.compile(r"\b(?:the|is|he|me)\b")
_AS_MANY = 3


@dataclass(frozen=True)
class Word:
    """One word of a folded text.

    Shape: `start` and `end` count folded letters; `is_capital`, `is_acronym` and its `last` letter
    are how it was typed.
    """

    start: int
    end: int
    text: str
    is_capital: bool
    opens_sentence: bool
    is_acronym: bool = False
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
        runs = (match.span() for match in _WORD.finditer(self.letters))
        return tuple(
            self._word(first, last)
            for start, end in runs
            for first, last in self._between_non_joiners(start, end)
        )

    @cached_property
    def is_roman(self) -> bool:
        """Say whether the text is Urdu in Latin letters, where names may lack a capital.

        "the", "is", "he" and "me" are small words of both: three of them weigh as much as one.

        >>> fold("Wakeel imran ne kaha").is_roman, fold("The lawyer said so").is_roman
        (True, False)
        >>> fold("gaon mein the").is_roman, fold("The main gate is where he beat me").is_roman
        (True, False)
        """
        sure = len(_ROMAN_URDU.findall(self.letters)) - len(_ENGLISH.findall(self.letters))
        return sure * _AS_MANY > len(_EITHER.findall(self.letters))

    @cached_property
    def shouts(self) -> bool:
        """Say whether so many words have a capital that a capital says nothing.

        Small words tell it, where there are some: a list of names has many capitals, too.

        >>> fold("MERA NAAM RANI HAI").shouts, fold("Uncle Inayat Ullah Bhatti was there").shouts
        (True, False)
        """
        latin = [word for word in self.words if word.is_latin and len(word.text) > 1]
        small = [word for word in latin if _is_small(word.text) and not word.opens_sentence]
        counted, most = (small, _MANY_CAPITALS) if small else (latin, _NEARLY_ALL)
        return sum(word.is_capital for word in counted) > len(counted) * most

    @cached_property
    def whispers(self) -> bool:
        """Say whether no word has a capital, so that a name has none either."""
        return not any(word.is_capital for word in self.words if word.is_latin)

    def span(self, start: int, end: int, kind: Kind) -> Span:
        """Return the place in the typed text of folded letters `start`..`end`."""
        first, last = original_span(self.offsets, start, end)
        return Span(first, last, kind)

    def _between_non_joiners(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the words of one run of letters: a postposition may stand after a non-joiner."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        before, mark, after = self.typed[first:last].rpartition(_NON_JOINER)
        if mark and before and after in _POSTPOSITIONS:
            at = end - len(after)
            yield start, at
            start = at
        yield start, end

    def _word(self, start: int, end: int) -> Word:
        place = self.offsets[start]
        before = self.typed[max(place - 3, 0) : place]
        return Word(
            start,
            end,
            self.letters[start:end],
            is_capital=self.typed[place].isupper(),
            opens_sentence=not before.strip() or _SENTENCE_END.search(before) is not None,
            is_acronym=self.typed[place : self.offsets[end - 1] + 1].isupper() and end - start > 1,
            last=self.typed[self.offsets[end - 1]],
        )


def _is_small(text: str) -> bool:
    return any(one.fullmatch(text) for one in (_ROMAN_URDU, _ENGLISH, _EITHER))


def without_postposition(word: str) -> str:
    """Return an Urdu word without the postposition that is stuck to it, or the word itself.

    >>> without_postposition(fold("مردانسے").letters) == fold("مردان").letters
    True
    """
    ends = (end for end in _STUCK if word.endswith(end) and len(word) > len(end) + 2)
    return word[: -len(next(ends, "")) or None]


def folded_words(words: Iterable[str]) -> frozenset[str]:
    """Return `words` as they look in a folded text."""
    return frozenset(fold(word).letters for word in words)


def fold(text: str) -> FoldedText:
    """Return `text` ready for the finders.

    >>> fold("Rukhsana، ۱۲").letters
    'rukhsana، 12'
    """
    letters, offsets = fold_with_offsets(text)
    if not _NEIGHBOURS.keys().isdisjoint(letters):
        letters, offsets = _in_urdu_letters(letters, offsets)
    return FoldedText(text, letters, offsets)


def fold_list(text: str) -> str:
    """Return the letters that `fold` gives a whole list of words, which needs no way back.

    >>> fold_list("ناخدا،ټول") == fold("ناخدا،ټول").letters
    True
    """
    return fold_letters(text).translate(_NEIGHBOUR_CODES)


def _in_urdu_letters(letters: str, offsets: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """Return the same with the letters of Urdu, which has two for an aspirate of Sindhi."""
    parts = [_NEIGHBOURS.get(letter, letter) for letter in letters]
    places = (
        place
        for part, place in zip(parts, offsets, strict=False)  # one more: the end of the text
        for _ in part
    )
    return "".join(parts), (*places, offsets[-1])


_POSTPOSITIONS = ("کو", "نے", "کا", "کی", "کے", "سے", "میں", "پر", "تک", "نوں", "دی", "دے")
_STUCK = tuple(sorted(folded_words(_POSTPOSITIONS)))

"""Find again in a text what she said elsewhere: names, places, numbers, a child's nickname.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.2.
Promise: across both scripts, with stuck postpositions, possessives and one wrong letter.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from survey_app.disclosure.free_text.folding import FoldedText, Word, fold
from survey_app.disclosure.free_text.lexicon import lexicon
from survey_app.disclosure.free_text.sounds import is_near, sound_of
from survey_app.disclosure.free_text.spans import Kind, Span

_ENDINGS = tuple(
    fold(ending).letters
    for ending in (
        "کو",
        "نے",
        "کا",
        "کی",
        "کے",
        "سے",
        "میں",
        "پر",
        "تک",
        "والا",
        "والی",
        "والے",
        "s",
        "ko",
        "ne",
    )
)
_LONG_ENOUGH_TO_MISSPELL = 5
_FEWEST_SOUNDS = 2
_TELLING_SOUNDS = 3
_MOST_OTHER_LETTERS = 2
_FEWEST_DIGITS = 4
_VAGUE = ("before", "after", "place", "part")


@dataclass(frozen=True)
class Sought:
    """One word or run of words that must not stay in a text."""

    words: tuple[str, ...]

    @property
    def joined(self) -> str:
        """Return the words without blanks between them."""
        return "".join(self.words)


def sought_in(answers: Iterable[str]) -> tuple[Sought, ...]:
    """Return what to look for: each answer as a whole, and each of its telling words.

    >>> [sought.joined for sought in sought_in(["Rukhsana Bibi"])]
    ['rukhsanabibi', 'rukhsana']
    """
    lists = lexicon()
    found: dict[Sought, None] = {}
    for answer in answers:
        words = tuple(word.text for word in fold(answer).words)
        if len(words) > 1:
            found[Sought(words)] = None
        for word in words:
            is_vague = any((word,) in lists.cues[role] for role in _VAGUE)
            if len(word) > 1 and word not in lists.common and (len(words) == 1 or not is_vague):
                found[Sought((word,))] = None
    return tuple(found)


def known_in(text: FoldedText, answers: Sequence[str]) -> Iterator[Span]:
    """Yield every place of `text` that says one of `answers` again.

    >>> [text.typed[span.start:span.end] for text in [fold("رخسانہ نے کہا، Rukhsanah's")]
    ...  for span in known_in(text, ["Rukhsana"])]
    ['رخسانہ', 'Rukhsanah']
    """
    yield from _numbers_in(text, answers)
    lists = lexicon()
    everything = sought_in(answers)
    for at, word in enumerate(text.words):
        for sought in everything:
            for length in _lengths(sought):
                window = text.words[at : at + length]
                if len(window) == length and _is_meant(window, sought, lists.common):
                    yield text.span(word.start, window[-1].end, Kind.KNOWN)


def _lengths(sought: Sought) -> Sequence[int]:
    """Return how many words of a text may stand for `sought`: names are cut differently."""
    return range(1, len(sought.words) + 2)


def _is_meant(window: Sequence[Word], sought: Sought, common: frozenset[str]) -> bool:
    said = "".join(word.text for word in window)
    wanted = sought.joined
    if said == wanted:
        return True
    if said in common:
        return False
    if len(window) == 1 and _is_with_ending(said, wanted):
        return True
    if len(window) > 1 and any(word.text in common or len(word.text) == 1 for word in window):
        return False
    same_script = said[:1].isascii() == wanted[:1].isascii()
    if same_script and len(wanted) >= _LONG_ENOUGH_TO_MISSPELL and is_near(said, wanted):
        return said[0] == wanted[0]
    return _sounds_alike(said, wanted, same_script=same_script)


def _is_with_ending(said: str, wanted: str) -> bool:
    return said.startswith(wanted) and said[len(wanted) :] in _ENDINGS


def _sounds_alike(said: str, wanted: str, *, same_script: bool) -> bool:
    key = sound_of(wanted)
    if sound_of(said) != key:
        return False
    if not same_script:
        return len(key) >= _FEWEST_SOUNDS
    difference = abs(len(said) - len(wanted))
    if len(key) >= _TELLING_SOUNDS:
        return difference <= _MOST_OTHER_LETTERS
    starts_alike = said[:2] == wanted[:2] and len(wanted) >= _LONG_ENOUGH_TO_MISSPELL - 1
    return len(key) >= _FEWEST_SOUNDS and difference <= 1 and starts_alike


def _numbers_in(text: FoldedText, answers: Sequence[str]) -> Iterator[Span]:
    """Yield the runs of digits that she gave as an answer, however they are cut."""
    for answer in answers:
        digits = [letter for letter in fold(answer).letters if letter.isdigit()]
        if len(digits) >= _FEWEST_DIGITS:
            yield from _runs(text, "".join(digits))


def _runs(text: FoldedText, digits: str) -> Iterator[Span]:
    places = [at for at, letter in enumerate(text.letters) if letter.isdigit()]
    all_digits = "".join(text.letters[at] for at in places)
    start = all_digits.find(digits)
    while start != -1:
        yield text.span(places[start], places[start + len(digits) - 1] + 1, Kind.KNOWN)
        start = all_digits.find(digits, start + 1)

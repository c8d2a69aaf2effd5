"""Find again in a text what she said elsewhere: names, places, numbers, a child's nickname.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.2.
Promise: across both scripts, with stuck postpositions, possessives and one wrong letter; a name
or place of the lists in every spelling of its row.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from survey_app.disclosure.free_text.folding import FoldedText, Word, fold
from survey_app.disclosure.free_text.lexicon import Lexicon, beside_cues
from survey_app.disclosure.free_text.marks import PERSON_MARKS
from survey_app.disclosure.free_text.sounds import is_near, sound_of
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.spelling import (
    fits,
    latin_frame,
    latin_key,
    skeleton,
    urdu_frame,
)
from survey_app.disclosure.free_text.words import stands_as_place

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
        *("دا", "دی", "دے", "نوں", "توں", "وچ", "تے", "جو", "جی", "جا", "جے", "کھے", "ته", "نه"),
        *("ko", "ne", "ka", "ki", "ke", "se", "mein"),
    )
)
_LONG_ENOUGH_TO_MISSPELL = 5
_FEWEST_SOUNDS = 2
_TELLING_SOUNDS = 3
_MANY_SOUNDS = 4
_SURE_SOUNDS = 5
_MOST_OTHER_LETTERS = 2
_FEWEST_VOWELS = 2
_SHORT_WORD = 3
_SAME_TWICE = re.compile(r"(.)\1+")
_VOWEL_LETTERS = "اعی"
_FEWEST_DIGITS = 4
_USUAL_WORDS = 4
_VAGUE = ("before", "after", "place", "part", "partafter")


@dataclass(frozen=True)
class Sought:
    """One word or run of words that must not stay in a text.

    Shape: `joined` has no blanks; `sound` are its consonants, `parts` those of each word;
    `spellings` are the others of its row in the lists.
    """

    joined: str
    sound: str
    parts: tuple[str, ...]
    spellings: frozenset[str]

    @property
    def words(self) -> int:
        """Return how many words it has."""
        return len(self.parts)

    @property
    def longest(self) -> int:
        """Return into how many words a text may cut it: `Mehrunnisa`, `mehr un nisa`."""
        return self.words + (2 if len(self.sound) >= _SURE_SOUNDS else 1)


@dataclass(frozen=True)
class Seeking:
    """All that is looked for in the texts of one interview: names, and runs of digits."""

    names: tuple[Sought, ...]
    numbers: tuple[str, ...]

    @cached_property
    def initials(self) -> frozenset[str]:
        """Return the first letters of names of several words."""
        return frozenset(one.joined[0] for one in self.names if one.words > 1)

    @cached_property
    def _written(self) -> frozenset[str]:
        return frozenset().union(*({one.joined} | one.spellings for one in self.names))

    @cached_property
    def _sounds(self) -> frozenset[str]:
        return frozenset(one.sound for one in self.names)

    def cannot_be(self, window: "_Window") -> bool:
        """Say whether everyday words are no name, seen at once: neither written nor sounding so."""
        return (
            window.is_common
            and not window.is_someone
            and window.said not in self._written
            and window.sound not in self._sounds
            and not any(stem in self._written for stem, _ in window.stems)
        )


@dataclass(frozen=True)
class _Window:
    """Neighbouring words of a text, read as one name."""

    words: Sequence[Word]
    said: str
    sound: str
    is_common: bool
    is_someone: bool
    is_placed: bool
    stems: tuple[tuple[str, str], ...]


class Windows:
    """The neighbouring words of a text, read as names; each number of words is read once.

    They hang on the text alone, so they can be ready before it is known what is looked for.
    """

    def __init__(self, text: FoldedText) -> None:
        self.text = text
        self._by_length: dict[int, tuple[_Window, ...]] = {}

    def work_out(self) -> "Windows":
        """Read the lengths that names usually have; return these windows."""
        for length in range(1, _USUAL_WORDS + 1):
            self.of(length)
        return self

    def of(self, length: int) -> tuple[_Window, ...]:
        """Return every `length` words that follow each other."""
        if length not in self._by_length:
            self._by_length[length] = tuple(_windows(self.text, length))
        return self._by_length[length]


def seeking(answers: Iterable[str]) -> Seeking:
    """Return what to look for: each answer as a whole, and each of its telling words.

    >>> [sought.joined for sought in seeking(["Rukhsana Bibi"]).names]
    ['rukhsanabibi', 'rukhsana']
    >>> seeking(["Card ۳۵۲۰۲-1"]).numbers
    ('352021',)
    """
    names: dict[Sought, None] = {}
    numbers: dict[str, None] = {}
    for answer in answers:
        folded = fold(answer)
        names.update(dict.fromkeys(_names(folded)))
        digits = "".join(letter for letter in folded.letters if letter.isdigit())
        if len(digits) >= _FEWEST_DIGITS:
            numbers[digits] = None
    return Seeking(tuple(names), tuple(numbers))


def known_in(windows: Windows, wanted: Seeking) -> Iterator[Span]:
    """Yield every place of a text that says again what is `wanted`.

    >>> [text.typed[span.start:span.end] for text in [fold("رخسانہ نے کہا، Rukhsanah's")]
    ...  for span in known_in(Windows(text), seeking(["Rukhsana"]))]
    ['رخسانہ', 'Rukhsanah']
    """
    text = windows.text
    for digits in wanted.numbers:
        yield from _runs(text, digits)
    longest = max((sought.longest for sought in wanted.names), default=0)
    for length in range(1, longest + 1):
        names = [sought for sought in wanted.names if length <= sought.longest]
        for at, window in enumerate(windows.of(length)):
            if wanted.cannot_be(window):
                continue
            if any(_is_meant(window, sought) for sought in names):
                first = at - 1 if _is_initial(text, at - 1, wanted) else at
                yield text.span(text.words[first].start, window.words[-1].end, Kind.KNOWN)


def _is_initial(text: FoldedText, at: int, wanted: Seeking) -> bool:
    """Say whether word `at` is the first letter of a name before the rest of it: `G. Mustafa`."""
    if at < 0 or len(text.words[at].text) > 1:
        return False
    between = text.letters[text.words[at].end : text.words[at + 1].start]
    return between in {" ", ".", ". "} and text.words[at].text in wanted.initials


def _names(answer: FoldedText) -> Iterator[Sought]:
    lists = beside_cues()
    words = [word.text for word in answer.words]
    if len(words) > 1:
        yield _sought(words, lists)
    if len(words) > 2 and (words[0],) in lists.cues["title"]:  # noqa: PLR2004 - and a whole name
        yield _sought(words[1:], lists)
    core = _beside_place_words(words, lists)
    if core and core not in lists.common:
        yield _sought([core], lists)
    for at, word in enumerate(words):
        is_vague = any((word,) in lists.cues[role] for role in _VAGUE)
        is_everyday = word in lists.common and not (
            _can_be_sought(word, lists, is_alone=len(words) == 1)
            and (len(words) == 1 or word in lists.name_parts or _is_given_name(words, at, lists))
        )
        if len(word) > 1 and not is_everyday and (len(words) == 1 or not is_vague):
            yield _sought([word], lists)


def _beside_place_words(words: Sequence[str], lists: Lexicon) -> str:
    """Return what is left when all but the last word say what kind of place it is: موضع کوٹلہ."""
    kinds, last = words[:-1], "".join(words[-1:])
    is_told = len(kinds) > 0 and all((kind,) in lists.cues["place"] for kind in kinds)
    return last if is_told and len(last) > _SHORT_WORD and last.isalpha() else ""


def _is_given_name(words: Sequence[str], at: int, lists: Lexicon) -> bool:
    """Say whether an everyday word is the first half of a name: خادم حسین, Khushi Muhammad."""
    is_first = at == 0 and len(words) == 2  # noqa: PLR2004 - a given name and another one
    return is_first and (words[1],) in lists.names and words[1] not in lists.common


def _can_be_sought(word: str, lists: Lexicon, *, is_alone: bool) -> bool:
    """Say whether an everyday word is sought: سنی can be a child, Ramzan a husband."""
    is_name = is_alone and (word,) in lists.names
    return word not in lists.never and (is_name or word not in lists.cue_words)


def _sought(words: Sequence[str], lists: Lexicon) -> Sought:
    joined = "".join(words)
    parts = tuple(sound_of(word) for word in words)
    return Sought(joined, sound_of(joined), parts, lists.spellings.get(joined, frozenset()))


def _windows(text: FoldedText, length: int) -> Iterator[_Window]:
    lists = beside_cues()
    common = lists.common
    for at in range(len(text.words) - length + 1):
        words = text.words[at : at + length]
        said = "".join(word.text for word in words)
        is_common = said in common or (
            length > 1 and any(word.text in common or len(word.text) == 1 for word in words)
        )
        is_someone = any(one.text in PERSON_MARKS for one in text.words[at + length :][:1])
        stems = () if is_common and length == 1 else _stems(said, words[-1].text)
        is_placed = (said,) not in lists.places or stands_as_place(text, at)
        yield _Window(words, said, sound_of(said), is_common, is_someone, is_placed, stems)


def _stems(said: str, last: str) -> tuple[tuple[str, str], ...]:
    """Return what is left of words, and its sound, when a postposition is stuck to the last."""
    if not last.endswith(_ENDINGS):
        return ()
    stems = (said[: -len(end)] for end in _ENDINGS if last.endswith(end) and last != end)
    return tuple((stem, sound_of(stem)) for stem in stems if len(stem) > 1)


def _is_meant(window: _Window, sought: Sought) -> bool:
    said, wanted = window.said, sought.joined
    if said == wanted or said in sought.spellings:
        return _is_no_everyday_word(window)
    same_script = said[:1].isascii() == wanted[:1].isascii()
    if window.is_common:
        if any(stem == wanted for stem, _ in window.stems):
            return True
        return _is_cut_alike(window, sought) or (
            window.is_someone and _has_same_vowels(said, wanted, same_script=same_script)
        )
    is_cut = any(_is_stem(*stem, sought) for stem in window.stems)
    is_cut = is_cut or (same_script and _is_hasty(said, wanted))
    if is_cut or any(_is_misspelt(said, spelling) for spelling in sought.spellings):
        return True
    if same_script and said[0] == wanted[0] and len(wanted) >= _LONG_ENOUGH_TO_MISSPELL:
        return is_near(said, wanted) or _sounds_alike(window, sought, same_script=True)
    return _sounds_alike(window, sought, same_script=same_script) or _has_same_vowels(
        said, wanted, same_script=same_script
    )


def _is_hasty(said: str, wanted: str) -> bool:
    """Say whether a Latin name stands without most of its vowels: tyab for Tayyab."""
    if not said.isascii() or said[0] != wanted[0] or not len(said) < len(wanted):
        return False
    bare = _SAME_TWICE.sub(r"\1", skeleton(said))
    is_bare = len(bare) >= _TELLING_SOUNDS and len(said) - len(bare) <= _FEWEST_VOWELS
    return is_bare and bare == _SAME_TWICE.sub(r"\1", skeleton(wanted))


def _is_misspelt(said: str, spelling: str) -> bool:
    """Say whether one letter is other than in a listed spelling: Thatto for Thatta."""
    is_long = min(len(said), len(spelling)) >= _LONG_ENOUGH_TO_MISSPELL
    return is_long and said[0] == spelling[0] and is_near(said, spelling)


def _is_no_everyday_word(window: _Window) -> bool:
    """Say whether a word equal to the name is it; a short everyday Latin one needs a sign of it.

    Such are a capital, a person's sign after it, and that it opens a sentence: who does something.
    """
    first = window.words[0]
    if not window.is_common or len(window.words) > 1:
        return True
    if not first.is_latin:
        return window.is_placed
    is_subject = first.is_capital or first.opens_sentence
    return is_subject or window.is_someone or len(first.text) > _SHORT_WORD


def _is_cut_alike(window: _Window, sought: Sought) -> bool:
    """Say whether words, some of them everyday ones, sound like the name as a whole.

    `Abdul Baqi` is عبدالباقی and جھوک اترا is `Jhok Uttra`, though baqi and اترا are words, too.
    """
    if len(window.words) == 1 or window.sound != sought.sound:
        return False
    parts = tuple(sound_of(word.text) for word in window.words)
    return len(sought.sound) >= (_MANY_SOUNDS if parts == sought.parts else _SURE_SOUNDS)


def _has_same_vowels(said: str, wanted: str, *, same_script: bool) -> bool:
    """Say whether a name with few consonants has the same vowels: Nur and Noor, Hira and حرا."""
    if same_script:
        return said[0].isascii() and latin_key(said) == latin_key(wanted)
    latin, urdu = (said, wanted) if said[0].isascii() else (wanted, said)
    sounds, vowels = latin_frame(latin)
    others, written = urdu_frame(urdu)
    return sounds != "" and sounds == others and fits(vowels, written)


def _is_stem(stem: str, sound: str, sought: Sought) -> bool:
    """Say whether a word without its postposition is the name, or sounds like it."""
    if stem == sought.joined:
        return True
    is_long = len(stem) >= _LONG_ENOUGH_TO_MISSPELL and len(sound) >= _FEWEST_SOUNDS
    other_script = stem[:1].isascii() != sought.joined[:1].isascii()
    return sound == sought.sound and is_long and (other_script or len(sound) >= _TELLING_SOUNDS)


def _sounds_alike(window: _Window, sought: Sought, *, same_script: bool) -> bool:
    said, wanted, sounds = window.said, sought.joined, len(sought.sound)
    if window.sound != sought.sound or sounds < _FEWEST_SOUNDS:
        return False
    if not same_script and sounds == _FEWEST_SOUNDS and not _begin_alike(said, wanted):
        return False
    difference = abs(len(said) - len(wanted))
    if not same_script or sounds >= _TELLING_SOUNDS:
        return not same_script or difference <= _MOST_OTHER_LETTERS
    starts_alike = said[:2] == wanted[:2] and len(wanted) >= _LONG_ENOUGH_TO_MISSPELL - 1
    if min(len(said), len(wanted)) >= _LONG_ENOUGH_TO_MISSPELL:  # Bubbly, Babli
        starts_alike |= said[:2].replace("u", "a") == wanted[:2].replace("u", "a")
    return difference <= 1 and starts_alike


def _begin_alike(said: str, wanted: str) -> bool:
    """Say whether both words begin with a vowel, or both do not: agli is not گل."""
    latin, urdu = (said, wanted) if said[0].isascii() else (wanted, said)
    return (latin[0] in "aeiou") == (urdu[0] in _VOWEL_LETTERS)


def _runs(text: FoldedText, digits: str) -> Iterator[Span]:
    places = [at for at, letter in enumerate(text.letters) if letter.isdigit()]
    all_digits = "".join(text.letters[at] for at in places)
    start = all_digits.find(digits)
    while start != -1:
        yield text.span(places[start], places[start + len(digits) - 1] + 1, Kind.KNOWN)
        start = all_digits.find(digits, start + 1)

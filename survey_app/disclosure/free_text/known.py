"""Find again in a text what she said elsewhere: names, places, numbers, a child's nickname.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.2.
Promise: across both scripts, with stuck postpositions, possessives and one wrong letter.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from survey_app.disclosure.free_text.folding import FoldedText, Word, fold
from survey_app.disclosure.free_text.lexicon import Lexicon, lexicon
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
        *("ko", "ne", "ka", "ki", "ke", "se", "mein"),
    )
)
_LONG_ENOUGH_TO_MISSPELL = 5
_FEWEST_SOUNDS = 2
_TELLING_SOUNDS = 3
_MOST_OTHER_LETTERS = 2
_FEWEST_DIGITS = 4
_VAGUE = ("before", "after", "place", "part", "partafter")


@dataclass(frozen=True)
class Sought:
    """One word or run of words that must not stay in a text.

    Shape: `joined` has no blanks; `sound` are its consonants; `words` counts its words.
    """

    joined: str
    sound: str
    words: int


@dataclass(frozen=True)
class Seeking:
    """All that is looked for in the texts of one interview: names, and runs of digits."""

    names: tuple[Sought, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class _Window:
    """Neighbouring words of a text, read as one name."""

    words: Sequence[Word]
    said: str
    sound: str
    is_common: bool
    stems: tuple[tuple[str, str], ...]


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


def known_in(text: FoldedText, wanted: Seeking) -> Iterator[Span]:
    """Yield every place of `text` that says again what is `wanted`.

    >>> [text.typed[span.start:span.end] for text in [fold("رخسانہ نے کہا، Rukhsanah's")]
    ...  for span in known_in(text, seeking(["Rukhsana"]))]
    ['رخسانہ', 'Rukhsanah']
    """
    for digits in wanted.numbers:
        yield from _runs(text, digits)
    longest = max((sought.words for sought in wanted.names), default=-1) + 1
    for length in range(1, longest + 1):
        names = [sought for sought in wanted.names if length <= sought.words + 1]
        for window in _windows(text, length):
            if any(_is_meant(window, sought) for sought in names):
                yield text.span(window.words[0].start, window.words[-1].end, Kind.KNOWN)


def _names(answer: FoldedText) -> Iterator[Sought]:
    lists = lexicon()
    words = [word.text for word in answer.words]
    if len(words) > 1:
        yield _sought("".join(words), len(words))
    for word in words:
        is_vague = any((word,) in lists.cues[role] for role in _VAGUE)
        is_plain = word in lists.common and (len(words) > 1 or not _is_answer(word, lists))
        if len(word) > 1 and not is_plain and (len(words) == 1 or not is_vague):
            yield _sought(word, 1)


def _is_answer(word: str, lists: Lexicon) -> bool:
    """Say whether an everyday word that is a whole answer is sought: سنی can be a child."""
    return word not in lists.never and word not in lists.cue_words


def _sought(joined: str, words: int) -> Sought:
    return Sought(joined, sound_of(joined), words)


def _windows(text: FoldedText, length: int) -> Iterator[_Window]:
    common = lexicon().common
    for at in range(len(text.words) - length + 1):
        words = text.words[at : at + length]
        said = "".join(word.text for word in words)
        is_common = said in common or (
            length > 1 and any(word.text in common or len(word.text) == 1 for word in words)
        )
        stems = _stems(said) if length == 1 and not is_common else ()
        yield _Window(words, said, sound_of(said), is_common, stems)


def _stems(said: str) -> tuple[tuple[str, str], ...]:
    """Return what is left of a word, and its sound, when a postposition is stuck to it."""
    stems = (said[: -len(ending)] for ending in _ENDINGS if said.endswith(ending))
    return tuple((stem, sound_of(stem)) for stem in stems if len(stem) > 1)


def _is_meant(window: _Window, sought: Sought) -> bool:
    said, wanted = window.said, sought.joined
    if said == wanted:
        return not (window.is_common and window.words[0].is_latin) or window.words[0].is_capital
    if window.is_common:
        return False
    if any(_is_stem(*stem, sought) for stem in window.stems):
        return True
    same_script = said[:1].isascii() == wanted[:1].isascii()
    if same_script and said[0] == wanted[0] and len(wanted) >= _LONG_ENOUGH_TO_MISSPELL:
        return is_near(said, wanted) or _sounds_alike(window, sought, same_script=True)
    return _sounds_alike(window, sought, same_script=same_script)


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
    difference = abs(len(said) - len(wanted))
    if not same_script or sounds >= _TELLING_SOUNDS:
        return not same_script or difference <= _MOST_OTHER_LETTERS
    starts_alike = said[:2] == wanted[:2] and len(wanted) >= _LONG_ENOUGH_TO_MISSPELL - 1
    if min(len(said), len(wanted)) >= _LONG_ENOUGH_TO_MISSPELL:  # Bubbly, Babli
        starts_alike |= said[:2].replace("u", "a") == wanted[:2].replace("u", "a")
    return difference <= 1 and starts_alike


def _runs(text: FoldedText, digits: str) -> Iterator[Span]:
    places = [at for at, letter in enumerate(text.letters) if letter.isdigit()]
    all_digits = "".join(text.letters[at] for at in places)
    start = all_digits.find(digits)
    while start != -1:
        yield text.span(places[start], places[start + len(digits) - 1] + 1, Kind.KNOWN)
        start = all_digits.find(digits, start + 1)

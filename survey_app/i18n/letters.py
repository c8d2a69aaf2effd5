"""Letters that a reader takes for the same, and the order of the Urdu alphabet.

Room: i18n (floor 1).
Promise: what was typed is never changed; these are keys beside it.
"""

import re
import unicodedata
from bisect import bisect_right
from functools import cache

from survey_app.i18n.bidi import DIRECTION_CHARACTERS
from survey_app.i18n.digits import fold_digits

_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_TATWEEL = "\u0640"
_HAMZA = "\u0621"
_INVISIBLE = frozenset(_ZERO_WIDTH + _TATWEEL) | DIRECTION_CHARACTERS

_VOWEL_SIGNS = frozenset(
    chr(code)
    for first, last in ((0x0610, 0x061A), (0x064B, 0x0652), (0x0656, 0x065F), (0x06D6, 0x06ED))
    for code in range(first, last + 1)
    if unicodedata.category(chr(code)) == "Mn"
) | {"\u0670"}

_DROPPED = dict.fromkeys(map(ord, _INVISIBLE | _VOWEL_SIGNS))
_PRESENTATION_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")

_ARABIC_TO_URDU = str.maketrans("يىكهةۀ", "ییکہۃۂ")

_LOOSE = str.maketrans("يىئےۓكهۀةۃۂھەآأإٱؤں", "یییییکہہہہہہہااااون")

_ALPHABET = "اأآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوؤہۂۃھءئیےۓ"
_PLACE = {letter: place for place, letter in enumerate(_ALPHABET)}


def search_key(text: str) -> str:
    """Return the key under which spellings that a reader takes for the same word meet.

    Arabic code points become Urdu ones, vowel signs and invisible characters go, digits
    become 0-9, blanks collapse. Different letters stay different: بھائی is not بہائی.

    >>> search_key("علي") == search_key("علی")
    True
    >>> search_key("مُحمّد  ۱۲")
    'محمد 12'
    >>> search_key("بھائی") == search_key("بہائی")
    False
    """
    plain = text
    if _PRESENTATION_FORM.search(text):
        plain = "".join(_without_presentation_form(letter) for letter in text)
    composed = unicodedata.normalize("NFC", plain).translate(_ARABIC_TO_URDU)
    recomposed = unicodedata.normalize("NFC", composed.translate(_DROPPED))
    return " ".join(fold_digits(recomposed).casefold().split())


def fold_with_offsets(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a loosely folded `text`, and for each folded letter its place in `text`.

    Looser than `search_key`: ے ئ count as ی, ھ as ہ, ں as ن, all alifs as ا; hamza goes.

    Shape: one offset per folded letter, and one more: the length of `text`. Offsets never
    fall. Use `original_span` to come back: it also covers marks that were dropped.

    >>> folded, offsets = fold_with_offsets("مُنی ۵")
    >>> folded
    'منی 5'
    >>> offsets
    (0, 2, 3, 4, 5, 6)
    """
    letters: list[str] = []
    offsets: list[int] = []
    for place, letter in enumerate(text):
        folded = _loosely(letter)
        letters.append(folded)
        offsets.extend([place] * len(folded))
    return "".join(letters), (*offsets, len(text))


def fold_letters(text: str) -> str:
    """Return what `fold_with_offsets` folds a text to, without the offsets: for whole word lists.

    >>> fold_letters("مُنی ۵") == fold_with_offsets("مُنی ۵")[0]
    True
    """
    return text.translate({ord(letter): _loosely(letter) for letter in set(text)})


def original_span(offsets: tuple[int, ...], start: int, end: int) -> tuple[int, int]:
    """Return where the folded span `start`..`end` lies in the text it was folded from.

    The span reaches up to the next kept letter, so that a mark that was dropped after the
    last letter, and a whole ligature, are covered.

    >>> _, offsets = fold_with_offsets("رُخسانہّ!")
    >>> original_span(offsets, 0, 6)
    (0, 8)
    """
    if start >= end:
        return offsets[start], offsets[start]
    after = bisect_right(offsets, offsets[end - 1])
    return offsets[start], offsets[min(after, len(offsets) - 1)]


def urdu_sort_key(text: str) -> tuple[tuple[int, int], ...]:
    """Return a key that sorts in the order of the Urdu alphabet.

    Blanks come first, then other signs, digits and Latin letters, then Urdu letters.

    >>> sorted(["گھر", "ٹوپی", "تارا", "پانی", "بات"], key=urdu_sort_key)
    ['بات', 'پانی', 'تارا', 'ٹوپی', 'گھر']
    """
    return tuple(_sort_place(letter) for letter in search_key(text))


def _without_presentation_form(letter: str) -> str:
    is_presentation_form = "\ufb50" <= letter <= "\ufdff" or "\ufe70" <= letter <= "\ufefc"
    return unicodedata.normalize("NFKC", letter) if is_presentation_form else letter


@cache
def _loosely(letter: str) -> str:
    decomposed = unicodedata.normalize("NFKD", letter.translate(_LOOSE))
    kept = (
        part
        for part in decomposed
        if part not in _INVISIBLE and part != _HAMZA and unicodedata.category(part) != "Mn"
    )
    return fold_digits("".join(kept)).translate(_LOOSE).casefold()


def _sort_place(letter: str) -> tuple[int, int]:
    if letter == " ":
        return 0, 0
    if letter in _PLACE:
        return 2, _PLACE[letter]
    return 1, ord(letter)

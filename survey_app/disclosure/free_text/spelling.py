"""One name, many spellings: within Latin letters, and from Latin to Urdu letters.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

import re
from collections.abc import Callable
from functools import lru_cache

_SAME_VOWELS = (
    (re.compile(r"a+"), "a"),
    (re.compile(r"ee+|ii+|ie|iy|ey|ei|ae|ai|ay|e"), "i"),
    (re.compile(r"oo+|ou|uu+|au|aw|o"), "u"),
    (re.compile(r"(?<!^)y"), "i"),
)
_SAME_CONSONANTS = (("ph", "f"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("z", "z"))
_NO_VOWELS = str.maketrans("", "", "aeiou")
_DOUBLED = re.compile(r"(.)\1+")
_FINAL_H = re.compile(r"(?<=[aeiou])h\Z")

_LATIN_SOUNDS = (("sch", "S"), ("sh", "S"), ("ch", "c"), ("ph", "f"), ("ck", "k"), ("q", "k"))
_URDU_SOUNDS = dict(
    zip("بپتٹطثسصجچخکقدڈذزضظژرڑشغگفلمن", "bptttsssjckkkddzzzzzrrSggflmn", strict=True)
)
_LATIN_VOWELS = frozenset("aeiouywvh'")
_URDU_LONG = (("ا", "a"), ("و", "ouwv"), ("ی", "iyea"), ("ہ", "ha"), ("ح", "ha"))
_WRITTEN_OUT = (("aa", "اع"), ("ee", "ی"), ("oo", "و"), ("w", "و"), ("v", "و"), ("y", "ی"))
_SOFT = frozenset("اہیحع")


@lru_cache(maxsize=8192)
def latin_key(word: str) -> str:
    """Return what the Latin spellings of one word have in common.

    >>> latin_key("naseem") == latin_key("nasim"), latin_key("bachay") == latin_key("bache")
    (True, True)
    >>> latin_key("rukhsanah"), latin_key("rukhsana")
    ('rukhsana', 'rukhsana')
    """
    for pair, letter in _SAME_CONSONANTS:
        word = word.replace(pair, letter)
    for vowels, letter in _SAME_VOWELS:
        word = vowels.sub(letter, word)
    return _FINAL_H.sub("", _DOUBLED.sub(r"\1", word))


def skeleton(word: str) -> str:
    """Return a Latin word without its vowels, as hasty writers type it.

    >>> skeleton("bohat"), skeleton("bht")
    ('bht', 'bht')
    """
    return word[:1].strip("aeiou") + word[1:].translate(_NO_VOWELS)


def latin_frame(word: str) -> tuple[str, tuple[str, ...]]:
    """Return the consonants of a Latin word, and the vowels before, between and after them.

    >>> latin_frame("shaista")
    ('Sst', ('', 'ai', '', 'a'))
    """
    for pair, letter in _LATIN_SOUNDS:
        word = word.replace(pair, letter)
    return _frame(re.sub(r"x", "ks", word), _latin_sound)


@lru_cache(maxsize=8192)
def urdu_frame(word: str) -> tuple[str, tuple[str, ...]]:
    """Return the same of an Urdu word.

    >>> urdu_frame("شائستہ")
    ('Sst', ('', 'ائ', '', 'ہ'))
    """
    return _frame(word, _urdu_sound)


def fits(latin: tuple[str, ...], urdu: tuple[str, ...]) -> bool:
    """Say whether the vowels of two frames with the same consonants can be one word.

    >>> fits(latin_frame("samreen")[1], urdu_frame("ثمرین")[1])
    True
    >>> fits(latin_frame("kitab")[1], urdu_frame("کاتب")[1])
    False
    """
    if len(latin) != len(urdu):
        return False
    last = len(latin) - 1
    return all(
        _slot_fits(one, other, is_first=at == 0, is_last=at == last)
        for at, (one, other) in enumerate(zip(latin, urdu, strict=True))
    )


def _latin_sound(letter: str) -> str:
    return "" if letter in _LATIN_VOWELS else letter


def _urdu_sound(letter: str) -> str:
    return _URDU_SOUNDS.get(letter, "")


def _frame(word: str, sound: Callable[[str], str]) -> tuple[str, tuple[str, ...]]:
    consonants: list[str] = []
    vowels = [""]
    for letter in word:
        heard = sound(letter)
        if not heard:
            vowels[-1] += letter
        elif consonants and vowels[-1] == "" and consonants[-1] == heard:
            continue
        else:
            consonants.append(heard)
            vowels.append("")
    return "".join(consonants), tuple(vowels)


def _slot_fits(latin: str, urdu: str, *, is_first: bool, is_last: bool) -> bool:
    if is_first and bool(latin) != bool(urdu):
        return False
    if is_last and not _endings_fit(latin, urdu):
        return False
    heard = all(any(x in latin for x in sounds) for letter, sounds in _URDU_LONG if letter in urdu)
    written = all(
        any(x in urdu for x in letters) for vowel, letters in _WRITTEN_OUT if vowel in latin
    )
    return heard and (written or is_first)


def _endings_fit(latin: str, urdu: str) -> bool:
    latin = latin.rstrip("h'")
    if not latin or not urdu:
        return not urdu or (not latin and urdu in {"ہ", "ح"})
    if latin.endswith("a"):
        return urdu[-1] in _SOFT
    return urdu[-1] in ("یے" if latin[-1] in "iye" else "و")

"""How a name sounds, written the same for Latin and Urdu letters.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.2.
"""

import re
from functools import lru_cache

_PAIRS = (("sch", "S"), ("sh", "S"), ("ch", "c"), ("ph", "f"), ("ck", "k"), ("x", "ks"))
_LATIN = str.maketrans(
    {"c": "c", "q": "k", "S": "S"} | dict.fromkeys("aeiouywvh'", "")  # vowels and half vowels
)
_URDU = str.maketrans(
    {
        "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ط": "t", "ث": "s", "س": "s", "ص": "s",
        "ج": "j", "چ": "c", "خ": "k", "ک": "k", "ق": "k", "د": "d", "ڈ": "d", "ذ": "z",
        "ز": "z", "ض": "z", "ظ": "z", "ژ": "z", "ر": "r", "ڑ": "r", "ش": "S", "غ": "g",
        "گ": "g", "ف": "f", "ل": "l", "م": "m", "ن": "n",
    }
    | dict.fromkeys("اآوہھحعیےئؤءۃۂ", "")
)  # fmt: skip
_ARTICLE = re.compile("ال(?=نسا|دین|رحم|حق|اسلام)")
_SERVANT = re.compile(r"\Aabdu([rsznt])(?=\1|sh)")  # the article as it is said: Abdur Rashid
_GIVEN = re.compile(r"b[au](?:khsh|kh?s|x|ksh)\Z")  # Rasool Bux, Allah Baksh
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=8192)
def sound_of(word: str) -> str:
    """Return the consonants of a folded word; two spellings of one name mostly agree.

    >>> sound_of("rukhsana"), sound_of("رخسانہ"), sound_of("ruksanah")
    ('rksn', 'rksn', 'rksn')
    >>> sound_of("sheikhupura") == sound_of("شیخوپورہ")
    True
    >>> sound_of("abdurrasheed") == sound_of("abdulrashid") == sound_of("عبدالرشید")
    True
    """
    if word[:1].isascii():
        word = _GIVEN.sub("bakhsh", _SERVANT.sub("abdul", word))
        for pair, letter in _PAIRS:
            word = word.replace(pair, letter)
        key = word.translate(_LATIN)
    else:
        key = _ARTICLE.sub("", word).translate(_URDU)
    return _REPEATED.sub(r"\1", key)


def is_near(one: str, other: str) -> bool:
    """Say whether two words differ by one letter: added, left out, changed or swapped.

    >>> is_near("rukhsana", "rukshana"), is_near("sana", "sun")
    (True, False)
    """
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])

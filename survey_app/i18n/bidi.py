"""Keep an inserted value from turning the line around it.

Room: i18n (floor 1).
Spec: Unicode Bidirectional Algorithm (UAX 9), isolates.
"""

import re

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

_SIGN_AND_WORD = re.compile(r"(?<!\S)(?:\.|--?)[A-Za-z][\w.-]*", re.ASCII)

# digits held together by signs: a telephone number, a range, a date; or with a sign before them
_NUMBER = re.compile(r"(?<!\w)[+-]?\d+(?:[-\u2013/.:,+]\d+)+|(?<![\w.-])[+-]\d+(?!\w)")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

DIRECTION_CHARACTERS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def isolate(text: str) -> str:
    r"""Return `text` between isolates, so that its neighbours do not change how it is drawn.

    Own direction characters of `text` are left out: an unpaired one would reach beyond it.

    >>> isolate("0-18") == "\u20680-18\u2069"
    True
    >>> isolate("")
    ''
    """
    plain = without_direction_characters(text)
    return f"{FIRST_STRONG_ISOLATE}{plain}{POP_ISOLATE}" if plain else ""


def keep_signs(text: str) -> str:
    r"""Return `text` of a right-to-left language, endings and options in it drawn as written.

    The sign that a Latin word begins with belongs to the line around it otherwise, and is drawn
    behind the word: `.pack` as `pack.`, `--port` as `port--`.

    >>> keep_signs("نام .pack پر") == "نام \u2068.pack\u2069 پر"
    True
    >>> keep_signs("فائل submission.xml۔")
    'فائل submission.xml۔'
    """
    return _SIGN_AND_WORD.sub(lambda found: isolate(found.group()), text)


def keep_numbers(text: str) -> str:
    r"""Return `text` with its numbers drawn as they were typed, also between right-to-left words.

    There `0300-1234567` is drawn as `1234567-0300` otherwise, `2019-03-14` as `14-03-2019`.

    >>> keep_numbers("نمبر 0300-1234567۔") == "نمبر \u20680300-1234567\u2069۔"
    True
    >>> keep_numbers("سال 2019 میں")
    'سال 2019 میں'
    """
    return _NUMBER.sub(lambda found: isolate(found.group()), text)


def has_right_to_left(text: str) -> bool:
    """Say whether a letter of `text` is written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def without_direction_characters(text: str) -> str:
    r"""Return `text` without the invisible characters that steer direction.

    >>> without_direction_characters("a\u200fb")
    'ab'
    """
    return "".join(letter for letter in text if letter not in DIRECTION_CHARACTERS)

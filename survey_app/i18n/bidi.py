"""Keep an inserted value from turning the line around it.

Room: i18n (floor 1).
Spec: Unicode Bidirectional Algorithm (UAX 9), isolates.
"""

import re

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

_SIGN_AND_WORD = re.compile(r"(?<!\S)(?:\.|--?)[A-Za-z][\w.-]*", re.ASCII)

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


def without_direction_characters(text: str) -> str:
    r"""Return `text` without the invisible characters that steer direction.

    >>> without_direction_characters("a\u200fb")
    'ab'
    """
    return "".join(letter for letter in text if letter not in DIRECTION_CHARACTERS)

r"""Which letters the classes of a pattern take: `\d`, `\w`, `\p{L}` and their like.

Room: xpath.
Spec: ODK XForms 1.0, regex(). As in Java and JavaScript a digit or a letter of a word is one of
ASCII; `\p{…}` is Java's: a general category of Unicode, a class of POSIX, a script.
"""

import string
import unicodedata
from collections.abc import Callable, Mapping
from typing import TypeAlias

Accepts: TypeAlias = Callable[[str], bool]


class PatternError(ValueError):
    """The text is no pattern of the kind read here."""


def hexadecimal(code: str) -> int:
    """Return the number a code of a letter stands for. Raises: PatternError."""
    if not code or not set(code) <= set(string.hexdigits):
        raise PatternError
    return int(code, 16)


def is_edge(text: str, at: int) -> bool:
    """Say whether a word begins or ends at a place of `text`."""
    before = at > 0 and _is_word(text[at - 1])
    after = at < len(text) and _is_word(text[at])
    return before is not after


def named(name: str) -> Accepts:
    r"""Return what takes the letters of `\p{name}`. Raises: PatternError.

    >>> [one for one in "aB1 ر" if named("L")(one)], named("IsArabic")("ر")
    (['a', 'B', 'ر'], True)
    """
    if name in _OF_POSIX:
        members = _OF_POSIX[name]
        return lambda one: one in members
    if name in _CATEGORIES:
        return lambda one: unicodedata.category(one).startswith(name)
    if name == "IsAlphabetic":
        return str.isalpha
    if name.startswith(("Is", "In")) and name[2:].isalpha():
        script = f"{name[2:].upper()} "
        return lambda one: unicodedata.name(one, "").startswith(script)
    raise PatternError


def _is_digit(one: str) -> bool:
    return "0" <= one <= "9"


def _is_word(one: str) -> bool:
    return one == "_" or (one.isascii() and one.isalnum())


CLASSES: Mapping[str, Accepts] = {
    "d": _is_digit,
    "D": lambda one: not _is_digit(one),
    "w": _is_word,
    "W": lambda one: not _is_word(one),
    "s": str.isspace,
    "S": lambda one: not one.isspace(),
}
_CATEGORIES = frozenset(
    {"L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No"}
    | {"P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So"}
    | {"Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf"}
)
_OF_POSIX: Mapping[str, frozenset[str]] = {
    "Alpha": frozenset(string.ascii_letters),
    "Lower": frozenset(string.ascii_lowercase),
    "Upper": frozenset(string.ascii_uppercase),
    "Digit": frozenset(string.digits),
    "Alnum": frozenset(string.ascii_letters + string.digits),
    "Punct": frozenset(string.punctuation),
    "Space": frozenset(string.whitespace),
    "XDigit": frozenset(string.hexdigits),
}

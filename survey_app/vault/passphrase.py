"""Passphrases: made by the program, brought to one form before a key is derived.

Room: vault.
Spec: docs/spec/keys-and-slots.md section 5.
Promise: the same passphrase typed on an Urdu, Arabic or English keyboard, with or without
    the gaps between digits, gives the same bytes; so do made words typed while another
    keyboard was switched on.
"""

import secrets
from typing import Literal

from survey_app.vault.errors import WeakPassphraseError
from survey_app.vault.keyboards import as_made
from survey_app.vault.letters import first_form, one_form
from survey_app.vault.words import WORDS, word

DIGITS = 16
WORD_COUNT = 5
LEAST_LETTERS = 12

_GAPS = str.maketrans("", "", " -")


def new_passphrase(kind: Literal["digits", "words"] = "digits") -> str:
    """Return a fresh passphrase: 16 digits in fours (53 bits) or 5 words (55 bits).

    >>> len(new_passphrase("digits")), len(new_passphrase("words").split())
    (19, 5)
    """
    if kind == "words":
        return " ".join(word(secrets.randbelow(WORDS)) for _ in range(WORD_COUNT))
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    return " ".join(digits[at : at + 4] for at in range(0, DIGITS, 4))


def normalised(passphrase: str) -> bytes:
    """Return the bytes a key is derived from.

    Compatibility forms, the three digit sets, Arabic and Urdu letters, vowel signs, invisible
    marks and runs of blanks are brought to one form; between digits, blanks and hyphens do not
    count; made words are known whatever keyboard they were typed on.

    >>> normalised("۱۲۳۴ 5678") == normalised("1234-5678") == b"12345678"
    True
    """
    spaced = one_form(passphrase)
    bare = spaced.translate(_GAPS)
    return (bare if bare.isdecimal() else as_made(spaced)).encode()


def normalised_at_first(passphrase: str) -> bytes:
    """Return the bytes for a slot of the first format, which must open for ever."""
    spaced = first_form(passphrase)
    bare = spaced.translate(_GAPS)
    return (bare if bare.isdecimal() else spaced).encode()


def require_strong(passphrase: str) -> None:
    """Return quietly when `passphrase` is long enough to resist offline guessing.

    Raises: WeakPassphraseError below 12 characters, or below 16 when there are only digits.
    """
    typed = normalised(passphrase).decode()
    if len(typed) < (DIGITS if typed.isdecimal() else LEAST_LETTERS):
        raise WeakPassphraseError(letters=LEAST_LETTERS, digits=DIGITS)

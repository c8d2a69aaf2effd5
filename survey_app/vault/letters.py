"""One form for letters and digits that a person cannot tell apart, or not type apart.

Room: vault.
Spec: docs/spec/keys-and-slots.md section 5. Frozen: keys are derived from the result.
"""

import unicodedata

_VOWEL_SIGNS = [*range(0x0610, 0x061B), *range(0x064B, 0x0653), 0x0656, 0x0657, 0x0658, 0x0670]
_UNSAID = dict.fromkeys((0x0640, *_VOWEL_SIGNS))  # the stretching line, and signs over letters
_URDU = str.maketrans("يىكهةۀڪ", "ییکہۃۂک")


def one_form(text: str) -> str:
    """Return `text` with compatibility forms, digits, Arabic letters and blanks in one form.

    >>> one_form("كتابي  ۱٢3") == one_form("ﻛﺘﺎﺑﻲ ۱۲۳") == "کتابی 123"
    True
    """
    urdu = unicodedata.normalize("NFKC", text).translate(_UNSAID).translate(_URDU)
    seen = "".join(map(_digit, filter(_is_seen, unicodedata.normalize("NFKC", urdu))))
    return " ".join(unicodedata.normalize("NFKC", seen).split())


def first_form(text: str) -> str:
    """Return the form of the first slots: Arabic letters and vowel signs stay as they are."""
    plain = unicodedata.normalize("NFKC", text)
    return " ".join("".join(map(_digit, filter(_is_seen, plain))).split())


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) != "Cf"


def _digit(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)

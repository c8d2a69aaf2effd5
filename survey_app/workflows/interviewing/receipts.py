"""The code she may keep: eleven digits that look like a phone number and ring nobody.

Room: workflows.
Spec: docs/spec/receipt-code.md. Prefixes 036-039 are not given to any mobile network in
Pakistan; the last digit checks the others (Damm), so one wrong or two swapped digits are heard.
"""

import secrets

from survey_app.i18n.digits import fold_digits

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_DIGITS = 11


def new_receipt_code() -> str:
    """Return a fresh code, written as a mobile number is: `03XX-XXXXXXX`."""
    body = f"03{6 + secrets.randbelow(4)}{secrets.randbelow(10**7):07d}"
    return _written(body + str(_check(body)))


def read_receipt_code(spoken: str) -> str | None:
    """Return the code as it was given out, or None when the digits cannot be one.

    Digits of all three sets, blanks and dashes are welcome.

    >>> read_receipt_code("۰۳۶۰ 0000008") == read_receipt_code("0360-0000008")
    True
    >>> read_receipt_code("0360-0000006") is None
    True
    """
    digits = "".join(letter for letter in fold_digits(spoken) if letter.isdecimal())
    if len(digits) != _DIGITS or not digits.startswith(("036", "037", "038", "039")):
        return None
    return _written(digits) if _check(digits[:-1]) == int(digits[-1]) else None


def _check(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def _written(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:]}"

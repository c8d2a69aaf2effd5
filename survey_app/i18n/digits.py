"""One set of digits for everything that is compared or computed.

Room: i18n (floor 1).
"""

_TO_ASCII = {
    ord(digit): str(value)
    for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
    for value, digit in enumerate(digits)
}


def fold_digits(text: str) -> str:
    """Return `text` with Urdu (۰-۹) and Arabic (٠-٩) digits written 0-9; all else as it was.

    >>> fold_digits("۰۳۰۰-١٢٣4567 عمر ۳۰")
    '0300-1234567 عمر 30'
    """
    return text.translate(_TO_ASCII)

"""Numbers as people write them: three sets of digits, with or without separators.

Room: web, field desk.
Promise: a comma is taken for a separator of thousands only where the question shows them and
only where it can be nothing else.
"""

import re
from typing import Any

from wtforms.validators import ValidationError

from survey_app.i18n.bidi import without_direction_characters
from survey_app.i18n.digits import fold_digits
from survey_app.web.field.forms.typed import Answer
from survey_app.web.field.forms.words import say
from survey_app.web.field.marks import N_

_WHOLE = re.compile(r"[-+]?\d{1,10}\Z")
_POINT = re.compile(r"[-+]?\d{1,12}(\.\d{1,9})?\Z")
_THOUSANDS = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})+,\d{3})(\.\d{1,9})?\Z")
_DIGITS = re.compile(r"[0-9 .,+*#()/-]+\Z")
_JOINERS = dict.fromkeys(range(0x200B, 0x200E))
"""Letters of no width, which a keyboard may put between digits."""
_DATA = re.compile(r"([-+]?)(\d+)(\.\d+)?\Z")


class Number(Answer):
    """A number; `separated` questions show thousands apart, and take them so."""

    def __init__(self, *, separated: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.separated = separated

    def bare(self, text: str) -> str:
        """Return the number in digits 0-9, without separators of thousands."""
        plain = bare_number(text).replace("٬", ",")
        apart = self.separated and _THOUSANDS.match(plain)
        return plain.replace(",", "") if apart else plain


class WholeNumber(Number):
    """Digits of any kind, without a fraction."""

    def understood(self, text: str) -> str:
        """Return the number in digits 0-9."""
        plain = self.bare(text)
        if not _WHOLE.match(plain):
            raise ValidationError(say(N_("Write the number in digits, such as 12.")))
        return str(int(plain))


class PointNumber(Number):
    """A number that may have a fraction."""

    def understood(self, text: str) -> str:
        """Return the number in digits 0-9 with a point."""
        plain = self.bare(text).replace("٫", ".")
        if not _POINT.match(plain):
            raise ValidationError(
                say(N_("Write the number in digits with a point, such as 1.5, and no comma."))
            )
        return plain.lstrip("+")


class Digits(Answer):
    """Digits that are no number: a telephone, a house, a case. Leading zeros stay."""

    def understood(self, text: str) -> str:
        """Return what was written, in digits 0-9."""
        plain = in_plain_digits(text)
        if not _DIGITS.match(plain):
            raise ValidationError(say(N_("Write this with digits only, such as 0300 1234567.")))
        return plain


def bare_number(text: str) -> str:
    """Return typed digits as 0-9 without blanks, a typographic minus as a plain one."""
    return in_plain_digits(text).replace(" ", "")


def in_plain_digits(text: str) -> str:
    r"""Return typed digits as 0-9 and a plain minus, without the unseen marks of direction.

    Keyboards and pasted texts bring such marks; nobody could see what is wrong with the number.

    >>> in_plain_digits("\u200f\u2067−۱۲\u2069")
    '-12'
    """
    plain = fold_digits(text).replace("−", "-").translate(_JOINERS)
    return without_direction_characters(plain)


def with_thousands(value: str) -> str:
    """Return a kept number with its thousands apart; what is no number stays as it is.

    >>> with_thousands("1234567.5"), with_thousands("-1000"), with_thousands("many")
    ('1,234,567.5', '-1,000', 'many')
    """
    found = _DATA.match(value)
    if found is None or (len(found[2]) > 1 and found[2].startswith("0")):
        return value
    return f"{found[1]}{int(found[2]):,}{found[3] or ''}"

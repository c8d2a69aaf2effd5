"""Places on the earth as people write them: latitude, then longitude, in degrees.

Room: web, field desk. A place is never asked from the device: it can betray where she lives.
"""

import re
from typing import Any

from wtforms.validators import ValidationError

from survey_app.i18n.bidi import without_direction_characters
from survey_app.i18n.digits import fold_digits
from survey_app.web.field.forms.typed import Answer
from survey_app.web.field.forms.words import say
from survey_app.web.field.marks import N_

_SIGNS = str.maketrans({"٫": ".", "،": ",", "−": "-", "؛": ";"})
A_PLACE = "31.5204 74.3587"
_NUMBER = re.compile(r"[-+]?\d{1,6}(\.\d+)?\Z")
_HOW_MANY = range(2, 5)  # latitude, longitude; altitude, accuracy
_FEWEST_CORNERS = 3


class Place(Answer):
    """One place."""

    def understood(self, text: str) -> str:
        """Return the place as numbers with blanks between."""
        return _point(text)


class Places(Answer):
    """Places in a row, one a line; `closed` when they go around an area."""

    def __init__(self, *, closed: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.closed = closed

    def understood(self, text: str) -> str:
        """Return the places with semicolons between; an area ends where it began."""
        lines = re.split(r"[;\n]+", text.translate(_SIGNS))
        points = [_point(line) for line in lines if line.strip()]
        if self.closed and points and points[0] != points[-1]:
            points.append(points[0])
        if len(set(points)) < (_FEWEST_CORNERS if self.closed else 2):
            raise ValidationError(say(_TOO_FEW_CORNERS if self.closed else _TOO_FEW_POINTS))
        return "; ".join(points)


_TOO_FEW_POINTS = N_("A way needs at least two places, each on a line of its own.")
_TOO_FEW_CORNERS = N_("An area needs at least three places, each on a line of its own.")


def _point(text: str) -> str:
    plain = without_direction_characters(fold_digits(text))
    parts = plain.translate(_SIGNS).replace(",", " ").split()
    good = len(parts) in _HOW_MANY and all(map(_NUMBER.match, parts))
    if not good or abs(float(parts[0])) > 90 or abs(float(parts[1])) > 180:  # noqa: PLR2004 - degrees
        raise ValidationError(
            say(
                N_(
                    "Write a place as latitude and longitude with a blank between, such as {place}."
                ),
                place=A_PLACE,
            )
        )
    return " ".join(parts)

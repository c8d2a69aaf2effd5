"""Values inside a text: taken out before its markup is read, put back as islands after.

Room: web.
Promise: what stands in a value is never looked at by whatever reads markup.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from survey_app.interview import TextPart
from survey_app.web.wording import bdi

# private letters of Unicode: no text means anything by them, so a text loses its own
_OPEN, _CLOSE = "\ue000", "\ue001"
MOORING = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_OWN = str.maketrans("", "", _OPEN + _CLOSE)


@dataclass(frozen=True)
class Islands:
    """The values of one text, by the number that stands for each."""

    values: tuple[str, ...] = ()

    def island(self, number: int) -> Markup:
        """Return a value, isolated; its lines stay lines."""
        return Markup("<br>").join(bdi(line) for line in self.values[number].split("\n"))

    def filled(self, markup: Markup) -> Markup:
        """Return `markup` with every number replaced by its island."""
        pieces = MOORING.split(markup)
        return Markup("").join(
            self.island(int(piece)) if at % 2 else Markup(piece)  # noqa: S704 -- was markup
            for at, piece in enumerate(pieces)
        )

    def words(self, text: str) -> str:
        """Return `text` with its values as plain words."""
        return MOORING.sub(lambda found: self.values[int(found[1])], text)


def moored(parts: Sequence[TextPart]) -> tuple[str, Islands]:
    """Return a text as one string with numbers in the place of its values, and the values.

    >>> text, islands = moored([TextPart("a "), TextPart("*", is_value=True)])
    >>> islands.words(text)
    'a *'
    """
    values: list[str] = []
    pieces: list[str] = []
    for part in parts:
        if part.is_value:
            pieces.append(f"{_OPEN}{len(values)}{_CLOSE}")
            values.append(part.text.replace("\r\n", "\n"))
        else:
            pieces.append(part.text.translate(_OWN).replace("\r\n", "\n"))
    return "".join(pieces), Islands(tuple(values))

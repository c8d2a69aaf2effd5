"""The languages this program speaks: tag, direction and names.

Room: i18n (floor 1).
Promise: direction is a fact of the language, never guessed from a text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from survey_app.i18n.errors import UnknownLanguageError

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True)
class Language:
    """One language: what to write into `lang` and `dir`, and how to call it.

    `name` is in the language itself, `english_name` in English; `region` is the
    CLDR locale whose dates and numbers are used.
    """

    tag: str
    direction: Direction
    name: str
    english_name: str
    region: str

    @property
    def itext_name(self) -> str:
        """Return the name of this language inside a form, as `Urdu (ur)`.

        >>> LANGUAGES["ur"].itext_name
        'Urdu (ur)'
        """
        return f"{self.english_name} ({self.tag})"


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        "en": Language("en", "ltr", "English", "English", "en_PK"),
        "ur": Language("ur", "rtl", "اردو", "Urdu", "ur_PK"),
    }
)

SOURCE_LANGUAGE = "en"


def language(tag: str) -> Language:
    """Return the language of `tag`.

    Raises: UnknownLanguageError, naming the known tags.

    >>> language("ur").direction
    'rtl'
    """
    try:
        return LANGUAGES[tag]
    except KeyError:
        raise UnknownLanguageError(tag=tag, known=", ".join(LANGUAGES)) from None

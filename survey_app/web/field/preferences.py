"""How the pages looked last time: language, letters, colours. Nothing about anyone.

Room: web, field desk. A damaged file is as good as none.
"""

from dataclasses import dataclass
from pathlib import Path

from survey_app.canonical import canonical_json, read_canonical_json
from survey_app.errors import SurveyError
from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE

FILE_NAME = "preferences.json"
COLOURS = ("", "light", "dark", "strong")
"""What the device asks for, or one of ours whatever it asks for."""


@dataclass(frozen=True)
class Preferences:
    """The language of the pages, whether Urdu is drawn in plain letters (Naskh), the colours."""

    language: str = SOURCE_LANGUAGE
    plain_letters: bool = False
    colours: str = ""


def read_preferences(data: Path) -> Preferences:
    """Return what the folder `data` remembers of the pages."""
    try:
        kept = read_canonical_json((data / FILE_NAME).read_bytes())
    except (OSError, SurveyError):
        return Preferences()
    if not isinstance(kept, dict) or kept.get("language") not in LANGUAGES:
        return Preferences()
    colours = kept.get("colours")
    return Preferences(
        str(kept["language"]),
        kept.get("plain_letters") is True,
        str(colours) if colours in COLOURS else "",
    )


def keep_preferences(data: Path, preferences: Preferences) -> None:
    """Remember `preferences`, if the folder is there; not being able to is no misfortune."""
    text = canonical_json(
        {
            "language": preferences.language,
            "plain_letters": preferences.plain_letters,
            "colours": preferences.colours,
        }
    )
    try:
        if data.is_dir():
            (data / FILE_NAME).write_bytes(text)
    except OSError:
        return

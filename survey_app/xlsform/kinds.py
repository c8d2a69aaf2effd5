"""The kinds of question a survey row can declare.

Room: xlsform (floor 4).
Spec: XLSForm reference table; docs/spec/form-columns.md section 2.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

from survey_app.i18n.marking import N_
from survey_app.xlsform.known_types import question_types

Place = Literal["begin", "end", "question", "setting"]

SELECTS = ("select_one", "select_multiple", "rank")
FILE_SELECTS = ("select_one_from_file", "select_multiple_from_file")
SILENT = frozenset({"calculate", "hidden", "start", "end", "today", "deviceid", "username"})
METADATA = frozenset(
    {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit"}
    | {"background-audio", "start-geopoint", "background-geopoint"}
)
EXTERNAL = frozenset({"csv-external", "xml-external"})

COMMON_KINDS = (
    *("text", "integer", "decimal", "note", "calculate", "acknowledge", "hidden"),
    *SELECTS,
    *FILE_SELECTS,
    *("range", "date", "time", "datetime", "image", "audio", "video", "file", "barcode"),
    *("geopoint", "geotrace", "geoshape"),
    *("begin_group", "end_group", "begin_repeat", "end_repeat"),
    *sorted(METADATA | EXTERNAL),
)

_LISTED = re.compile(
    r"(?:add )?(?P<kind>select_one_external|select[ _]one|select[ _]multiple"
    r"|select all that apply|select1|rank|osm)(?: prompt using| from| using)?"
    r"\s+(?P<list>\S.*)\Z",
    re.IGNORECASE,
)
_FROM_FILE = re.compile(
    r"(?P<kind>select[ _](?:one|multiple)[ _]from[ _]file)\s+(?P<list>\S+)\Z", re.IGNORECASE
)
_CONTAINER = re.compile(
    r"(?P<place>begin|end)[ _]+(?P<kind>group|repeat|loop|lgroup|looped group)\b"
)
_REPEATING = frozenset({"repeat", "lgroup", "looped group"})
_OR_OTHER = re.compile(r"\s+(?:or_other|or specify other|or other)\Z")
_SETTING_ROWS = frozenset({"form_title", "set_form_title", "form_id", "set_form_id", "prefix"})
_NEEDING_A_LIST = frozenset({*SELECTS, *FILE_SELECTS})
_ONE_WORD = {
    "datetime": "datetime",
    "date time": "datetime",
    "int": "integer",
    "photo": "image",
    "string": "text",
    "gps": "geopoint",
    "location": "geopoint",
}


_INSTEAD_OF_KOBOS: Mapping[str, str] = MappingProxyType(
    {
        "kobomatrix": N_("a group with the appearance field-list for each row of the matrix"),
        "score": N_("a group with the appearance table-list, and a select_one for each row"),
        "rank": N_("one question of the type rank"),
    }
)
_OF_KOBO = re.compile(r"(?:begin|end)[ _](kobomatrix|score|rank)\Z|(score|rank)__(?:row|level)\Z")


def instead_of(word: str) -> str | None:
    """Return what a form says instead of a type that KoboToolbox has for itself.

    >>> instead_of("begin_rank"), instead_of("text")
    ('one question of the type rank', None)
    """
    found = _OF_KOBO.match(word.lower())
    return _INSTEAD_OF_KOBOS[found[1] or found[2]] if found else None


@dataclass(frozen=True)
class Kind:
    """What a row is: its kind in one spelling, and the list or file it chooses from."""

    name: str
    place: Place = "question"
    source: str = ""
    or_other: bool = False

    @property
    def list_name(self) -> str:
        """Return the list on the choices sheet, empty for a file or a repeat's answers."""
        listed = self.name in SELECTS and not self.source.startswith("${")
        return self.source if listed else ""

    @property
    def is_asked(self) -> bool:
        """Say whether someone reads it: not a calculation and not metadata."""
        silent = self.name in SILENT | METADATA | EXTERNAL
        asked = self.place in {"begin", "question"} and not silent
        return asked and (self.name in COMMON_KINDS or self.name not in _preloaded())


@cache
def _preloaded() -> frozenset[str]:
    """Return the types that answer themselves, from the clock or the device."""
    meanings = question_types().items()
    return frozenset(
        name
        for name, meaning in meanings
        if "jr:preload" in meaning.get("bind", {}) and "control" not in meaning
    )


@cache
def _rare() -> frozenset[str]:
    """Return every type that pyxform knows, older spellings too."""
    return frozenset(name.lower() for name in question_types())


@lru_cache(maxsize=4096)
def kind_of(written: str) -> Kind | None:
    """Return what the `type` cell says, or None when no such kind is known.

    >>> kind_of("select_one yes_no or_other")
    Kind(name='select_one', place='question', source='yes_no', or_other=True)
    >>> kind_of("begin group").place, kind_of("texxt")
    ('begin', None)
    """
    text = " ".join(written.split())
    lowered = text.lower()
    container = _CONTAINER.match(lowered)
    if container:
        name = "repeat" if container["kind"] in _REPEATING else "group"
        return Kind(name, "begin" if container["place"] == "begin" else "end")
    from_file = _FROM_FILE.match(text)
    if from_file:
        return Kind(from_file["kind"].lower().replace(" ", "_"), source=from_file["list"])
    listed = _LISTED.match(text)
    return _listed(listed["kind"], listed["list"]) if listed else _plain(text)


def _plain(text: str) -> Kind | None:
    lowered = text.lower()
    if lowered.replace(" ", "_") in _NEEDING_A_LIST:
        return None
    if lowered in _SETTING_ROWS:
        return Kind("setting", "setting")
    if lowered in COMMON_KINDS or lowered in _ONE_WORD or lowered in _rare():
        return Kind(_ONE_WORD.get(lowered, lowered))
    return None


def _listed(written: str, source: str) -> Kind:
    kind = written.lower().replace(" ", "_")
    name = {"select1": "select_one", "select_all_that_apply": "select_multiple"}.get(kind, kind)
    without = _OR_OTHER.sub("", source)
    return Kind(name, source=without.strip(), or_other=without != source)

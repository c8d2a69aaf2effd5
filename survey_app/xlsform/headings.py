"""The headings of a workbook: which there are, how else they are written, which mean text.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE

TEXT_COLUMNS = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
MEDIA_COLUMNS = ("image", "big-image", "audio", "video")

OUR_PLAN_COLUMNS = ("sdc_role", "sdc_method", "sdc_rank", "sdc_seek", "sdc_note")
OUR_BOOK_COLUMNS = ("sensitivity", "empties", "voice", "lifetime", "purpose", "was")
NOTE_TRANSLATOR = "note_translator"
CHOICE_LEVELS = ("sdc_level1", "sdc_level2")
PLAN_SETTINGS = (
    "sdc_k",
    "sdc_l",
    "sdc_table_min",
    "sdc_max_drop",
    "sdc_parcel",
    "sdc_population",
    "sdc_unit",
    "sdc_audience",
    "sdc_share_if",
)
THEME = "sa_theme"
THEMES = ("sea", "leaf", "plum", "clay")

OUR_SETTINGS = ("sa_keep_entities", THEME)

SURVEY_COLUMNS = frozenset(
    {
        "type",
        "name",
        *TEXT_COLUMNS,
        *MEDIA_COLUMNS,
        "required",
        "relevant",
        "constraint",
        "calculation",
        "default",
        "trigger",
        "read_only",
        "appearance",
        "parameters",
        "choice_filter",
        "repeat_count",
        "autoplay",
        "save_to",
        "compact_tag",
        "rows",
        "disabled",
        *OUR_PLAN_COLUMNS,
        *OUR_BOOK_COLUMNS,
        NOTE_TRANSLATOR,
    }
)
CHOICES_COLUMNS = frozenset(
    {"list_name", "name", "label", *MEDIA_COLUMNS, "geometry", *CHOICE_LEVELS}
)
SETTINGS_COLUMNS = frozenset(
    {
        "form_title",
        "form_id",
        "version",
        "instance_name",
        "default_language",
        "style",
        "public_key",
        "submission_url",
        "auto_send",
        "auto_delete",
        "allow_choice_duplicates",
        "omit_instanceid",
        "namespaces",
        "name",
        "clean_text_values",
        "client_editable",
        "instance_xmlns",
        "instance_id",
        "prefix",
        "delimiter",
        "flat",
        "add_none_option",
        "sms_keyword",
        *PLAN_SETTINGS,
        *OUR_SETTINGS,
    }
)
KNOWN_COLUMNS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"survey": SURVEY_COLUMNS, "choices": CHOICES_COLUMNS, "settings": SETTINGS_COLUMNS}
)
KNOWN_SHEETS = ("survey", "choices", "settings", "entities", "external_choices", "osm")

PASSED_ON = ("bind::", "body::", "control::", "instance::", "attribute::", "sms_")

_ALIASES = {
    "relevance": "relevant",
    "caption": "label",
    "calculate": "calculation",
    "readonly": "read_only",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message",
    "command": "type",
    "tag": "name",
    "value": "name",
    "set_form_title": "form_title",
    "title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
}
_SPELT_OUT = {
    "bind::relevant": "relevant",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
    "bind::required": "required",
    "bind::readonly": "read_only",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "body::appearance": "appearance",
    "control::appearance": "appearance",
    "control::jr:count": "repeat_count",
}
_LANGUAGE_TAG = re.compile(r"\(([A-Za-z-]+)\)\s*\Z")


def column_name(heading: str) -> str:
    """Return the name under which a heading is known.

    Letters' case and the kind of blank do not matter; the language keeps its spelling.

    >>> column_name(" Label :: English (en)"), column_name("List Name"), column_name("relevance")
    ('label::English (en)', 'list_name', 'relevant')
    >>> column_name("media::image::Urdu (ur)"), column_name("bind:relevant")
    ('image::Urdu (ur)', 'relevant')
    """
    parts = _parts(heading)
    if parts[0].lower() == "media" and len(parts) > 1:
        parts = parts[1:]
    first = re.sub(r"\s+", "_", parts[0].lower())
    if first in {"bind", "body", "control", "instance", "attribute"}:
        whole = "::".join([first, *parts[1:]])
        return _SPELT_OUT.get(whole.lower(), whole)
    return "::".join([_ALIASES.get(first, first), *parts[1:]])


def _parts(heading: str) -> list[str]:
    """Return the parts of a heading; the old way of writing has one colon between them."""
    text = heading.strip()
    old = "::" not in text and not text.lower().startswith("jr:")
    return [part.strip() for part in text.split(":" if old else "::")]


def base_name(name: str) -> str:
    """Return a column's name without its language.

    >>> base_name("label::English (en)"), base_name("bind::x:y")
    ('label', 'bind::x:y')
    """
    first = name.split("::", 1)[0]
    return first if first in {*TEXT_COLUMNS, *MEDIA_COLUMNS} else name


def language_of(name: str) -> str | None:
    """Return the tag of the language a column is in, or None when it names no language.

    >>> language_of("label::English (en)"), language_of("label::Urdu"), language_of("label")
    ('en', 'ur', None)
    >>> language_of("hint::French (fr)")
    'fr'
    """
    if base_name(name) == name or "::" not in name:
        return None
    spoken = name.split("::", 1)[1]
    tag = _LANGUAGE_TAG.search(spoken)
    if tag:
        return tag[1].lower()
    by_name = {known.english_name.lower(): known.tag for known in LANGUAGES.values()}
    return by_name.get(spoken.strip().lower(), spoken.strip().lower())


def is_source_text(name: str) -> bool:
    """Say whether a column holds English text: it names English, or no language at all.

    >>> [is_source_text(name) for name in ("label::English (en)", "label", "label::Urdu (ur)")]
    [True, True, False]
    """
    return base_name(name) in TEXT_COLUMNS and language_of(name) in {None, SOURCE_LANGUAGE}

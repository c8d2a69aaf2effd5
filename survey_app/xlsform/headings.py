"""The headings of a workbook: which there are, how else they are written, which mean text.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md.
"""

from collections.abc import Mapping
from types import MappingProxyType

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
    "sdc_second_reader",
    "sdc_cross",
    "sdc_sums",
)
THEME = "sa_theme"
THEMES = ("sea", "leaf", "plum", "clay")

OUR_SETTINGS = ("sa_keep_entities", "sa_pseudonyms", THEME)

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
        "noapperrorstring",
        "no_app_error_string",
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
        "entity_version",
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
ENTITIES_COLUMNS = frozenset(
    {"list_name", "dataset", "label", "entity_id", "create_if", "update_if", "repeat"}
)
KNOWN_COLUMNS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"survey": SURVEY_COLUMNS, "choices": CHOICES_COLUMNS, "settings": SETTINGS_COLUMNS}
)
KNOWN_SHEETS = ("survey", "choices", "settings", "entities", "external_choices", "osm")

_GROUPS = frozenset({"bind", "body", "control", "instance", "attribute"})
PASSED_ON = ("bind::", "body::", "control::", "instance::", "attribute::", "sms_")

_SURVEY_ALIASES = {
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
}
_CHOICE_ALIASES = {"caption": "label", "value": "name"}
_SETTING_ALIASES = {
    "set_form_title": "form_title",
    "title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
}
_ALIASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "survey": _SURVEY_ALIASES,
        "choices": _CHOICE_ALIASES,
        "external_choices": _CHOICE_ALIASES,
        "osm": _CHOICE_ALIASES,
        "settings": _SETTING_ALIASES,
    }
)
_CHOICE_SHEETS = frozenset({"choices", "external_choices", "osm"})
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


def column_name(heading: str, sheet: str = "survey", *, old_colons: bool = True) -> str:
    """Return the name under which a heading of `sheet` is known.

    Letters' case and the kind of blank do not matter; the language keeps its spelling. A column
    of the choices that no standard names keeps its own spelling: choice filters name it.
    With `old_colons` one colon parts a heading, as in sheets that nowhere write two.

    >>> column_name(" Label :: English (en)"), column_name("List Name"), column_name("relevance")
    ('label::English (en)', 'list_name', 'relevant')
    >>> column_name("media::image::Urdu (ur)"), column_name("bind:relevant")
    ('image::Urdu (ur)', 'relevant')
    >>> column_name("count", "choices"), column_name("District", "choices")
    ('count', 'District')
    """
    parts = _parts(heading, old_colons=old_colons)
    if parts[0].lower() == "media" and len(parts) > 1:
        parts = parts[1:]
    first = "_".join(parts[0].split()).lower()
    if first in _GROUPS:
        whole = "::".join([first, *parts[1:]])
        return _SPELT_OUT.get(whole.lower(), whole)
    first = _ALIASES.get(sheet, {}).get(first, first)
    if sheet in _CHOICE_SHEETS and first not in CHOICES_COLUMNS:
        first = parts[0]
    return "::".join([first, *parts[1:]])


def _parts(heading: str, *, old_colons: bool) -> list[str]:
    """Return the parts of a heading; `jr:` belongs to the name that follows it."""
    text = heading.strip()
    if "::" in text or not old_colons:
        return [part.strip() for part in text.split("::")]
    parts = [part.strip() for part in text.split(":")]
    if "jr" in parts[:-1]:
        at = parts.index("jr")
        parts[at : at + 2] = [f"jr:{parts[at + 1]}"]
    return parts


def base_name(name: str) -> str:
    """Return a column's name without its language.

    >>> base_name("label::English (en)"), base_name("bind::x:y")
    ('label', 'bind::x:y')
    """
    first = name.split("::", 1)[0]
    is_known = first in {*TEXT_COLUMNS, *MEDIA_COLUMNS} and not is_overloaded(name)
    return first if is_known else name


def is_overloaded(name: str) -> bool:
    """Say whether a heading has more parts than a column can have: two languages, for one.

    >>> is_overloaded("label::English (en)::Urdu (ur)"), is_overloaded("label::Urdu (ur)")
    (True, False)
    >>> is_overloaded("bind::jr:requiredMsg::Urdu (ur)")
    False
    """
    most = 3 if name.startswith("bind::jr:") else 2
    return name.count("::") >= most


def is_left_out(name: str, sheet: str) -> bool:
    """Say whether no form can hold a column of this name: pyxform, which stops at it, gets none.

    >>> is_left_out("bind", "survey"), is_left_out("bind::x:y", "survey")
    (True, False)
    >>> is_left_out("hint::Urdu (ur)", "choices"), is_left_out("label::Urdu (ur)", "choices")
    (True, False)
    """
    first = name.split("::", 1)[0]
    if first == name:
        return name == "media" or (name in _GROUPS and sheet not in _CHOICE_SHEETS)
    if sheet == "survey":
        kept = {*TEXT_COLUMNS, *MEDIA_COLUMNS, *_GROUPS}
    else:
        kept = {"attribute"} if sheet == "settings" else {"label", *MEDIA_COLUMNS}
    return first not in kept or is_overloaded(name)


def written_language(name: str) -> str:
    """Return the language of a column as its author wrote it, empty when it names none.

    >>> written_language("label::Français (fr)"), written_language("label")
    ('Français (fr)', '')
    """
    base = base_name(name)
    return "" if base == name else name.removeprefix(f"{base}::").strip()


def is_text(name: str) -> bool:
    """Say whether a column holds texts that people read, in whatever language.

    >>> is_text("hint::Urdu (ur)"), is_text("relevant")
    (True, False)
    """
    return base_name(name) in TEXT_COLUMNS

"""From our workbook to the sheets pyxform reads: columns renamed, languages written in.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 5.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE
from survey_app.xlsform.headings import (
    MEDIA_COLUMNS,
    NOTE_TRANSLATOR,
    OUR_BOOK_COLUMNS,
    OUR_PLAN_COLUMNS,
    OUR_SETTINGS,
    PLAN_SETTINGS,
    TEXT_COLUMNS,
    base_name,
    language_of,
)
from survey_app.xlsform.texts import choice_context, question_context
from survey_app.xlsform.tongues import Tongue
from survey_app.xlsform.workbook import CHOICES, SETTINGS, SURVEY, Row, Sheet, Workbook

SDC_NAMESPACE = "urn:survey-app:sdc"
SA_NAMESPACE = "urn:survey-app:sa"
NAMESPACES = f'sdc="{SDC_NAMESPACE}" sa="{SA_NAMESPACE}"'

RENAMED: Mapping[str, str] = MappingProxyType(
    {
        **{name: f"bind::sdc:{name.removeprefix('sdc_')}" for name in OUR_PLAN_COLUMNS},
        **{name: f"bind::sa:{name}" for name in OUR_BOOK_COLUMNS},
    }
)

_Cells = dict[str, str]
_Header = dict[str, None]
_Given = dict[str, list[_Cells] | list[_Header] | list[str]]


def pyxform_sheets(workbook: Workbook, tongues: Sequence[Tongue]) -> _Given:
    """Return the sheets of `workbook` as pyxform takes them, in every language of `tongues`.

    Row numbers are kept: an empty row stands where the workbook has one.
    """
    sheets: dict[str, list[_Cells]] = {
        SURVEY: _numbered(workbook.survey, lambda row: _survey_row(row, tongues)),
        CHOICES: _numbered(workbook.choices, lambda row: _choice_row(row, tongues)),
        SETTINGS: [_settings(workbook)],
    }
    for name in ("entities", "external_choices", "osm"):
        if workbook.sheet(name).rows:
            sheets[name] = _numbered(workbook.sheet(name), lambda row: dict(row.cells))
    given: _Given = {"sheet_names": list(sheets)}
    for name, rows in sheets.items():
        given[name] = rows
        header: _Header = dict.fromkeys(key for row in rows for key in row)
        given[f"{name}_header"] = [header]
    return given


def _numbered(sheet: Sheet, convert: Callable[[Row], _Cells]) -> list[_Cells]:
    rows = {row.number: convert(row) for row in sheet.rows}
    return [rows.get(number, {}) for number in range(2, max(rows, default=1) + 1)]


def _survey_row(row: Row, tongues: Sequence[Tongue]) -> _Cells:
    cells = _without_texts(row, dropped=(NOTE_TRANSLATOR,), tongues=tongues)
    name = row.get("name")
    for base in TEXT_COLUMNS:
        for tongue in tongues:
            text = tongue.words.get(question_context(name, base)) if name else None
            if text is not None:
                cells[_heading(base, tongue.tag)] = text
    return cells


def _choice_row(row: Row, tongues: Sequence[Tongue]) -> _Cells:
    cells = _without_texts(row, dropped=(), tongues=tongues)
    context = choice_context(row.get("list_name"), row.get("name"))
    for tongue in tongues:
        if context in tongue.words:
            cells[_heading("label", tongue.tag)] = tongue.words[context]
    return cells


def _without_texts(row: Row, dropped: Sequence[str], tongues: Sequence[Tongue]) -> _Cells:
    """Return the cells that are no text, renamed; media is given to every language."""
    cells: _Cells = {}
    for name, value in row.cells.items():
        base = base_name(name)
        if base in MEDIA_COLUMNS:
            own = language_of(name)
            for tongue in tongues:
                if own in {None, SOURCE_LANGUAGE, tongue.tag}:
                    heading = _heading(base, tongue.tag)
                    cells[heading] = value if own == tongue.tag else cells.get(heading, value)
        elif base not in TEXT_COLUMNS and name not in dropped:
            cells[RENAMED.get(name, name)] = value
    return cells


def _settings(workbook: Workbook) -> _Cells:
    kept = {
        name: value
        for name, value in workbook.settings.items()
        if name not in {*PLAN_SETTINGS, *OUR_SETTINGS} and not name.startswith("sdc_")
    }
    kept["default_language"] = LANGUAGES[SOURCE_LANGUAGE].itext_name
    kept["namespaces"] = f"{kept.get('namespaces', '')} {NAMESPACES}".strip()
    kept.setdefault("form_title", kept.get("form_id", ""))
    return {name: value for name, value in kept.items() if value}


def _heading(base: str, tag: str) -> str:
    return f"{base}::{LANGUAGES[tag].itext_name}"

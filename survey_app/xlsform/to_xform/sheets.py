"""From our workbook to the sheets pyxform reads: columns renamed, languages written in.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 5.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from survey_app.xlsform.headings import (
    KNOWN_SHEETS,
    MEDIA_COLUMNS,
    NOTE_TRANSLATOR,
    OUR_BOOK_COLUMNS,
    OUR_PLAN_COLUMNS,
    OUR_SETTINGS,
    PLAN_SETTINGS,
    TEXT_COLUMNS,
    base_name,
    is_left_out,
)
from survey_app.xlsform.translating.tongues import Tongue
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
        SETTINGS: [_settings(workbook, tongues[0].name)],
    }
    for name in ("entities", "external_choices", "osm"):
        if workbook.sheet(name).rows:
            sheets[name] = _numbered(workbook.sheet(name), lambda row: dict(row.cells))
    names = [one.title for one in workbook.sheets.values() if one.name in KNOWN_SHEETS]
    given: _Given = {"sheet_names": names}  # pyxform compares others letter by letter
    for name, rows in sheets.items():
        given[name] = rows
        header: _Header = dict.fromkeys(_needed_headings(workbook.sheet(name)))
        header.update(dict.fromkeys(key for row in rows for key in row))
        given[f"{name}_header"] = [header]
    return given


def _needed_headings(sheet: Sheet) -> Sequence[str]:
    """Return the headings without which pyxform stops, as far as the sheet has them."""
    return [name for name in ("type", "list_name", "name") if sheet.has(name)]


def _numbered(sheet: Sheet, convert: Callable[[Row], _Cells]) -> list[_Cells]:
    rows = {row.number: convert(row) for row in sheet.rows}
    return [rows.get(number, {}) for number in range(2, max(rows, default=1) + 1)]


def _survey_row(row: Row, tongues: Sequence[Tongue]) -> _Cells:
    cells = _without_texts(SURVEY, row, dropped=(NOTE_TRANSLATOR,), tongues=tongues)
    for base in TEXT_COLUMNS:
        for tongue in tongues:
            text = tongue.places.get((SURVEY, row.number, base))
            if text is not None:
                cells[f"{base}::{tongue.name}"] = text
    return cells


def _choice_row(row: Row, tongues: Sequence[Tongue]) -> _Cells:
    cells = _without_texts(CHOICES, row, dropped=(), tongues=tongues)
    for tongue in tongues:
        text = tongue.places.get((CHOICES, row.number, "label"))
        if text is not None:
            cells[f"label::{tongue.name}"] = text
    return cells


def _without_texts(
    sheet: str, row: Row, dropped: Sequence[str], tongues: Sequence[Tongue]
) -> _Cells:
    """Return the cells that are no text, renamed; media is given to every language."""
    cells = {
        RENAMED.get(name, name) if sheet == SURVEY else name: value
        for name, value in row.cells.items()
        if name not in dropped
        and base_name(name) not in {*_texts_of(sheet), *MEDIA_COLUMNS}
        and not is_left_out(name, sheet)
    }
    for base in MEDIA_COLUMNS:
        for tongue in tongues:
            value = _media(sheet, row, base, tongue) or _media(sheet, row, base, tongues[0])
            if base == "audio":  # a recording speaks the text of one language, and no other
                value = tongue.sounds.get((sheet, row.number, "label"), "") or value
            if value:
                cells[f"{base}::{tongue.name}"] = value
    return cells


def _texts_of(sheet: str) -> Sequence[str]:
    return TEXT_COLUMNS if sheet == SURVEY else ("label",)


def _media(sheet: str, row: Row, base: str, tongue: Tongue) -> str:
    return tongue.columns.cell(sheet, row, base)[1] if tongue.columns is not None else ""


def _settings(workbook: Workbook, language: str) -> _Cells:
    kept = {
        name: value
        for name, value in workbook.settings.items()
        if name not in {*PLAN_SETTINGS, *OUR_SETTINGS}
        and not name.startswith("sdc_")
        and not is_left_out(name, SETTINGS)
    }
    kept.pop("entity_version", None)  # pyxform chooses it by itself, and stops at any other
    kept["default_language"] = language
    kept["namespaces"] = f"{kept.get('namespaces', '')} {NAMESPACES}".strip()
    kept["form_id"], kept["form_title"] = workbook.form_id, workbook.title
    return {name: value for name, value in kept.items() if value}

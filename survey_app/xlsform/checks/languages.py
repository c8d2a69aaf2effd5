"""The languages that headings name, and texts that only some of them have.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 1 (languages); XLSForm, "multiple language support".
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from survey_app.xlsform.headings import TEXT_COLUMNS, written_language
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.known_types import without_a_code
from survey_app.xlsform.rulebook import value_rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell, at_sheet
from survey_app.xlsform.spelling import within
from survey_app.xlsform.spoken import Spoken, languages_of
from survey_app.xlsform.workbook import CHOICES, SETTINGS, SURVEY, Row, Workbook

_SLIP = 2
"""Letters in which the names of two languages may differ to be one that was misspelt."""
_LONG = 5


def check_languages(workbook: Workbook) -> Iterator[Finding]:
    """Yield languages without a code, names that are nearly another, and texts left out."""
    spoken = languages_of(workbook)
    every = (spoken.source, *spoken.others)
    yield from _codes(workbook, every)
    yield from _slips(workbook, every)
    if spoken.others:
        yield from _uneven(workbook, every)


def _codes(workbook: Workbook, every: Sequence[Spoken]) -> Iterator[Finding]:
    for name in dict.fromkeys(without_a_code([one.name for one in every])):
        one = next(one for one in every if one.name == name)
        place = _heading(workbook, one)
        rows = workbook.sheet(SETTINGS).rows[:1]
        if place is not None:
            yield at_sheet(value_rules.UNKNOWN_LANGUAGE, *place, found=name)
        for row in rows if place is None else ():
            yield at_cell(
                value_rules.UNKNOWN_LANGUAGE, SETTINGS, row, "default_language", found=name
            )


def _slips(workbook: Workbook, every: Sequence[Spoken]) -> Iterator[Finding]:
    for one, other in combinations(every, 2):
        bare = [each.name.partition("(")[0].strip().lower() for each in (one, other)]
        near = min(map(len, bare)) >= _LONG and within(bare[0], bare[1], _SLIP) <= _SLIP
        place = _heading(workbook, other) or _heading(workbook, one)
        if near and place is not None:
            yield at_sheet(value_rules.TWICE_A_LANGUAGE, *place, found=other.name, meant=one.name)


def _heading(workbook: Workbook, language: Spoken) -> tuple[str, str] | None:
    """Return the sheet and the first heading that names `language` itself."""
    for sheet, columns in (
        (workbook.survey, language.survey),
        (workbook.choices, language.choices),
    ):
        names = {name for group in columns.values() for name in group if written_language(name)}
        for column in sheet.columns:
            if column.name in names:
                return sheet.name, column.heading
    return None


def _uneven(workbook: Workbook, every: Sequence[Spoken]) -> Iterator[Finding]:
    """Yield texts that the workbook's own language lacks though another has them."""
    source = every[0]
    for sheet, rows in ((SURVEY, workbook.survey.rows), (CHOICES, workbook.choices.rows)):
        for row in rows:
            if sheet == SURVEY and _is_end(row):
                continue
            for base in TEXT_COLUMNS if sheet == SURVEY else ("label",):
                if source.cell(sheet, row, base)[1]:
                    continue
                others = (one for one in every[1:] if one.cell(sheet, row, base)[1])
                other = next(others, None)
                if other is not None:
                    yield _missing(sheet, row, base, (source, other))


def _is_end(row: Row) -> bool:
    kind = kind_of(row.get("type"))
    return kind is not None and kind.place == "end"


def _missing(sheet: str, row: Row, base: str, pair: tuple[Spoken, Spoken]) -> Finding:
    source, other = pair
    heading = source.cell(sheet, row, base)[0] or f"{base}::{source.name}"
    return at_cell(
        value_rules.UNEVEN_TEXT,
        sheet,
        row,
        heading,
        column=base,
        language=source.name,
        other=other.name,
        heading=heading,
    )

"""The English texts of a form, each under the context that is its identity.

Room: xlsform (floor 4).
Spec: docs/spec/translation-files.md section 3.
Promise: order, place and group of a question do not enter its context.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from survey_app.xlsform.headings import TEXT_COLUMNS, base_name, is_source_text
from survey_app.xlsform.kinds import Kind, kind_of
from survey_app.xlsform.workbook import CHOICES, SETTINGS, SURVEY, Row, Sheet, Workbook

Voice = Literal["respondent", "researcher"]

RESPONDENT: Voice = "respondent"
RESEARCHER: Voice = "researcher"
TITLE_CONTEXT = "form:form_title"


@dataclass(frozen=True)
class SourceText:
    """One English text: its context, what it says, to whom, and where it stands."""

    ctx: str
    text: str
    voice: Voice
    sheet: str
    row: Row
    column: str

    @property
    def is_respondent(self) -> bool:
        """Say whether the text is read to her: then it must exist in her language."""
        return self.voice == RESPONDENT


def question_context(name: str, column: str) -> str:
    """Return the context of a text of the survey sheet.

    >>> question_context("age", "label")
    'q:age:label'
    """
    return f"q:{name}:{column}"


def choice_context(list_name: str, choice: str) -> str:
    """Return the context of a choice's label.

    >>> choice_context("yes_no", "yes")
    'c:yes_no:yes:label'
    """
    return f"c:{list_name}:{choice}:label"


def source_texts(workbook: Workbook) -> tuple[SourceText, ...]:
    """Return every English text of `workbook`, in the order of its sheets."""
    return (*_title(workbook), *_survey_texts(workbook), *_choice_texts(workbook))


def source_column(sheet: Sheet, column: str) -> str:
    """Return the name of the column of `sheet` that holds the English `column`, or nothing."""
    named = [
        known.name
        for known in sheet.columns
        if base_name(known.name) == column and is_source_text(known.name)
    ]
    return next((name for name in named if "::" in name), named[0] if named else "")


def voice_of(row: Row) -> Voice:
    """Return who hears a row; a blank cell counts as the respondent, the stricter reading."""
    return RESEARCHER if row.get("voice").lower() == RESEARCHER else RESPONDENT


def respondent_lists(workbook: Workbook) -> frozenset[str]:
    """Return the lists whose choices she hears: all but those only the researcher uses."""
    used: dict[str, set[Voice]] = {}
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is not None and kind.list_name:
            used.setdefault(kind.list_name, set()).add(voice_of(row))
    named = {row.get("list_name") for row in workbook.choices.rows}
    return frozenset(name for name in named if used.get(name) != {RESEARCHER})


def _title(workbook: Workbook) -> Iterator[SourceText]:
    for row in workbook.sheet(SETTINGS).rows[:1]:
        if row.get("form_title"):
            yield SourceText(
                TITLE_CONTEXT, row.get("form_title"), RESEARCHER, SETTINGS, row, "form_title"
            )


def _survey_texts(workbook: Workbook) -> Iterator[SourceText]:
    columns = _source_columns(workbook.survey)
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if not row.get("name") or (kind is not None and kind.place == "end"):
            continue
        for base, column in columns.items():
            if row.get(column):
                voice = _voice_of_text(row, kind, base)
                ctx = question_context(row.get("name"), base)
                yield SourceText(ctx, row.get(column), voice, SURVEY, row, column)


def _voice_of_text(row: Row, kind: Kind | None, column: str) -> Voice:
    asked = kind is None or kind.is_asked
    return voice_of(row) if asked and column != "guidance_hint" else RESEARCHER


def _choice_texts(workbook: Workbook) -> Iterator[SourceText]:
    column = source_column(workbook.choices, "label")
    heard = respondent_lists(workbook)
    for row in workbook.choices.rows:
        list_name, choice = row.get("list_name"), row.get("name")
        if list_name and choice and column and row.get(column):
            voice = RESPONDENT if list_name in heard else RESEARCHER
            ctx = choice_context(list_name, choice)
            yield SourceText(ctx, row.get(column), voice, CHOICES, row, column)


def _source_columns(sheet: Sheet) -> Mapping[str, str]:
    columns = {base: source_column(sheet, base) for base in TEXT_COLUMNS}
    return {base: column for base, column in columns.items() if column}

"""The texts of a form as its author wrote them, each under the context that is its identity.

Room: xlsform (floor 4).
Spec: docs/spec/translation-files.md section 3.
Promise: order, place and group of a question do not enter its context.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from survey_app.xlsform.headings import TEXT_COLUMNS, base_name
from survey_app.xlsform.kinds import Kind, kind_of
from survey_app.xlsform.spoken import Spoken, languages_of
from survey_app.xlsform.workbook import CHOICES, SETTINGS, SURVEY, Row, Workbook

Place = tuple[str, int, str]
"""Where a text stands: its sheet, its row and what kind of text it is."""

Voice = Literal["respondent", "researcher"]

RESPONDENT: Voice = "respondent"
RESEARCHER: Voice = "researcher"
TITLE_CONTEXT = "form:form_title"


@dataclass(frozen=True)
class SourceText:
    """One text of the workbook's own language: its context, to whom it speaks, its place."""

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

    @property
    def place(self) -> Place:
        """Return where it stands; two texts may share a context, never a place."""
        return self.sheet, self.row.number, base_name(self.column)


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
    """Return every text in the language of `workbook`, in the order of its sheets."""
    source = languages_of(workbook).source
    return (*_title(workbook), *_survey_texts(workbook, source), *_choice_texts(workbook, source))


def column_texts(workbook: Workbook, spoken: Spoken) -> Iterator[tuple[Place, str]]:
    """Yield the texts that the columns of one language hold, by their place."""
    for row in workbook.questions():
        for base in TEXT_COLUMNS:
            text = spoken.cell(SURVEY, row, base)[1]
            if text:
                yield (SURVEY, row.number, base), text
    for row in workbook.choices.rows:
        text = spoken.cell(CHOICES, row, "label")[1]
        if text:
            yield (CHOICES, row.number, "label"), text


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
            title = row.get("form_title")
            yield SourceText(TITLE_CONTEXT, title, RESEARCHER, SETTINGS, row, "form_title")


def _survey_texts(workbook: Workbook, source: Spoken) -> Iterator[SourceText]:
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if not row.get("name") or (kind is not None and kind.place == "end"):
            continue
        for base in TEXT_COLUMNS:
            column, text = source.cell(SURVEY, row, base)
            if text:
                voice = _voice_of_text(row, kind, base)
                ctx = question_context(row.get("name"), base)
                yield SourceText(ctx, text, voice, SURVEY, row, column)


def _voice_of_text(row: Row, kind: Kind | None, column: str) -> Voice:
    asked = kind is None or kind.is_asked
    return voice_of(row) if asked and column != "guidance_hint" else RESEARCHER


def _choice_texts(workbook: Workbook, source: Spoken) -> Iterator[SourceText]:
    heard = respondent_lists(workbook)
    for row in workbook.choices.rows:
        list_name, choice = row.get("list_name"), row.get("name")
        column, text = source.cell(CHOICES, row, "label")
        if list_name and choice and text:
            voice = RESPONDENT if list_name in heard else RESEARCHER
            ctx = choice_context(list_name, choice)
            yield SourceText(ctx, text, voice, CHOICES, row, column)

"""A workbook as its author sees it: sheets, rows, columns, and where each cell stands.

Room: xlsform (floor 4).
Promise: a cell keeps its place, so that each finding can name it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from survey_app.xlsform.headings import column_name

_NEW_LINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

SURVEY, CHOICES, SETTINGS, ENTITIES = "survey", "choices", "settings", "entities"
EXTERNAL_CHOICES = "external_choices"
_YES = frozenset({"yes", "true", "true()"})
LIMIT_COLUMNS = 400
"""So many columns of a sheet are read; where a row goes on beyond them, that is told."""


@dataclass(frozen=True)
class Column:
    """One column: its heading as written, and the name under which it is known."""

    heading: str
    name: str


@dataclass(frozen=True)
class Row:
    """One row of a sheet.

    `number` counts as in a spreadsheet (the headings are row 1); `line` is the line of a
    text file, 0 in a spreadsheet. `cells` holds only cells that are not empty, by the name
    of their column. `stray` holds texts that stand under no heading, `cleaned` the columns whose
    cells held control characters, which are left out of `cells`. `texts` is the row as it was
    read, each cell in its place, whether a column reads it or not.
    """

    number: int
    cells: Mapping[str, str]
    line: int = 0
    stray: tuple[str, ...] = ()
    cleaned: tuple[str, ...] = ()
    texts: Sequence[str] = field(default=(), compare=False, repr=False)

    def get(self, name: str) -> str:
        """Return the cell under the column `name`, empty when there is none."""
        return self.cells.get(name, "")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name as written, its columns and its rows that are not empty.

    `beyond` is the number of a row that is not read, after many empty ones, and `wide` that of a
    row with a cell farther out than any column that is read; 0 when there is none.
    """

    title: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    beyond: int = 0
    wide: int = 0

    @property
    def name(self) -> str:
        """Return the name under which the sheet is known: small letters, no blanks around."""
        return self.title.strip().lower()

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns)

    def has(self, column: str) -> bool:
        """Say whether there is a column of that name."""
        return column in self._known

    def written(self, row: Row) -> Sequence[str]:
        """Return the texts of one of its rows as its author wrote them, each in its place."""
        return row.texts or [row.get(column.name) for column in self.columns]


NO_SHEET = Sheet("")


@dataclass(frozen=True)
class Workbook:
    """A whole workbook; `source` is the name of its file.

    `unread` are the titles of sheets whose name another one has already, `parted` the names of
    those that were written in parts and are read as one.
    """

    source: str
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """Return the sheet of that name; an empty one when there is none.

        Questions that the column `disabled` switches off are in the file, and not in the form.
        """
        return self._switched_on if name == SURVEY else self.sheets.get(name, NO_SHEET)

    @cached_property
    def _switched_on(self) -> Sheet:
        survey = self.sheets.get(SURVEY, NO_SHEET)
        if not survey.has("disabled"):
            return survey
        rows = tuple(row for row in survey.rows if row.get("disabled").lower() not in _YES)
        return replace(survey, rows=rows)

    @cached_property
    def disabled(self) -> Mapping[str, int]:
        """Return the rows of the questions that are switched off and in no row switched on."""
        survey = self.sheets.get(SURVEY, NO_SHEET)
        there = {row.get("name") for row in self._switched_on.rows}
        return {row.get("name"): row.number for row in survey.rows if row.get("name") not in there}

    @property
    def survey(self) -> Sheet:
        """Return the sheet of questions."""
        return self.sheet(SURVEY)

    @property
    def choices(self) -> Sheet:
        """Return the sheet of choices."""
        return self.sheet(CHOICES)

    @property
    def settings(self) -> Mapping[str, str]:
        """Return the settings: the first row of their sheet."""
        rows = self.sheet(SETTINGS).rows
        return rows[0].cells if rows else MappingProxyType({})

    @property
    def form_id(self) -> str:
        """Return the identifier of the form: as the settings say, else the name of its file."""
        return self.settings.get("form_id") or Path(self.source).stem

    @property
    def title(self) -> str:
        """Return the title of the form: as the settings say, else its identifier."""
        return self.settings.get("form_title") or self.form_id

    def questions(self) -> Iterator[Row]:
        """Yield the rows of the survey sheet that have a type."""
        return (row for row in self.survey.rows if row.get("type"))


def sheet_of(
    title: str, headings: Sequence[str], rows: Sequence[tuple[int, int, Sequence[str]]]
) -> Sheet:
    """Return a sheet from its headings and its rows of `(number, line, cells)`.

    Where two headings mean one column the first is read; both stay visible in `columns`.
    """
    sheet, old = title.strip().lower(), not any("::" in heading for heading in headings)
    columns = tuple(
        Column(heading.strip(), column_name(heading, sheet, old_colons=old))
        for heading in headings[:LIMIT_COLUMNS]
    )
    numbered = ((1, headings), *((number, cells) for number, _, cells in rows))
    wide = next((number for number, cells in numbered if any(cells[LIMIT_COLUMNS:])), 0)
    return Sheet(title, columns, tuple(_rows(columns, rows)), wide=wide)


def _rows(
    columns: Sequence[Column], rows: Sequence[tuple[int, int, Sequence[str]]]
) -> Iterator[Row]:
    for number, line, texts in rows:
        cells: dict[str, str] = {}
        stray: list[str] = []
        cleaned: list[str] = []
        kept: list[str] = []
        for place, raw in enumerate(texts[:LIMIT_COLUMNS]):
            text, removed = _clean(raw)
            kept.append(text)
            name = columns[place].name if place < len(columns) else ""
            if removed and name:
                cleaned.append(name)
            if text and not name:
                stray.append(text)
            elif text:
                cells.setdefault(name, text)
        if cells or stray:
            yield Row(number, MappingProxyType(cells), line, tuple(stray), tuple(cleaned), kept)


def _clean(text: str) -> tuple[str, int]:
    """Return `text` with one kind of line end and without characters no file could hold.

    The number says how many such characters there were.
    """
    kept, removed = _CONTROL.subn("", _NEW_LINE.sub("\n", text))
    return kept.replace("\u00a0", " ").strip(), removed

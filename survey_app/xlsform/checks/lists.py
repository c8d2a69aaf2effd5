"""The choices: lists that exist, choices that can be told apart.

Room: xlsform (floor 4).
"""

import re
from collections.abc import Collection, Iterator

from survey_app.xlsform.checks.outside import named_lists
from survey_app.xlsform.headings import MEDIA_COLUMNS, base_name
from survey_app.xlsform.kinds import EXTERNAL, FILE_SELECTS, kind_of
from survey_app.xlsform.rulebook import rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.spelling import Guesses
from survey_app.xlsform.spoken import source_column
from survey_app.xlsform.workbook import CHOICES, SURVEY, Row, Workbook

_FILE_NAME = re.compile(r"[\w. -]+\.\w+\Z")


def check_lists(workbook: Workbook, files: Collection[str] | None) -> Iterator[Finding]:
    """Yield what is wrong with lists and choices; `files` are the names beside the form."""
    used = dict(_used_lists(workbook))
    known = dict.fromkeys(row.get("list_name") for row in workbook.choices.rows)
    guesses = Guesses(known)
    listed = workbook.choices.has("list_name") or not workbook.choices.rows
    for name, row in used.items() if listed else ():
        if name not in known:
            meant = guesses.of(name) or "–"
            yield at_cell(rules.UNKNOWN_LIST, SURVEY, row, "type", found=name, meant=meant)
    yield from _choices(workbook)
    if not workbook.sheet("external_choices").rows:
        yield from _unused(workbook, used.keys() | named_lists(workbook))
    if files is not None:
        yield from _missing_files(workbook, files)


def _used_lists(workbook: Workbook) -> Iterator[tuple[str, Row]]:
    for row in reversed(list(workbook.questions())):
        kind = kind_of(row.get("type"))
        if kind is not None and kind.list_name:
            yield kind.list_name, row


def _choices(workbook: Workbook) -> Iterator[Finding]:
    label = source_column(workbook, workbook.choices, "label") or "label"
    allowed = workbook.settings.get("allow_choice_duplicates", "").lower() in {"yes", "true"}
    first: dict[tuple[str, str], int] = {}
    for row in workbook.choices.rows:
        list_name, name = row.get("list_name"), row.get("name")
        for column in ("list_name", "name"):
            if not row.get(column) and workbook.choices.has(column):
                yield at_cell(rules.NAMELESS_CHOICE, CHOICES, row, column, column=column)
        if " " in name or "\n" in name:
            yield at_cell(rules.BLANK_IN_CHOICE, CHOICES, row, "name", found=name)
        shown = any(base_name(cell) in {"label", *MEDIA_COLUMNS} for cell in row.cells)
        if name and not shown:
            yield at_cell(rules.SILENT_CHOICE, CHOICES, row, label, found=name, column=label)
        if name and not allowed and (list_name, name) in first:
            yield at_cell(
                rules.DOUBLE_CHOICE,
                CHOICES,
                row,
                "name",
                list=list_name,
                found=name,
                first=first[list_name, name],
            )
        first.setdefault((list_name, name), row.number)


def _unused(workbook: Workbook, used: Collection[str]) -> Iterator[Finding]:
    said: set[str] = set()
    for row in workbook.choices.rows:
        name = row.get("list_name")
        if name and name not in used and name not in said:
            said.add(name)
            yield at_cell(rules.UNUSED_LIST, CHOICES, row, "list_name", found=name)


def _missing_files(workbook: Workbook, files: Collection[str]) -> Iterator[Finding]:
    for row in workbook.questions():
        for column, name in _files_of(row):
            if name not in files:
                yield at_cell(rules.NO_FILE, SURVEY, row, column, found=name)
    for row in workbook.choices.rows:
        for column, name in row.cells.items():
            if base_name(column) in MEDIA_COLUMNS and name not in files:
                yield at_cell(rules.NO_FILE, CHOICES, row, column, found=name)


def _files_of(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the files that a question names, each with its column."""
    kind, name = kind_of(row.get("type")), row.get("name")
    if kind is not None and kind.name in FILE_SELECTS:
        yield "type", kind.source
    if kind is not None and kind.name in EXTERNAL and name:
        yield "name", f"{name}.{kind.name.partition('-')[0]}"
    if kind is not None and kind.name == "image" and _FILE_NAME.match(row.get("default")):
        yield "default", row.get("default")
    for column, text in row.cells.items():
        if base_name(column) in MEDIA_COLUMNS:
            yield column, text

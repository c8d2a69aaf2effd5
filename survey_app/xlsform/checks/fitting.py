"""Cells that do not fit their question: never used, never possible, never true.

Room: xlsform (floor 4).
"""

import re
from collections.abc import Iterator, Mapping

from survey_app.xlsform.kinds import Kind, kind_of
from survey_app.xlsform.references import compared, expression_cells, kinds_by_name
from survey_app.xlsform.rulebook import rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.translating.translation import references
from survey_app.xlsform.workbook import SURVEY, Row, Workbook

NUMBERS = frozenset({"integer", "decimal", "range"})

_NO_ANSWER = ("constraint", "required", "default", "choice_filter", "repeat_count")
_UNUSED: Mapping[str, tuple[str, ...]] = {
    "note": ("constraint", "choice_filter", "repeat_count"),
    "group": ("constraint", "required", "calculation", "default", "choice_filter", "repeat_count"),
    "repeat": ("constraint", "required", "calculation", "default", "choice_filter"),
    "end": ("relevant", "calculation", *_NO_ANSWER),
}
_MOST_NAMED = 8
_QUOTED = re.compile(r"""('[^']*'|"[^"]*")\Z""")


def check_fitting(workbook: Workbook) -> Iterator[Finding]:
    """Yield cells that nothing will ever use, and values that no answer can ever have."""
    lists = _lists(workbook)
    kinds = kinds_by_name(workbook)
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is not None:
            yield from _unused(row, kind)
            yield from _impossible(row, kind, lists)
            yield from _trigger(row, kinds)
    yield from _numbers_as_texts(workbook, kinds)


def _lists(workbook: Workbook) -> Mapping[str, tuple[str, ...]]:
    lists: dict[str, list[str]] = {}
    for row in workbook.choices.rows:
        lists.setdefault(row.get("list_name"), []).append(row.get("name"))
    return {name: tuple(choices) for name, choices in lists.items()}


def _unused(row: Row, kind: Kind) -> Iterator[Finding]:
    said = f"end {kind.name}" if kind.place == "end" else kind.name
    columns = _UNUSED.get("end" if kind.place == "end" else kind.name)
    if columns is None:
        chosen = kind.name.startswith(("select", "rank"))
        columns = ("repeat_count",) if chosen else ("repeat_count", "choice_filter")
    for column in columns:
        if row.get(column):
            yield at_cell(rules.UNUSED_CELL, SURVEY, row, column, kind=said, column=column)


def _impossible(row: Row, kind: Kind, lists: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Yield a default, or a calculation that is one word, that the list does not have."""
    choices = lists.get(kind.list_name)
    if choices is None:
        return
    for column in ("default", "calculation"):
        text = row.get(column)
        plain = column == "default" and not set(text) & set("$('\"/")
        if not (plain or _QUOTED.match(text)):
            continue
        bare = text.strip("'\"")
        words = [bare] if kind.name == "select_one" else bare.split()
        for word in words:
            if word and word not in choices and not (kind.or_other and word == "other"):
                named = ", ".join(choices[:_MOST_NAMED])
                found = row.get("name")
                yield at_cell(
                    rules.IMPOSSIBLE_ANSWER,
                    SURVEY,
                    row,
                    column,
                    value=word,
                    found=found,
                    choices=named,
                )


def _trigger(row: Row, kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    for name in sorted(references(row.get("trigger"))):
        kind = kinds.get(name)
        if kind is not None and (not kind.is_asked or kind.name == "note" or kind.place == "begin"):
            yield at_cell(rules.SILENT_TRIGGER, SURVEY, row, "trigger", found=name)


def _numbers_as_texts(workbook: Workbook, kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    """Yield comparisons of a number with a text that is none."""
    for cell in expression_cells(workbook):
        for part in cell.parts():
            for name, value in compared(part):
                kind = kinds.get(name)
                if kind is not None and kind.name in NUMBERS and value and not _is_number(value):
                    yield at_cell(
                        rules.NUMBER_AS_TEXT, SURVEY, cell.row, cell.column, found=name, value=value
                    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

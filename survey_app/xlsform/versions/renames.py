"""An earlier version of a questionnaire in the names of the later one.

Room: xlsform (floor 4).
Spec: docs/spec/form-changes.md section 4.
Promise: only names are put in the place of names; what a cell says stays what it was.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.spoken import languages_of
from survey_app.xlsform.workbook import CHOICES, SURVEY, Row, Sheet, Workbook

_REFERENCE = re.compile(r"(\$\{\s*(?:last-saved#)?)([^}]*?)(\s*\})")
Rewrite = Callable[[str, str], str]
"""From a column and its cell to the cell in the names of today."""


def in_the_names_of(old: Workbook, new: Workbook) -> Workbook:
    """Return `old` with the references, lists and languages that `new` only calls otherwise.

    A question is renamed by `was`; a list when its questions now choose from one that was not
    there before, and it is gone itself; a column of texts when its heading writes the same
    language in another way.
    """
    old = _under_the_headings_of(old, new)
    questions, lists = _renamed_questions(old, new), _renamed_lists(old, new)
    if not questions and not lists:
        return old
    named = {name: _sheet(sheet, _rewriter(questions, lists)) for name, sheet in old.sheets.items()}
    return replace(old, sheets=MappingProxyType(named))


def _under_the_headings_of(old: Workbook, new: Workbook) -> Workbook:
    headings = _renamed_headings(old, new)
    sheets = {
        name: _headed(sheet, headings[name]) if headings.get(name) else sheet
        for name, sheet in old.sheets.items()
    }
    return replace(old, sheets=MappingProxyType(sheets)) if any(headings.values()) else old


def _renamed_headings(old: Workbook, new: Workbook) -> Mapping[str, dict[str, str]]:
    """Return by sheet the columns whose language NEW writes otherwise; one column a language."""
    then, now = languages_of(old), languages_of(new)
    today = {one.tag: one for one in (now.source, *now.others)}
    found: dict[str, dict[str, str]] = {SURVEY: {}, CHOICES: {}}
    for one in (then.source, *then.others):
        other = today.get(one.tag)
        if other is None:
            continue
        for name, before, after in (
            (SURVEY, one.survey, other.survey),
            (CHOICES, one.choices, other.choices),
        ):
            for base, columns in before.items():
                written = after.get(base, ())
                if columns != written and len(columns) == len(written) == 1:
                    found[name][columns[0]] = written[0]
    return found


def _headed(sheet: Sheet, headings: Mapping[str, str]) -> Sheet:
    columns = (replace(one, name=headings.get(one.name, one.name)) for one in sheet.columns)
    rows = (
        replace(row, cells=MappingProxyType({headings.get(k, k): v for k, v in row.cells.items()}))
        for row in sheet.rows
    )
    return replace(sheet, columns=tuple(columns), rows=tuple(rows))


def _renamed_questions(old: Workbook, new: Workbook) -> Mapping[str, str]:
    before = {row.get("name") for row in old.questions()}
    after = {row.get("name") for row in new.questions()}
    return {
        row.get("was"): row.get("name")
        for row in new.questions()
        if row.get("was") in before - after and row.get("name") not in before
    }


def _renamed_lists(old: Workbook, new: Workbook) -> Mapping[str, str]:
    before, after = _lists(old), _lists(new)
    now = {row.get("name"): kind_of(row.get("type")) for row in new.questions()}
    found: dict[str, set[str]] = {}
    for row in old.questions():
        kind, other = kind_of(row.get("type")), now.get(row.get("name"))
        if kind and other and kind.list_name and other.list_name:
            found.setdefault(kind.list_name, set()).add(other.list_name)
    return {
        name: next(iter(names))
        for name, names in found.items()
        if len(names) == 1 and name in before - after and names <= after - before
    }


def _lists(workbook: Workbook) -> frozenset[str]:
    return frozenset(row.get("list_name") for row in workbook.choices.rows)


def _rewriter(questions: Mapping[str, str], lists: Mapping[str, str]) -> Mapping[str, Rewrite]:
    def references(_column: str, text: str) -> str:
        named = _REFERENCE.sub(lambda m: m[1] + questions.get(m[2], m[2]) + m[3], text)
        for name, today in lists.items():
            for mark in "'\"":
                named = named.replace(f"instance({mark}{name}{mark})", f"instance('{today}')")
        return named

    def survey(column: str, text: str) -> str:
        kind = kind_of(text) if column == "type" else None
        if kind is not None and kind.list_name in lists:
            return text.replace(f" {kind.list_name}", f" {lists[kind.list_name]}", 1)
        return references(column, text)

    def choices(column: str, text: str) -> str:
        return lists.get(text, text) if column == "list_name" else references(column, text)

    return {"": references, SURVEY: survey, CHOICES: choices}


def _sheet(sheet: Sheet, rewriters: Mapping[str, Rewrite]) -> Sheet:
    rewrite = rewriters.get(sheet.name, rewriters[""])
    return replace(sheet, rows=tuple(_rows(sheet.rows, rewrite)))


def _rows(rows: tuple[Row, ...], rewrite: Rewrite) -> Iterator[Row]:
    for row in rows:
        cells = {column: rewrite(column, text) for column, text in row.cells.items()}
        yield replace(row, cells=MappingProxyType(cells))

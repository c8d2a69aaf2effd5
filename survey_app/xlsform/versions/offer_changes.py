"""What changed in what questions offer: choices on the sheets, and lists in files.

Room: xlsform (floor 4).
Spec: docs/spec/form-changes.md.
Promise: a choice that is no longer offered is told wherever its list lies.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from survey_app.xform.errors import FormListError
from survey_app.xform.lists import list_of
from survey_app.xlsform.files.tables import LIST_ENDINGS, stem_of
from survey_app.xlsform.headings import MEDIA_COLUMNS, base_name
from survey_app.xlsform.kinds import FILE_SELECTS, kind_of
from survey_app.xlsform.parameters import parameters_of
from survey_app.xlsform.spoken import source_column
from survey_app.xlsform.translating.told_texts import tells_choices
from survey_app.xlsform.versions import changes
from survey_app.xlsform.versions.changes import Change, Manner
from survey_app.xlsform.versions.sameness import different
from survey_app.xlsform.workbook import CHOICES, EXTERNAL_CHOICES, Workbook

_MOST_TOLD = 5
"""Changes of one kind in one file that are told one by one."""

Key = tuple[str, str]
Cells = Mapping[str, str]


@dataclass(frozen=True)
class _Choice:
    key: Key
    cells: Cells


def choice_changes(old: Workbook, new: Workbook, both: frozenset[str]) -> Iterator[Change]:
    """Yield what changed on the sheets of choices; texts in the languages of `both` only."""
    told = tells_choices(old, new)
    for sheet in (CHOICES, EXTERNAL_CHOICES):
        before, after = (
            [_Choice((row.get("list_name"), row.get("name")), row.cells) for row in rows]
            for rows in (old.sheet(sheet).rows, new.sheet(sheet).rows)
        )
        written = source_column(new, new.sheet(sheet), "label") if told else ""
        yield from _changes(before, after, both, written)
        yield from _reordered(before, after)


def _reordered(old: Sequence[_Choice], new: Sequence[_Choice]) -> Iterator[Change]:
    """Yield the lists whose choices, as far as both have them, follow each other otherwise."""
    kept = {one.key for one in old} & {one.key for one in new}
    before, after = _orders(old, kept), _orders(new, kept)
    for name, order in before.items():
        if list(order) != list(after[name]):
            yield Change(changes.CHOICES_MOVED, {"name": name})


def _orders(choices: Sequence[_Choice], kept: AbstractSet[Key]) -> Mapping[str, Mapping[Key, None]]:
    found: dict[str, dict[Key, None]] = {}
    for one in choices:
        if one.key in kept:
            found.setdefault(one.key[0], {})[one.key] = None
    return found


def file_changes(
    old: Workbook, new: Workbook, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> Iterator[Change]:
    """Yield what changed in the files that both versions have: lists of choices and tables."""
    offered = _offered(new)
    written = "label" if tells_choices(old, new) else ""
    for name, data in before.items():
        if name not in after or data == after[name] or not name.endswith(LIST_ENDINGS):
            continue
        column = offered.get(name)
        if column is not None and column == _offered(old).get(name):
            was, now = (_in_file(name, content, column) for content in (data, after[name]))
            yield from _few(name, _changes(was, now, None, written))
        elif _is_named(new, name):
            yield from _table_changes(name, data, after[name])


def _table_changes(name: str, before: bytes, after: bytes) -> Iterator[Change]:
    """Yield that a file in which answers are looked up has other rows."""
    rows = [[tuple(row.items()) for row in _rows(name, content)] for content in (before, after)]
    if Counter(rows[0]) - Counter(rows[1]):
        yield Change(changes.TABLE_ALTERED, {"name": name})
    elif len(rows[1]) > len(rows[0]):
        yield Change(changes.TABLE_GREW, {"name": name})


def _offered(workbook: Workbook) -> Mapping[str, str]:
    """Return the files that choices are taken from, each with the column of their names."""
    found: dict[str, str] = {}
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is not None and kind.name in FILE_SELECTS:
            usual = "id" if kind.source.endswith(".geojson") else "name"
            found[kind.source] = parameters_of(row).get("value", usual)
    return found


def _is_named(workbook: Workbook, file: str) -> bool:
    """Say whether any cell speaks of a file."""
    wanted = stem_of(file)
    rows = (row for sheet in workbook.sheets.values() for row in sheet.rows)
    return any(wanted in text for row in rows for text in row.cells.values())


def _in_file(name: str, data: bytes, column: str) -> Sequence[_Choice]:
    return [_Choice((name, row.get(column, "")), row) for row in _rows(name, data)]


def _rows(name: str, data: bytes) -> Sequence[Cells]:
    """Return the rows of a list; none where it cannot be read, which `form check` tells."""
    try:
        top = list_of(name, data)
    except FormListError:
        return ()
    items = [item for root in top.children for item in root.children]
    return [{cell.name: cell.text() for cell in item.children if cell.text()} for item in items]


def _few(name: str, found: Iterable[Change]) -> Iterator[Change]:
    """Yield the first of each kind one by one, and how many more there are of it."""
    told: Counter[Manner] = Counter()
    for change in found:
        told[change.manner] += 1
        if told[change.manner] <= _MOST_TOLD:
            yield change
    for manner, count in told.items():
        if count > _MOST_TOLD:
            more = replace(manner, msgid=changes.MORE_OF_IT)
            yield Change(more, {"name": name, "count": str(count - _MOST_TOLD)})


def _changes(
    old: Iterable[_Choice],
    new: Iterable[_Choice],
    both: frozenset[str] | None,
    written: str,
) -> Iterator[Change]:
    """Yield what changed in a list; `written` is the column that calculations write down."""
    before, after = _by_key(old), _by_key(new)
    given_up = _given_up(before, after)
    for key in before:
        if key not in after:
            yield Change(changes.CHOICE_REMOVED, {"name": key[0], "old": key[1]})
    for key, rows in after.items():
        if key not in before:
            yield Change(changes.CHOICE_ADDED, {"name": key[0], "new": key[1]})
            continue
        gone, come = _without(before[key], rows), _without(rows, before[key])
        if len(gone) == len(come) == 1:
            for change in _altered(key, gone[0], come[0], given_up, both):
                yield _written_down(change, written)
        elif gone or come:
            yield Change(changes.CHOICE_REOFFERED, {"name": "/".join(key)})


def _written_down(change: Change, column: str) -> Change:
    """Return a change of a label as it weighs where calculations write that column down."""
    if change.manner is changes.CHOICE_ALTERED and change.details["column"] == column:
        return replace(change, manner=changes.CHOICE_WRITTEN)
    return change


def _by_key(choices: Iterable[_Choice]) -> Mapping[Key, list[Cells]]:
    found: dict[Key, list[Cells]] = {}
    for choice in choices:
        found.setdefault(choice.key, []).append(choice.cells)
    return found


def _without(rows: Sequence[Cells], others: Sequence[Cells]) -> Sequence[Cells]:
    return [row for row in rows if row not in others]


def _altered(
    key: Key, before: Cells, after: Cells, given_up: frozenset[Key], both: frozenset[str] | None
) -> Iterator[Change]:
    for column, was, now in different(before, after, both):
        shown = base_name(column) in {"label", *MEDIA_COLUMNS}
        manner = changes.CHOICE_ALTERED if shown else changes.CHOICE_REGROUPED
        if base_name(column) == "label" and (key[0], f"{column}\n{now}") in given_up:
            manner = changes.CHOICE_SWAPPED
        details = {"name": "/".join(key), "column": column, "old": was, "new": now}
        yield Change(manner, details)


def _given_up(
    before: Mapping[Key, list[Cells]], after: Mapping[Key, list[Cells]]
) -> frozenset[Key]:
    """Return list, column and text of labels that their choice had before, and has no more."""
    return frozenset(
        (key[0], f"{column}\n{text}")
        for key, rows in before.items()
        for cells in rows
        for column, text in cells.items()
        if base_name(column) == "label"
        and all(one.get(column) != text for one in after.get(key, ()))
    )

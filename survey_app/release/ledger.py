"""What was released before, so that two releases together do not tell on anybody.

Room: release (floor 7).
Spec: docs/spec/release-folder.md section 4.
Promise: an entry is on the disk before its release can be seen; the ledger stays with the
    dataset and is never published.
"""

import json
import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from survey_app.canonical import (
    Json,
    NotCanonicalError,
    canonical_json,
    read_canonical_json,
    sha256_hex,
)
from survey_app.disclosure.counts.asked_tables import NO_TABLES, AskedTables
from survey_app.disclosure.counts.crossings import CrossTable
from survey_app.disclosure.counts.magnitudes import SumTable
from survey_app.disclosure.counts.tables import NO_ANSWER, CountTable, is_exclusive, labels_in
from survey_app.disclosure.planning.methods import Method
from survey_app.disclosure.planning.plan import Plan, Rule
from survey_app.disclosure.planning.roles import Role
from survey_app.disclosure.planning.rules import MASKING
from survey_app.disclosure.rows.line_table import steps_of
from survey_app.disclosure.rows.parcels import Shown
from survey_app.disclosure.rows.protect import ProtectedMicrodata
from survey_app.merge.dataset import RELEASES
from survey_app.microdata.cells import Cell
from survey_app.release.errors import LedgerError
from survey_app.release.heads import keep_head, refuse_lost
from survey_app.xform.empties import EmptyKind

FORMAT = "survey-app/release-ledger/2"
_WITHOUT_MEMBERS = "survey-app/release-ledger/1"


@dataclass(frozen=True)
class KeyColumn:
    """A key variable as it was released: its name and the method that made its labels."""

    name: str
    method: str


@dataclass(frozen=True)
class EarlierRelease:
    """What an earlier release showed: how many women in each class, or in each cell.

    `classes` maps the labels of the key columns, as canonical JSON, to a number of rows, for
    rows; `cells` maps variables and labels, in the plan's own groups, to a count that was shown
    or can be counted; `sums` maps a number, a variable and its label to the women who made up
    the sum, and the sum; `women` is the number of women the risk report speaks of; `content` is
    the SHA-256 of the rows, "" for tables and in entries of earlier programs; `rounded` is the
    base of tables that were rounded, whose `cells` are the counts before, 0 for all others.
    `present` are the marks of the women whom tables count; `unsaid` has for each answer that
    rows show as it was given the classes in which they hide it.
    """

    form_id: str
    audience: str
    plan_hash: str
    digest: str
    women: int
    keys: tuple[KeyColumn, ...]
    classes: Mapping[str, int]
    cells: Mapping[str, int]
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sums: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    content: str = ""
    rounded: int = 0
    present: frozenset[str] = frozenset()
    unsaid: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def shown(self) -> Shown:
        """Return what was shown, as the disclosure room wants to know it."""
        return Shown(
            keys=tuple((key.name, key.method) for key in self.keys),
            classes={tuple(labels_of(name)): marks for name, marks in self.members.items()},
        )

    def has_own_labels(self, names: Collection[str | None]) -> bool:
        """Say whether its rows have labels of `names` that differ from row to row.

        Such labels add up to no count.
        """
        return any(key.name in names and key.method.startswith("local") for key in self.keys)

    def to_json(self) -> Json:
        """Return the entry as JSON."""
        return {
            "format": FORMAT,
            "form": self.form_id,
            "audience": self.audience,
            "plan": self.plan_hash,
            "state": self.digest,
            "women": self.women,
            "keys": [[key.name, key.method] for key in self.keys],
            "classes": dict(self.classes),
            "cells": dict(self.cells),
            "members": {name: sorted(marks) for name, marks in self.members.items()},
            **({"sums": {name: list(one) for name, one in self.sums.items()}} if self.sums else {}),
            **({"content": self.content} if self.content else {}),
            **({"rounded": self.rounded} if self.rounded else {}),
            **({"present": sorted(self.present)} if self.present else {}),
            **(
                {"unsaid": {name: sorted(classes) for name, classes in self.unsaid.items()}}
                if self.unsaid
                else {}
            ),
        }


def entry_of_rows(
    released: ProtectedMicrodata, plan: Plan, *, women: int, digest: str
) -> EarlierRelease:
    """Return the entry of rows that are about to be released, with what can be counted in them."""
    at = [place for place, one in enumerate(released.columns) if one.role is Role.QUASI]
    keys = tuple(
        KeyColumn(released.columns[one].name, str(released.columns[one].method)) for one in at
    )
    classes = Counter(class_name([row[one].value for one in at]) for row in released.rows)
    cells: Counter[str] = Counter()
    own, averaged = _countable(released, plan), _averaged(released)
    for name, place in {**own, **averaged}.items():
        said = (row[place].value or NO_ANSWER for row in released.rows)
        labels = (label for one in said for label in labels_in(plan.rules[name], one))
        cells.update(class_name([name, label]) for label in labels)
        if is_exclusive(plan.rules[name]):
            cells[class_name([name])] = len(released.rows)
    for name, count in released.cells_hidden.items():
        if count and (name in own or name in averaged):
            cells[class_name([name, None])] = count
    for pair in plan.crossings:
        if set(pair) <= own.keys():
            rules = [plan.rules[name] for name in pair]
            lines = [[(one, row[own[one.name]]) for one in rules] for row in released.rows]
            told = ([_label(*one) for one in line] for line in lines)
            cells.update(class_name([*pair, *labels]) for labels in told)
            hidden = ([_or_hidden(*one) for one in line] for line in lines)
            cells.update(class_name([*pair, *labels]) for labels in hidden if None in labels)
    return EarlierRelease(
        form_id=released.form_id,
        audience=released.audience.value,
        plan_hash=released.plan_hash,
        digest=digest,
        women=women,
        keys=keys,
        classes=classes,
        cells=cells,
        members={class_name(labels): marks for labels, marks in released.members.items()},
        content=content_of(released),
        unsaid={
            name: frozenset(
                class_name([row[one].value for one in at])
                for row in released.rows
                if row[place].empty == EmptyKind.REDACTED
            )
            for name, place in own.items()
            if plan.rules[name].role is not Role.QUASI
        },
    )


def _label(rule: Rule, cell: Cell) -> str:
    """Return the label of a cell as tables count it."""
    return labels_in(rule, cell.value or NO_ANSWER)[0]


def _or_hidden(rule: Rule, cell: Cell) -> str | None:
    """Return the label of a cell as tables count it, None where a whole group is hidden."""
    return None if cell.empty == EmptyKind.REDACTED else _label(rule, cell)


def content_of(released: ProtectedMicrodata) -> str:
    """Return a hash of the rows with their columns: the same for the very same file alone."""
    columns: Json = [[one.name, str(one.method)] for one in released.columns]
    rows: Json = [[cell.to_json() for cell in row] for row in released.rows]
    return sha256_hex(canonical_json([columns, rows]))


def _countable(released: ProtectedMicrodata, plan: Plan) -> Mapping[str, int]:
    """Return the places of the columns that can be counted as tables count them, or added up.

    Keys may be in wider groups, of which the counts of a table can be added up.
    """
    return {
        one.name: place
        for place, one in enumerate(released.columns)
        if one.method.verb not in MASKING
        and one.method in {plan.rules[one.name].method, *_rungs(plan.rules[one.name])}
    }


def _averaged(released: ProtectedMicrodata) -> Mapping[str, int]:
    """Return the places of averaged numbers: they add up as the numbers do."""
    columns = enumerate(released.columns)
    return {one.name: place for place, one in columns if one.method.verb == "means"}


def _rungs(rule: Rule) -> list[Method]:
    return [step.method for step in steps_of(rule)] if is_exclusive(rule) else []


def entry_of_tables(
    tables: Sequence[CountTable],
    plan: Plan,
    *,
    women: int,
    digest: str,
    asked: AskedTables = NO_TABLES,
    present: Collection[str] = (),
) -> EarlierRelease:
    """Return the entry of tables that are about to be released; `present` are their women."""
    return EarlierRelease(
        form_id=plan.form_id,
        audience=plan.audience.value,
        plan_hash=plan.hash,
        digest=digest,
        women=women,
        keys=(),
        classes={},
        cells={
            class_name([table.variable, one.label]): one.count
            for table in tables
            for one in table.counts
            if one.count is not None
        }
        | {class_name([one.variable]): one.total for one in tables if one.is_exclusive}
        | {class_name([""]): one.total for one in tables}
        | {name: count for table in asked.crossings for name, count in crossed_cells(table)},
        sums={name: one for table in asked.sums for name, one in summed_cells(table)},
        present=frozenset(present),
    )


def with_crossing(entry: EarlierRelease, table: CrossTable) -> EarlierRelease:
    """Return `entry` as it is once a crossing stands beside its tables."""
    return replace(entry, cells={**entry.cells, **dict(crossed_cells(table))})


def with_sums(entry: EarlierRelease, table: SumTable) -> EarlierRelease:
    """Return `entry` as it is once sums stand beside its tables."""
    return replace(entry, sums={**entry.sums, **dict(summed_cells(table))})


def crossed_cells(table: CrossTable) -> Iterator[tuple[str, int]]:
    """Yield the name and the count of each cell that a crossing shows."""
    for row, line in zip(table.row_labels, table.counts, strict=True):
        for column, count in zip(table.column_labels, line, strict=True):
            if count is not None:
                variables = table.row_variable, table.column_variable
                yield class_name([*variables, row, column]), count


def summed_cells(table: SumTable) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yield the name of each sum that is shown, how many women made it up, and the sum."""
    for one in table.sums:
        if one.total is not None:
            name = class_name([table.variable, table.by, one.label])
            yield name, (table.women[one.label], str(one.total))
    yield class_name([table.variable, table.by]), (table.women_in_all, str(table.total))


def class_name(labels: Sequence[str | None]) -> str:
    """Return one text for a list of labels.

    >>> class_name(["25–34", None])
    '["25–34",null]'
    """
    return canonical_json(list(labels)).decode()


def labels_of(name: str) -> list[str | None]:
    """Return the labels that `class_name` wrote."""
    return cast("list[str | None]", json.loads(name))


def read_ledger(folder: Path) -> tuple[EarlierRelease, ...]:
    """Return the entries in the dataset `folder`, first to last.

    Raises: LedgerError, ListLostError.
    """
    path = folder / RELEASES
    text = path.read_bytes() if path.exists() else b""
    whole, _, _torn = text.rpartition(b"\n")  # a torn line's release was never shown
    lines = whole.split(b"\n") if whole else []
    entries = tuple(_entry(line, number, folder) for number, line in enumerate(lines, start=1))
    refuse_lost(path)
    return entries


def append(folder: Path, entry: EarlierRelease) -> None:
    """Write `entry` to the ledger of the dataset in `folder`. Raises: OSError."""
    path = folder / RELEASES
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.seek(0)
        whole = file.read().rpartition(b"\n")[0]
        file.seek(len(whole) + 1 if whole else 0)
        file.truncate()
        file.write(canonical_json(entry.to_json()) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    keep_head(path)


def _entry(line: bytes, number: int, folder: Path) -> EarlierRelease:
    try:
        fields = cast("Mapping[str, Json]", read_canonical_json(line))
        if fields["format"] not in {FORMAT, _WITHOUT_MEMBERS}:
            raise ValueError(FORMAT)  # noqa: TRY301 - one handler names the line
        pairs = cast("Sequence[Sequence[str]]", fields["keys"])
        members = cast("Mapping[str, Sequence[str]]", fields.get("members", {}))
        sums = cast("Mapping[str, Sequence[int | str]]", fields.get("sums", {}))
        unsaid = cast("Mapping[str, Sequence[str]]", fields.get("unsaid", {}))
        return EarlierRelease(
            form_id=cast("str", fields["form"]),
            audience=cast("str", fields["audience"]),
            plan_hash=cast("str", fields["plan"]),
            digest=cast("str", fields["state"]),
            women=cast("int", fields["women"]),
            keys=tuple(KeyColumn(name, method) for name, method in pairs),
            classes=dict(cast("Mapping[str, int]", fields["classes"])),
            cells=dict(cast("Mapping[str, int]", fields["cells"])),
            members={name: frozenset(marks) for name, marks in members.items()},
            sums={name: (int(women), str(total)) for name, (women, total) in sums.items()},
            content=str(fields.get("content", "")),
            rounded=int(cast("int", fields.get("rounded", 0))),
            present=frozenset(cast("Sequence[str]", fields.get("present", ()))),
            unsaid={name: frozenset(classes) for name, classes in unsaid.items()},
        )
    except (NotCanonicalError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise LedgerError(folder=str(folder), line=number) from error

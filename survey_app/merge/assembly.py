"""Winning revisions as tables: one row a respondent, one table a roster.

Room: merge (floor 6). Pure functions.
Spec: docs/spec/merged-dataset.md sections 3 and 4.
Promise: a question that a version did not have is told apart from one that was not answered.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from survey_app.canonical import Json, canonical_json
from survey_app.merge.engine import Value
from survey_app.merge.harmonise import Change, FormVersion, Harmonised, harmonise
from survey_app.merge.revisions import Revision
from survey_app.merge.tables import (
    FORM_HASH,
    FORM_VERSION,
    IN_CONFLICT,
    LANGUAGE,
    PLAN_HASH,
    READ,
    RECORD,
    ROSTER,
    ROW,
    TEXT,
    TEXTS,
    VARIABLE,
    VERDICT,
    Column,
    Table,
    variable_columns,
)
from survey_app.microdata.cells import Cell, Row, row_from_json
from survey_app.xform.empties import EmptyKind

_MAIN = (
    Column(RECORD, "VARCHAR"),
    Column(FORM_VERSION, "VARCHAR"),
    Column(FORM_HASH, "VARCHAR"),
    Column(PLAN_HASH, "VARCHAR"),
    Column(LANGUAGE, "VARCHAR"),
    Column(IN_CONFLICT, "BIGINT"),
)
_TEXTS = (
    Column(RECORD, "VARCHAR"),
    Column(VARIABLE, "VARCHAR"),
    Column(ROSTER, "VARCHAR"),
    Column(ROW, "BIGINT"),
    Column(VERDICT, "VARCHAR"),
    Column(TEXT, "VARCHAR"),
    Column(READ, "VARCHAR"),
)
_ROSTER = (Column(RECORD, "VARCHAR"), Column(ROW, "BIGINT"), Column(FORM_HASH, "VARCHAR"))


@dataclass(frozen=True)
class FormTables:
    """The tables of all forms, and how the versions of the forms differ."""

    tables: tuple[Table, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class _Line:
    """One row under the names of today, before it is laid out in columns."""

    lead: tuple[Value, ...]
    form_hash: str
    cells: Row


def form_tables(
    winners: Sequence[Revision], in_conflict: Collection[str], forms: Mapping[str, FormVersion]
) -> FormTables:
    """Return the tables of `winners`, which come in order of record."""
    tables: list[Table] = []
    changes: list[Change] = []
    for form_id in sorted({revision.form for revision in winners}):
        own = [revision for revision in winners if revision.form == form_id]
        used = {revision.form_ver for revision in own}
        union = harmonise([forms[one] for one in sorted(used) if one in forms])
        tables += _tables_of(form_id, own, in_conflict, union)
        changes += union.changes
    return FormTables(tuple(tables), tuple(changes))


def _tables_of(
    form_id: str, winners: Sequence[Revision], in_conflict: Collection[str], union: Harmonised
) -> list[Table]:
    main: list[_Line] = []
    rosters: dict[str, list[_Line]] = {}
    texts: list[tuple[Value, ...]] = []
    for revision in winners:
        body = cast("Mapping[str, Json]", revision.body)
        renames = union.renames.get(revision.form_ver, {})
        lead = _lead(revision, body, is_in_conflict=revision.rec in in_conflict)
        main.append(_Line(lead, revision.form_ver, _row(body.get("values", {}), renames)))
        for roster, rows in _rosters(body).items():
            lines = rosters.setdefault(renames.get(roster, roster), [])
            for number, row in enumerate(rows, start=1):
                place = (revision.rec, number, revision.form_ver)
                lines.append(_Line(place, revision.form_ver, _row(row, renames)))
        texts += _texts(revision.rec, body, renames)
    return [
        _table(form_id, "", _MAIN, main, union),
        *([Table(form_id, TEXTS, _TEXTS, texts)] if texts else []),
        *(_table(form_id, name, _ROSTER, rosters[name], union) for name in sorted(rosters)),
    ]


def _table(
    form_id: str, roster: str, lead: tuple[Column, ...], lines: Sequence[_Line], union: Harmonised
) -> Table:
    known = _names_by_version(lines)
    names = sorted(
        set().union(*known.values()) if known else set(),
        key=lambda name: (union.order.get(name, len(union.order)), name),
    )
    rows = [(*line.lead, *_laid_out(line, names, known[line.form_hash])) for line in lines]
    return Table(form_id, roster, (*lead, *variable_columns(names)), rows)


def _laid_out(line: _Line, names: Iterable[str], known: Collection[str]) -> Iterable[Value]:
    for name in names:
        cell = line.cells.get(name)
        if cell is None:
            cell = Cell(None, EmptyKind.UNREACHED if name in known else EmptyKind.NOT_IN_VERSION)
        yield cell.value
        yield cell.empty


def _names_by_version(lines: Sequence[_Line]) -> Mapping[str, set[str]]:
    known: dict[str, set[str]] = {}
    for line in lines:
        known.setdefault(line.form_hash, set()).update(line.cells)
    return known


def _lead(
    revision: Revision, body: Mapping[str, Json], *, is_in_conflict: bool
) -> tuple[Value, ...]:
    return (
        revision.rec,
        _text(body, "form_version"),
        revision.form_ver,
        _text(body, "plan_hash"),
        _text(body, "language"),
        int(is_in_conflict),
    )


def _row(data: Json, renames: Mapping[str, str]) -> Row:
    return {renames.get(name, name): cell for name, cell in row_from_json(data).items()}


def _rosters(body: Mapping[str, Json]) -> Mapping[str, Sequence[Json]]:
    rosters = body.get("rosters")
    if not isinstance(rosters, Mapping):
        return {}
    return {name: rows for name, rows in rosters.items() if isinstance(rows, list)}


def _texts(
    record: str, body: Mapping[str, Json], renames: Mapping[str, str]
) -> Iterable[tuple[Value, ...]]:
    """Return the reviewed texts of one interview; one that was held back has no words."""
    texts = body.get("texts")
    for entry in texts if isinstance(texts, list) else []:
        if not isinstance(entry, Mapping):
            continue
        variable, roster = _text(entry, "variable"), _text(entry, "roster")
        row, words = entry.get("row"), entry.get("text")
        yield (
            record,
            renames.get(variable, variable),
            renames.get(roster, roster),
            row + 1 if isinstance(row, int) else None,
            _text(entry, "verdict"),
            words if isinstance(words, str) else None,
            None if entry.get("read") is None else canonical_json(entry["read"]).decode(),
        )


def _text(body: Mapping[str, Json], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""

"""The interviews of a dataset that were protected by one plan: what is released together.

Room: release (floor 7). Tables in, records out.
Spec: docs/spec/release-folder.md section 1.
Promise: interviews that were protected differently never share a file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import quote

from survey_app.canonical import Json, canonical_json, sha256_hex
from survey_app.disclosure.deidentified.pending import Verdict
from survey_app.disclosure.deidentified.review import ReviewedText, reading_from
from survey_app.disclosure.errors import WrongPlanError
from survey_app.disclosure.planning.asking import together
from survey_app.disclosure.planning.plan import Plan, plan_of
from survey_app.merge import tables as names
from survey_app.merge.dataset import Dataset, ReadTable
from survey_app.merge.engine import Value
from survey_app.microdata.cells import Cell, Record, Row, row_to_json
from survey_app.release.errors import (
    FormMissingError,
    NoSuchFormInDatasetError,
    NothingToReleaseError,
)
from survey_app.xform import FormDef, parse

_MARK = 24


@dataclass(frozen=True)
class Series:
    """One series: its newest form, its plan, its women, and the texts that were reviewed.

    Shape: `marks` has one entry a record: the same woman with the same answers has the same one.
    """

    name: str
    form: FormDef
    plan: Plan
    versions: tuple[str, ...]
    records: tuple[Record, ...]
    texts: tuple[ReviewedText, ...]
    in_conflict: int
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Woman:
    """One row of a main table."""

    record: str
    version: str
    form_hash: str
    plan_hash: str
    in_conflict: int
    values: Row


def series_of(dataset: Dataset, folder: str = "", form_id: str | None = None) -> tuple[Series, ...]:
    """Return the series of `dataset`, in order of form and version; `folder` is for errors.

    `form_id` names the one form that is wanted; None means all.

    Raises: NothingToReleaseError, NoSuchFormInDatasetError, FormMissingError, WrongPlanError.
    """
    found = [
        one
        for table in dataset.tables
        if table.roster == "" and form_id in {None, table.form_id}
        for one in _series_of_form(dataset, table)
    ]
    if not found:
        held = sorted({table.form_id for table in dataset.tables if table.roster == ""})
        if form_id is None or not held:
            raise NothingToReleaseError(folder=folder)
        raise NoSuchFormInDatasetError(folder=folder, form=form_id, forms=", ".join(held))
    return tuple(found)


def _series_of_form(dataset: Dataset, main: ReadTable) -> list[Series]:
    women = _women(main)
    by_plan: dict[str, list[_Woman]] = {}
    for woman in women:
        by_plan.setdefault(woman.plan_hash, []).append(woman)
    rosters = _rosters(dataset, main.form_id)
    texts = _texts(dataset, main.form_id)
    made = []
    for plan_hash, own in by_plan.items():
        forms = _forms(dataset, main.form_id, own)
        form, plan = forms[-1], _plan_of_all(forms)
        if plan.hash != plan_hash:
            raise WrongPlanError(count=len(own))
        versions = tuple(sorted({woman.version for woman in own}))
        made.append(
            Series(
                name=_folder_name(main.form_id, form.version, is_only=len(by_plan) == 1),
                form=form,
                plan=plan,
                versions=versions,
                records=tuple(Record(one.values, rosters.get(one.record, {})) for one in own),
                texts=tuple(text for one in own for text in texts.get(one.record, ())),
                in_conflict=sum(one.in_conflict for one in own),
                marks=tuple(_mark(one, rosters.get(one.record, {})) for one in own),
            )
        )
    return sorted(made, key=lambda one: one.name)


def _mark(woman: _Woman, rosters: Mapping[str, tuple[Row, ...]]) -> str:
    """Return a name for this woman with these answers; it is kept at the hub alone."""
    said: Json = {
        "record": woman.record,
        "values": row_to_json(woman.values),
        "rosters": {name: [row_to_json(row) for row in rows] for name, rows in rosters.items()},
    }
    return sha256_hex(canonical_json(said))[:_MARK]


def _folder_name(form_id: str, version: str, *, is_only: bool) -> str:
    """Return a name that stays inside the folder of the release, whatever a form is called."""
    words = form_id if is_only else f"{form_id}-{version}"
    return quote(words, safe=" ").lstrip(".") or "form"


def _women(main: ReadTable) -> list[_Woman]:
    at = {name: place for place, name in enumerate(main.columns)}
    return [
        _Woman(
            record=cast("str", row[at[names.RECORD]]),
            version=cast("str", row[at[names.FORM_VERSION]]),
            form_hash=cast("str", row[at[names.FORM_HASH]]),
            plan_hash=cast("str", row[at[names.PLAN_HASH]]),
            in_conflict=cast("int", row[at[names.IN_CONFLICT]]),
            values=_cells(main.columns, row),
        )
        for row in main.rows
    ]


def _plan_of_all(forms: Sequence[FormDef]) -> Plan:
    """Return the plan of the newest form, which knows what any version asked because of what.

    Versions of one plan may differ in their conditions: who was not asked in an earlier one tells
    by it, whatever the newest asks.
    """
    plans = [plan_of(form) for form in forms]
    return replace(
        plans[-1],
        askers=together(plan.askers for plan in plans),
        origins=together(plan.origins for plan in plans),
    )


def _forms(dataset: Dataset, form_id: str, women: Sequence[_Woman]) -> Sequence[FormDef]:
    """Return the versions of the form by which `women` were asked, the newest last."""
    hashes = {woman.form_hash for woman in women}
    missing = hashes - set(dataset.forms)
    if missing:
        count = sum(woman.form_hash in missing for woman in women)
        raise FormMissingError(form=form_id, count=count)
    stored = [dataset.forms[one] for one in sorted(hashes)]
    forms = [parse(form.xform, form.files) for form in stored]
    return sorted(forms, key=lambda form: (form.version, form.form_hash))


def _rosters(dataset: Dataset, form_id: str) -> dict[str, dict[str, tuple[Row, ...]]]:
    found: dict[str, dict[str, tuple[Row, ...]]] = {}
    for table in dataset.tables:
        if table.form_id != form_id or table.roster in {"", names.TEXTS}:
            continue
        at = table.columns.index(names.RECORD)
        for row in table.rows:
            rosters = found.setdefault(cast("str", row[at]), {})
            rosters[table.roster] = (
                *rosters.get(table.roster, ()),
                _cells(table.columns, row),
            )
    return found


def _texts(dataset: Dataset, form_id: str) -> Mapping[str, list[ReviewedText]]:
    found: dict[str, list[ReviewedText]] = {}
    for table in dataset.tables:
        if table.form_id != form_id or table.roster != names.TEXTS:
            continue
        for record, variable, roster, row, verdict, text, *read in table.rows:
            entry = ReviewedText(
                variable=str(variable),
                verdict=Verdict(str(verdict)),
                text=None if text is None else str(text),
                roster=str(roster) or None,
                row=row if isinstance(row, int) else None,
                reading=reading_from(json.loads(str(read[0]))) if read and read[0] else None,
            )
            found.setdefault(str(record), []).append(entry)
    return found


def _cells(columns: Sequence[str], row: Sequence[Value]) -> Row:
    """Return the variables of a row; what this version did not ask is left away."""
    at = {name: place for place, name in enumerate(columns)}
    return {
        name: Cell(cast("str | None", row[place]), cast("int", row[at[name + names.EMPTY_SUFFIX]]))
        for name, place in at.items()
        if names.EMPTY_SUFFIX not in name and not name.startswith(":")
    }

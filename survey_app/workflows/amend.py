"""Something is said of a finished interview afterwards: an answer corrected, a part taken back.

Room: workflows.

    receipt, changes, reason -> amendment sealed to the study, view sealed again, log: one commit

Spec: docs/spec/amendment.md.
Promise: nobody here reads the sealed interview for it; who, when and why are inside the seal; what
was taken back is gone from the anonymised side with the key that sealed it.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import cast

from survey_app.canonical import Json, canonical_json, read_canonical_json
from survey_app.disclosure.plan import plan_of
from survey_app.disclosure.views import View, leaves, protected_cell
from survey_app.interview.private import private_parts
from survey_app.microdata.cells import Cell, Row
from survey_app.vault import chain
from survey_app.vault.amendments import SealedAmendment, amendment_digest, seal_amendment
from survey_app.vault.context import Context
from survey_app.vault.records import open_sealed, row_digest, seal_view
from survey_app.workflows.amend_errors import (
    AskedSeveralTimesError,
    HasLeftError,
    NoReasonError,
    NoSuchAnswerError,
)
from survey_app.workflows.errors import NoSuchRecordError
from survey_app.workflows.laptop import Laptop, Person, find_form, log_entry
from survey_app.workflows.withdraw import find_by_receipt
from survey_app.xform.definition import FormDef
from survey_app.xform.empties import EmptyKind

FORMAT = "survey-app amendment 1"
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Wish:
    """What shall be changed: values by the name of their question, parts taken back, files."""

    reason: str
    values: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    withdrawn: Sequence[str] = ()
    drop_files: bool = False


@dataclass(frozen=True)
class Amendment:
    """An opened amendment. `who` is the random id of the person's slot."""

    who: str
    day: str
    reason: str
    values: Mapping[str, str]
    withdrawn: tuple[str, ...]
    files_dropped: bool

    def to_json(self) -> dict[str, Json]:
        """Return the amendment as it is sealed."""
        return {
            "format": FORMAT,
            "who": self.who,
            "day": self.day,
            "reason": self.reason,
            "values": dict(self.values),
            "withdrawn": list(self.withdrawn),
            "files_dropped": self.files_dropped,
        }


def amend(laptop: Laptop, person: Person, spoken: str, wish: Wish) -> str:
    """Amend the interview with this receipt code; return its (random) id.

    A part that is taken back is a question or a group (a module) of the form.

    Raises: NoSuchRecordError, SupervisorNeededError, NoReasonError, NoSuchAnswerError,
        AskedSeveralTimesError, HasLeftError.
    """
    if not wish.reason.strip() or not (wish.values or wish.withdrawn or wish.drop_files):
        raise NoReasonError
    record_id = find_by_receipt(laptop, person, spoken)
    if record_id in laptop.store.packed_members():
        raise HasLeftError
    view, context = _opened_view(laptop, person, record_id)
    form = find_form(laptop, view.form_id, view.form_hash).definition
    struck = tuple(_questions(form, wish.withdrawn))
    changed = _changed(form, view, wish.values, struck)
    said = Amendment(
        who=person.person_id,
        day=laptop.clock.now().date().isoformat(),
        reason=wish.reason.strip(),
        values=wish.values,
        withdrawn=struck,
        files_dropped=wish.drop_files,
    )
    _keep(laptop, person, record_id, context=context, said=said, view=changed)
    return record_id


def read_amendment(plaintext: bytes) -> Amendment:
    """Return what an opened amendment says."""
    fields = cast("Mapping[str, Json]", read_canonical_json(plaintext))
    return Amendment(
        who=str(fields["who"]),
        day=str(fields["day"]),
        reason=str(fields["reason"]),
        values=MappingProxyType(dict(cast("Mapping[str, str]", fields["values"]))),
        withdrawn=tuple(cast("Sequence[str]", fields["withdrawn"])),
        files_dropped=fields["files_dropped"] is True,
    )


def _opened_view(laptop: Laptop, person: Person, record_id: str) -> tuple[View, Context]:
    for sealed in laptop.store.views():
        if sealed.view_id == record_id:
            opened = open_sealed(person.reviews(), sealed)
            return View.from_bytes(opened.plaintext), opened.context
    raise NoSuchRecordError


def _questions(form: FormDef, parts: Sequence[str]) -> Iterator[str]:
    """Yield the questions that the named questions and groups are made of."""
    for part in parts:
        found = [
            name
            for name, question in form.questions.items()
            if name == part or f"/{part}/" in question.path
        ]
        if not found:
            raise NoSuchAnswerError(name=part)
        yield from found


def _changed(form: FormDef, view: View, values: Mapping[str, str], struck: Sequence[str]) -> View:
    """Return the view with the new values as far as they may leave, and without what is struck.

    Where an answer that she gave alone is struck, all boxes go: nobody here can see which it is in.
    """
    plan = plan_of(form)
    row = dict(view.values)
    for name, value in values.items():
        rule = plan.rules.get(name)
        if rule is None:
            raise NoSuchAnswerError(name=name)
        if rule.roster:
            raise AskedSeveralTimesError(name=name)
        if leaves(rule) and name in row:
            row[name] = protected_cell(rule, Cell(value))
    gone = frozenset(struck)
    alone = any(gone.intersection(part.names) for part in private_parts(form))
    return replace(
        view,
        values=_without(row, gone),
        rosters={
            name: tuple(_without(one, gone) for one in rows) for name, rows in view.rosters.items()
        },
        texts=tuple(text for text in view.texts if text.variable not in gone | values.keys()),
        private=() if alone else view.private,
    )


def _without(row: Row, gone: frozenset[str]) -> Row:
    withdrawn = Cell(None, EmptyKind.WITHDRAWN)
    return {name: withdrawn if name in gone else cell for name, cell in row.items()}


def _keep(
    laptop: Laptop,
    person: Person,
    record_id: str,
    *,
    context: Context,
    said: Amendment,
    view: View,
) -> None:
    next_one = replace(context, revision=context.revision + 1)
    amendment = _sealed(laptop, next_one, said)
    sealed_view = seal_view(person.site_key, view.to_bytes(), next_one)
    operation = chain.DROP_FILES if said.files_dropped else chain.AMEND
    rows = (amendment_digest(amendment), row_digest(sealed_view))
    laptop.store.amend(
        amendment,
        sealed_view,
        log_entry(person, operation, record_id, rows),
        drop_files=said.files_dropped,
    )


def _sealed(laptop: Laptop, context: Context, said: Amendment) -> SealedAmendment:
    return seal_amendment(
        laptop.study.study_key,
        secrets.token_hex(16),
        canonical_json(said.to_json()),
        context,
    )

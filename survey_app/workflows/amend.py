"""Something is said of a finished interview afterwards: an answer corrected, a part taken back.

Room: workflows.

    receipt, changes, reason -> amendment sealed to the study, view sealed again, log: one commit

Spec: docs/spec/amendment.md.
Promise: nobody here reads the sealed interview for it; who, when and why are inside the seal; what
was taken back is gone from the anonymised side with the key that sealed it.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import cast

from survey_app.canonical import Json, canonical_json, read_canonical_json
from survey_app.disclosure.deidentified.views import View
from survey_app.disclosure.planning.plan import plan_of
from survey_app.disclosure.planning.protected_cells import leaves, protected_cell
from survey_app.interview.private import private_parts
from survey_app.microdata.cells import Cell, Row
from survey_app.store.taking_back import TakenBack
from survey_app.vault import chain
from survey_app.vault.amendments import amendment_digest, seal_parted_amendment
from survey_app.vault.context import Context
from survey_app.vault.parts import Parted
from survey_app.vault.records import Opened, row_digest, seal_view
from survey_app.workflows.amend_errors import (
    AskedSeveralTimesError,
    HasLeftError,
    NoReasonError,
    NoSuchAnswerError,
)
from survey_app.workflows.errors import NoSuchRecordError
from survey_app.workflows.field_laptop.laptop import Laptop, Person, find_form, log_entry
from survey_app.workflows.interviewing.record_content import (
    number_of_places,
    places_gone,
    places_of,
)
from survey_app.workflows.opened_views import opened_view
from survey_app.workflows.withdraw import find_by_receipt
from survey_app.xform.definition import FormDef
from survey_app.xform.empties import EmptyKind

FORMAT = "survey-app amendment 2"
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
    """An opened amendment. `who` is the random id of the person's slot.

    Values that were taken back later are not in it, nor the reason that was given with them.
    """

    who: str
    day: str
    reason: str
    values: Mapping[str, str]
    withdrawn: tuple[str, ...]
    files_dropped: bool

    def to_json(self) -> dict[str, Json]:
        """Return the amendment as it is told."""
        return {
            "format": FORMAT,
            "who": self.who,
            "day": self.day,
            "reason": self.reason,
            "values": dict(self.values),
            "withdrawn": list(self.withdrawn),
            "files_dropped": self.files_dropped,
        }


@dataclass(frozen=True)
class Subject:
    """The interview that a wish is about: its questionnaire, and what can still be done to it.

    `correctable` are the questions whose answer may be corrected: those asked once.
    """

    form: FormDef
    has_left: bool
    correctable: frozenset[str]


def subject(laptop: Laptop, person: Person, spoken: str) -> Subject:
    """Return what may be known of the interview with this receipt code: nothing that she said.

    Raises: NoSuchRecordError, SupervisorNeededError.
    """
    record_id = find_by_receipt(laptop, person, spoken)
    view, _ = _opened_view(laptop, person, record_id)
    form = find_form(laptop, view.form_id, view.form_hash).definition
    rules = plan_of(form).rules
    return Subject(
        form=form,
        has_left=record_id in laptop.store.packed_members(),
        correctable=frozenset(name for name, rule in rules.items() if not rule.roster),
    )


def amend(laptop: Laptop, person: Person, spoken: str, wish: Wish) -> bool:
    """Amend the interview with this receipt code; say whether what was taken back is destroyed.

    It is not where an interview was finished with a version before parts: single answers stay
    sealed to the study, and whoever opens it is given it without them.

    A part that is taken back is a question or a group (a module) of the form. What was worked out
    from a question goes with it.

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
    struck = with_what_follows(form, _questions(form, wish.withdrawn))
    said = Amendment(
        who=person.person_id,
        day=laptop.clock.now().date().isoformat(),
        reason=wish.reason.strip(),
        values=wish.values,
        withdrawn=struck,
        files_dropped=wish.drop_files,
    )
    changed = _changed(form, view, said)
    _keep(laptop, person, form, context=context, said=said, before=view, after=changed)
    return not struck or _is_in_parts(laptop, record_id)


def read_amendment(opened: Opened) -> Amendment:
    """Return what an opened amendment says, as far as it was not destroyed."""
    fields = cast("Mapping[str, Json]", read_canonical_json(opened.plaintext))
    values, reason = fields.get("values", {}), fields.get("reason", "")
    for part in map(read_canonical_json, opened.parts.values()):
        told = cast("Mapping[str, Json]", part)
        values = {**cast("Mapping[str, str]", values), **cast("Mapping[str, str]", told["values"])}
        reason = told.get("reason", reason)
    return Amendment(
        who=str(fields["who"]),
        day=str(fields["day"]),
        reason=str(reason),
        values=MappingProxyType(dict(cast("Mapping[str, str]", values))),
        withdrawn=tuple(cast("Sequence[str]", fields["withdrawn"])),
        files_dropped=fields["files_dropped"] is True,
    )


def amendment_parts(form: FormDef, said: Amendment) -> Parted:
    """Return what is sealed: each corrected value a part, and the reason a part of all of them.

    A reason may quote what it is about: it is destroyed with any of the values.
    """
    main, places = said.to_json(), places_of(form)
    told: dict[tuple[int, ...], dict[str, Json]] = {}
    if main.pop("values"):
        told = {(places[name],): {"values": {name: value}} for name, value in said.values.items()}
        of_all = tuple(sorted(places[name] for name in said.values))
        told[of_all] = {"values": {}, **told.get(of_all, {}), "reason": main.pop("reason")}
    parts = {key: canonical_json(part) for key, part in told.items()}
    return Parted(canonical_json(main), number_of_places(form), parts)


def with_what_follows(form: FormDef, names: Iterable[str]) -> tuple[str, ...]:
    """Return questions with all that is worked out from them, in the order of the form."""
    rules = [rule for rule in form.rules if rule.aspect == "calculate"]
    gone = {form.questions[name].path for name in names}
    grown = gone
    while grown:
        after = {
            step.rule.path
            for path in grown
            for step in form.dependents.get(path, ())
            if step.rule in rules
        }
        grown = after - gone
        gone = gone | grown
    return tuple(name for name, question in form.questions.items() if question.path in gone)


def _opened_view(laptop: Laptop, person: Person, record_id: str) -> tuple[View, Context]:
    for sealed in laptop.store.views():
        if sealed.view_id == record_id:
            opened = opened_view(person.reviews(), sealed)
            return opened.view, opened.context
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


def _changed(form: FormDef, view: View, said: Amendment) -> View:
    """Return the view with the new values as far as they may leave, without what is withdrawn.

    Where an answer that she gave alone is struck, all boxes go: nobody here can see which it is in.
    Corrected, it stands in the sealed amendment alone, as the first one stood in its box alone.
    """
    plan = plan_of(form)
    row = dict(view.values)
    apart = {name for part in private_parts(form) for name in part.names}
    for name, value in said.values.items():
        rule = plan.rules.get(name)
        if rule is None:
            raise NoSuchAnswerError(name=name)
        if rule.roster:
            raise AskedSeveralTimesError(name=name)
        if leaves(rule) and name in row and name not in apart:
            row[name] = protected_cell(rule, Cell(value))
    gone = frozenset(said.withdrawn)
    alone = any(gone.intersection(part.names) for part in private_parts(form))
    return replace(
        view,
        values=_without(row, gone),
        rosters={
            name: tuple(_without(one, gone) for one in rows) for name, rows in view.rosters.items()
        },
        texts=tuple(text for text in view.texts if text.variable not in gone | said.values.keys()),
        files={}
        if said.files_dropped
        else {name: files for name, files in view.files.items() if name not in gone},
        private=() if alone else view.private,
    )


def _without(row: Row, gone: frozenset[str]) -> Row:
    withdrawn = Cell(None, EmptyKind.WITHDRAWN)
    return {name: withdrawn if name in gone else cell for name, cell in row.items()}


def _keep(
    laptop: Laptop,
    person: Person,
    form: FormDef,
    *,
    context: Context,
    said: Amendment,
    before: View,
    after: View,
) -> None:
    next_one = replace(context, revision=context.revision + 1)
    record_id = context.record
    amendment = seal_parted_amendment(
        laptop.study.study_key, secrets.token_hex(16), amendment_parts(form, said), next_one
    )
    view = seal_view(person.site_key, after.to_bytes(), next_one)
    if not (said.withdrawn or said.files_dropped):
        rows = (amendment_digest(amendment), row_digest(view))
        laptop.store.amend(amendment, view, log_entry(person, chain.AMEND, record_id, rows))
        return
    places = places_gone(form, said.withdrawn) if said.withdrawn else frozenset()
    files = tuple(one for name in said.withdrawn for one in before.files.get(name, ()))
    laptop.store.take_back(
        TakenBack(
            amendment,
            view,
            lambda operation, rows: log_entry(person, operation, record_id, rows),
            places,
            None if said.files_dropped else files,
        )
    )


def _is_in_parts(laptop: Laptop, record_id: str) -> bool:
    return any(one.shreds for one in laptop.store.records() if one.record_id == record_id)

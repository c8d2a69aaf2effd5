"""What an interview leaves on this laptop for the next one of the same interviewer.

Room: workflows.

    finish -> last-saved answers, entities -> kept_box (her draft key) -> store, one transaction
    start, resume -> store -> open_kept -> Kept

Spec: docs/spec/kept-answers.md.
Promise: pieces of others stay closed; a withdrawn interview leaves nothing.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import cast

from survey_app.canonical import Json, canonical_json, read_canonical_json
from survey_app.interview import EntityChange, Kept, Submission, kept_answers, kept_entities
from survey_app.store.kept import Left
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.kept import kept_box, open_kept
from survey_app.workflows.field_laptop.laptop import Laptop, Person, the_device
from survey_app.xform.definition import FormDef

ANSWERS, ENTITIES = "answers", "entities"


@dataclass(frozen=True)
class _Piece:
    """A piece of hers, opened; `order` grows from interview to interview."""

    kept_id: str
    kind: str
    form_id: str
    order: int
    content: Json


def kept_for(laptop: Laptop, person: Person, form: FormDef) -> Kept:
    """Return what her earlier interviews left for one with `form`.

    Raises: InterviewerNeededError.
    """
    if not form.last_saved.kept and not form.instances:
        return Kept()
    pieces = sorted(_pieces(laptop, person), key=lambda one: one.order)
    answers: Mapping[str, str] = {}
    entities: list[EntityChange] = []
    for one in pieces:
        if one.kind == ENTITIES:
            entities += [_entity(row) for row in cast("list[dict[str, Json]]", one.content)]
        elif one.form_id == form.form_id:
            answers = cast("Mapping[str, str]", one.content)
    return Kept(answers, tuple(entities))


def left_by(
    laptop: Laptop, person: Person, form: FormDef, submission: Submission, record_id: str
) -> Left:
    """Return what a finished interview leaves; its answers take the place of earlier ones."""
    entities = kept_entities(form, submission)
    if not form.last_saved.instances and not entities:
        return Left()
    earlier = list(_pieces(laptop, person))
    order = 1 + max((one.order for one in earlier), default=0)
    made: dict[str, Json] = {}
    if answers := kept_answers(form, submission):
        made[ANSWERS] = {**answers}
    if entities:
        made[ENTITIES] = [{**asdict(one)} for one in entities]
    return Left(
        pieces=tuple(
            kept_box(
                person.interviews(),
                secrets.token_hex(16),
                canonical_json(
                    {"kind": kind, "form": form.form_id, "order": order, "content": content}
                ),
                record=record_id,
                study=laptop.study.study_id,
                device=the_device(laptop).device_id,
                form=form.form_hash,
            )
            for kind, content in made.items()
        ),
        instead_of=tuple(
            one.kept_id for one in earlier if one.kind == ANSWERS and one.form_id == form.form_id
        ),
    )


def count_own_pieces(laptop: Laptop, person: Person) -> int:
    """Return how many pieces her key opens. Raises: InterviewerNeededError."""
    return sum(1 for _ in _pieces(laptop, person))


def _pieces(laptop: Laptop, person: Person) -> Iterator[_Piece]:
    """Yield her own pieces: what another interviewer left does not open with her key."""
    key = person.interviews()
    for sealed in laptop.store.kept():
        try:
            opened = open_kept(key, sealed)
        except SealBrokenError:
            continue
        fields = cast("Mapping[str, Json]", read_canonical_json(opened.plaintext))
        yield _Piece(
            sealed.kept_id,
            str(fields["kind"]),
            str(fields["form"]),
            cast("int", fields["order"]),
            fields["content"],
        )


def _entity(row: Mapping[str, Json]) -> EntityChange:
    return EntityChange(
        dataset=str(row["dataset"]),
        entity_id=str(row["entity_id"]),
        label=str(row["label"]),
        create=row["create"] is True,
        update=row["update"] is True,
        base_version=str(row["base_version"]),
        properties=cast("Mapping[str, str]", row["properties"]),
    )

"""The open interviews of a person, told without their answers.

Room: workflows.
Promise: one that is damaged on the disk keeps no other from its way, and is counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from survey_app.canonical import read_canonical_json
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.records import open_draft
from survey_app.workflows.errors import NoSuchFormError
from survey_app.workflows.field_laptop.laptop import Laptop, Person, find_form
from survey_app.workflows.interviewing.draft_state import DraftState, Paper, state_of
from survey_app.xform.definition import FormDef


@dataclass(frozen=True)
class DraftCard:
    """One of her open interviews, for the first page. Days, not minutes.

    `form` is the questionnaire in the version that it was begun with, the newest where that one
    cannot be found, and None where there is none. `reopened` says that it began as a submission;
    `replaces` is the id of that submission; `paper` that it is keyed from a questionnaire on paper.
    """

    draft_id: str
    form_id: str
    form: FormDef | None
    day: str
    language: str
    reopened: bool = False
    replaces: str = ""
    paper: Paper | None = None


@dataclass(frozen=True)
class Drafts:
    """Her open interviews, oldest first, and the ids of those that do not open."""

    whole: tuple[DraftCard, ...]
    damaged: tuple[str, ...]


def drafts(laptop: Laptop, person: Person) -> tuple[DraftCard, ...]:
    """Return the person's open interviews, oldest first. Raises: InterviewerNeededError."""
    return all_drafts(laptop, person).whole


def all_drafts(laptop: Laptop, person: Person) -> Drafts:
    """Return the person's open interviews, damaged ones by their id.

    Raises: InterviewerNeededError.
    """
    key, cards, damaged = person.interviews(), [], []
    for sealed in laptop.store.drafts(person.person_id):
        try:
            state = state_of(open_draft(key, sealed))
        except SealBrokenError:
            damaged.append(sealed.draft_id)
        else:
            cards.append(_card(laptop, sealed.draft_id, state))
    cards.sort(key=lambda card: (card.day, card.draft_id))
    return Drafts(tuple(cards), tuple(sorted(damaged)))


def _card(laptop: Laptop, draft_id: str, state: DraftState) -> DraftCard:
    saved = cast("Mapping[str, str]", read_canonical_json(state.saved))
    return DraftCard(
        draft_id=draft_id,
        form_id=state.form_id,
        form=_form(laptop, state),
        day=state.day,
        language=saved.get("language", ""),
        reopened=state.reopened,
        replaces=saved.get("deprecated", ""),
        paper=state.paper,
    )


def _form(laptop: Laptop, state: DraftState) -> FormDef | None:
    try:
        return find_form(laptop, state.form_id, state.form_hash).definition
    except NoSuchFormError:
        newest = laptop.forms.get(state.form_id)
        return newest.definition if newest else None

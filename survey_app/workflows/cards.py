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
from survey_app.workflows.draft_state import DraftState, Paper, state_of
from survey_app.workflows.laptop import Laptop, Person


@dataclass(frozen=True)
class DraftCard:
    """One of her open interviews, for the first page. Days, not minutes.

    `reopened` says that it began as a submission; `replaces` is the id of that submission;
    `paper` that it is keyed from a questionnaire on paper.
    """

    draft_id: str
    form_id: str
    title: str
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
    installed = laptop.forms.get(state.form_id)
    saved = cast("Mapping[str, str]", read_canonical_json(state.saved))
    return DraftCard(
        draft_id=draft_id,
        form_id=state.form_id,
        title=installed.title if installed else state.form_id,
        day=state.day,
        language=saved.get("language", ""),
        reopened=state.reopened,
        replaces=saved.get("deprecated", ""),
        paper=state.paper,
    )

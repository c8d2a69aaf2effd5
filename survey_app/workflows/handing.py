"""An unfinished interview goes from one interviewer to another, through the supervisor.

Room: workflows.

    offer (who has it) -> agree (supervisor) -> taken in at the receiver's next unlock
        or take_back (who has it), refuse (supervisor): it stays where it is

Spec: docs/spec/handover.md, docs/adr/0137-a-handover-needs-three.md.
Promise: the supervisor reads nothing of it; until it is let through it stays whose it is, and
    an answer given meanwhile makes the offer void.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from survey_app.vault import chain
from survey_app.vault.attachments import DraftAttachment, attachment_box
from survey_app.vault.context import Context
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.handover import Handover, let_through, new_hand_key, sealed_offer
from survey_app.vault.records import SealedDraft, draft_box, open_draft_in_context
from survey_app.workflows.collect import DraftSitting, resume
from survey_app.workflows.errors import NoSuchDraftError
from survey_app.workflows.field_laptop.handed import known_hand_key
from survey_app.workflows.field_laptop.laptop import (
    Laptop,
    Person,
    context_of,
    log_entry,
    the_device,
)
from survey_app.workflows.field_laptop.person_slots import person_words
from survey_app.workflows.handing_errors import (
    NoSuchHandoverError,
    NoSuchReceiverError,
    ReceiverGoneError,
)


@dataclass(frozen=True)
class Receiver:
    """Somebody who can be given a draft: the words of her slot stand for her."""

    person_id: str
    words: str


@dataclass(frozen=True)
class Waiting:
    """A draft that waits for the supervisor: from whom, to whom. Nothing of what it says."""

    draft_id: str
    giver: str
    receiver: str


def receivers(laptop: Laptop, person: Person) -> tuple[Receiver, ...]:
    """Return everybody else who has interviews and has unlocked this laptop once."""
    device_key = the_device(laptop).verify_key
    others = sorted(laptop.store.slot_ids() - {person.person_id})
    known = (one for one in others if known_hand_key(laptop.store, one, device_key) is not None)
    return tuple(Receiver(one, person_words(one)) for one in known)


def offer(laptop: Laptop, person: Person, draft_id: str, receiver: str) -> None:
    """Offer a draft to `receiver`; it stays with its owner until the supervisor agrees.

    Raises: NoSuchDraftError, InterviewerNeededError, NoSuchReceiverError, StoreFullError;
    NoSuchHandoverError when an answer came in meanwhile.
    """
    device_key = the_device(laptop).verify_key
    public = known_hand_key(laptop.store, receiver, device_key)
    if public is None or receiver not in {one.person_id for one in receivers(laptop, person)}:
        raise NoSuchReceiverError
    sitting, found = resume(laptop, person, draft_id), laptop.store.draft(draft_id)
    if found is None:
        raise NoSuchDraftError
    hand_key = new_hand_key()
    draft = _as_hers(laptop, person, found, hand_key, receiver)
    files = tuple(_files_as_hers(laptop, sitting, draft_id, hand_key, receiver))
    fresh = Handover(draft_id, receiver, draft, files, envelope=b"")
    laptop.store.handing.offer(sealed_offer(hand_key, fresh, public, person.site_key))
    if laptop.store.draft(draft_id) != found:  # an answer came in between; a later one voids it
        laptop.store.handing.take_back(draft_id)
        raise NoSuchHandoverError


def take_back(laptop: Laptop, person: Person, draft_id: str) -> None:
    """Take an own offer back. Raises: NoSuchDraftError for a draft that is not hers."""
    found = laptop.store.draft(draft_id)
    if found is None or found.owner != person.person_id:
        raise NoSuchDraftError
    laptop.store.handing.take_back(draft_id)


def offered(laptop: Laptop, person: Person) -> dict[str, str]:
    """Return the words of the receiver of each of her drafts that waits for the supervisor."""
    own = {one.draft_id for one in laptop.store.drafts(person.person_id)}
    return {
        one.draft_id: person_words(one.to)
        for one in laptop.store.handing.offers()
        if one.draft_id in own
    }


def waiting(laptop: Laptop, person: Person) -> tuple[Waiting, ...]:
    """Return what waits for a supervisor's word. Raises: SupervisorNeededError."""
    person.reviews()
    owners = {one.draft_id: one.owner for one in laptop.store.all_drafts()}
    return tuple(
        Waiting(one.draft_id, person_words(owners[one.draft_id]), person_words(one.to))
        for one in laptop.store.handing.offers()
        if one.draft_id in owners
    )


def agree(
    laptop: Laptop, person: Person, draft_id: str, *, receiver_words: str | None = None
) -> None:
    """Let a draft through to its receiver; one entry of the log says so.

    `receiver_words` name the one whom the supervisor was shown: an offer to another one that took
    its place meanwhile is not what she agreed to.

    Raises: SupervisorNeededError, NoSuchHandoverError, ReceiverGoneError, StoreFullError.
    """
    found = _offer_of(laptop, person, draft_id)
    if receiver_words not in {None, person_words(found.to)}:
        raise NoSuchHandoverError
    if found.to not in laptop.store.slot_ids():
        raise ReceiverGoneError
    try:
        handed = let_through(person.reviews(), found)
    except SealBrokenError as error:  # made for an earlier site key, altered or rotten
        raise NoSuchHandoverError from error
    entry = log_entry(person, chain.HAND_OVER, draft_id)
    laptop.store.handing.hand_over(found, handed, entry)


def refuse(laptop: Laptop, person: Person, draft_id: str) -> None:
    """Say no: the draft stays where it is. Raises: SupervisorNeededError, NoSuchHandoverError."""
    laptop.store.handing.take_back(_offer_of(laptop, person, draft_id).draft_id)


def _offer_of(laptop: Laptop, person: Person, draft_id: str) -> Handover:
    person.reviews()
    for one in laptop.store.handing.offers():
        if one.draft_id == draft_id:
            return one
    raise NoSuchHandoverError


def _as_hers(
    laptop: Laptop, person: Person, found: SealedDraft, hand_key: bytes, receiver: str
) -> SealedDraft:
    """Return the draft as it stands, sealed as the receiver's under the hand key."""
    opened = open_draft_in_context(person.interviews(), found)
    return draft_box(
        hand_key,
        found.draft_id,
        opened.context.revision,
        opened.plaintext,
        owner=receiver,
        study=laptop.study.study_id,
        device=the_device(laptop).device_id,
        form=opened.context.form,
    )


def _files_as_hers(
    laptop: Laptop, sitting: DraftSitting, draft_id: str, hand_key: bytes, receiver: str
) -> Iterator[DraftAttachment]:
    form = sitting.interview.form.form_hash
    context: Context = context_of(laptop, draft_id, 1, form)
    for name in sitting.interview.attachments():
        if sitting.files.holds(name):
            for piece, data in sitting.files.pieces_of(name):
                yield attachment_box(hand_key, piece, data, context, owner=receiver)

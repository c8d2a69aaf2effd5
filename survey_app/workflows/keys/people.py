"""The people of a laptop come, go, and change their passphrases.

Room: workflows.

    supervisor -- add, remove --> slots, log        anybody -- change --> own slot, own drafts

Spec: docs/spec/keys-and-slots.md section 7.
Promise: whoever left has no slot, and where she could open the anonymised sides they are
sealed to a new site key; a changed passphrase means new keys, so an old copy of the slot opens
nothing that is written afterwards.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from survey_app.store.rekeying import KeyChange, Wrapping
from survey_app.vault import chain, rewrapping
from survey_app.vault.attachments import DraftAttachment
from survey_app.vault.errors import SealBrokenError, WrongPassphraseError
from survey_app.vault.handover import Handed, open_hand_key
from survey_app.vault.kdf import Argon2Cost, calibrated_cost
from survey_app.vault.kept import SealedKept
from survey_app.vault.passphrase import require_strong
from survey_app.vault.records import SealedDraft
from survey_app.vault.slots import OpenSlot
from survey_app.workflows.field_laptop.handed import setting_of
from survey_app.workflows.field_laptop.laptop import (
    Laptop,
    Person,
    log_entry,
    open_slot,
    signed_entry,
    the_device,
    unlock,
)
from survey_app.workflows.field_laptop.person_slots import (
    PEOPLE_KEY,
    Role,
    new_slot_id,
    person_rows,
    person_words,
    read_people,
    sealed_people,
)
from survey_app.workflows.interviewing.notebook import under_new_key
from survey_app.workflows.keys.people_errors import (
    LastSupervisorError,
    NoSuchPersonError,
    PassphraseTakenError,
)
from survey_app.workflows.keys.site_key import with_new_site_key, with_site, with_slot


@dataclass(frozen=True)
class Member:
    """One person of the laptop: the words of her slot, her role where it is known."""

    slot_id: str
    words: str
    role: Role | None


@dataclass(frozen=True)
class Removed:
    """What a removal did: supervisors who must be added again, drafts only the study opens."""

    also: tuple[str, ...]
    drafts_left: bool


def members(laptop: Laptop, person: Person) -> tuple[Member, ...]:
    """Return who has a slot here. Raises: SupervisorNeededError."""
    roles = _roles(laptop, person.reviews())
    return tuple(
        Member(slot_id, person_words(slot_id), roles.get(slot_id))
        for slot_id in sorted(laptop.store.slot_ids())
    )


def add_person(
    laptop: Laptop,
    person: Person,
    role: Role,
    passphrase: str,
    *,
    cost: Argon2Cost | None = None,
) -> Member:
    """Give somebody a slot of her own, with keys of her own; only a supervisor can.

    Raises: SupervisorNeededError, WeakPassphraseError, PassphraseTakenError, StoreFullError.
    """
    site = person.reviews()
    refuse_taken(laptop, passphrase)
    slot_id = new_slot_id()
    held = {
        "device": person.device_seed,
        "site_public": person.site_key,
        "authority": laptop.study.authority_key,
        "study_public": laptop.study.study_key,
        "draft": secrets.token_bytes(32),
        **({"site": site} if role.reviews else {}),
    }
    beside = laptop.store.slots()
    rows = person_rows(
        slot_id, role, held, passphrase, cost=cost or calibrated_cost(), beside=beside
    )
    roles = {**_roles(laptop, site), slot_id: role}
    laptop.store.change_keys(
        KeyChange(
            slots={slot_id: rows.slot},
            recoveries={slot_id: rows.recovery},
            settings={PEOPLE_KEY: _list(laptop, site, roles)},
            entries=[log_entry(person, chain.ENROL_PERSON, slot_id)],
        )
    )
    return Member(slot_id, person_words(slot_id), role)


def remove_person(
    laptop: Laptop,
    slot_id: str,
    passphrase: str,
    *,
    cost: Argon2Cost | None = None,
) -> Removed:
    """Take somebody's slot away; `passphrase` is that of the supervisor who decides it.

    Where she who leaves could open the anonymised sides, these get a new site key. Other
    supervisors, whose passphrases nobody here can know, lose their slots with the old key and
    are added again. What she left unfinished only the study key opens from now on.

    Raises: WrongPassphraseError, SupervisorNeededError, NoSuchPersonError when there is no such
        slot, LastSupervisorError for the supervisor's own.
    """
    person, slot = _who(laptop, passphrase)
    roles = _roles(laptop, person.reviews())
    if slot_id not in laptop.store.slot_ids():
        raise NoSuchPersonError
    if slot_id == person.person_id:
        raise LastSupervisorError
    opened_views = roles.get(slot_id, Role.SUPERVISOR).reviews
    others = _other_supervisors(laptop, person, roles) - {slot_id} if opened_views else ()
    going, owners = (slot_id, *sorted(others)), laptop.store.owners()
    stays = {one: role for one, role in roles.items() if one not in going}
    change = KeyChange(
        gone_slots=going,
        gone_recoveries=[one for one in going if one not in owners],
        gone_settings=[setting_of(one) for one in going],
        hand_keys_gone=going,
        settings={PEOPLE_KEY: _list(laptop, person.reviews(), stays)},
        entries=[signed_entry(person.device_seed, chain.REMOVE_PERSON, one) for one in going],
    )
    if opened_views:
        change, seed = with_new_site_key(laptop, person, change, stays)
        slot, spent = with_site(slot, seed), cost or calibrated_cost()
        change = with_slot(change, slot, passphrase, spent, beside=laptop.store.slots())
    laptop.store.change_keys(change)
    return Removed(tuple(person_words(one) for one in going[1:]), slot_id in owners)


def change_passphrase(
    laptop: Laptop,
    old: str,
    new: str,
    *,
    show: Callable[[Member], None] = lambda _: None,
    cost: Argon2Cost | None = None,
) -> Member:
    """Put `new` in the place of `old`: new slot, new draft key, the old slot's bytes wiped.

    The only supervisor of a laptop gets a new site key as well. Whoever has a copy of the old
    slot and the old passphrase opens with them what was there then, and nothing later. `show` is
    called once nothing but the writing is left to do: what it fails at changes nothing.

    Raises: WrongPassphraseError, WeakPassphraseError, PassphraseTakenError, StoreFullError.
    """
    require_strong(new)
    person, slot = _who(laptop, old)
    refuse_taken(laptop, new)
    fresh = replace(slot, secrets={**slot.secrets, "draft": secrets.token_bytes(32)})
    change = KeyChange(
        settings=under_new_key(laptop, person, fresh.secrets["draft"]),
        wrapping=_wrapping_of_drafts(person, fresh.secrets["draft"]),
        entries=[signed_entry(person.device_seed, chain.NEW_PASSPHRASE, person.person_id)],
        gone_settings=[setting_of(person.person_id)],  # said anew at the next unlock
        hand_keys_gone=[person.person_id],
    )
    if person.site_seed is not None:
        roles = _roles(laptop, person.site_seed)
        if not _other_supervisors(laptop, person, roles):
            change, seed = with_new_site_key(laptop, person, change, roles)
            fresh = with_site(fresh, seed)
    spent = cost or calibrated_cost()
    change = with_slot(change, fresh, new, spent, beside=laptop.store.slots())
    who = Member(slot.slot_id, person_words(slot.slot_id), person.role)
    show(who)
    laptop.store.change_keys(change)
    return who


def _who(laptop: Laptop, passphrase: str) -> tuple[Person, OpenSlot]:
    """Return who this is, and her slot, brought up to the keys of today."""
    person = unlock(laptop, passphrase)
    _, slot = open_slot(laptop, passphrase)
    return person, slot


def _wrapping_of_drafts(person: Person, new: bytes) -> Wrapping:
    """Return the verbs that wrap what a person has open, and what it left, under `new`."""
    old, owner = person.draft_key, person.person_id

    def draft(sealed: SealedDraft) -> SealedDraft:
        return (
            rewrapping.rewrap_under(old, new, sealed, owner=owner)
            if sealed.owner == owner
            else sealed
        )

    def comes(handed: Handed, sealed: SealedDraft) -> bool:
        try:
            rewrapping.rewrap_under(open_hand_key(old, handed), old, sealed, owner=sealed.owner)
        except SealBrokenError:
            return False
        return True

    def attachment(sealed: DraftAttachment, whose: str) -> DraftAttachment:
        if whose != owner:
            return sealed
        return rewrapping.rewrap_under(old, new, sealed, owner=owner)

    def kept(sealed: SealedKept) -> SealedKept:
        try:
            return rewrapping.rewrap_under(old, new, sealed, owner=owner)
        except SealBrokenError:  # a colleague's: nothing in clear says whose it is
            return sealed

    return Wrapping(draft=draft, comes=comes, draft_attachment=attachment, kept=kept)


def refuse_taken(laptop: Laptop, passphrase: str) -> None:
    """Raise when the passphrase opens a slot here already: two people could not be told apart."""
    if opens_any(laptop, passphrase):
        raise PassphraseTakenError


def opens_any(laptop: Laptop, passphrase: str) -> bool:
    """Say whether some slot of the laptop opens with this passphrase."""
    try:
        open_slot(laptop, passphrase)
    except WrongPassphraseError:
        return False
    return True


def _roles(laptop: Laptop, site_seed: bytes) -> Mapping[str, Role]:
    device = the_device(laptop)
    return read_people(site_seed, laptop.store.get_meta(PEOPLE_KEY), device.device_id)


def _list(laptop: Laptop, site_seed: bytes, roles: Mapping[str, Role]) -> bytes:
    return sealed_people(site_seed, roles, the_device(laptop).device_id)


def _other_supervisors(laptop: Laptop, person: Person, roles: Mapping[str, Role]) -> frozenset[str]:
    """Return the other slots that may hold the site key; one of unknown role counts as such."""
    others = laptop.store.slot_ids() - {person.person_id}
    return frozenset(one for one in others if roles.get(one, Role.SUPERVISOR).reviews)

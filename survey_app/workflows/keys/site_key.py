"""A new key for the anonymised sides of one laptop.

Room: workflows.
Spec: docs/spec/key-epochs.md sections 2 and 4.
Promise: the sides are wrapped again and not opened; colleagues learn of the new key by a
    statement that the laptop signed, and can only go forward to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from survey_app.store.laptop import MakeEntry
from survey_app.store.rekeying import KeyChange
from survey_app.vault import chain, kem, rewrapping
from survey_app.vault.epochs import Epoch, next_epoch
from survey_app.vault.kdf import Argon2Cost
from survey_app.vault.records import SealedView
from survey_app.vault.slots import OpenSlot
from survey_app.workflows.field_laptop.device import DEVICE_KEY, Device, device_bytes
from survey_app.workflows.field_laptop.laptop import (
    Laptop,
    Person,
    device_now,
    signed_entry,
)
from survey_app.workflows.field_laptop.person_slots import (
    PEOPLE_KEY,
    Role,
    person_rows,
    sealed_people,
)
from survey_app.workflows.field_laptop.renewing import site_row


def with_slot(
    change: KeyChange,
    slot: OpenSlot,
    passphrase: str,
    cost: Argon2Cost,
    *,
    beside: Iterable[bytes],
) -> KeyChange:
    """Return `change` with a person's slot as it shall be, under `passphrase`.

    `beside` are the slots of the laptop.
    """
    role = Role(slot.role)
    rows = person_rows(slot.slot_id, role, slot.secrets, passphrase, cost=cost, beside=beside)
    return replace(
        change,
        slots={**change.slots, slot.slot_id: rows.slot},
        recoveries={**change.recoveries, slot.slot_id: rows.recovery},
    )


def with_new_site_key(
    laptop: Laptop, person: Person, change: KeyChange, roles: Mapping[str, Role]
) -> tuple[KeyChange, bytes]:
    """Return `change` with everything that a new site key asks for, and its seed.

    Shape: `roles` are the people who stay, herself among them.
    """
    old, new = person.reviews(), kem.new_seed()
    public, device = kem.public_of(new), device_now(laptop)

    def again(view: SealedView) -> SealedView:
        return rewrapping.rewrap_to(old, public, view)

    def entry(record_id: str, digests: Sequence[str]) -> MakeEntry:
        return signed_entry(person.device_seed, chain.REWRAP, record_id, digests)

    settings = {
        DEVICE_KEY: device_bytes(_with_epoch(laptop, device, person.device_seed, public)),
        PEOPLE_KEY: sealed_people(new, roles, device.device_id),
    }
    whole = replace(
        change,
        settings={**change.settings, **settings},
        wrapping=replace(change.wrapping, view=again),
        rewrapped=entry,
    )
    return whole, new


def with_site(slot: OpenSlot, seed: bytes) -> OpenSlot:
    """Return a supervisor's slot with the new site key in it."""
    return replace(slot, secrets={**slot.secrets, "site": seed, "site_public": kem.public_of(seed)})


def _with_epoch(laptop: Laptop, device: Device, device_seed: bytes, public: bytes) -> Device:
    row = site_row(laptop.study.study_id, device.device_id)
    before: tuple[Epoch, ...] = device.site_epochs
    if not before:  # a laptop of the first version: its row begins with the key it has
        before = (next_epoch(device_seed, row, (), (device.site_key,)),)
    after = (*before, next_epoch(device_seed, row, before, (public,)))
    return replace(device, site_key=public, site_epochs=after)

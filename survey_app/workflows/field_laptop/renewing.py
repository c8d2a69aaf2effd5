"""At unlock: bring a slot up to keys that were changed since it was made.

Room: workflows.
Spec: docs/spec/key-epochs.md section 3.
Promise: a key is taken in the place of one in the slot only when the row of signed changes
    leads from the one to the other; there is no way back to an earlier key.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from survey_app.store.errors import StoreFullError
from survey_app.store.rekeying import KeyChange
from survey_app.store.store import Store
from survey_app.vault import slots
from survey_app.vault.epochs import SITE_KEY, Epoch, Row, verify_epochs
from survey_app.vault.errors import SignatureError
from survey_app.workflows.errors import PackDamagedError
from survey_app.workflows.field_laptop.person_slots import Role, person_rows, recovery_row
from survey_app.workflows.study.studies import StudyCard

OLD_RECOVERY = "recovery"  # one for the whole laptop, as the first version kept it


@dataclass(frozen=True)
class SiteKeys:
    """The site keys of a laptop: the present one, and the row signed by the device."""

    present: bytes
    epochs: tuple[Epoch, ...]
    row: Row
    verify_key: bytes


def site_row(study_id: str, device_id: str) -> Row:
    """Return the row in which a laptop signs its site keys."""
    return Row(SITE_KEY, (study_id, device_id))


def renewed(
    store: Store,
    blob: bytes,
    slot: slots.OpenSlot,
    passphrase: str,
    *,
    card: StudyCard,
    site: SiteKeys,
) -> slots.OpenSlot:
    """Return `slot` with the keys of today, kept so on the disk as well.

    Raises: PackDamagedError when the installed pack does not follow from the slot.
    """
    held = dict(slot.secrets)
    if held["authority"] != card.authority_key:
        raise PackDamagedError
    held["study_public"] = _present_study_key(held["study_public"], card)
    held["site_public"] = _present_site_key(held, site)
    fresh = replace(slot, secrets=held)
    with suppress(StoreFullError):  # on a full disk it is done again at the next unlock
        _keep(store, blob, fresh, passphrase, changed=held != slot.secrets)
    return fresh


def _present_study_key(known: bytes, card: StudyCard) -> bytes:
    if known != card.study_key and known not in card.earlier_study_keys:
        raise PackDamagedError
    return card.study_key


def _present_site_key(held: Mapping[str, bytes], site: SiteKeys) -> bytes:
    """Return the key that views are sealed to; whoever opens views goes by her own seed."""
    known = held["site_public"]
    earlier = [epoch.keys[0] for epoch in site.epochs[:-1]]
    if "site" in held or known not in earlier:
        return known
    try:
        verify_epochs(site.verify_key, site.row, site.epochs)
    except SignatureError as error:
        raise PackDamagedError from error
    return site.epochs[-1].keys[0]


def _keep(
    store: Store, blob: bytes, slot: slots.OpenSlot, passphrase: str, *, changed: bool
) -> None:
    role, known = Role(slot.role), store.recoveries()
    if changed:
        cost, beside = slots.cost_of(blob), store.slots()
        rows = person_rows(slot.slot_id, role, slot.secrets, passphrase, cost=cost, beside=beside)
        store.change_keys(
            KeyChange(slots={slot.slot_id: rows.slot}, recoveries={slot.slot_id: rows.recovery})
        )
    elif slot.slot_id not in known:
        row = recovery_row(slot.slot_id, role, slot.secrets)
        store.change_keys(KeyChange(recoveries={slot.slot_id: row}))
    else:
        return
    _drop_old_recovery(store)


def _drop_old_recovery(store: Store) -> None:
    """Take the laptop-wide recovery back once every slot has one of its own."""
    if store.get_meta(OLD_RECOVERY) is None:
        return
    if store.slot_ids() <= set(store.recoveries()):
        store.change_keys(KeyChange(gone_settings=(OLD_RECOVERY,)))

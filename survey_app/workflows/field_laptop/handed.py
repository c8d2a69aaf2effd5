"""At unlock: say to which key drafts for this person are sealed, and take in what came.

Room: workflows.
Spec: docs/spec/handover.md sections 2 and 5.
Promise: what was handed over is under her own key afterwards, or as it was; never in between.
"""

from contextlib import suppress

from survey_app.store.errors import NotInStoreError, StoreFullError
from survey_app.store.handovers import TakingIn
from survey_app.store.store import Store
from survey_app.vault import rewrapping, signing
from survey_app.vault.attachments import DraftAttachment
from survey_app.vault.errors import SealBrokenError, SignatureError
from survey_app.vault.handover import (
    Handed,
    hand_public,
    open_hand_key,
    read_hand_key,
    signed_hand_key,
)
from survey_app.vault.records import SealedDraft

_SETTING = "hand-key:"


def setting_of(person_id: str) -> str:
    """Return the name of the setting with a person's hand key."""
    return f"{_SETTING}{person_id}"


def say_hand_key(store: Store, person_id: str, draft_key: bytes, device_seed: bytes) -> None:
    """Publish the key to which drafts for her are sealed, unless it stands there already."""
    device_key = signing.verify_key_of(device_seed)
    if known_hand_key(store, person_id, device_key) == hand_public(draft_key):
        return
    with suppress(StoreFullError):  # on a full disk it is done again at the next unlock
        store.set_meta(setting_of(person_id), signed_hand_key(draft_key, person_id, device_seed))


def known_hand_key(store: Store, person_id: str, device_key: bytes) -> bytes | None:
    """Return the key of a person that this laptop signed, None without one."""
    said = store.get_meta(setting_of(person_id))
    if said is None:
        return None
    try:
        return read_hand_key(said, person_id, device_key)
    except (SealBrokenError, SignatureError):
        return None


def take_in(store: Store, person_id: str, draft_key: bytes) -> int:
    """Put every draft that was handed to her under her own key; return how many came."""
    came = 0
    for handed in store.handing.handed(person_id):
        with suppress(SealBrokenError, NotInStoreError, StoreFullError):
            store.handing.take_in(_taking(handed, draft_key))
            came += 1
    return came


def _taking(handed: Handed, draft_key: bytes) -> TakingIn:
    hand_key, owner = open_hand_key(draft_key, handed), handed.owner

    def draft(sealed: SealedDraft) -> SealedDraft:
        return rewrapping.rewrap_under(hand_key, draft_key, sealed, owner=sealed.owner)

    def attachment(sealed: DraftAttachment) -> DraftAttachment:
        try:
            return rewrapping.rewrap_under(hand_key, draft_key, sealed, owner=owner)
        except SealBrokenError:  # it rotted on its way: that keeps no answer from her
            return sealed

    return TakingIn(handed, draft, attachment)

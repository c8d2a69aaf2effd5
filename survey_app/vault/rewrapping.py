"""A content key from one wrapping into another; the body it opens is not touched.

Room: vault.
Spec: docs/spec/key-epochs.md section 4.
Promise: nothing of what was sealed is read: the old wrapping is opened, the same key and
    statement are wrapped again.
"""

from dataclasses import replace
from typing import TypeVar

from survey_app.vault import age, sealing
from survey_app.vault.amendments import SealedAmendment, amendment_name
from survey_app.vault.attachments import DraftAttachment, SealedAttachment, row_name
from survey_app.vault.context import (
    AMENDMENT,
    DRAFT,
    DRAFT_ATTACHMENT,
    KEPT,
    PARTED_AMENDMENT,
    PARTED_RECORD,
    RECORD,
    VIEW,
)
from survey_app.vault.kept import SealedKept, piece_name
from survey_app.vault.records import SealedDraft, SealedRecord, SealedView, draft_name

UnderKey = TypeVar("UnderKey", SealedDraft, SealedKept, DraftAttachment)
ToPublic = TypeVar("ToPublic", SealedRecord, SealedAmendment, SealedView, SealedAttachment)


def rewrap_under(old: bytes, new: bytes, sealed: UnderKey, *, owner: str) -> UnderKey:
    """Return a row of the person `owner` under her new draft key. Raises: SealBrokenError."""
    kind, name = _of_a_person(sealed, owner)
    payload = sealing.unwrap_under_key(old, sealed.key, kind=kind, name=name)
    return replace(sealed, key=sealing.wrap_under_key(new, payload, kind=kind, name=name))


def rewrap_to(old_seed: bytes, new_public: bytes, sealed: ToPublic) -> ToPublic:
    """Return a row of a finished interview sealed to the new key. Raises: SealBrokenError."""
    if isinstance(sealed, SealedAttachment):
        head = age.rewrap_head(sealed.envelope, old_seed, [new_public])
        return replace(sealed, envelope=head)
    kind, name = _of_the_finished(sealed)
    payload = sealing.unwrap_with_seed(old_seed, sealed.envelope, kind=kind, name=name)
    return replace(
        sealed, envelope=sealing.wrap_to_public(new_public, payload, kind=kind, name=name)
    )


def _of_a_person(sealed: SealedDraft | SealedKept | DraftAttachment, owner: str) -> tuple[str, str]:
    """Return what the wrapping is bound to: the kind and the name of the row."""
    if isinstance(sealed, SealedDraft):
        return DRAFT, draft_name(sealed.draft_id, owner)
    if isinstance(sealed, SealedKept):
        return KEPT, piece_name(sealed.kept_id, sealed.record_id)
    return DRAFT_ATTACHMENT, row_name(sealed.attachment_id, owner)


def _of_the_finished(sealed: SealedRecord | SealedAmendment | SealedView) -> tuple[str, str]:
    if isinstance(sealed, SealedView):
        return VIEW, sealed.view_id
    if isinstance(sealed, SealedRecord):
        return PARTED_RECORD if sealed.shreds else RECORD, sealed.record_id
    name = amendment_name(sealed.record_id, sealed.amendment_id)
    return PARTED_AMENDMENT if sealed.shreds else AMENDMENT, name

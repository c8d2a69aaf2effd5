"""A content key from one wrapping into another; the body it opens is not touched.

Room: vault.
Spec: docs/spec/key-epochs.md section 4.
Promise: nothing of what was sealed is read: the old wrapping is opened, the same key and
    statement are wrapped again.
"""

from dataclasses import replace

from survey_app.vault import age, sealing
from survey_app.vault.amendments import SealedAmendment, amendment_name
from survey_app.vault.attachments import DraftAttachment, SealedAttachment, row_name
from survey_app.vault.context import AMENDMENT, DRAFT, DRAFT_ATTACHMENT, KEPT, RECORD, VIEW
from survey_app.vault.kept import SealedKept, piece_name
from survey_app.vault.records import SealedDraft, SealedRecord, SealedView, draft_name


def rewrap_draft(old: bytes, new: bytes, sealed: SealedDraft) -> SealedDraft:
    """Return the draft under the new draft key of its owner. Raises: SealBrokenError."""
    name = draft_name(sealed.draft_id, sealed.owner)
    return replace(sealed, key=_under(old, new, sealed.key, DRAFT, name))


def rewrap_draft_attachment(
    old: bytes, new: bytes, sealed: DraftAttachment, *, owner: str
) -> DraftAttachment:
    """Return the attachment under the new draft key of `owner`. Raises: SealBrokenError."""
    name = row_name(sealed.attachment_id, owner)
    return replace(sealed, key=_under(old, new, sealed.key, DRAFT_ATTACHMENT, name))


def rewrap_kept(old: bytes, new: bytes, sealed: SealedKept) -> SealedKept:
    """Return the piece under the new draft key; another person's raises SealBrokenError."""
    name = piece_name(sealed.kept_id, sealed.record_id)
    return replace(sealed, key=_under(old, new, sealed.key, KEPT, name))


def rewrap_record(old_seed: bytes, new_public: bytes, sealed: SealedRecord) -> SealedRecord:
    """Return the record sealed to the new study key. Raises: SealBrokenError."""
    envelope = _to(old_seed, new_public, sealed.envelope, RECORD, sealed.record_id)
    return replace(sealed, envelope=envelope)


def rewrap_amendment(
    old_seed: bytes, new_public: bytes, sealed: SealedAmendment
) -> SealedAmendment:
    """Return the amendment sealed to the new study key. Raises: SealBrokenError."""
    name = amendment_name(sealed.record_id, sealed.amendment_id)
    return replace(sealed, envelope=_to(old_seed, new_public, sealed.envelope, AMENDMENT, name))


def rewrap_view(old_seed: bytes, new_public: bytes, sealed: SealedView) -> SealedView:
    """Return the anonymised side sealed to the new site key. Raises: SealBrokenError."""
    envelope = _to(old_seed, new_public, sealed.envelope, VIEW, sealed.view_id)
    return replace(sealed, envelope=envelope)


def rewrap_attachment(
    old_seed: bytes, new_public: bytes, sealed: SealedAttachment
) -> SealedAttachment:
    """Return the attachment sealed to the new study key. Raises: SealBrokenError."""
    return replace(sealed, envelope=age.rewrap_head(sealed.envelope, old_seed, [new_public]))


def _under(old: bytes, new: bytes, wrapping: bytes, kind: str, name: str) -> bytes:
    payload = sealing.unwrap_under_key(old, wrapping, kind=kind, name=name)
    return sealing.wrap_under_key(new, payload, kind=kind, name=name)


def _to(old_seed: bytes, new_public: bytes, wrapping: bytes, kind: str, name: str) -> bytes:
    payload = sealing.unwrap_with_seed(old_seed, wrapping, kind=kind, name=name)
    return sealing.wrap_to_public(new_public, payload, kind=kind, name=name)

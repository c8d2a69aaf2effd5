"""Drafts, finished records and anonymised views as the store keeps them.

Room: vault.
Spec: docs/spec/sealed-record.md, docs/spec/draft.md.
Promise: sealing a record or a view takes a public key only; a row shows nothing but
    random ids and padded lengths.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from survey_app.canonical import length_prefixed, sha256_hex
from survey_app.vault import kem, sealing
from survey_app.vault.context import DRAFT, RECORD, VIEW, Context
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.padding import BODY_BLOCK, VIEW_BLOCK


@dataclass(frozen=True)
class SealedDraft:
    """An unfinished interview, readable with its owner's draft key only.

    The revision is inside the seal: in clear it would count the answers.
    """

    draft_id: str
    owner: str
    body: bytes
    key: bytes


@dataclass(frozen=True)
class SealedRecord:
    """A finished interview in full, readable with the study seed only."""

    record_id: str
    body: bytes
    envelope: bytes


@dataclass(frozen=True)
class SealedView:
    """The anonymised side of a finished interview, readable with the site seed only.

    `view_id` is the record id it was made from, so that a withdrawal finds both.
    """

    view_id: str
    body: bytes
    envelope: bytes


@dataclass(frozen=True)
class Opened:
    """What was sealed, with the authenticated statement of what it is."""

    plaintext: bytes
    context: Context


def draft_box(
    draft_key: bytes,
    draft_id: str,
    revision: int,
    plaintext: bytes,
    *,
    owner: str,
    study: str,
    device: str,
    form: str,
) -> SealedDraft:
    """Return the draft sealed under its owner's key, with a content key of its own."""
    context = Context(study, device, draft_id, revision, form, DRAFT, owner)
    wrap = partial(sealing.wrap_under_key, draft_key, kind=DRAFT, name=draft_name(draft_id, owner))
    body, key = sealing.seal_body(plaintext, context, BODY_BLOCK, wrap)
    return SealedDraft(draft_id, owner, body, key)


def open_draft(draft_key: bytes, sealed: SealedDraft) -> bytes:
    """Return the plaintext of a draft. Raises: SealBrokenError."""
    return open_draft_in_context(draft_key, sealed).plaintext


def open_draft_in_context(draft_key: bytes, sealed: SealedDraft) -> Opened:
    """Return the draft with its context (revision, form, device). Raises: SealBrokenError."""
    name = draft_name(sealed.draft_id, sealed.owner)
    plaintext, context = sealing.open_body(
        sealed.body,
        sealed.key,
        BODY_BLOCK,
        lambda wrapping: sealing.unwrap_under_key(draft_key, wrapping, kind=DRAFT, name=name),
    )
    if (context.kind, context.record, context.key) != (DRAFT, sealed.draft_id, sealed.owner):
        raise SealBrokenError
    return Opened(plaintext, context)


def seal_record(study_public: bytes, plaintext: bytes, context: Context) -> SealedRecord:
    """Return the finished interview sealed to the study: nobody at the laptop can open it."""
    return SealedRecord(
        context.record, *_sealed_to(study_public, plaintext, context, RECORD, BODY_BLOCK)
    )


def seal_view(site_public: bytes, plaintext: bytes, context: Context) -> SealedView:
    """Return the anonymised side sealed to the site key, which a supervisor opens."""
    return SealedView(
        context.record, *_sealed_to(site_public, plaintext, context, VIEW, VIEW_BLOCK)
    )


def open_sealed(seed: bytes, sealed: SealedRecord | SealedView) -> Opened:
    """Return plaintext and context of a record or a view.

    Raises: SealBrokenError for a wrong seed, an altered byte, or a row in a place that
    is not its own.
    """
    if isinstance(sealed, SealedRecord):
        name, kind, block = sealed.record_id, RECORD, BODY_BLOCK
    else:
        name, kind, block = sealed.view_id, VIEW, VIEW_BLOCK
    plaintext, context = sealing.open_body(
        sealed.body,
        sealed.envelope,
        block,
        lambda wrapping: sealing.unwrap_with_seed(seed, wrapping, kind=kind, name=name),
    )
    if (context.kind, context.record) != (kind, name):
        raise SealBrokenError
    return Opened(plaintext, context)


def record_opener(seed: bytes) -> Callable[[SealedRecord], bytes]:
    """Return the verb that opens records; the seed stays inside it."""

    def open_record(sealed: SealedRecord) -> bytes:
        return open_sealed(seed, sealed).plaintext

    return open_record


def view_opener(seed: bytes) -> Callable[[SealedView], bytes]:
    """Return the verb that opens views; the seed stays inside it."""

    def open_view(sealed: SealedView) -> bytes:
        return open_sealed(seed, sealed).plaintext

    return open_view


def row_digest(sealed: SealedRecord | SealedView) -> str:
    """Return the SHA-256 of a row as the log of operations records it."""
    name = sealed.record_id if isinstance(sealed, SealedRecord) else sealed.view_id
    return sha256_hex(length_prefixed(name.encode(), sealed.body, sealed.envelope))


def _sealed_to(
    public: bytes, plaintext: bytes, context: Context, kind: str, block: int
) -> tuple[bytes, bytes]:
    whole = replace(context, kind=kind, key=kem.key_id(public))
    return sealing.seal_body(
        plaintext,
        whole,
        block,
        lambda payload: sealing.wrap_to_public(public, payload, kind=kind, name=context.record),
    )


def draft_name(draft_id: str, owner: str) -> str:
    """Return what is bound into the wrapping of a draft."""
    return f"{draft_id}/{owner}"

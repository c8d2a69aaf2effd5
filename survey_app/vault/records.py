"""Drafts, finished records and anonymised views as the store keeps them.

Room: vault.
Spec: docs/spec/sealed-record.md, docs/spec/draft.md.
Promise: sealing a record or a view takes a public key only; a row shows nothing but
    random ids and padded lengths.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import Protocol

from survey_app.canonical import length_prefixed, sha256_hex
from survey_app.vault import kem, sealing
from survey_app.vault.context import DRAFT, PARTED_RECORD, RECORD, VIEW, Context, read_context
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.padding import BODY_BLOCK, VIEW_BLOCK
from survey_app.vault.parts import Parted, joined, new_shreds, taken_apart

_RECORD_ID = re.compile(r"[0-9a-f]{32}")
_NO_PARTS: Mapping[tuple[int, ...], bytes] = MappingProxyType({})


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
    """A finished interview in full, readable with the study seed only.

    `shreds` are what its parts need beside the seed; blank for one of the first format.
    """

    record_id: str
    body: bytes
    envelope: bytes
    shreds: bytes = b""


@dataclass(frozen=True)
class SealedView:
    """The anonymised side of a finished interview, readable with the site seed only.

    `view_id` is the record id it was made from, so that a withdrawal finds both.
    """

    view_id: str
    body: bytes
    envelope: bytes


class SealedRow(Protocol):
    """A body apart from the envelope that opens it."""

    @property
    def body(self) -> bytes: ...  # noqa: D102
    @property
    def envelope(self) -> bytes: ...  # noqa: D102


@dataclass(frozen=True)
class Opened:
    """What was sealed, with the authenticated statement of what it is.

    `parts` are those that were not destroyed, by their places.
    """

    plaintext: bytes
    context: Context
    parts: Mapping[tuple[int, ...], bytes] = field(default_factory=lambda: _NO_PARTS)


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


def seal_parted_record(study_public: bytes, parted: Parted, context: Context) -> SealedRecord:
    """Return the finished interview sealed to the study, each part to be destroyed by itself."""
    sealed = seal_parted(study_public, parted, context, kind=PARTED_RECORD, name=context.record)
    return SealedRecord(context.record, *sealed)


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
        if sealed.shreds:
            name = sealed.record_id
            return open_parted(seed, sealed, sealed.shreds, kind=PARTED_RECORD, names=(name, name))
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


def is_record_id(text: str) -> bool:
    """Say whether `text` is what the id of a finished interview looks like.

    >>> is_record_id("0" * 32), is_record_id("../submission")
    (True, False)
    """
    return _RECORD_ID.fullmatch(text) is not None


def row_digest(sealed: SealedRecord | SealedView) -> str:
    """Return the SHA-256 of a row as the log of operations records it."""
    if isinstance(sealed, SealedView):
        return digest_of(sealed.view_id, sealed.body, sealed.envelope)
    return digest_of(sealed.record_id, sealed.body, sealed.envelope, sealed.shreds)


def digest_of(name: str, body: bytes, envelope: bytes, shreds: bytes = b"") -> str:
    """Return the SHA-256 of what a row is made of."""
    parts = (name.encode(), body, envelope)
    return sha256_hex(length_prefixed(*parts, shreds) if shreds else length_prefixed(*parts))


def seal_parted(
    public: bytes, parted: Parted, context: Context, *, kind: str, name: str
) -> tuple[bytes, bytes, bytes]:
    """Return (body, envelope, shreds) of `parted`; `name` is what the wrapping is bound to."""
    whole = replace(context, kind=kind, key=kem.key_id(public))
    shreds = new_shreds(parted.places)
    body, envelope = sealing.seal_made_body(
        lambda key, bound: joined(key, bound, shreds, parted),
        whole,
        BODY_BLOCK,
        lambda payload: sealing.wrap_to_public(public, payload, kind=kind, name=name),
    )
    return body, envelope, shreds


def open_parted(
    seed: bytes, row: SealedRow, shreds: bytes, *, kind: str, names: tuple[str, str]
) -> Opened:
    """Return what `seal_parted` sealed, as far as it was not destroyed.

    `names` are what the wrapping is bound to, and the record that the context must name.

    Raises: SealBrokenError.
    """
    key, bound, body = sealing.open_made_body(
        row.body,
        row.envelope,
        BODY_BLOCK,
        lambda wrapping: sealing.unwrap_with_seed(seed, wrapping, kind=kind, name=names[0]),
    )
    context = read_context(bound)
    if (context.kind, context.record) != (kind, names[1]):
        raise SealBrokenError
    parted = taken_apart(key, bound, shreds, body)
    return Opened(parted.main, context, parted.parts)


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

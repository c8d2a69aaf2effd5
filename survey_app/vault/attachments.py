"""Photographs and recordings of an interview: each under a key of its own.

Room: vault.
Spec: docs/spec/attachment.md.
Promise: of a finished interview they open with the study seed only; head and payload of a
    row are one age v1 file; a row shows random ids and a rounded size.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from survey_app.canonical import length_prefixed, sha256_hex
from survey_app.vault import kem, sealing
from survey_app.vault.age import decrypt_file, encrypt_parts
from survey_app.vault.age_stream import CHUNK_BYTES, open_chunks, open_stream, seal_stream
from survey_app.vault.context import (
    ATTACHMENT,
    DRAFT_ATTACHMENT,
    Context,
    context_bytes,
    read_context,
    split_prefixed,
)
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.framing import frame, framed_end, unframe


@dataclass(frozen=True)
class DraftAttachment:
    """An attachment of an unfinished interview, readable with its owner's draft key only."""

    attachment_id: str
    draft_id: str
    body: bytes
    key: bytes


@dataclass(frozen=True)
class SealedAttachment:
    """An attachment of a finished interview, readable with the study seed only.

    `envelope` and `body`, one after the other, are an age v1 file.
    """

    attachment_id: str
    record_id: str
    body: bytes
    envelope: bytes


@dataclass(frozen=True)
class OpenedAttachment:
    """What was attached, with the authenticated statement of what it is."""

    name: str
    data: bytes
    context: Context


def attachment_id(interview: str, name: str) -> str:
    """Return the id of the row of an attachment: it tells neither its name nor its kind.

    Shape: `interview` is the id of the draft or of the record.

    >>> len(attachment_id("d", "abcdefgh.jpg"))
    32
    """
    named = (b"survey_app", b"attachment id/1", interview.encode(), name.encode())
    return sha256_hex(length_prefixed(*named))[:32]


def attachment_box(
    draft_key: bytes, name: str, data: bytes, context: Context, *, owner: str
) -> DraftAttachment:
    """Return an attachment of the draft `context.record`, under its owner's key."""
    row = attachment_id(context.record, name)
    whole = replace(context, kind=DRAFT_ATTACHMENT, key=owner)
    statement = _statement(whole, name)
    key, wrapping = sealing.wrapped_fresh_key(
        draft_key, statement, kind=DRAFT_ATTACHMENT, name=row_name(row, owner)
    )
    return DraftAttachment(row, context.record, seal_stream(key, frame(data, statement)), wrapping)


def open_draft_attachment(
    draft_key: bytes, sealed: DraftAttachment, name: str, *, owner: str
) -> bytes:
    """Return the data of the attachment `name`.

    Raises: SealBrokenError for another key, an altered byte, or a row of another name or draft.
    """
    found, data = _opened_draft_attachment(draft_key, sealed, owner)
    if found != name:
        raise SealBrokenError
    return data


@dataclass(frozen=True)
class Rescued:
    """What still opens of an attachment, with zeros in the place of each gap (from, to)."""

    data: bytes
    gaps: tuple[tuple[int, int], ...]


def rescue_draft_attachment(
    draft_key: bytes, sealed: DraftAttachment, name: str, *, owner: str
) -> Rescued:
    """Return what opens of a damaged attachment `name`: every chunk is held against its own place.

    What does not open is a gap, never guessed; where its end is damaged, so is how long it was.

    Raises: SealBrokenError when its key or its statement is not that of this attachment.
    """
    key, statement = _key_and_statement(draft_key, sealed, owner)
    if _named(statement, sealed, owner) != name:
        raise SealBrokenError
    chunks = list(open_chunks(key, sealed.body))
    starts = [at * CHUNK_BYTES for at, one in enumerate(chunks) if one is None]
    opened = b"".join(bytes(CHUNK_BYTES) if one is None else one for one in chunks)
    told = chunks[-1] is not None
    end = framed_end(opened, len(statement)) if told else starts[-1]
    gaps = [(start, min(start + CHUNK_BYTES, end)) for start in starts if not told or start < end]
    return Rescued(opened[:end], tuple(gaps))


def check_draft_attachment(draft_key: bytes, sealed: DraftAttachment, *, owner: str) -> None:
    """Return quietly when the attachment opens, whatever its name is. Raises: SealBrokenError."""
    _opened_draft_attachment(draft_key, sealed, owner)


def _opened_draft_attachment(
    draft_key: bytes, sealed: DraftAttachment, owner: str
) -> tuple[str, bytes]:
    key, stated = _key_and_statement(draft_key, sealed, owner)
    data, statement = unframe(open_stream(key, sealed.body))
    if stated != statement:
        raise SealBrokenError
    return _named(statement, sealed, owner), data


def _key_and_statement(
    draft_key: bytes, sealed: DraftAttachment, owner: str
) -> tuple[bytes, bytes]:
    return sealing.unwrapped_key(
        draft_key,
        sealed.key,
        kind=DRAFT_ATTACHMENT,
        name=row_name(sealed.attachment_id, owner),
    )


def _named(statement: bytes, sealed: DraftAttachment, owner: str) -> str:
    """Return the name that a statement gives the row. Raises: SealBrokenError for another row."""
    name, context = _read_statement(statement)
    expected = (DRAFT_ATTACHMENT, sealed.draft_id, owner)
    if (context.kind, context.record, context.key) != expected:
        raise SealBrokenError
    if sealed.attachment_id != attachment_id(sealed.draft_id, name):
        raise SealBrokenError
    return name


def seal_attachment(
    study_public: bytes, name: str, data: bytes, context: Context
) -> SealedAttachment:
    """Return an attachment of the record `context.record`: nobody at the laptop can open it."""
    whole = replace(context, kind=ATTACHMENT, key=kem.key_id(study_public))
    head, payload = encrypt_parts(frame(data, _statement(whole, name)), [study_public])
    return SealedAttachment(attachment_id(context.record, name), context.record, payload, head)


def open_attachment(
    seed: bytes, sealed: SealedAttachment, *, earlier: Collection[str] = ()
) -> OpenedAttachment:
    """Return name, data and context of an attachment.

    `earlier` are the ids of keys before that of `seed`: what was wrapped again still names the
    one it was sealed to at first.

    Raises: SealBrokenError for a wrong seed, an altered byte, or a row in a place that
        is not its own.
    """
    data, statement = unframe(decrypt_file(sealed.envelope + sealed.body, seed))
    name, context = _read_statement(statement)
    if (context.kind, context.record) != (ATTACHMENT, sealed.record_id):
        raise SealBrokenError
    if context.key not in {kem.key_id(kem.public_of(seed)), *earlier}:
        raise SealBrokenError
    if sealed.attachment_id != attachment_id(sealed.record_id, name):
        raise SealBrokenError
    return OpenedAttachment(name, data, context)


def attachment_digest(sealed: SealedAttachment) -> str:
    """Return the SHA-256 of a row as the log of operations records it."""
    return sha256_hex(length_prefixed(sealed.attachment_id.encode(), sealed.body, sealed.envelope))


def _statement(context: Context, name: str) -> bytes:
    return length_prefixed(context_bytes(context), name.encode())


def _read_statement(statement: bytes) -> tuple[str, Context]:
    parts = split_prefixed(statement)
    if len(parts) != 2:  # noqa: PLR2004 - context and name
        raise SealBrokenError
    try:
        return parts[1].decode(), read_context(parts[0])
    except UnicodeDecodeError as error:
        raise SealBrokenError from error


def row_name(row: str, owner: str) -> str:
    """Return what is bound into the wrapping of an attachment of a draft."""
    return f"{row}/{owner}"

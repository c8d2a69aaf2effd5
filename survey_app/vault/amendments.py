"""What is said of a finished interview afterwards, sealed to the study as the interview is.

Room: vault.
Spec: docs/spec/amendment.md.
Promise: made with a public key only; bound to its record, so that it speaks for no other.
"""

from dataclasses import dataclass, replace

from survey_app.vault import kem, sealing
from survey_app.vault.context import AMENDMENT, PARTED_AMENDMENT, Context
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.padding import BODY_BLOCK
from survey_app.vault.parts import Parted
from survey_app.vault.records import Opened, digest_of, open_parted, seal_parted


@dataclass(frozen=True)
class SealedAmendment:
    """One amendment of the record `record_id`, readable with the study seed only.

    `shreds` are what its parts need beside the seed; blank for one of the first format.
    """

    amendment_id: str
    record_id: str
    body: bytes
    envelope: bytes
    shreds: bytes = b""


def seal_amendment(
    study_public: bytes, amendment_id: str, plaintext: bytes, context: Context
) -> SealedAmendment:
    """Return an amendment of the record `context.record`; `context.revision` is its place."""
    whole = replace(context, kind=AMENDMENT, key=kem.key_id(study_public))
    name = amendment_name(context.record, amendment_id)
    body, envelope = sealing.seal_body(
        plaintext,
        whole,
        BODY_BLOCK,
        lambda payload: sealing.wrap_to_public(study_public, payload, kind=AMENDMENT, name=name),
    )
    return SealedAmendment(amendment_id, context.record, body, envelope)


def seal_parted_amendment(
    study_public: bytes, amendment_id: str, parted: Parted, context: Context
) -> SealedAmendment:
    """Return an amendment of which each corrected value can be destroyed by itself."""
    name = amendment_name(context.record, amendment_id)
    sealed = seal_parted(study_public, parted, context, kind=PARTED_AMENDMENT, name=name)
    return SealedAmendment(amendment_id, context.record, *sealed)


def open_amendment(seed: bytes, sealed: SealedAmendment) -> Opened:
    """Return the amendment with its context. Raises: SealBrokenError."""
    name = amendment_name(sealed.record_id, sealed.amendment_id)
    if sealed.shreds:
        names = (name, sealed.record_id)
        return open_parted(seed, sealed, sealed.shreds, kind=PARTED_AMENDMENT, names=names)
    plaintext, context = sealing.open_body(
        sealed.body,
        sealed.envelope,
        BODY_BLOCK,
        lambda wrapping: sealing.unwrap_with_seed(seed, wrapping, kind=AMENDMENT, name=name),
    )
    if (context.kind, context.record) != (AMENDMENT, sealed.record_id):
        raise SealBrokenError
    return Opened(plaintext, context)


def amendment_digest(sealed: SealedAmendment) -> str:
    """Return the SHA-256 of a row as the log of operations records it."""
    name = amendment_name(sealed.record_id, sealed.amendment_id)
    return digest_of(name, sealed.body, sealed.envelope, sealed.shreds)


def amendment_name(record_id: str, amendment_id: str) -> str:
    """Return what the wrapping of an amendment is bound to."""
    return f"{record_id}/{amendment_id}"

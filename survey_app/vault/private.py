"""What a woman answered alone, sealed at once to a public key.

Room: vault.
Spec: docs/spec/private-part.md.
Promise: made with a public key only; nobody who can open the draft it lies in can open it; its
    length is the same whether much was said, little, or nothing.
"""

from dataclasses import dataclass, replace

from survey_app.canonical import length_prefixed
from survey_app.vault import kem, sealing
from survey_app.vault.context import PRIVATE, Context, split_prefixed
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.records import Opened

PRIVATE_BLOCK = 8192


@dataclass(frozen=True)
class SealedPrivate:
    """The answers of one private part, readable with the seed of one public key only."""

    part_id: str
    body: bytes
    envelope: bytes

    def to_bytes(self) -> bytes:
        """Return the box as the bytes that lie in a draft, a record or a view."""
        return length_prefixed(self.part_id.encode(), self.body, self.envelope)


def seal_private(public: bytes, plaintext: bytes, context: Context) -> SealedPrivate:
    """Return the part `context.record` sealed to `public`; `context.revision` is its place."""
    whole = replace(context, kind=PRIVATE, key=kem.key_id(public))
    body, envelope = sealing.seal_body(
        plaintext,
        whole,
        PRIVATE_BLOCK,
        lambda payload: sealing.wrap_to_public(public, payload, kind=PRIVATE, name=context.record),
    )
    return SealedPrivate(context.record, body, envelope)


def read_private(data: bytes) -> SealedPrivate:
    """Return the box that `to_bytes` wrote. Raises: SealBrokenError."""
    parts = split_prefixed(data)
    if len(parts) != 3:  # noqa: PLR2004 - id, body, envelope
        raise SealBrokenError
    try:
        return SealedPrivate(parts[0].decode(), parts[1], parts[2])
    except UnicodeDecodeError as error:
        raise SealBrokenError from error


def open_private(seed: bytes, sealed: SealedPrivate) -> Opened:
    """Return the answers with their context. Raises: SealBrokenError."""
    plaintext, context = sealing.open_body(
        sealed.body,
        sealed.envelope,
        PRIVATE_BLOCK,
        lambda wrapping: sealing.unwrap_with_seed(
            seed, wrapping, kind=PRIVATE, name=sealed.part_id
        ),
    )
    if (context.kind, context.record) != (PRIVATE, sealed.part_id):
        raise SealBrokenError
    return Opened(plaintext, context)

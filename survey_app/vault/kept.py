"""What an interview leaves on the laptop for the next one, readable by its interviewer only.

Room: vault.
Spec: docs/spec/kept-answers.md section 3.
Promise: sealed as a draft is, with a content key of its own, and bound to the record it came
    from: taken from that row it does not open.
"""

from dataclasses import dataclass
from functools import partial

from survey_app.vault import sealing
from survey_app.vault.context import KEPT, Context
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.padding import BODY_BLOCK
from survey_app.vault.records import Opened


@dataclass(frozen=True)
class SealedKept:
    """A piece that was kept: `record_id` is the interview it came from, for a withdrawal."""

    kept_id: str
    record_id: str
    body: bytes
    key: bytes


def kept_box(
    draft_key: bytes,
    kept_id: str,
    plaintext: bytes,
    *,
    record: str,
    study: str,
    device: str,
    form: str,
) -> SealedKept:
    """Return the piece sealed under its interviewer's draft key."""
    context = Context(study, device, record, 1, form, KEPT, kept_id)
    wrap = partial(sealing.wrap_under_key, draft_key, kind=KEPT, name=piece_name(kept_id, record))
    body, key = sealing.seal_body(plaintext, context, BODY_BLOCK, wrap)
    return SealedKept(kept_id, record, body, key)


def open_kept(draft_key: bytes, sealed: SealedKept) -> Opened:
    """Return the piece with its context. Raises: SealBrokenError, also for another's piece."""
    name = piece_name(sealed.kept_id, sealed.record_id)
    plaintext, context = sealing.open_body(
        sealed.body,
        sealed.key,
        BODY_BLOCK,
        lambda wrapping: sealing.unwrap_under_key(draft_key, wrapping, kind=KEPT, name=name),
    )
    if (context.kind, context.record, context.key) != (KEPT, sealed.record_id, sealed.kept_id):
        raise SealBrokenError
    return Opened(plaintext, context)


def piece_name(kept_id: str, record: str) -> str:
    """Return what is bound into the wrapping of a piece."""
    return f"{kept_id}/{record}"

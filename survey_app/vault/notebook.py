"""A person's own notes on this laptop: readable with her key alone, sent to nobody.

Room: vault.
Spec: docs/spec/notebook.md.
Promise: sealed as a draft is, under the same person's key; bound to her, so that a notebook put
    in another's place does not open.
"""

from functools import partial

from survey_app.canonical import length_prefixed
from survey_app.vault import sealing
from survey_app.vault.context import NOTEBOOK, Context, split_prefixed
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.padding import BODY_BLOCK


def notebook_box(
    draft_key: bytes, plaintext: bytes, *, owner: str, study: str, device: str
) -> bytes:
    """Return the notebook of `owner` sealed under her draft key."""
    context = Context(study, device, owner, 1, "", NOTEBOOK, owner)
    wrap = partial(sealing.wrap_under_key, draft_key, kind=NOTEBOOK, name=owner)
    return length_prefixed(*sealing.seal_body(plaintext, context, BODY_BLOCK, wrap))


def open_notebook(draft_key: bytes, sealed: bytes, *, owner: str) -> bytes:
    """Return what a notebook holds. Raises: SealBrokenError, also for another's notebook."""
    parts = split_prefixed(sealed)
    if len(parts) != 2:  # noqa: PLR2004 - body and wrapping
        raise SealBrokenError
    plaintext, context = sealing.open_body(
        *parts,
        BODY_BLOCK,
        lambda wrapping: sealing.unwrap_under_key(draft_key, wrapping, kind=NOTEBOOK, name=owner),
    )
    if (context.kind, context.record) != (NOTEBOOK, owner):
        raise SealBrokenError
    return plaintext

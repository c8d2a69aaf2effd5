"""Real sealed drafts, records, views and log entries, for tests that keep or move them."""

from collections.abc import Callable, Sequence
from functools import partial

from survey_app.canonical import sha256_hex
from survey_app.vault import kem
from survey_app.vault.chain import LogHead, make_entry
from survey_app.vault.context import Context
from survey_app.vault.kept import SealedKept, kept_box
from survey_app.vault.records import (
    SealedDraft,
    SealedRecord,
    SealedView,
    draft_box,
    seal_record,
    seal_view,
)

SEED = bytes(range(32))
PUBLIC = kem.public_of(SEED)
DRAFT_KEY = b"U" * 32
DEVICE_SEED = b"D" * 32
OWNER = "0" * 32
FORM = sha256_hex(b"form")


def draft(draft_id: str, plaintext: bytes = b"answer", owner: str = OWNER) -> SealedDraft:
    """Return a draft of `owner` under `DRAFT_KEY`."""
    return draft_box(
        DRAFT_KEY, draft_id, 1, plaintext, owner=owner, study="s", device="d", form=FORM
    )


def record(record_id: str, plaintext: bytes = b"answer") -> SealedRecord:
    """Return a record sealed to `PUBLIC`."""
    return seal_record(PUBLIC, plaintext, _context(record_id))


def view(record_id: str, plaintext: bytes = b"view") -> SealedView:
    """Return a view sealed to `PUBLIC`."""
    return seal_view(PUBLIC, plaintext, _context(record_id))


def entry(
    operation: str, record_id: str = "", rows: Sequence[str] = ()
) -> Callable[[LogHead], bytes]:
    """Return the verb that makes the next log entry, signed with `DEVICE_SEED`."""
    return partial(
        make_entry, operation=operation, record=record_id, rows=rows, device_seed=DEVICE_SEED
    )


def _context(record_id: str) -> Context:
    return Context(study="s", device="d", record=record_id, revision=1, form=FORM)


def kept(kept_id: str, record_id: str, plaintext: bytes = b"kept") -> SealedKept:
    """Return a piece that an interview left, under `DRAFT_KEY`."""
    return kept_box(
        DRAFT_KEY, kept_id, plaintext, record=record_id, study="s", device="d", form=FORM
    )

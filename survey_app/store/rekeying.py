"""Every key of one kind wrapped again, in one transaction, the bodies untouched.

Room: store. Runs inside a transaction of the writer; wraps nothing itself.
Spec: docs/spec/key-epochs.md section 4.
Promise: afterwards either every whole row is under the new key or none is, and the log names
    the new digest of each finished interview whose row changed. What is damaged hinders no change,
    stays as it is, and is not called good by an entry of its own.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlite_utils import Database

from survey_app.store import amendments, attachments, audit, handovers, interviews, kept, laptop
from survey_app.store.laptop import MakeEntry
from survey_app.vault.amendments import SealedAmendment, amendment_digest
from survey_app.vault.attachments import (
    DraftAttachment,
    SealedAttachment,
    attachment_digest,
)
from survey_app.vault.chain import LogHead
from survey_app.vault.errors import ChainError, SealBrokenError
from survey_app.vault.handover import Handed
from survey_app.vault.kept import SealedKept
from survey_app.vault.records import SealedDraft, SealedRecord, SealedView, row_digest


def _always(_handed: Handed, _draft: SealedDraft) -> bool:
    return True


@dataclass(frozen=True)
class Wrapping:
    """How rows of each kind are wrapped again; a kind that stays as it is has None.

    Each verb returns the row under its new key, or the row itself where it is not concerned.
    It may be asked twice, and does not use the store. `comes` says of a draft that was handed over
    whether its new owner can still take it in.
    """

    draft: Callable[[SealedDraft], SealedDraft] | None = None
    comes: Callable[[Handed, SealedDraft], bool] = _always
    draft_attachment: Callable[[DraftAttachment, str], DraftAttachment] | None = None
    kept: Callable[[SealedKept], SealedKept] | None = None
    record: Callable[[SealedRecord], SealedRecord] | None = None
    attachment: Callable[[SealedAttachment], SealedAttachment] | None = None
    view: Callable[[SealedView], SealedView] | None = None
    amendment: Callable[[SealedAmendment], SealedAmendment] | None = None


@dataclass(frozen=True)
class KeyChange:
    """What one change of keys does: slots that come and go, rows that are wrapped again.

    `entries` are appended to the log; `rewrapped` makes the entry of a finished interview from
    its id and the digests of its rows, `amendments_rewrapped` that of its amendments. Offers of
    drafts to the people `hand_keys_gone` are void.
    """

    slots: Mapping[str, bytes] = field(default_factory=dict)
    recoveries: Mapping[str, bytes] = field(default_factory=dict)
    settings: Mapping[str, bytes] = field(default_factory=dict)
    gone_slots: Sequence[str] = ()
    gone_recoveries: Sequence[str] = ()
    gone_settings: Sequence[str] = ()
    wrapping: Wrapping = field(default_factory=Wrapping)
    entries: Sequence[MakeEntry] = ()
    rewrapped: Callable[[str, Sequence[str]], MakeEntry] | None = None
    amendments_rewrapped: Callable[[str, Sequence[str]], MakeEntry] | None = None
    hand_keys_gone: Sequence[str] = ()


def change_keys(db: Database, change: KeyChange) -> LogHead:
    """Do all of `change`; return the head of the log.

    Raises: SealBrokenError when a finished interview agrees with the log and does not open.
    """
    damaged = _damaged(db, change.wrapping)
    _rewrap_open_interviews(db, change.wrapping)
    finished = _rewrap_finished(db, change.wrapping, damaged)
    _void_offers(db, change)
    _put_slots_and_settings(db, change)
    for entry in change.entries:
        laptop.append_log(db, entry)
    if finished and change.rewrapped is not None:
        for record_id, digests in digests_of(db).items():
            if record_id not in damaged:
                laptop.append_log(db, change.rewrapped(record_id, digests))
    _rewrap_what_was_said(db, change, damaged)
    return laptop.log_head(db)


def _put_slots_and_settings(db: Database, change: KeyChange) -> None:
    renamed = laptop.put_slots_in_their_places(db)
    for slot_id in change.gone_slots:
        laptop.delete_slot(db, renamed.get(slot_id, slot_id))
    for slot_id in change.gone_recoveries:
        laptop.delete_recovery(db, slot_id)
    for name in change.gone_settings:
        laptop.delete_meta(db, name)
    for slot_id, slot in change.slots.items():
        laptop.put_slot(db, slot_id, slot)
    for slot_id, sealed in change.recoveries.items():
        laptop.put_recovery(db, slot_id, sealed)
    for name, value in change.settings.items():
        laptop.set_meta(db, name, value)


def _void_offers(db: Database, change: KeyChange) -> None:
    """Delete offers of drafts that are sealed to a key that goes; the drafts stay."""
    if change.wrapping.view is not None:
        handovers.forget_all_handovers(db)
    for person in change.hand_keys_gone:
        handovers.forget_handovers_to(db, person)


def _damaged(db: Database, wrapping: Wrapping) -> frozenset[str]:
    """Return the finished interviews that were altered; none where none is wrapped again.

    Of a log that cannot be read nothing is known: it is broken for good, and says so itself.
    """
    if not any((wrapping.record, wrapping.attachment, wrapping.view, wrapping.amendment)):
        return frozenset()
    with suppress(ChainError):
        return audit.altered(db)
    return frozenset()


def _rewrap_open_interviews(db: Database, wrapping: Wrapping) -> None:
    """Wrap open interviews again; one that does not open is as lost under either key.

    Not so one that was handed over and not taken in yet: the earlier key still gives it back,
    unless it was damaged on its way.
    """
    handed, drafts = handovers.on_their_way(db), interviews.all_drafts(db)
    waiting = {
        draft.draft_id
        for draft in drafts
        if draft.draft_id in handed and wrapping.comes(handed[draft.draft_id], draft)
    }
    if wrapping.draft is not None:
        for draft in drafts:
            with _spared(draft.draft_id not in waiting):
                _put(db, "draft_keys", draft.draft_id, wrapping.draft(draft).key)
    if wrapping.draft_attachment is not None:
        for draft in drafts:
            for attachment_id in attachments.draft_attachment_sizes(db, draft.draft_id):
                row = attachments.draft_attachment(db, attachment_id)
                with _spared(draft.draft_id not in waiting):
                    if row is not None:
                        again = wrapping.draft_attachment(row, draft.owner)
                        _put(db, "draft_attachment_keys", attachment_id, again.key)
    if wrapping.kept is not None:
        for piece in kept.all_kept(db):
            _put(db, "kept_keys", piece.kept_id, wrapping.kept(piece).key)


def _rewrap_finished(db: Database, wrapping: Wrapping, damaged: Collection[str]) -> bool:
    """Wrap finished interviews again; return whether any kind of them was concerned."""
    if wrapping.record is not None:
        for record in interviews.all_records(db):
            with _spared(record.record_id in damaged):
                _put(db, "record_keys", record.record_id, wrapping.record(record).envelope)
    if wrapping.attachment is not None:
        for row in attachments.all_attachments(db):
            with _spared(row.record_id in damaged):
                _put(db, "attachment_keys", row.attachment_id, wrapping.attachment(row).envelope)
    if wrapping.view is not None:
        for view in interviews.all_views(db):
            with _spared(view.view_id in damaged):
                _put(db, "view_keys", view.view_id, wrapping.view(view).envelope)
    return any((wrapping.record, wrapping.attachment, wrapping.view))


def _spared(is_damaged: bool) -> AbstractContextManager[None]:  # noqa: FBT001 - the only thing it asks
    """Leave a row that does not open as it is where it was altered; else that is an error."""
    return suppress(SealBrokenError) if is_damaged else nullcontext()


def _rewrap_what_was_said(db: Database, change: KeyChange, damaged: Collection[str]) -> None:
    if change.wrapping.amendment is None or change.amendments_rewrapped is None:
        return
    for record_id, digests in _rewrap_amendments(db, change.wrapping.amendment, damaged).items():
        if record_id not in damaged:
            laptop.append_log(db, change.amendments_rewrapped(record_id, digests))


def _rewrap_amendments(
    db: Database,
    again: Callable[[SealedAmendment], SealedAmendment],
    damaged: Collection[str],
) -> Mapping[str, Sequence[str]]:
    """Wrap every amendment again; return their new digests by interview."""
    digests: dict[str, list[str]] = {}
    for row in amendments.all_amendments(db):
        with _spared(row.record_id in damaged):
            wrapped = again(row)
            _put(db, "amendment_keys", row.amendment_id, wrapped.envelope)
            digests.setdefault(row.record_id, []).append(amendment_digest(wrapped))
    return digests


def digests_of(db: Database, only: str | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return the digests of each finished interview, or of one: record, view, each attachment."""
    views = {view.view_id: row_digest(view) for view in interviews.all_views(db)}
    return {
        record.record_id: (
            row_digest(record),
            views[record.record_id],
            *map(attachment_digest, attachments.all_attachments(db, record.record_id)),
        )
        for record in interviews.all_records(db)
        if record.record_id in views and only in {None, record.record_id}
    }


_COLUMNS = MappingProxyType(
    {
        "draft_keys": "draft_id",
        "draft_attachment_keys": "attachment_id",
        "kept_keys": "kept_id",
        "record_keys": "record_id",
        "attachment_keys": "attachment_id",
        "view_keys": "view_id",
        "amendment_keys": "amendment_id",
    }
)


def _put(db: Database, table: str, name: str, key: bytes) -> None:
    db.execute(
        f"UPDATE {table} SET wrapped = ? WHERE {_COLUMNS[table]} = ?",  # noqa: S608 - names from here
        [interviews.guarded(key), name],
    )

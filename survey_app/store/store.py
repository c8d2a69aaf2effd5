"""The door of the store: each verb returns when its change is durable.

Room: store.
Spec: docs/spec/store.md.
Promise: takes sealed objects only; what a write returned from survives a power cut.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from survey_app.store import amendments, copying, interviews, kept, laptop, outbox, rekeying
from survey_app.store import attachments as rows
from survey_app.store import audit as auditing
from survey_app.store.audit import Compared
from survey_app.store.errors import NEEDED_MEBIBYTES, NotInStoreError, StoreFullError
from survey_app.store.folder import Ballast, FolderLock, make_folder, make_private_file, sync_folder
from survey_app.store.handing import Handing
from survey_app.store.kept import NOTHING_LEFT, Left
from survey_app.store.key_turns import Guard, KeyTurns, after, no_guard
from survey_app.store.laptop import MakeEntry
from survey_app.store.outbox import PackedBundle
from survey_app.store.rekeying import KeyChange
from survey_app.store.taking_back import TakenBack, take_back
from survey_app.store.writer import Writer
from survey_app.vault.amendments import SealedAmendment
from survey_app.vault.attachments import DraftAttachment, SealedAttachment
from survey_app.vault.chain import LogHead
from survey_app.vault.kept import SealedKept
from survey_app.vault.records import SealedDraft, SealedRecord, SealedView

DATABASE_NAME = "interviews.db"
BALLAST_BYTES = 8 << 20


class Store:
    """The interviews of one laptop, in one folder, as ciphertext.

    Rules it keeps: one process at a time; a draft, and what it became, never exist
    together; a withdrawn record never comes back; a `MakeEntry` makes the log entry that
    follows the head it is given, may be asked twice, and does not use the store.
    """

    def __init__(self, lock: FolderLock, writer: Writer, ballast: Ballast) -> None:
        self._lock = lock
        self._writer = writer
        self._ballast = ballast
        self._open = True
        self._keys = KeyTurns()

    @classmethod
    def open(cls, folder: Path, *, ballast_bytes: int = BALLAST_BYTES) -> "Store":
        """Return the store in `folder`, made where it is missing.

        Raises: StoreBusyError, StoreDamagedError, StoreFullError, StoreNewerError,
            StoreUnsafeError, StoreUnwritableError.
        """
        make_folder(folder)
        lock = FolderLock(folder)
        try:
            make_private_file(folder / DATABASE_NAME)
            ballast = Ballast(folder, ballast_bytes)
            writer = Writer(folder / DATABASE_NAME, ballast)
            ballast.hold()
            sync_folder(folder)
        except BaseException:
            lock.release()
            raise
        return cls(lock, writer, ballast)

    def close(self) -> None:
        """Empty the write-ahead log, close the database and let the folder go."""
        if self._open:
            self._open = False
            self._writer.close()
            self._lock.release()

    @property
    def has_room(self) -> bool:
        """Say whether the disk has room to spare; without it, drafts are refused soon."""
        return self._ballast.held

    def keys_guard(self) -> Guard:
        """Return what refuses, once keys were changed, to write with those of this moment."""
        return self._keys.guard()

    @property
    def handing(self) -> Handing:
        """Return the door to drafts that are handed over."""
        return Handing(self._writer)

    def put_draft(
        self,
        draft: SealedDraft,
        attached: DraftAttachment | None = None,
        dropped: Collection[str] = (),
        *,
        ends: str = "",
        guard: Guard = no_guard,
        over: bytes | None = None,
    ) -> None:
        """Keep a draft over its earlier state, with what was attached to it: all or nothing.

        `dropped` are ids of attachments that it names no more; they are destroyed, and so is the
        draft `ends`, of which it takes the place. `over` is the one body it may be written over.

        Raises: StoreFullError; KeysChangedError; NotInStoreError when it is another's or gone.
        """
        if attached is not None and not self._ballast.room_beside(2 * len(attached.body)):
            raise StoreFullError(mebibytes=NEEDED_MEBIBYTES + 2 * len(attached.body) // 2**20)

        def work(db: Database) -> None:
            guard()
            interviews.put_draft(db, draft, over)
            for attachment_id in dropped:
                rows.delete_draft_attachment(db, attachment_id)
            if attached is not None:
                rows.put_draft_attachment(db, attached)
            if ends:
                _destroy_draft(db, ends)

        self._writer.write(work, grows=True, destroys=bool(dropped or ends))

    def draft_attachment(self, attachment_id: str) -> DraftAttachment | None:
        """Return an attachment of a draft, None when there is none of that id."""
        return self._writer.read(partial(rows.draft_attachment, attachment_id=attachment_id))

    def draft_attachment_sizes(self, draft_id: str) -> Mapping[str, int]:
        """Return the attachments of a draft by id, with the bytes they take up."""
        return self._writer.read(partial(rows.draft_attachment_sizes, draft_id=draft_id))

    def drafts(self, owner: str) -> list[SealedDraft]:
        """Return the drafts of one person."""
        return self._writer.read(partial(interviews.drafts_of, owner=owner))

    def draft(self, draft_id: str) -> SealedDraft | None:
        """Return a draft, or None when it was finished, discarded or never begun."""
        return self._writer.read(partial(interviews.draft_named, draft_id=draft_id))

    def delete_draft(self, draft_id: str) -> None:
        """Destroy a draft, its key and its attachments, where there is one."""
        self._writer.write(partial(_destroy_draft, draft_id=draft_id), destroys=True)

    def finalise(
        self,
        draft_id: str,
        record: SealedRecord,
        view: SealedView,
        log: MakeEntry,
        *,
        left: Left = NOTHING_LEFT,
        attachments: Sequence[SealedAttachment] = (),
    ) -> LogHead:
        """Turn a draft into a record, a view and attachments, and destroy it: all or nothing.

        What is `left` for the next interview comes in, and what it takes the place of goes.

        Raises: NotInStoreError when the draft is not there (finished before);
            AlreadyInStoreError, WithdrawnError, StoreFullError.
        """

        def work(db: Database) -> LogHead:
            if not _destroy_draft(db, draft_id):
                raise NotInStoreError
            interviews.add_record(db, record)
            interviews.add_view(db, view)
            kept.delete_kept(db, left.instead_of)
            kept.put_kept(db, left.pieces)
            for attachment in attachments:
                rows.add_attachment(db, attachment)
            return laptop.append_log(db, log)

        return self._writer.write(work, destroys=True)

    def kept(self) -> list[SealedKept]:
        """Return what finished interviews left for the next one."""
        return self._writer.read(kept.all_kept)

    def attachments(self, record_id: str) -> list[SealedAttachment]:
        """Return the attachments of one finished interview, sealed to the study."""
        return self._writer.read(lambda db: list(rows.all_attachments(db, record_id)))

    def records(self) -> list[SealedRecord]:
        """Return every finished interview, sealed to the study."""
        return self._writer.read(interviews.all_records)

    def count_records(self) -> int:
        """Return how many finished interviews are kept."""
        return self._writer.read(interviews.count_records)

    def views(self) -> list[SealedView]:
        """Return the last revision of every view."""
        return self._writer.read(interviews.all_views)

    def put_view(self, view: SealedView, log: MakeEntry | None = None) -> LogHead:
        """Keep a new revision of a view and destroy the key of the last one.

        One that no entry (`review`) notes an audit reports.
        Raises: NotInStoreError, WithdrawnError, StoreFullError, StoreAlteredError.
        """

        def work(db: Database) -> LogHead:
            auditing.refuse_altered(db, view.view_id)
            interviews.replace_view(db, view)
            return laptop.log_head(db) if log is None else laptop.append_log(db, log)

        return self._writer.write(work, grows=True, destroys=True)

    def withdraw(self, record_id: str, log: MakeEntry) -> LogHead:
        """Destroy a record, its view, its attachments and what it left; return the head of the log.

        Also of an id that is not here, so that it never comes in. A second time changes
        nothing.
        """

        def work(db: Database) -> LogHead:
            kept.delete_kept_of(db, record_id)
            amendments.delete_amendments_of(db, record_id)
            rows.delete_all_of_record(db, record_id)
            if interviews.withdraw(db, record_id):
                return laptop.append_log(db, log)
            return laptop.log_head(db)

        return self._writer.write(work, destroys=True)

    def amend(self, amendment: SealedAmendment, view: SealedView, log: MakeEntry) -> LogHead:
        """Add an amendment and replace the view: all or nothing.

        Raises: NotInStoreError, WithdrawnError, StoreFullError, StoreAlteredError.
        """

        def work(db: Database) -> LogHead:
            auditing.refuse_altered(db, view.view_id)
            interviews.replace_view(db, view)
            amendments.add_amendment(db, amendment)
            return laptop.append_log(db, log)

        return self._writer.write(work, grows=True, destroys=True)

    def take_back(self, taken: TakenBack) -> LogHead:
        """Destroy parts of a finished interview, and keep the amendment that says so.

        All or nothing, also on a full disk. Raises: NotInStoreError, WithdrawnError.
        """
        return self._writer.write(partial(take_back, taken=taken), destroys=True)

    def amendments(self) -> list[SealedAmendment]:
        """Return every amendment."""
        return self._writer.read(amendments.all_amendments)

    def withdrawn(self) -> list[str]:
        """Return the ids of all withdrawn interviews."""
        return self._writer.read(interviews.all_withdrawn)

    def slots(self) -> list[bytes]:
        """Return every slot."""
        return self._writer.read(laptop.all_slots)

    def slot_ids(self) -> frozenset[str]:
        """Return the ids of all slots."""
        return self._writer.read(laptop.all_slot_ids)

    def put_slot(self, slot_id: str, slot: bytes) -> None:
        """Keep a slot; an earlier one of its name is destroyed."""
        self._writer.write(
            partial(laptop.put_slot, slot_id=slot_id, slot=slot), grows=True, destroys=True
        )

    def delete_slot(self, slot_id: str) -> None:
        """Destroy a slot."""
        self._writer.write(partial(laptop.delete_slot, slot_id=slot_id), destroys=True)

    def destroy_slots(self, log: MakeEntry | None = None, settings: Collection[str] = ()) -> None:
        """Destroy every slot, and the named settings: no passphrase opens anything any more."""

        def work(db: Database) -> None:
            laptop.delete_all_slots(db)
            for name in settings:
                laptop.delete_meta(db, name)
            if log is not None:
                laptop.append_log(db, log)

        self._writer.write(work, destroys=True)

    def recoveries(self) -> Mapping[str, bytes]:
        """Return what each person's slot opens, sealed to the study, by slot."""
        return self._writer.read(laptop.all_recoveries)

    def change_keys(self, change: KeyChange) -> LogHead:
        """Do all of a change of keys, or nothing; return the head of the log.

        Raises: StoreFullError; what the verbs of its wrapping raise.
        """

        def work(db: Database) -> LogHead:
            self._keys.turn(change)
            return rekeying.change_keys(db, change)

        return self._writer.write(work, grows=True, destroys=True)

    def owners(self) -> frozenset[str]:
        """Return the persons who have open interviews."""
        found = self._writer.read(interviews.all_drafts)
        return frozenset(draft.owner for draft in found)

    def get_meta(self, name: str) -> bytes | None:
        """Return a public setting, or None when it was never set."""
        return self._writer.read(partial(laptop.get_meta, name=name))

    def set_meta(self, name: str, value: bytes, *, guard: Guard = no_guard) -> None:
        """Set a public setting: it stands in clear, so never an answer, a name or a key."""
        work = partial(laptop.set_meta, name=name, value=value)
        self._writer.write(after(guard, work), grows=True)

    def log_entries(self) -> list[bytes]:
        """Return the log of operations, first entry to last."""
        return self._writer.read(laptop.all_log_entries)

    def log_head(self) -> LogHead:
        """Return where the log ends."""
        return self._writer.read(laptop.log_head)

    def append_log(self, log: MakeEntry) -> LogHead:
        """Append an entry and return the new head. Raises: ChainError."""
        return self._writer.write(partial(laptop.append_log, entry_after=log))

    def copy_to(self, file: Path) -> None:
        """Write a whole, compact copy of the database to `file`; writers wait meanwhile.

        Raises: StoreFullError and its kin, OSError.
        """
        self._writer.read(partial(copying.write_copy, file=file))

    def audit(self, device_key: bytes) -> LogHead:
        """Return the head of the log, once it agrees with every finished interview.

        Reads all of them: some tenths of a second for a thousand. Opens none.

        Raises: ChainError, StoreAlteredError.
        """
        return self._writer.read(partial(auditing.audit, device_key=device_key))

    def quick_look(self, device_key: bytes) -> LogHead:
        """Return the head of the log, once it names exactly the interviews that are here.

        Reads no body: for every unlock. Raises: ChainError, StoreAlteredError.
        """
        return self._writer.read(partial(auditing.quick_look, device_key=device_key))

    def compare(self, device_key: bytes) -> Compared:
        """Return what does not agree with the log, by kind. Raises: ChainError."""
        return self._writer.read(partial(auditing.compare, device_key=device_key))

    def damaged_pages(self) -> bool:
        """Say whether a page of the database has a fault, or a key has no body; reads all of it."""
        return self._writer.read(copying.is_unsound)

    def counts(self) -> Mapping[str, int]:
        """Return the number of rows of every table."""
        return self._writer.read(copying.row_counts)

    def all_drafts(self) -> list[SealedDraft]:
        """Return the drafts of everybody, sealed."""
        return self._writer.read(interviews.all_drafts)

    def add_bundle(
        self,
        bundle_id: str,
        members: Sequence[str],
        manifest: bytes,
        log: MakeEntry | None = None,
    ) -> int:
        """Note a bundle that was made; return its place in the row, counted from 1.

        Raises: AlreadyInStoreError, StoreFullError.
        """
        note = partial(outbox.add_bundle, bundle_id=bundle_id, members=members)
        return self._writer.write(partial(note, manifest=manifest, log=log), grows=True)

    def bundles(self) -> list[PackedBundle]:
        """Return every bundle that was made here, first to last."""
        return self._writer.read(outbox.all_bundles)

    def set_receipt(self, bundle_id: str, target: str, receipt: bytes) -> None:
        """Keep a receiver's answer. Raises: NotInStoreError for a bundle not made here."""
        self._writer.write(
            partial(outbox.set_receipt, bundle_id=bundle_id, target=target, receipt=receipt)
        )

    def packed_members(self) -> frozenset[str]:
        """Return the names of everything that is in some bundle."""
        return self._writer.read(outbox.packed_members)


def _destroy_draft(db: Database, draft_id: str) -> bool:
    """Destroy a draft with its attachments; say whether it was there."""
    rows.delete_all_of_draft(db, draft_id)
    return interviews.delete_draft(db, draft_id)

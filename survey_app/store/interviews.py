"""Drafts, records and views as rows, each body apart from the key that opens it.

Room: store. Every verb runs inside a transaction of the writer.
Spec: docs/spec/store.md section 3.
Promise: the bytes of a key never lie on a page that SQLite rearranges, so a deletion
    leaves no copy of them behind.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlite_utils import Database

from survey_app.store.errors import NotInStoreError, WithdrawnError
from survey_app.vault.parts import shredded
from survey_app.vault.records import SealedDraft, SealedRecord, SealedView

# SQLite moves short values about within its pages and leaves copies in the slack. Behind
# as many zeros as a page holds, the key lies on an overflow page, which is never moved
# and which secure_delete wipes (docs/adr/0012).
_GUARD = bytes(4096)
_PUT_DRAFT = (
    "INSERT INTO drafts (draft_id, owner, body) VALUES (?, ?, ?) "
    "ON CONFLICT (draft_id) DO UPDATE SET body = excluded.body WHERE owner = excluded.owner"
)
_PUT_OVER = "UPDATE drafts SET body = ? WHERE draft_id = ? AND owner = ? AND body = ?"
_RECORDS = (
    "SELECT * FROM records JOIN record_keys USING (record_id) "
    "LEFT JOIN record_shreds USING (record_id)"
)
_VIEWS = "SELECT * FROM views JOIN view_keys USING (view_id)"
_DRAFTS = "SELECT * FROM drafts LEFT JOIN draft_keys USING (draft_id)"
_OFFERED = "SELECT 1 FROM handovers WHERE draft_id = ?"


def guarded(key: bytes) -> bytes:
    """Return `key` behind the guard, as a table keeps what must be destroyed for good."""
    return _GUARD + key


def unguarded(value: bytes) -> bytes:
    """Return what `guarded` put behind the guard."""
    return value[len(_GUARD) :]


def put_draft(db: Database, draft: SealedDraft, over: bytes | None = None) -> None:
    """Write a draft over its earlier state; an offer of that state is void.

    `over` is the body that has to stand there; None for whatever does, or nothing.

    Raises: NotInStoreError when it belongs to somebody else: it was handed over meanwhile; or when
    it is not the one `over` any more.
    """
    put = (_PUT_DRAFT, [draft.draft_id, draft.owner, draft.body])
    if over is not None:
        put = (_PUT_OVER, [draft.body, draft.draft_id, draft.owner, over])
    if db.execute(*put).rowcount != 1:
        raise NotInStoreError
    if db.execute(_OFFERED, [draft.draft_id]).fetchone() is not None:
        forget_handover(db, draft.draft_id)
    _put_key(db, "draft_keys", "draft_id", draft.draft_id, draft.key)


def put_handed_draft(db: Database, draft: SealedDraft) -> None:
    """Write a draft over its earlier state, whoever had it."""
    db.execute(
        "INSERT INTO drafts (draft_id, owner, body) VALUES (?, ?, ?) "
        "ON CONFLICT (draft_id) DO UPDATE SET owner = excluded.owner, body = excluded.body",
        [draft.draft_id, draft.owner, draft.body],
    )
    _put_key(db, "draft_keys", "draft_id", draft.draft_id, draft.key)


def drafts_of(db: Database, owner: str) -> list[SealedDraft]:
    """Return the drafts of one person."""
    rows = db.query(f"{_DRAFTS} WHERE owner = ? ORDER BY draft_id", [owner])
    return [_draft(row) for row in rows]


def all_drafts(db: Database) -> list[SealedDraft]:
    """Return the drafts of everybody."""
    return [_draft(row) for row in db.query(f"{_DRAFTS} ORDER BY draft_id")]


def draft_named(db: Database, draft_id: str) -> SealedDraft | None:
    """Return a draft, or None when there is none of that name."""
    rows = db.query(f"{_DRAFTS} WHERE draft_id = ?", [draft_id])
    return next((_draft(row) for row in rows), None)


def _draft(row: Mapping[str, Any]) -> SealedDraft:
    """Return a row, with a blank key where that is gone: it is damaged, and not to be passed by."""
    key = unguarded(row["wrapped"] or b"")
    return SealedDraft(row["draft_id"], row["owner"], row["body"], key)


def delete_draft(db: Database, draft_id: str) -> bool:
    """Delete a draft and its key, and what hands it over; return whether there was one."""
    forget_handover(db, draft_id)
    forget_handed(db, draft_id)
    return _delete(db, "drafts", "draft_keys", "draft_id", draft_id)


def forget_handover(db: Database, draft_id: str) -> None:
    """Delete the offer of a draft, where there is one."""
    db.execute("DELETE FROM handover_keys WHERE draft_id = ?", [draft_id])
    db.execute("DELETE FROM handovers WHERE draft_id = ?", [draft_id])


def forget_handed(db: Database, draft_id: str) -> None:
    """Delete a hand key: its draft is under its owner's own key, or gone."""
    db.execute("DELETE FROM handed_keys WHERE draft_id = ?", [draft_id])


def add_record(db: Database, record: SealedRecord) -> None:
    """Insert a finished interview. Raises: WithdrawnError."""
    _refuse_withdrawn(db, record.record_id)
    db.execute("INSERT INTO records VALUES (?, ?)", [record.record_id, record.body])
    _put_key(db, "record_keys", "record_id", record.record_id, record.envelope)
    if record.shreds:
        put_shreds(db, "record_shreds", "record_id", record.record_id, record.shreds)


def all_records(db: Database) -> list[SealedRecord]:
    """Return every finished interview."""
    return [_record(row) for row in db.query(f"{_RECORDS} ORDER BY record_id")]


def record_named(db: Database, record_id: str) -> SealedRecord | None:
    """Return one finished interview, None when it is not here."""
    rows = db.query(f"{_RECORDS} WHERE record_id = ?", [record_id])
    return next((_record(row) for row in rows), None)


def _record(row: Mapping[str, Any]) -> SealedRecord:
    shreds = unguarded(row["shreds"] or b"")
    return SealedRecord(row["record_id"], row["body"], unguarded(row["wrapped"]), shreds)


def shred_record(db: Database, record_id: str, places: Collection[int]) -> None:
    """Destroy parts of a record; of one of the first format, nothing."""
    for row in db.query("SELECT shreds FROM record_shreds WHERE record_id = ?", [record_id]):
        left = shredded(unguarded(row["shreds"]), places)
        put_shreds(db, "record_shreds", "record_id", record_id, left)


def put_shreds(db: Database, table: str, column: str, name: str, shreds: bytes) -> None:
    """Write the shreds of a row over what was left of them."""
    db.execute(
        f"INSERT INTO {table} VALUES (?, ?) "  # noqa: S608 - names from this room
        f"ON CONFLICT ({column}) DO UPDATE SET shreds = excluded.shreds",
        [name, guarded(shreds)],
    )


def count_records(db: Database) -> int:
    """Return how many finished interviews are kept."""
    return int(db.execute("SELECT count(*) FROM records").fetchone()[0])


def add_view(db: Database, view: SealedView) -> None:
    """Insert the first revision of a view. Raises: WithdrawnError."""
    _refuse_withdrawn(db, view.view_id)
    db.execute("INSERT INTO views VALUES (?, ?)", [view.view_id, view.body])
    _put_key(db, "view_keys", "view_id", view.view_id, view.envelope)


def replace_view(db: Database, view: SealedView) -> None:
    """Write a new revision over the last one, whose key is gone with it.

    Raises: NotInStoreError, WithdrawnError.
    """
    _refuse_withdrawn(db, view.view_id)
    db.execute("UPDATE views SET body = ? WHERE view_id = ?", [view.body, view.view_id])
    if not db.execute("SELECT changes()").fetchone()[0]:
        raise NotInStoreError
    _put_key(db, "view_keys", "view_id", view.view_id, view.envelope)


def all_views(db: Database) -> list[SealedView]:
    """Return the last revision of every view."""
    return [_view(row) for row in db.query(f"{_VIEWS} ORDER BY view_id")]


def view_named(db: Database, view_id: str) -> SealedView | None:
    """Return the last revision of one view, None when it is not here."""
    rows = db.query(f"{_VIEWS} WHERE view_id = ?", [view_id])
    return next((_view(row) for row in rows), None)


def _view(row: Mapping[str, Any]) -> SealedView:
    return SealedView(row["view_id"], row["body"], unguarded(row["wrapped"]))


def withdraw(db: Database, record_id: str) -> bool:
    """Delete a record and its view, and keep the id so that they never come back.

    Returns False, and changes nothing, when it was withdrawn before.
    """
    if is_withdrawn(db, record_id):
        return False
    db.execute("DELETE FROM record_shreds WHERE record_id = ?", [record_id])
    _delete(db, "records", "record_keys", "record_id", record_id)
    _delete(db, "views", "view_keys", "view_id", record_id)
    db.execute("INSERT INTO withdrawn VALUES (?)", [record_id])
    return True


def is_withdrawn(db: Database, record_id: str) -> bool:
    """Say whether the interview of that id was withdrawn."""
    found = db.execute("SELECT 1 FROM withdrawn WHERE record_id = ?", [record_id]).fetchone()
    return found is not None


def all_withdrawn(db: Database) -> list[str]:
    """Return the ids of all withdrawn interviews."""
    return [row["record_id"] for row in db.query("SELECT * FROM withdrawn ORDER BY record_id")]


def _refuse_withdrawn(db: Database, record_id: str) -> None:
    if is_withdrawn(db, record_id):
        raise WithdrawnError


def _put_key(db: Database, table: str, column: str, name: str, key: bytes) -> None:
    db.execute(
        f"INSERT INTO {table} VALUES (?, ?) "  # noqa: S608 - names from this module
        f"ON CONFLICT ({column}) DO UPDATE SET wrapped = excluded.wrapped",
        [name, guarded(key)],
    )


def _delete(db: Database, bodies: str, keys: str, column: str, name: str) -> bool:
    db.execute(f"DELETE FROM {keys} WHERE {column} = ?", [name])  # noqa: S608 - names from here
    db.execute(f"DELETE FROM {bodies} WHERE {column} = ?", [name])  # noqa: S608 - names from here
    return bool(db.execute("SELECT changes()").fetchone()[0])

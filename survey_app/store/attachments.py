"""Attachments as rows, each body apart from the key that opens it.

Room: store. Every verb runs inside a transaction of the writer.
Spec: docs/spec/attachment.md, docs/spec/store.md section 3.
Promise: an attachment lives and ends with its draft or its record.
"""

from collections.abc import Iterator, Mapping

from sqlite_utils import Database

from survey_app.store.interviews import guarded, unguarded
from survey_app.vault.attachments import DraftAttachment, SealedAttachment


def put_draft_attachment(db: Database, attachment: DraftAttachment) -> None:
    """Insert an attachment of a draft that is there."""
    _put(db, "draft_attachments", attachment.attachment_id, attachment.draft_id, attachment.body)
    _put_key(db, "draft_attachment_keys", attachment.attachment_id, attachment.key)


def draft_attachment(db: Database, attachment_id: str) -> DraftAttachment | None:
    """Return an attachment of a draft, None when there is none of that id.

    One whose key is gone has a blank one, and does not open.
    """
    for row in db.query(
        "SELECT * FROM draft_attachments LEFT JOIN draft_attachment_keys USING (attachment_id) "
        "WHERE attachment_id = ?",
        [attachment_id],
    ):
        return DraftAttachment(
            row["attachment_id"], row["draft_id"], row["body"], unguarded(row["wrapped"] or b"")
        )
    return None


def draft_attachment_sizes(db: Database, draft_id: str) -> Mapping[str, int]:
    """Return the attachments of a draft: id and bytes as they are kept."""
    rows = db.query(
        "SELECT attachment_id, length(body) AS size FROM draft_attachments WHERE draft_id = ?",
        [draft_id],
    )
    return {row["attachment_id"]: row["size"] for row in rows}


def delete_draft_attachment(db: Database, attachment_id: str) -> None:
    """Delete an attachment of a draft and its key, where there is one."""
    db.execute("DELETE FROM draft_attachment_keys WHERE attachment_id = ?", [attachment_id])
    db.execute("DELETE FROM draft_attachments WHERE attachment_id = ?", [attachment_id])


def delete_all_of_draft(db: Database, draft_id: str) -> None:
    """Delete every attachment of a draft; to be done before the draft itself."""
    db.execute(
        "DELETE FROM draft_attachment_keys WHERE attachment_id IN "
        "(SELECT attachment_id FROM draft_attachments WHERE draft_id = ?)",
        [draft_id],
    )
    db.execute("DELETE FROM draft_attachments WHERE draft_id = ?", [draft_id])


def add_attachment(db: Database, attachment: SealedAttachment) -> None:
    """Insert an attachment of a record that is there."""
    _put(db, "attachments", attachment.attachment_id, attachment.record_id, attachment.body)
    _put_key(db, "attachment_keys", attachment.attachment_id, attachment.envelope)


def all_attachments(db: Database, record_id: str | None = None) -> Iterator[SealedAttachment]:
    """Yield the attachments of one record, or of all, one at a time: each may be large."""
    only = "" if record_id is None else "WHERE record_id = :record "
    ids = [
        row["attachment_id"]
        for row in db.query(
            f"SELECT attachment_id FROM attachments {only}ORDER BY attachment_id",  # noqa: S608 - a fixed text
            {"record": record_id} if only else None,
        )
    ]
    for attachment_id in ids:
        for row in db.query(
            "SELECT * FROM attachments LEFT JOIN attachment_keys USING (attachment_id) "
            "WHERE attachment_id = ?",
            [attachment_id],
        ):
            yield SealedAttachment(
                row["attachment_id"],
                row["record_id"],
                row["body"],
                unguarded(row["wrapped"] or b""),
            )


def delete_attachment(db: Database, attachment_id: str) -> None:
    """Delete one attachment of a record with its key."""
    db.execute("DELETE FROM attachment_keys WHERE attachment_id = ?", [attachment_id])
    db.execute("DELETE FROM attachments WHERE attachment_id = ?", [attachment_id])


def delete_all_of_record(db: Database, record_id: str) -> None:
    """Delete every attachment of a record; to be done before the record itself."""
    db.execute(
        "DELETE FROM attachment_keys WHERE attachment_id IN "
        "(SELECT attachment_id FROM attachments WHERE record_id = ?)",
        [record_id],
    )
    db.execute("DELETE FROM attachments WHERE record_id = ?", [record_id])


def _put(db: Database, table: str, attachment_id: str, owner: str, body: bytes) -> None:
    db.execute(
        f"INSERT INTO {table} VALUES (?, ?, ?)",  # noqa: S608 - names from this module
        [attachment_id, owner, body],
    )


def _put_key(db: Database, table: str, attachment_id: str, key: bytes) -> None:
    db.execute(
        f"INSERT INTO {table} VALUES (?, ?)",  # noqa: S608 - names from this module
        [attachment_id, guarded(key)],
    )

"""Amendments of finished interviews as rows, each body apart from its key.

Room: store. Every verb runs inside a transaction of the writer.
Spec: docs/spec/amendment.md.
"""

from collections.abc import Collection

from sqlite_utils import Database

from survey_app.store.interviews import guarded, put_shreds, unguarded
from survey_app.vault.amendments import SealedAmendment
from survey_app.vault.parts import shredded


def add_amendment(db: Database, sealed: SealedAmendment) -> None:
    """Insert an amendment of a record that is there."""
    db.execute(
        "INSERT INTO amendments VALUES (?, ?, ?)",
        [sealed.amendment_id, sealed.record_id, sealed.body],
    )
    db.execute(
        "INSERT INTO amendment_keys VALUES (?, ?)", [sealed.amendment_id, guarded(sealed.envelope)]
    )
    if sealed.shreds:
        put_shreds(db, "amendment_shreds", "amendment_id", sealed.amendment_id, sealed.shreds)


def all_amendments(db: Database) -> list[SealedAmendment]:
    """Return every amendment."""
    return [
        SealedAmendment(
            row["amendment_id"],
            row["record_id"],
            row["body"],
            unguarded(row["wrapped"]),
            unguarded(row["shreds"] or b""),
        )
        for row in db.query(
            "SELECT * FROM amendments JOIN amendment_keys USING (amendment_id) "
            "LEFT JOIN amendment_shreds USING (amendment_id) ORDER BY amendment_id"
        )
    ]


def amendments_of(db: Database, record_id: str) -> list[SealedAmendment]:
    """Return the amendments of one record."""
    return [one for one in all_amendments(db) if one.record_id == record_id]


def shred_amendments_of(db: Database, record_id: str, places: Collection[int]) -> None:
    """Destroy parts of every amendment of a record; of those of the first format, nothing."""
    for one in amendments_of(db, record_id):
        if one.shreds:
            left = shredded(one.shreds, places)
            put_shreds(db, "amendment_shreds", "amendment_id", one.amendment_id, left)


def delete_amendments_of(db: Database, record_id: str) -> None:
    """Delete every amendment of a record; to be done before the record itself."""
    for table in ("amendment_shreds", "amendment_keys"):
        db.execute(
            f"DELETE FROM {table} WHERE amendment_id IN "  # noqa: S608 - names from here
            "(SELECT amendment_id FROM amendments WHERE record_id = ?)",
            [record_id],
        )
    db.execute("DELETE FROM amendments WHERE record_id = ?", [record_id])

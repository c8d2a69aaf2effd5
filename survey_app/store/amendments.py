"""Amendments of finished interviews as rows, each body apart from its key.

Room: store. Every verb runs inside a transaction of the writer.
Spec: docs/spec/amendment.md.
"""

from sqlite_utils import Database

from survey_app.store.interviews import guarded, unguarded
from survey_app.vault.amendments import SealedAmendment


def add_amendment(db: Database, sealed: SealedAmendment) -> None:
    """Insert an amendment of a record that is there."""
    db.execute(
        "INSERT INTO amendments VALUES (?, ?, ?)",
        [sealed.amendment_id, sealed.record_id, sealed.body],
    )
    db.execute(
        "INSERT INTO amendment_keys VALUES (?, ?)", [sealed.amendment_id, guarded(sealed.envelope)]
    )


def all_amendments(db: Database) -> list[SealedAmendment]:
    """Return every amendment."""
    return [
        SealedAmendment(
            row["amendment_id"], row["record_id"], row["body"], unguarded(row["wrapped"])
        )
        for row in db.query(
            "SELECT * FROM amendments JOIN amendment_keys USING (amendment_id) "
            "ORDER BY amendment_id"
        )
    ]


def delete_amendments_of(db: Database, record_id: str) -> None:
    """Delete every amendment of a record; to be done before the record itself."""
    db.execute(
        "DELETE FROM amendment_keys WHERE amendment_id IN "
        "(SELECT amendment_id FROM amendments WHERE record_id = ?)",
        [record_id],
    )
    db.execute("DELETE FROM amendments WHERE record_id = ?", [record_id])

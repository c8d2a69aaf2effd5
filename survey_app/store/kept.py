"""What interviews leave for the next one, as rows that go with their interview.

Room: store. Every verb runs inside a transaction of the writer.
Spec: docs/spec/kept-answers.md section 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from survey_app.store.interviews import guarded, unguarded
from survey_app.vault.kept import SealedKept


@dataclass(frozen=True)
class Left:
    """What a finished interview leaves for the next: pieces, and those they take the place of."""

    pieces: tuple[SealedKept, ...] = ()
    instead_of: tuple[str, ...] = ()


NOTHING_LEFT = Left()


def put_kept(db: Database, pieces: Sequence[SealedKept]) -> None:
    """Write new pieces."""
    for one in pieces:
        db.execute("INSERT INTO kept VALUES (?, ?, ?)", [one.kept_id, one.record_id, one.body])
        db.execute("INSERT INTO kept_keys VALUES (?, ?)", [one.kept_id, guarded(one.key)])


def all_kept(db: Database) -> list[SealedKept]:
    """Return every piece."""
    return [
        SealedKept(row["kept_id"], row["record_id"], row["body"], unguarded(row["wrapped"]))
        for row in db.query("SELECT * FROM kept JOIN kept_keys USING (kept_id) ORDER BY kept_id")
    ]


def delete_kept(db: Database, kept_ids: Sequence[str]) -> None:
    """Delete pieces and their keys."""
    for one in kept_ids:
        db.execute("DELETE FROM kept_keys WHERE kept_id = ?", [one])
        db.execute("DELETE FROM kept WHERE kept_id = ?", [one])


def delete_kept_of(db: Database, record_id: str) -> None:
    """Delete what an interview left."""
    db.execute(
        "DELETE FROM kept_keys WHERE kept_id IN (SELECT kept_id FROM kept WHERE record_id = ?)",
        [record_id],
    )
    db.execute("DELETE FROM kept WHERE record_id = ?", [record_id])

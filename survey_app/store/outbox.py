"""What was packed into which bundle, and who confirmed to have it.

Room: store. Every verb runs inside a transaction of the writer.
Spec: docs/spec/store.md section 3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from survey_app.store import laptop
from survey_app.store.errors import NotInStoreError
from survey_app.store.laptop import MakeEntry


@dataclass(frozen=True)
class PackedBundle:
    """A bundle that was made here: its place in the row, what it holds, who has it.

    `receipts` are the receivers' signed answers, by the name of the target.
    """

    seq: int
    bundle_id: str
    manifest: bytes
    members: tuple[str, ...]
    receipts: Mapping[str, bytes]


def add_bundle(
    db: Database,
    bundle_id: str,
    members: Sequence[str],
    manifest: bytes,
    log: MakeEntry | None = None,
) -> int:
    """Note a bundle that was made, and log it; return its place in the row, counted from 1."""
    last = db.execute("SELECT coalesce(max(seq), 0) FROM bundles").fetchone()[0]
    db.execute("INSERT INTO bundles VALUES (?, ?, ?)", [last + 1, bundle_id, manifest])
    for member in dict.fromkeys(members):
        db.execute("INSERT INTO bundle_members VALUES (?, ?)", [member, bundle_id])
    if log is not None:
        laptop.append_log(db, log)
    return int(last) + 1


def all_bundles(db: Database) -> list[PackedBundle]:
    """Return every bundle that was made here, first to last."""
    return [
        PackedBundle(
            row["seq"],
            row["bundle_id"],
            row["manifest"],
            _members(db, row["bundle_id"]),
            _receipts(db, row["bundle_id"]),
        )
        for row in list(db.query("SELECT * FROM bundles ORDER BY seq"))
    ]


def set_receipt(db: Database, bundle_id: str, target: str, receipt: bytes) -> None:
    """Keep the answer of a receiver. Raises: NotInStoreError for a bundle not made here."""
    if db.execute("SELECT 1 FROM bundles WHERE bundle_id = ?", [bundle_id]).fetchone() is None:
        raise NotInStoreError
    db.execute(
        "INSERT INTO receipts VALUES (?, ?, ?) "
        "ON CONFLICT (bundle_id, target) DO UPDATE SET receipt = excluded.receipt",
        [bundle_id, target, receipt],
    )


def packed_members(db: Database) -> frozenset[str]:
    """Return the names of everything that is in some bundle."""
    return frozenset(row["member"] for row in db.query("SELECT member FROM bundle_members"))


def _members(db: Database, bundle_id: str) -> tuple[str, ...]:
    rows = db.query(
        "SELECT member FROM bundle_members WHERE bundle_id = ? ORDER BY member", [bundle_id]
    )
    return tuple(row["member"] for row in rows)


def _receipts(db: Database, bundle_id: str) -> dict[str, bytes]:
    rows = db.query("SELECT * FROM receipts WHERE bundle_id = ? ORDER BY target", [bundle_id])
    return {row["target"]: row["receipt"] for row in rows}

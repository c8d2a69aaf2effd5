"""Slots, public settings and the log of operations as rows.

Room: store. Every verb runs inside a transaction of the writer.
Spec: docs/spec/store.md section 3.
"""

from collections.abc import Callable

from sqlite_utils import Database

from survey_app.canonical import sha256_hex
from survey_app.store.interviews import guarded, unguarded
from survey_app.vault.chain import EMPTY, LogHead, follow
from survey_app.vault.slots import name_on

MakeEntry = Callable[[LogHead], bytes]
"""Makes the next entry of the log from where it ends."""


def put_slot(db: Database, slot_id: str, slot: bytes) -> None:
    """Write a slot over an earlier one of its name."""
    db.execute(
        "INSERT INTO slots VALUES (?, ?) ON CONFLICT (slot_id) DO UPDATE SET slot = excluded.slot",
        [slot_id, guarded(slot)],
    )


def all_slots(db: Database) -> list[bytes]:
    """Return every slot."""
    return [unguarded(row["slot"]) for row in db.query("SELECT * FROM slots ORDER BY slot_id")]


def put_slots_in_their_places(db: Database) -> dict[str, str]:
    """Give every slot the name that it says itself, where each says one and all are told apart.

    A slot opens wherever it stands. What is written over or removed is found by its name: that
    must be her own slot, and not whose somebody put in its place. Return the names that no slot
    has any more, each with the name of the slot that stood there.
    """
    slots = [(row["slot_id"], unguarded(row["slot"])) for row in db.query("SELECT * FROM slots")]
    placed = {name_on(slot) or name: slot for name, slot in slots}
    known = all_slot_ids(db) | all_recoveries(db).keys()
    is_wrong = placed != dict(slots)
    if not (is_wrong and len(placed) == len(slots) and placed.keys() <= known):
        return {}
    delete_all_slots(db)
    for name, slot in placed.items():
        put_slot(db, name, slot)
    return {name: name_on(slot) or name for name, slot in slots if name not in placed}


def all_slot_ids(db: Database) -> frozenset[str]:
    """Return the ids of all slots."""
    return frozenset(row["slot_id"] for row in db.query("SELECT slot_id FROM slots"))


def delete_slot(db: Database, slot_id: str) -> None:
    """Delete a slot: what it held is lost with its passphrase."""
    _delete_called(db, "slots", slot_id)


def delete_all_slots(db: Database) -> None:
    """Delete every slot: from now on no passphrase opens anything here."""
    db.execute("DELETE FROM slots")


def put_recovery(db: Database, slot_id: str, sealed: bytes) -> None:
    """Write what a person's slot opens, sealed to the study, over an earlier one."""
    db.execute(
        "INSERT INTO recovery VALUES (?, ?) "
        "ON CONFLICT (slot_id) DO UPDATE SET sealed = excluded.sealed",
        [slot_id, guarded(sealed)],
    )


def all_recoveries(db: Database) -> dict[str, bytes]:
    """Return what is sealed to the study, by the slot it was made with."""
    rows = db.query("SELECT * FROM recovery ORDER BY slot_id")
    return {row["slot_id"]: unguarded(row["sealed"]) for row in rows}


def delete_recovery(db: Database, slot_id: str) -> None:
    """Delete what is sealed to the study for one person."""
    _delete_called(db, "recovery", slot_id)


def _delete_called(db: Database, table: str, slot_id: str) -> None:
    """Delete what reads as `slot_id`: a rotten name reads otherwise than it stands there."""
    for row, found in db.execute(f"SELECT rowid, slot_id FROM {table}").fetchall():  # noqa: S608 - names from this module
        if found == slot_id:
            db.execute(f"DELETE FROM {table} WHERE rowid = ?", [row])  # noqa: S608 - names from here


def delete_meta(db: Database, name: str) -> None:
    """Take a public setting back."""
    db.execute("DELETE FROM meta WHERE name = ?", [name])


def get_meta(db: Database, name: str) -> bytes | None:
    """Return a public setting, or None when it was never set."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return None if row is None else bytes(row[0])


def set_meta(db: Database, name: str, value: bytes) -> None:
    """Set a public setting."""
    db.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )


def log_head(db: Database) -> LogHead:
    """Return where the log ends."""
    row = db.execute("SELECT n, entry FROM log ORDER BY n DESC LIMIT 1").fetchone()
    return EMPTY if row is None else LogHead(row[0], sha256_hex(bytes(row[1])))


def append_log(db: Database, entry_after: MakeEntry) -> LogHead:
    """Append the entry made for the present head; return the new head.

    Raises: ChainError when the entry does not follow the head.
    """
    head = log_head(db)
    entry = entry_after(head)
    after = follow(head, entry)
    db.execute("INSERT INTO log VALUES (?, ?)", [after.count, entry])
    return after


def all_log_entries(db: Database) -> list[bytes]:
    """Return the log, first entry to last."""
    return [row["entry"] for row in db.query("SELECT entry FROM log ORDER BY n")]

"""The tables, step by step from the first version on.

Room: store.
Spec: docs/spec/store.md section 3.
Promise: a column in clear holds a random id, a number of a list, or a public text; every
    other byte is sealed. Steps are only ever added.
"""

from collections.abc import Callable, Mapping
from contextlib import closing

from sqlite_utils import Database, Migrations

from survey_app.store.errors import StoreNewerError

_MIGRATIONS = Migrations("store")


def nothing_before(_db: Database, _last_step: str) -> None:
    """Do nothing before steps are applied: for a database that nobody's work is in."""


def bring_up_to_date(
    db: Database, before: Callable[[Database, str], None] = nothing_before
) -> None:
    """Apply the steps that `db` has not seen, each whole or not at all, in their order.

    `before` is told of the last step to come, when there is anything in `db` to be lost.

    Raises: StoreNewerError.
    """
    with closing(Database(memory=True, execute_plugins=False)) as nowhere:
        known = {step.name for step in _MIGRATIONS.pending(nowhere)}
    applied = _MIGRATIONS.applied(db)
    if any(step.name not in known for step in applied):
        raise StoreNewerError
    coming = _MIGRATIONS.pending(db)
    if applied and coming:
        before(db, coming[-1].name)
    _MIGRATIONS.apply(db)


@_MIGRATIONS()
def m0001_interviews(db: Database) -> None:
    """Drafts, records and views, each body apart from the key that opens it."""
    for body, key, name in (
        ("drafts", "draft_keys", "draft_id"),
        ("records", "record_keys", "record_id"),
        ("views", "view_keys", "view_id"),
    ):
        owner = {"owner": str} if body == "drafts" else {}
        _table(db, body, {name: str, **owner, "body": bytes}, name)
        _table(db, key, {name: str, "wrapped": bytes}, name, refers_to=body)
    db.table("drafts").create_index(["owner"])
    _table(db, "withdrawn", {"record_id": str}, "record_id")


@_MIGRATIONS()
def m0002_laptop(db: Database) -> None:
    """Slots, public settings, the log, and what was packed and delivered."""
    _table(db, "slots", {"slot_id": str, "slot": bytes}, "slot_id")
    _table(db, "meta", {"name": str, "value": bytes}, "name")
    _table(db, "log", {"n": int, "entry": bytes}, "n")
    _table(db, "bundles", {"seq": int, "bundle_id": str, "manifest": bytes}, "seq")
    db.table("bundles").create_index(["bundle_id"], unique=True)
    _table(db, "bundle_members", {"member": str, "bundle_id": str}, ("member", "bundle_id"))
    _table(
        db,
        "receipts",
        {"bundle_id": str, "target": str, "receipt": bytes},
        ("bundle_id", "target"),
    )


@_MIGRATIONS()
def m0003_attachments(db: Database) -> None:
    """Photographs and recordings of drafts and records, each body apart from its key."""
    for body, key, owner, column in (
        ("draft_attachments", "draft_attachment_keys", "drafts", "draft_id"),
        ("attachments", "attachment_keys", "records", "record_id"),
    ):
        columns = {"attachment_id": str, column: str, "body": bytes}
        _table(db, body, columns, "attachment_id", foreign=(column, owner, column))
        db.table(body).create_index([column])
        _table(db, key, {"attachment_id": str, "wrapped": bytes}, "attachment_id", refers_to=body)


@_MIGRATIONS()
def m0004_kept(db: Database) -> None:
    """What an interview leaves for the next one on this laptop, apart from its key."""
    _table(db, "kept", {"kept_id": str, "record_id": str, "body": bytes}, "kept_id")
    _table(db, "kept_keys", {"kept_id": str, "wrapped": bytes}, "kept_id", refers_to="kept")
    db.table("kept").create_index(["record_id"])


@_MIGRATIONS()
def m0005_recovery(db: Database) -> None:
    """What each person's slot opens, sealed to the study for the day her passphrase is lost."""
    _table(db, "recovery", {"slot_id": str, "sealed": bytes}, "slot_id")


@_MIGRATIONS()
def m0006_amendments(db: Database) -> None:
    """What is said of a finished interview afterwards, apart from its key."""
    columns = {"amendment_id": str, "record_id": str, "body": bytes}
    foreign = ("record_id", "records", "record_id")
    _table(db, "amendments", columns, "amendment_id", foreign=foreign)
    db.table("amendments").create_index(["record_id"])
    keys = {"amendment_id": str, "wrapped": bytes}
    _table(db, "amendment_keys", keys, "amendment_id", refers_to="amendments")


@_MIGRATIONS()
def m0007_parts(db: Database) -> None:
    """What the parts of a finished interview need beside the key, each to be destroyed alone."""
    for table, body, column in (
        ("record_shreds", "records", "record_id"),
        ("amendment_shreds", "amendments", "amendment_id"),
    ):
        _table(db, table, {column: str, "shreds": bytes}, column, refers_to=body)


@_MIGRATIONS()
def m0008_handovers(db: Database) -> None:
    """Drafts that are offered to another person, and the keys of those let through."""
    foreign = ("draft_id", "drafts", "draft_id")
    columns = {"draft_id": str, "to_owner": str, "body": bytes}
    _table(db, "handovers", columns, "draft_id", foreign=foreign)
    keys = {"draft_id": str, "wrapped": bytes}
    _table(db, "handover_keys", keys, "draft_id", refers_to="handovers")
    _table(db, "handed_keys", keys, "draft_id", refers_to="drafts")


def _table(
    db: Database,
    name: str,
    columns: Mapping[str, type],
    key: str | tuple[str, ...],
    *,
    refers_to: str | None = None,
    foreign: tuple[str, str, str] | None = None,
) -> None:
    if refers_to:
        foreign = (str(key), refers_to, str(key))
    db.table(name).create(
        dict(columns),
        pk=key,
        not_null=set(columns),
        foreign_keys=[foreign] if foreign else None,
        strict=True,
    )

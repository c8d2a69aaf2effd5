"""Does what is kept agree with what the signed log says was done?

Room: store. Runs inside a reading of the writer; opens nothing.
Spec: docs/spec/store.md section 6, docs/spec/chain.md.
Promise: an interview that was removed, altered or slipped in behind the log's back is noticed.
"""

from collections.abc import ItemsView, Iterable, Sequence
from dataclasses import dataclass, field

from sqlite_utils import Database

from survey_app.store.amendments import all_amendments, amendments_of
from survey_app.store.attachments import all_attachments
from survey_app.store.errors import StoreAlteredError
from survey_app.store.interviews import (
    all_records,
    all_views,
    all_withdrawn,
    record_named,
    view_named,
)
from survey_app.store.laptop import all_log_entries
from survey_app.vault import chain
from survey_app.vault.amendments import amendment_digest
from survey_app.vault.attachments import attachment_digest
from survey_app.vault.chain import LogHead, read_entry, verify_chain, verify_links
from survey_app.vault.errors import ChainError
from survey_app.vault.records import SealedRecord, SealedView, row_digest


@dataclass(frozen=True)
class Differing:
    """The random ids of what does not agree with the log, by kind."""

    records: frozenset[str]
    views: frozenset[str]
    attachments: frozenset[str]
    amendments: frozenset[str]
    withdrawn: frozenset[str]

    @property
    def differing(self) -> frozenset[str]:
        """Return the ids of all interviews of which something does not agree."""
        kept = self.records | self.views | self.attachments
        return kept | self.amendments | self.withdrawn


@dataclass(frozen=True)
class Compared(Differing):
    """The same, and where the log ends."""

    head: LogHead


def audit(db: Database, device_key: bytes) -> LogHead:
    """Return the head of the log when every finished interview is there, unaltered, and no other.

    Raises: ChainError when the log itself does not hold; StoreAlteredError with the number of
        interviews that do not agree with it.
    """
    compared = compare(db, device_key)
    if compared.differing:
        raise StoreAlteredError(count=len(compared.differing))
    return compared.head


def compare(db: Database, device_key: bytes) -> Compared:
    """Return what does not agree with the log, every byte of every row read.

    Raises: ChainError when the log itself does not hold.
    """
    entries = all_log_entries(db)
    head = verify_chain(entries, device_key)
    return Compared(**vars(_differing(db, entries)), head=head)


def altered(db: Database) -> frozenset[str]:
    """Return the ids of the interviews that do not agree with the log, before it is written on.

    Looks at no signature: a log that somebody forged is broken for good, whatever comes after.

    Raises: ChainError for an entry that cannot be read.
    """
    return _differing(db, all_log_entries(db)).differing


def _differing(db: Database, entries: Sequence[bytes]) -> Differing:
    logged = _logged(entries)
    return Differing(
        records=_names(logged.records.items() ^ _digests(all_records(db))),
        views=_names(logged.views.items() ^ _digests(all_views(db))),
        attachments=_names(logged.attached.items() ^ _attached(db).items()),
        amendments=_names(logged.amended.items() ^ _amended(db).items()),
        withdrawn=frozenset(logged.withdrawn ^ set(all_withdrawn(db))),
    )


def agrees(db: Database, record_id: str) -> bool:
    """Say whether one interview is what the log says, its files not looked at.

    To be asked before an entry is written that names what is there: it would call it good. Of a
    log that cannot be read nothing is known: it is broken for good, and says so itself.
    """
    try:
        logged = _logged(all_log_entries(db))
    except ChainError:
        return True
    record, view = record_named(db, record_id), view_named(db, record_id)
    amended = frozenset(map(amendment_digest, amendments_of(db, record_id)))
    return (
        logged.records.get(record_id) == (None if record is None else row_digest(record))
        and logged.views.get(record_id) == (None if view is None else row_digest(view))
        and logged.amended.get(record_id, frozenset()) == amended
    )


def refuse_altered(db: Database, record_id: str) -> None:
    """Refuse to write on an interview that does not agree. Raises: StoreAlteredError."""
    if not agrees(db, record_id):
        raise StoreAlteredError(count=1)


def quick_look(db: Database, device_key: bytes) -> LogHead:
    """Return the head of the log when it holds and names exactly what is there.

    Reads no body, so it is quick at every unlock; what was altered within a row is left to
    `audit`.

    Raises: ChainError, StoreAlteredError.
    """
    entries = all_log_entries(db)
    head = verify_links(entries, device_key)
    logged = _logged(entries)
    differing = logged.records.keys() ^ _ids(db, "records JOIN record_keys USING (record_id)")
    differing |= logged.views.keys() ^ _ids(db, "views JOIN view_keys USING (view_id)")
    differing |= logged.attached.keys() ^ _ids(db, "attachments")
    amended = "amendments JOIN amendment_keys USING (amendment_id)"
    differing |= logged.amended.keys() ^ _ids(db, amended)
    differing |= logged.withdrawn ^ _ids(db, "withdrawn")
    if differing:
        raise StoreAlteredError(count=len(differing))
    return head


def _names(differing: Iterable[tuple[str, object]]) -> frozenset[str]:
    return frozenset(name for name, _ in differing)


def _ids(db: Database, rows: str) -> set[str]:
    column = "view_id" if rows.startswith("views") else "record_id"
    return {name for (name,) in db.execute(f"SELECT {column} FROM {rows}").fetchall()}  # noqa: S608 - names from this module


@dataclass(frozen=True)
class _Logged:
    """What the log says: the digest of each row that should be there, the ids that may not."""

    records: dict[str, str] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)
    attached: dict[str, frozenset[str]] = field(default_factory=dict)
    amended: dict[str, frozenset[str]] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)


def _logged(entries: Iterable[bytes]) -> _Logged:
    logged = _Logged()
    for entry in map(read_entry, entries):
        match entry.operation, entry.rows:
            case ((chain.FINALISE | chain.REWRAP | chain.TAKE_BACK), (record, view, *attached)):
                logged.records[entry.record] = record
                logged.views[entry.record] = view
                logged.attached.pop(entry.record, None)
                if attached:
                    logged.attached[entry.record] = frozenset(attached)
            case chain.REVIEW, (view,):
                logged.views[entry.record] = view
            case (chain.AMEND | chain.DROP_FILES) as operation, (amendment, view):
                earlier = logged.amended.get(entry.record, frozenset())
                logged.amended[entry.record] = earlier | {amendment}
                logged.views[entry.record] = view
                if operation == chain.DROP_FILES:
                    logged.attached.pop(entry.record, None)
            case chain.REWRAP_AMENDMENTS, rows:
                logged.amended[entry.record] = frozenset(rows)
            case chain.WITHDRAW, _:
                logged.amended.pop(entry.record, None)
                logged.records.pop(entry.record, None)
                logged.views.pop(entry.record, None)
                logged.attached.pop(entry.record, None)
                logged.withdrawn.add(entry.record)
            case _:
                pass  # what was packed, and operations of later versions, move no row
    return logged


def _attached(db: Database) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in all_attachments(db):
        found.setdefault(row.record_id, set()).add(attachment_digest(row))
    return {record: frozenset(digests) for record, digests in found.items()}


def _amended(db: Database) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in all_amendments(db):
        earlier = found.get(row.record_id, frozenset())
        found[row.record_id] = earlier | {amendment_digest(row)}
    return found


def _digests(rows: Iterable[SealedRecord | SealedView]) -> ItemsView[str, str]:
    return {_name(row): row_digest(row) for row in rows}.items()


def _name(row: SealedRecord | SealedView) -> str:
    return row.record_id if isinstance(row, SealedRecord) else row.view_id

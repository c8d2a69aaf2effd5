"""Does what is kept agree with what the signed log says was done?

Room: store. Runs inside a reading of the writer; opens nothing.
Spec: docs/spec/store.md section 6, docs/spec/chain.md.
Promise: an interview that was removed, altered or slipped in behind the log's back is noticed.
"""

from collections.abc import ItemsView, Iterable
from dataclasses import dataclass, field

from sqlite_utils import Database

from survey_app.store.attachments import all_attachments
from survey_app.store.errors import StoreAlteredError
from survey_app.store.interviews import all_records, all_views, all_withdrawn
from survey_app.store.laptop import all_log_entries
from survey_app.vault import chain
from survey_app.vault.attachments import attachment_digest
from survey_app.vault.chain import LogHead, read_entry, verify_chain
from survey_app.vault.records import SealedRecord, SealedView, row_digest


def audit(db: Database, device_key: bytes) -> LogHead:
    """Return the head of the log when every finished interview is there, unaltered, and no other.

    Raises: ChainError when the log itself does not hold; StoreAlteredError with the number of
        interviews that do not agree with it.
    """
    entries = all_log_entries(db)
    head = verify_chain(entries, device_key)
    logged = _logged(entries)
    differing = {name for name, _ in logged.records.items() ^ _digests(all_records(db))}
    differing |= {name for name, _ in logged.views.items() ^ _digests(all_views(db))}
    differing |= {name for name, _ in logged.attached.items() ^ _attached(db).items()}
    differing |= logged.withdrawn ^ set(all_withdrawn(db))
    if differing:
        raise StoreAlteredError(count=len(differing))
    return head


@dataclass(frozen=True)
class _Logged:
    """What the log says: the digest of each row that should be there, the ids that may not."""

    records: dict[str, str] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)
    attached: dict[str, frozenset[str]] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)


def _logged(entries: Iterable[bytes]) -> _Logged:
    logged = _Logged()
    for entry in map(read_entry, entries):
        match entry.operation, entry.rows:
            case ((chain.FINALISE | chain.REWRAP), (record, view, *attached)):
                logged.records[entry.record] = record
                logged.views[entry.record] = view
                if attached:
                    logged.attached[entry.record] = frozenset(attached)
            case chain.REVIEW, (view,):
                logged.views[entry.record] = view
            case chain.WITHDRAW, _:
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


def _digests(rows: Iterable[SealedRecord | SealedView]) -> ItemsView[str, str]:
    return {_name(row): row_digest(row) for row in rows}.items()


def _name(row: SealedRecord | SealedView) -> str:
    return row.record_id if isinstance(row, SealedRecord) else row.view_id

"""Does what is kept agree with what the signed log says was done?

Room: store. Runs inside a reading of the writer; opens nothing.
Spec: docs/spec/store.md section 6, docs/spec/chain.md.
Promise: an interview that was removed, altered or slipped in behind the log's back is noticed.
"""

from collections.abc import Iterable

from sqlite_utils import Database

from survey_app.store.errors import StoreAlteredError
from survey_app.store.interviews import all_records, all_views, all_withdrawn
from survey_app.store.laptop import all_log_entries
from survey_app.vault.chain import FINALISE, WITHDRAW, LogHead, read_entry, verify_chain
from survey_app.vault.records import row_digest


def audit(db: Database, device_key: bytes) -> LogHead:
    """Return the head of the log when every finished interview is there, unaltered, and no other.

    Raises: ChainError when the log itself does not hold; StoreAlteredError with the number of
        interviews that do not agree with it.
    """
    entries = all_log_entries(db)
    head = verify_chain(entries, device_key)
    logged, withdrawn = _logged(entries)
    kept = {record.record_id: row_digest(record) for record in all_records(db)}
    differing = {name for name, _ in logged.items() ^ kept.items()}
    differing |= logged.keys() ^ {view.view_id for view in all_views(db)}
    differing |= withdrawn ^ set(all_withdrawn(db))
    if differing:
        raise StoreAlteredError(count=len(differing))
    return head


def _logged(entries: Iterable[bytes]) -> tuple[dict[str, str], set[str]]:
    """Return the digest of each record that should be there, and the ids that never may."""
    digests: dict[str, str] = {}
    withdrawn: set[str] = set()
    for entry in map(read_entry, entries):
        if entry.operation == FINALISE:
            digests[entry.record] = entry.rows[0] if entry.rows else ""
        elif entry.operation == WITHDRAW:
            digests.pop(entry.record, None)
            withdrawn.add(entry.record)
    return digests, withdrawn

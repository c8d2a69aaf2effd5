"""Parts of a finished interview destroyed, with the word that says so, in one transaction.

Room: store. Runs inside a transaction of the writer.
Spec: docs/spec/parts.md section 3, docs/spec/amendment.md.
Promise: afterwards the log names what is left of the interview, and nothing that the parts needed
    to be opened is in any table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from survey_app.store import amendments, attachments, interviews, kept, laptop
from survey_app.store.audit import agrees
from survey_app.store.laptop import MakeEntry
from survey_app.store.rekeying import digests_of
from survey_app.vault.amendments import SealedAmendment, amendment_digest
from survey_app.vault.chain import REWRAP_AMENDMENTS, TAKE_BACK, LogHead
from survey_app.vault.records import SealedView

MakeEntryOf = Callable[[str, Sequence[str]], MakeEntry]


@dataclass(frozen=True)
class TakenBack:
    """What of a finished interview is destroyed, and what is put in the place of what it was.

    `places` are parts of the record and of every earlier amendment; `files` are attachments, None
    for all. `log` makes the entry of an operation from the digests of its rows.
    """

    amendment: SealedAmendment
    view: SealedView
    log: MakeEntryOf
    places: frozenset[int]
    files: Sequence[str] | None = ()


def take_back(db: Database, taken: TakenBack) -> LogHead:
    """Destroy all of `taken`; return the head of the log. Raises: NotInStoreError, WithdrawnError.

    What the interview left for the next one goes too: it may hold what was taken back. Her wish
    is done also where the interview was altered behind the log's back; then no entry calls what
    is left of it good, and it is told as before.
    """
    record_id = taken.amendment.record_id
    whole = agrees(db, record_id)
    interviews.replace_view(db, taken.view)
    interviews.shred_record(db, record_id, taken.places)
    amendments.shred_amendments_of(db, record_id, taken.places)
    amendments.add_amendment(db, taken.amendment)
    if taken.files is None:
        attachments.delete_all_of_record(db, record_id)
    for attachment_id in taken.files or ():
        attachments.delete_attachment(db, attachment_id)
    kept.delete_kept_of(db, record_id)
    if not whole:
        return laptop.log_head(db)
    laptop.append_log(db, taken.log(TAKE_BACK, digests_of(db, record_id)[record_id]))
    said = [amendment_digest(one) for one in amendments.amendments_of(db, record_id)]
    return laptop.append_log(db, taken.log(REWRAP_AMENDMENTS, said))

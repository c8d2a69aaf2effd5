"""She takes her interview back: found by the receipt code, gone from this laptop.

Room: workflows.
Spec: docs/spec/withdrawal.md.
Promise: afterwards the content keys of record and view are destroyed, and every later bundle
carries the tombstone, so a merge cannot bring her back.
"""

from survey_app.workflows.errors import DamagedRecordsError, NoSuchRecordError
from survey_app.workflows.field_laptop.laptop import Laptop, Person, log_entry
from survey_app.workflows.interviewing.receipts import read_receipt_code
from survey_app.workflows.opened_views import opened_views


def find_by_receipt(laptop: Laptop, person: Person, spoken: str) -> str:
    """Return the id of the interview whose receipt carries these digits.

    Only the anonymised side is opened, so this needs a supervisor.

    Raises: NoSuchRecordError, as DamagedRecordsError where hers may be among what is damaged;
        SupervisorNeededError.
    """
    found, code = opened_views(laptop, person), read_receipt_code(spoken)
    for one in found.whole:
        if code is not None and one.view.receipt == code:
            return one.context.record
    if found.damaged:
        raise DamagedRecordsError(count=len(found.damaged))
    raise NoSuchRecordError


def withdraw(laptop: Laptop, person: Person, spoken: str) -> str:
    """Destroy the interview with this receipt code here; return its (random) id.

    Raises: NoSuchRecordError, SupervisorNeededError.
    """
    record_id = find_by_receipt(laptop, person, spoken)
    laptop.store.withdraw(record_id, log_entry(person, "withdraw", record_id))
    return record_id

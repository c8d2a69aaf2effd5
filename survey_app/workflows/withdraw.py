"""She takes her interview back: found by the receipt code, gone from this laptop.

Room: workflows.
Spec: docs/spec/withdrawal.md.
Promise: afterwards the content keys of record and view are destroyed, and every later bundle
carries the tombstone, so a merge cannot bring her back.
"""

from survey_app.canonical import read_canonical_json
from survey_app.vault.records import view_opener
from survey_app.workflows.errors import NoSuchRecordError
from survey_app.workflows.laptop import Laptop, Person, log_entry
from survey_app.workflows.receipts import read_receipt_code


def find_by_receipt(laptop: Laptop, person: Person, spoken: str) -> str:
    """Return the id of the interview whose receipt carries these digits.

    Only the anonymised side is opened, so this needs a supervisor.

    Raises: NoSuchRecordError, SupervisorNeededError.
    """
    open_view = view_opener(person.reviews())
    code = read_receipt_code(spoken)
    for sealed in laptop.store.views():
        view = read_canonical_json(open_view(sealed))
        if code is not None and isinstance(view, dict) and view.get("receipt") == code:
            return sealed.view_id
    raise NoSuchRecordError


def withdraw(laptop: Laptop, person: Person, spoken: str) -> str:
    """Destroy the interview with this receipt code here; return its (random) id.

    Raises: NoSuchRecordError, SupervisorNeededError.
    """
    record_id = find_by_receipt(laptop, person, spoken)
    laptop.store.withdraw(record_id, log_entry(person, "withdraw", record_id))
    return record_id

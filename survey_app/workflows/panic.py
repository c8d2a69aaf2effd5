"""One deliberate act after which no passphrase opens this laptop.

Room: workflows.
Spec: docs/spec/panic.md.
Promise: the bytes of every slot are in no file of the folder afterwards; whoever holds the
    study key can give them back, and nobody else, whatever she is made to say.
"""

from survey_app.vault import chain
from survey_app.workflows.laptop import Laptop, Person, signed_entry
from survey_app.workflows.recovering import WAITING
from survey_app.workflows.restoring import destroy_slots_aside


def destroy_keys(laptop: Laptop, person: Person | None = None) -> None:
    """Destroy every slot; the log notes it where somebody had unlocked.

    What was being asked of the custodian goes too: a waiting request is a slot as well.
    """
    log = None if person is None else signed_entry(person.device_seed, chain.PANIC, "")
    laptop.store.destroy_slots(log, (WAITING,))
    destroy_slots_aside(laptop.data)

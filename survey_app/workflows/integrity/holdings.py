"""What the laptop would give up now, counted from what is really in it.

Room: workflows.
Spec: SECURITY.md, "What attacker X can still do".
Promise: a number here is what opens with the keys at hand, and what a look at the disk shows;
    nothing is opened to count it but what the person could open anyway.
"""

from dataclasses import dataclass

from survey_app.store.safe_copy import has_step_back
from survey_app.vault import chain
from survey_app.vault.chain import read_entry
from survey_app.workflows.backing_up.last_backup import BACKUP
from survey_app.workflows.field_laptop.laptop import Laptop, Person
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.field_laptop.restoring import kept_aside
from survey_app.workflows.interviewing.keeping import count_own_pieces


@dataclass(frozen=True)
class Holdings:
    """What opens now, what stays closed, and what the disk shows to anybody.

    Shape: `own_drafts` and `own_notes` open with this passphrase; `views` is the number of
    anonymised sides that open, 0 for an interviewer. The rest is seen without any. `aside` is the
    number of folders beside this one in which a restore kept what was there before.
    """

    role: Role
    own_drafts: int
    other_drafts: int
    own_notes: int
    views: int
    finished: int
    withdrawn: int
    files: int
    draft_files: int
    notes: int
    people: int
    packs: int
    bundles: int
    receipts: int
    log_entries: int
    backups: int
    has_copy_before_update: bool
    aside: int


def holdings(laptop: Laptop, person: Person) -> Holdings:
    """Return what the laptop would give up while `person` has it unlocked."""
    rows = laptop.store.counts()
    interviews = person.role is not Role.SUPERVISOR
    own = len(laptop.store.drafts(person.person_id)) if interviews else 0
    operations = [read_entry(entry).operation for entry in laptop.store.log_entries()]
    return Holdings(
        role=person.role,
        own_drafts=own,
        other_drafts=rows["drafts"] - own,
        own_notes=count_own_pieces(laptop, person) if interviews else 0,
        views=0 if person.site_seed is None else rows["views"],
        finished=rows["records"],
        withdrawn=operations.count(chain.WITHDRAW),
        files=rows["attachments"],
        draft_files=rows["draft_attachments"],
        notes=rows["kept"],
        people=rows["slots"],
        packs=len(list((laptop.data / "packs").glob("*.pack"))),
        bundles=rows["bundles"],
        receipts=rows["receipts"],
        log_entries=len(operations),
        backups=operations.count(BACKUP),
        has_copy_before_update=has_step_back(laptop.data),
        aside=len(list(kept_aside(laptop.data))),
    )

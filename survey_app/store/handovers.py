"""Drafts on their way to another person, as rows.

Room: store. Every verb runs inside a transaction of the writer.
Spec: docs/spec/handover.md, docs/spec/store.md section 3.
Promise: a draft has one owner, the one in its own row, before, while and after it is handed over.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from sqlite_utils import Database

from survey_app.store.attachments import (
    delete_all_of_draft,
    draft_attachment,
    draft_attachment_sizes,
    put_draft_attachment,
)
from survey_app.store.errors import NotInStoreError
from survey_app.store.interviews import (
    draft_named,
    forget_handed,
    forget_handover,
    guarded,
    put_handed_draft,
    unguarded,
)
from survey_app.vault.attachments import DraftAttachment
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.handover import Handed, Handover, packed, unpacked
from survey_app.vault.records import SealedDraft


@dataclass(frozen=True)
class TakingIn:
    """How a draft that was handed over comes under its new owner's own key.

    The verbs return the row under that key; the bodies stay as they are.
    """

    handed: Handed
    draft: Callable[[SealedDraft], SealedDraft]
    attachment: Callable[[DraftAttachment], DraftAttachment]


def put_handover(db: Database, offered: Handover) -> None:
    """Keep an offer in the place of an earlier one. Raises: NotInStoreError without its draft."""
    forget_handover(db, offered.draft_id)
    if db.execute("SELECT 1 FROM drafts WHERE draft_id = ?", [offered.draft_id]).fetchone() is None:
        raise NotInStoreError
    db.execute(
        "INSERT INTO handovers VALUES (?, ?, ?)", [offered.draft_id, offered.to, packed(offered)]
    )
    db.execute(
        "INSERT INTO handover_keys VALUES (?, ?)", [offered.draft_id, guarded(offered.envelope)]
    )


def all_handovers(db: Database) -> list[Handover]:
    """Return every offer; one that is damaged is none, and its draft can be offered again."""
    rows = db.query("SELECT * FROM handovers JOIN handover_keys USING (draft_id) ORDER BY draft_id")
    found: list[Handover] = []
    for row in rows:
        key = unguarded(row["wrapped"])
        with suppress(SealBrokenError):
            found.append(unpacked(row["draft_id"], row["to_owner"], row["body"], key))
    return found


def forget_all_handovers(db: Database) -> None:
    """Delete every offer: the drafts stay with those who have them."""
    db.execute("DELETE FROM handover_keys")
    db.execute("DELETE FROM handovers")


def forget_handovers_to(db: Database, person: str) -> None:
    """Delete the offers to a person whose key is another one now, or who is gone."""
    rows = db.query("SELECT draft_id FROM handovers WHERE to_owner = ?", [person])
    for draft_id in [row["draft_id"] for row in rows]:
        forget_handover(db, draft_id)


def hand_over(db: Database, offered: Handover, handed: Handed) -> None:
    """Give a draft its new owner, under the hand key, with what is attached to it.

    Raises: NotInStoreError when the offer was taken back, or changed, meanwhile.
    """
    present = [one for one in all_handovers(db) if one.draft_id == offered.draft_id]
    if present != [offered]:
        raise NotInStoreError
    forget_handover(db, offered.draft_id)
    delete_all_of_draft(db, offered.draft_id)
    put_handed_draft(db, offered.draft)
    for one in offered.attachments:
        put_draft_attachment(db, one)
    db.execute("INSERT INTO handed_keys VALUES (?, ?)", [handed.draft_id, guarded(handed.envelope)])


def all_handed(db: Database, owner: str) -> list[Handed]:
    """Return the hand keys of drafts that were let through to a person and not taken in yet."""
    rows = db.query(
        "SELECT * FROM handed_keys JOIN drafts USING (draft_id) WHERE owner = ? ORDER BY draft_id",
        [owner],
    )
    return [Handed(row["draft_id"], owner, unguarded(row["wrapped"])) for row in rows]


def on_their_way(db: Database) -> dict[str, Handed]:
    """Return what opens each draft that its new owner has not taken in, by the draft's id."""
    rows = db.query("SELECT * FROM handed_keys JOIN drafts USING (draft_id)")
    return {
        row["draft_id"]: Handed(row["draft_id"], row["owner"], unguarded(row["wrapped"]))
        for row in rows
    }


def take_in(db: Database, taking: TakingIn) -> None:
    """Put a draft and its attachments under their owner's own key; the hand key goes.

    Raises: NotInStoreError when the draft is not hers any more.
    """
    handed = taking.handed
    draft = draft_named(db, handed.draft_id)
    if draft is None or draft.owner != handed.owner:
        raise NotInStoreError
    put_handed_draft(db, taking.draft(draft))
    for attachment_id in draft_attachment_sizes(db, handed.draft_id):
        row = draft_attachment(db, attachment_id)
        if row is not None:
            db.execute(
                "UPDATE draft_attachment_keys SET wrapped = ? WHERE attachment_id = ?",
                [guarded(taking.attachment(row).key), attachment_id],
            )
    forget_handed(db, handed.draft_id)

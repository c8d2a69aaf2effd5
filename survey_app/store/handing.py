"""The door to drafts that are handed over: each verb returns when its change is durable.

Room: store.
Spec: docs/spec/handover.md.
Promise: every verb is one transaction, so a crash at any point leaves each draft one owner.
"""

from functools import partial

from sqlite_utils import Database

from survey_app.store import handovers, interviews, laptop
from survey_app.store.handovers import TakingIn
from survey_app.store.laptop import MakeEntry
from survey_app.store.writer import Writer
from survey_app.vault.chain import LogHead
from survey_app.vault.handover import Handed, Handover


class Handing:
    """Offers of drafts, and drafts that were let through and not taken in yet."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def offers(self) -> list[Handover]:
        """Return every offer."""
        return self._writer.read(handovers.all_handovers)

    def offer(self, offered: Handover) -> None:
        """Keep an offer; the draft stays whose it is. Raises: NotInStoreError, StoreFullError."""
        self._writer.write(partial(handovers.put_handover, offered=offered), grows=True)

    def take_back(self, draft_id: str) -> None:
        """Destroy an offer, where there is one."""
        self._writer.write(partial(interviews.forget_handover, draft_id=draft_id), destroys=True)

    def hand_over(self, offered: Handover, handed: Handed, log: MakeEntry) -> LogHead:
        """Give a draft its new owner and note it, all or nothing.

        Raises: NotInStoreError when the offer is not there any more; StoreFullError.
        """

        def work(db: Database) -> LogHead:
            handovers.hand_over(db, offered, handed)
            return laptop.append_log(db, log)

        return self._writer.write(work, grows=True, destroys=True)

    def handed(self, owner: str) -> list[Handed]:
        """Return the hand keys of what was let through to a person and not taken in yet."""
        return self._writer.read(partial(handovers.all_handed, owner=owner))

    def take_in(self, taking: TakingIn) -> None:
        """Put a draft under its owner's own key; the hand key is destroyed with that.

        Raises: NotInStoreError.
        """
        self._writer.write(partial(handovers.take_in, taking=taking), grows=True, destroys=True)

"""Whether the keys that somebody unlocked with are still those of the laptop.

Room: store. In memory: one process has the folder, and a lock ends it.
Spec: docs/spec/key-epochs.md section 4.
Promise: what is sealed with keys from before a change is never written after it, however late
    the request comes.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlite_utils import Database

from survey_app.store.errors import KeysChangedError
from survey_app.store.rekeying import KeyChange

T = TypeVar("T")
Guard = Callable[[], None]
"""Raises KeysChangedError once keys were changed; asked within the transaction that writes."""


def no_guard() -> None:
    """Guard nothing: for what is not sealed with a person's keys."""


def after(guard: Guard, work: Callable[[Database], T]) -> Callable[[Database], T]:
    """Return `work`, done only when `guard` lets it."""

    def both(db: Database) -> T:
        guard()
        return work(db)

    return both


class KeyTurns:
    """How often keys of open or finished interviews were changed since the store was opened."""

    def __init__(self) -> None:
        self._turns = 0

    def guard(self) -> Guard:
        """Return what tells, from now on, whether keys were changed after this moment."""
        known = self._turns

        def still() -> None:
            if self._turns != known:
                raise KeysChangedError

        return still

    def turn(self, change: KeyChange) -> None:
        """Count a change that makes earlier keys void. Called within its transaction."""
        wrapping = change.wrapping
        if wrapping.draft is not None or wrapping.view is not None:
            self._turns += 1

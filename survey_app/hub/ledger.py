"""What a hub received, in order, so that nobody can take an entry out unseen.

Room: hub (floor 7). One line per bundle, signed and chained like a laptop's log.
Spec: docs/spec/receipt.md section 3, docs/spec/chain.md.
Promise: an entry is on the disk before its receipt exists.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from survey_app.durable import append_durably
from survey_app.hub.errors import LedgerDamagedError
from survey_app.vault import signing
from survey_app.vault.chain import EMPTY, LogHead, follow, make_entry, read_entry, verify_chain
from survey_app.vault.errors import ChainError

OPERATION = "receive"


@dataclass(frozen=True)
class LedgerEntry:
    """Where a bundle stands: the head of the chain with it as the last entry."""

    bundle: str
    head: LogHead


class Ledger:
    """The file of entries and its memory; used under the intake's lock.

    With `repair` a line that a power cut tore is taken away, so that the next one can follow;
    without it the file is only looked at.
    """

    def __init__(self, path: Path, seed: bytes, *, repair: bool = True) -> None:
        self._path = path
        self._seed = seed
        self._repair = repair
        self._entries: dict[str, LedgerEntry] = {}
        self.head = self._read()

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, bundle: str) -> LedgerEntry | None:
        """Return the entry of `bundle`, if it was received."""
        return self._entries.get(bundle)

    def append(self, bundle: str) -> LedgerEntry:
        """Write that `bundle` was received; return when it is on the disk. Raises: OSError."""
        entry = make_entry(
            self.head, operation=OPERATION, record=bundle, rows=(), device_seed=self._seed
        )
        append_durably(self._path, entry + b"\n")  # half a line would break the chain
        self.head = follow(self.head, entry)
        self._entries[bundle] = LedgerEntry(bundle, self.head)
        return self._entries[bundle]

    def _read(self) -> LogHead:
        """Return the head after checking every entry; a torn last line does not count."""
        data = self._path.read_bytes() if self._path.exists() else b""
        whole, _, torn = data.rpartition(b"\n")
        if torn and self._repair:
            os.truncate(self._path, len(data) - len(torn))
        key, head = signing.verify_key_of(self._seed), EMPTY
        for entry in whole.split(b"\n") if whole else []:
            try:
                head = verify_chain([entry], key, head)
            except ChainError as error:
                folder = str(self._path.parent)
                raise LedgerDamagedError(folder=folder, entry=head.count + 1) from error
            bundle = read_entry(entry).record
            self._entries[bundle] = LedgerEntry(bundle, head)
        return head

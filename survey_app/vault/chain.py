"""The signed, hash-chained log of what was done to the interviews of one laptop.

Room: vault.
Spec: docs/spec/chain.md.
Promise: an entry that is removed, changed, moved or signed by another laptop breaks every
    entry after it; only a cut at the very end needs the head to be known elsewhere.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from survey_app.canonical import (
    Json,
    NotCanonicalError,
    canonical_json,
    is_sha256_hex,
    read_canonical_json,
    sha256_hex,
)
from survey_app.vault.errors import ChainError, SignatureError
from survey_app.vault.signing import sign, verify
from survey_app.vault.words import word

PURPOSE = "log entry"
# The operations an audit understands. Rows of FINALISE and REWRAP: record, view, then each
# attachment; of REVIEW: view; of AMEND: amendment, then the view. DROP_FILES is an AMEND after
# which the interview has no attachment.
FINALISE, REVIEW, WITHDRAW, REWRAP = "finalise", "review", "withdraw", "rewrap"
# TAKE_BACK has the rows of REWRAP: what is left of the interview after a part was destroyed.
AMEND, DROP_FILES, TAKE_BACK = "amend", "drop files", "take back"
REWRAP_AMENDMENTS = "rewrap amendments"  # rows: every amendment of the interview, as now
# What happened to people and keys; `record` is the slot of the person, or empty.
ENROL_PERSON, REMOVE_PERSON, NEW_PASSPHRASE = "enrol-person", "remove-person", "new-passphrase"
RECOVER_PERSON, PANIC = "recover-person", "panic"
HAND_OVER = "hand-over"  # `record` is the draft
HEAD_WORDS = 4

_FORMAT = "survey_app log/1"


@dataclass(frozen=True, order=True)
class LogHead:
    """Where a log ends: how many entries it has and the hash of the last.

    >>> EMPTY.count
    0
    """

    count: int
    digest: str


EMPTY = LogHead(0, "0" * 64)


@dataclass(frozen=True)
class LogEntry:
    """One operation: its number, the hash before it, what was done to which rows."""

    number: int
    previous: str
    operation: str
    record: str
    rows: tuple[str, ...]
    signature: bytes


def make_entry(
    head: LogHead, *, operation: str, record: str, rows: Sequence[str], device_seed: bytes
) -> bytes:
    """Return the entry that follows `head`, signed by the laptop.

    Shape: `rows` are digests of the rows that were written; empty where rows were removed.
    """
    body: dict[str, Json] = {
        "format": _FORMAT,
        "n": head.count + 1,
        "op": operation,
        "prev": head.digest,
        "record": record,
        "rows": list(rows),
    }
    signature = sign(device_seed, canonical_json(body), PURPOSE)
    return canonical_json({**body, "signature": signature.hex()})


def read_entry(entry: bytes) -> LogEntry:
    """Return the parts of an entry without judging its signature. Raises: ChainError."""
    try:
        held = read_canonical_json(entry)
    except (NotCanonicalError, ValueError) as error:
        raise ChainError(number=0) from error
    match held:
        case {
            "format": "survey_app log/1",
            "n": int(number),
            "op": str(operation),
            "prev": str(previous),
            "record": str(record),
            "rows": list(rows),
            "signature": str(signature),
            **others,
        } if not others and all(isinstance(row, str) and is_sha256_hex(row) for row in rows):
            return LogEntry(number, previous, operation, record, tuple(rows), _hex(signature))
        case _:
            raise ChainError(number=0)


def follow(head: LogHead, entry: bytes) -> LogHead:
    """Return the head after `entry`.

    Raises: ChainError, naming the entry, when it cannot be read or does not follow `head`.
    """
    number = head.count + 1
    try:
        held = read_entry(entry)
    except ChainError as error:
        raise ChainError(number=number) from error
    if (held.number, held.previous) != (number, head.digest):
        raise ChainError(number=number)
    return LogHead(held.number, sha256_hex(entry))


def verify_chain(entries: Iterable[bytes], device_key: bytes, head: LogHead = EMPTY) -> LogHead:
    """Return the head of a whole log, every link and signature checked.

    Raises: ChainError, naming the first entry that does not hold.
    """
    for entry in entries:
        number = head.count + 1
        try:
            head = follow(head, entry)
            verify(device_key, _signed_part(entry), read_entry(entry).signature, PURPOSE)
        except (ChainError, SignatureError) as error:
            raise ChainError(number=number) from error
    return head


def verify_links(entries: Sequence[bytes], device_key: bytes) -> LogHead:
    """Return the head of a whole log, every link checked and the last signature.

    The last entry names the hash of the one before, and so on down: its signature speaks for
    all of them, and a log of thousands is read in a moment.

    Raises: ChainError.
    """
    head = EMPTY
    for entry in entries:
        head = follow(head, entry)
    if entries:
        try:
            last = read_entry(entries[-1])
            verify(device_key, _signed_part(entries[-1]), last.signature, PURPOSE)
        except SignatureError as error:
            raise ChainError(number=head.count) from error
    return head


def head_words(head: LogHead) -> tuple[str, ...]:
    """Return the head as four words to copy onto the paper tally (44 bits).

    >>> head_words(EMPTY)
    ('coldtable', 'longroof', 'newpond', 'pinkbridge')
    """
    digest = hashlib.sha256(f"{_FORMAT} {head.count} {head.digest}".encode()).digest()
    number = int.from_bytes(digest, "big")
    return tuple(word(number >> (256 - 11 * at) & 2047) for at in range(1, HEAD_WORDS + 1))


def _signed_part(entry: bytes) -> bytes:
    held = read_canonical_json(entry)
    if not isinstance(held, dict):
        raise ChainError(number=0)
    return canonical_json({name: value for name, value in held.items() if name != "signature"})


def _hex(text: str) -> bytes:
    try:
        data = bytes.fromhex(text)
    except ValueError as error:
        raise ChainError(number=0) from error
    if data.hex() != text:
        raise ChainError(number=0)
    return data

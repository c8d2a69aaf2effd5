"""The head of the log, noted beside the database: a database put back alone is then noticed.

Room: workflows.
Spec: docs/spec/chain.md section 4.
Promise: a later or another head that is noted is never written over.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

from survey_app.canonical import Json, canonical_json, read_canonical_json, sha256_hex
from survey_app.durable import write_durably
from survey_app.errors import SurveyError
from survey_app.store.store import Store
from survey_app.vault.chain import EMPTY, LogHead

HEAD = "head"


def remember_head(data: Path, store: Store) -> None:
    """Note the head of the log, unless what is noted does not lead to it."""
    noted, entries = remembered_head(data), store.log_entries()
    if not data.is_dir() or (noted is not None and not leads_to(noted, entries)):
        return  # a folder that somebody removed is not made again
    head = LogHead(len(entries), digest_at(entries, len(entries)))
    if head != noted:
        with suppress(OSError):  # a full disk must not keep anybody in or out
            note = canonical_json({"count": head.count, "digest": head.digest})
            write_durably(data / HEAD, note)


def remembered_head(data: Path) -> LogHead | None:
    """Return the head that was noted; None when there is none, or a torn one."""
    try:
        fields = cast("dict[str, Json]", read_canonical_json((data / HEAD).read_bytes()))
        return LogHead(int(cast("int", fields["count"])), str(fields["digest"]))
    except (OSError, SurveyError, ValueError, KeyError, TypeError):
        return None


def leads_to(head: LogHead, entries: Sequence[bytes]) -> bool:
    """Say whether a log that ended at `head` could have grown to these entries."""
    return 0 <= head.count <= len(entries) and digest_at(entries, head.count) == head.digest


def digest_at(entries: Sequence[bytes], count: int) -> str:
    """Return the digest of the log's head when it had `count` entries."""
    return sha256_hex(entries[count - 1]) if count else EMPTY.digest

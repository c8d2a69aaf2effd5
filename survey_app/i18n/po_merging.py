"""Bring a file of translations up to its template, losing nothing a translator wrote.

Room: i18n (floor 1).
Spec: docs/spec/translation-files.md section 6.
Promise: no text is ever guessed from a similar one; what is gone stays as a retired entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import polib


@dataclass(frozen=True)
class Merged:
    """What a merge did, by the names of the texts."""

    file: polib.POFile
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    trivial: tuple[str, ...] = field(default=())


def merge_by_text(template: polib.POFile, existing: polib.POFile) -> Merged:
    """Return `existing` with exactly the texts of `template`; the text is the identity.

    A new text comes in empty; a text that is gone is retired (`#~`), and taken back as it
    was when it returns. Comments of translators stay.
    """
    known = {_key(entry): entry for entry in active_last(existing)}
    merged = empty_like(existing)
    added: list[str] = []
    for wanted in template:
        entry = known.pop(_key(wanted), None)
        if entry is None or (entry.obsolete and not entry.msgstr and not entry.msgstr_plural):
            entry = polib.POEntry(
                msgid=wanted.msgid, msgctxt=wanted.msgctxt, msgid_plural=wanted.msgid_plural
            )
            added.append(wanted.msgid)
        entry.obsolete = False
        entry.comment, entry.occurrences = wanted.comment, wanted.occurrences
        kept = [flag for flag in entry.flags if flag == "fuzzy"]
        entry.flags = [*kept, *(flag for flag in wanted.flags if flag != "fuzzy")]
        if wanted.msgid_plural and len(entry.msgstr_plural) < len(("one", "other")):
            entry.msgstr_plural = {0: "", 1: "", **entry.msgstr_plural}
        merged.append(entry)
    gone = retire(merged, known.values())
    return Merged(merged, tuple(added), gone=gone)


def active_last(file: polib.POFile) -> list[polib.POEntry]:
    """Return all entries, retired ones first, so that an active one wins in a mapping."""
    return sorted(file, key=lambda entry: not entry.obsolete)


def empty_like(existing: polib.POFile) -> polib.POFile:
    """Return a file with the header of `existing` and no entries."""
    file = polib.POFile(wrapwidth=0)
    file.header, file.metadata = existing.header, dict(existing.metadata)
    file.metadata_is_fuzzy = existing.metadata_is_fuzzy
    return file


def retire(merged: polib.POFile, left: Iterable[polib.POEntry]) -> tuple[str, ...]:
    """Add what is left over as retired entries; return the names of the newly retired."""
    gone: list[str] = []
    for entry in left:
        if not entry.obsolete:
            gone.append(entry.msgctxt or entry.msgid)
        if entry.msgstr or any(entry.msgstr_plural.values()):
            entry.obsolete = True
            entry.comment, entry.occurrences = "", []
            merged.append(entry)
    return tuple(gone)


def _key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid

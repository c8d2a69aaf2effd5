"""Bring the translation of a form up to its workbook: the context is the identity.

Room: xlsform (floor 4).
Spec: docs/spec/translation-files.md section 4.
Promise: Urdu is never thrown away and never guessed; what may be wrong is marked fuzzy.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import polib

from survey_app.i18n.po_merging import Merged, active_last, empty_like, retire
from survey_app.xlsform.errors import NoSuchTextError
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.translating.review import sign
from survey_app.xlsform.translating.translation import is_reviewed
from survey_app.xlsform.workbook import Workbook

FUZZY = "fuzzy"


@dataclass(frozen=True)
class Trivial:
    """Texts whose English changed in spelling only, and who answers for that."""

    contexts: Collection[str]
    reviewer: str
    day: date


def merge_form(
    template: polib.POFile,
    existing: polib.POFile,
    *,
    renames: Mapping[str, str],
    trivial: Trivial | None = None,
) -> Merged:
    """Return `existing` brought up to `template`.

    Same context and text: kept. Same context, other text: the translation is kept, marked
    fuzzy, and the old English stands beside it. New context: empty. Gone: retired (`#~`).
    `renames` gives for a new question name its old one: its texts are the same contexts.

    Raises: NoSuchTextError, when a trivial context is not in the form.
    """
    _refuse_unknown(template, trivial)
    known = {entry.msgctxt: entry for entry in active_last(existing) if entry.msgctxt}
    merged = empty_like(existing)
    added: list[str] = []
    changed: list[str] = []
    renamed: list[str] = []
    spared: list[str] = []
    for wanted in template:
        ctx = wanted.msgctxt or ""
        entry = known.pop(ctx, None)
        old = _old_context(ctx, renames)
        if (entry is None or entry.obsolete) and old in known:
            entry = known.pop(old)
            renamed.append(ctx)
        if entry is None:
            merged.append(_new(wanted))
            added.append(ctx)
            continue
        if entry.msgid != wanted.msgid and entry.msgstr:
            is_trivial = trivial is not None and ctx in trivial.contexts
            (spared if is_trivial else changed).append(ctx)
            _change(entry, wanted, trivial if is_trivial else None)
        merged.append(_brought_up(entry, wanted))
    gone = retire(merged, known.values())
    return Merged(merged, tuple(added), tuple(changed), tuple(renamed), gone, tuple(spared))


def renames_of(workbook: Workbook) -> Mapping[str, str]:
    """Return for each question that was renamed its old name."""
    return {
        row.get("name"): row.get("was")
        for row in workbook.questions()
        if row.get("was") and kind_of(row.get("type")) is not None
    }


def _refuse_unknown(template: polib.POFile, trivial: Trivial | None) -> None:
    known = {entry.msgctxt for entry in template}
    for ctx in trivial.contexts if trivial else ():
        if ctx not in known:
            raise NoSuchTextError(ctx=ctx, file=template.metadata["Project-Id-Version"])


def _old_context(ctx: str, renames: Mapping[str, str]) -> str | None:
    kind, _, rest = ctx.partition(":")
    name, _, column = rest.partition(":")
    return f"q:{renames[name]}:{column}" if kind == "q" and name in renames else None


def _new(wanted: polib.POEntry) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=wanted.msgctxt,
        msgid=wanted.msgid,
        comment=wanted.comment,
        occurrences=wanted.occurrences,
    )


def _change(entry: polib.POEntry, wanted: polib.POEntry, trivial: Trivial | None) -> None:
    """Mark what the new English means for the translation beside it."""
    if trivial is not None:
        was_reviewed = is_reviewed(entry)
        entry.msgid = wanted.msgid
        entry.tcomment = "\n".join(
            filter(None, [entry.tcomment, f"trivial by {trivial.reviewer} {trivial.day}"])
        )
        if was_reviewed:
            sign(entry, trivial.reviewer, trivial.day)
        return
    if FUZZY not in entry.flags:
        entry.flags.append(FUZZY)
        entry.previous_msgid = entry.msgid
    elif not entry.previous_msgid:
        entry.previous_msgid = entry.msgid


def _brought_up(entry: polib.POEntry, wanted: polib.POEntry) -> polib.POEntry:
    entry.obsolete = False
    entry.msgctxt, entry.msgid = wanted.msgctxt, wanted.msgid
    entry.comment, entry.occurrences = wanted.comment, wanted.occurrences
    return entry

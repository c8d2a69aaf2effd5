"""The mark of a second person who has read a translation against its English.

Room: xlsform (floor 4).
Spec: docs/spec/translation-files.md section 5.
Promise: the mark names the two texts; an edit of either makes it stale by itself.
"""

import re
from collections.abc import Collection
from datetime import date

import polib

from survey_app.xlsform.errors import NoSuchTextError, ReviewerNeededError
from survey_app.xlsform.translating.translation import is_clean, is_reviewed, review_mark

_REVIEW_LINE = re.compile(r"^review\s.*\n?", re.MULTILINE)


def sign(entry: polib.POEntry, reviewer: str, day: date) -> None:
    """Write the review line of `entry`; an older one, now stale, is replaced.

    Raises: ReviewerNeededError.
    """
    name = "-".join(reviewer.split())
    if not name:
        raise ReviewerNeededError
    kept = _REVIEW_LINE.sub("", entry.tcomment).strip("\n")
    line = f"review {review_mark(entry.msgid, entry.msgstr)} by {name} {day.isoformat()}"
    entry.tcomment = "\n".join(filter(None, [kept, line]))


def sign_all(
    file: polib.POFile,
    contexts: Collection[str],
    reviewer: str,
    day: date,
    *,
    name: str,
    tag: str = "ur",
) -> tuple[str, ...]:
    """Sign the entries of `contexts` that can be signed; return their contexts.

    Empty and fuzzy entries and those with an error of the lint cannot be signed; signed ones
    stay as they are.

    Raises: NoSuchTextError, ReviewerNeededError.
    """
    entries = {entry.msgctxt: entry for entry in file if not entry.obsolete}
    signed: list[str] = []
    for ctx in contexts:
        entry = entries.get(ctx)
        if entry is None:
            raise NoSuchTextError(ctx=ctx, file=name)
        ready = entry.msgstr and not entry.fuzzy and is_clean(entry.msgid, entry.msgstr, tag)
        if ready and not is_reviewed(entry, tag):
            sign(entry, reviewer, day)
            signed.append(ctx)
    return tuple(signed)

"""The texts of a review page: the one to read now, and those already decided.

Room: web, field desk.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from survey_app.canonical import sha256_hex
from survey_app.disclosure.deidentified.pending import PendingText, Verdict
from survey_app.web.field.marks import N_
from survey_app.web.field.reading.marking import Word, words_of
from survey_app.web.field.reading.sorts import SORTS, sort_of
from survey_app.web.wording import Wording
from survey_app.workflows.review import ContextCell, ReviewItem

VERDICTS = {
    Verdict.CLEARED: N_("may leave as it is"),
    Verdict.REDACTED: N_("words replaced"),
    Verdict.HELD: N_("held back"),
}


@dataclass(frozen=True)
class Reading:
    """One text to read: its question, its words, what else the interview says.

    Shape: `kinds` are the sorts of proposals in it, with their words; `first` is what another
    reader decided, blank when nobody did.
    """

    mark: str
    state: str
    asked: str
    words: tuple[Word, ...]
    suspected: bool
    kinds: tuple[tuple[str, str], ...]
    first: str
    context: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Decided:
    """One text that has its decision and can be looked at again."""

    mark: str
    asked: str
    verdict: str


def mark_of(item: ReviewItem) -> str:
    """Return what a page sends back to say which text it showed."""
    return f"{item.view_id}:{item.index}"


def state_of(item: ReviewItem) -> str:
    """Return what a page sends back to say which text it showed, and with what suspected in it."""
    suspected = [(span.start, span.end, span.kind.value) for span in item.spans]
    return f"{pending_of(item).hash}:{sha256_hex(str(suspected).encode())}"


def pending_of(item: ReviewItem) -> PendingText:
    """Return the text as the rules of disclosure know it."""
    decision = item.decision or item.first
    return PendingText(item.variable, item.text, item.spans, decision=decision)


def reading_of(
    item: ReviewItem, wording: Wording, ticked: Collection[int] | None = None
) -> Reading:
    """Return what the page shows of `item`, with the words `ticked` that stood ticked in it."""
    words = words_of(pending_of(item), ticked)
    return Reading(
        mark=mark_of(item),
        state=state_of(item),
        asked=_asked(item, wording.lang),
        words=words,
        suspected=any(word.marked for word in words),
        kinds=_kinds_of(words, wording),
        first=wording.gettext(VERDICTS[item.first.verdict]) if item.first else "",
        context=tuple(_context(cell, wording.lang) for cell in item.context),
    )


def decided_of(items: Sequence[ReviewItem], wording: Wording) -> tuple[Decided, ...]:
    """Return the lines of the texts that were decided."""
    return tuple(
        Decided(
            mark_of(item),
            _asked(item, wording.lang),
            wording.gettext(VERDICTS[item.decision.verdict]),
        )
        for item in items
        if item.decision is not None
    )


def _kinds_of(words: Sequence[Word], wording: Wording) -> tuple[tuple[str, str], ...]:
    found = {sort_of(word.kind) for word in words if word.kind is not None}
    return tuple((sort, wording.gettext(name)) for sort, name in SORTS.items() if sort in found)


def _context(cell: ContextCell, tag: str) -> tuple[str, str]:
    asked = cell.labels.get(tag) or cell.variable
    return asked, cell.value_labels.get(tag) or str(cell.cell.value)


def _asked(item: ReviewItem, tag: str) -> str:
    return item.labels.get(tag) or next(iter(item.labels.values()), "") or item.variable

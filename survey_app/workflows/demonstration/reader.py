"""The demo's reader: accepts every proposal and adds what a person would still see.

Room: workflows. It knows the planted words, as a careful reader knows a name when she sees one;
how often that was needed is counted and said.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from survey_app.disclosure.deidentified.pending import LIKELY_ROLE, Redaction, Verdict, WhoOrWhat
from survey_app.disclosure.free_text.spans import Span
from survey_app.workflows.field_laptop.laptop import Laptop, Person
from survey_app.workflows.review import ReviewItem, decide, texts_of, texts_to_review


@dataclass(frozen=True)
class ReadingTally:
    """What the reader did. Unit: texts, then places in them."""

    texts: int
    cleared: int
    suggested: int
    added: int


def read_all(laptop: Laptop, supervisor: Person, planted: Sequence[str]) -> ReadingTally:
    """Decide about every waiting text by rule; return the tally."""
    texts = cleared = suggested = added = 0
    interviews = dict.fromkeys(item.view_id for item in texts_to_review(laptop, supervisor))
    for item in _one_by_one(laptop, supervisor, interviews):
        proposed = [_redaction(span) for span in item.spans]
        seen = list(_overlooked(item.text, planted, proposed))
        places = (*proposed, *seen)
        verdict = Verdict.REDACTED if places else Verdict.CLEARED
        decide(laptop, supervisor, item.view_id, item.index, verdict, places, no_story=True)
        texts, cleared = texts + 1, cleared + (not places)
        suggested, added = suggested + len(proposed), added + len(seen)
    return ReadingTally(texts, cleared, suggested, added)


def _one_by_one(
    laptop: Laptop, supervisor: Person, interviews: Iterable[str]
) -> Iterator[ReviewItem]:
    """Yield each waiting text as it stands now: a decision may propose places in others."""
    for view_id in interviews:
        while waiting := [
            item for item in texts_of(laptop, supervisor, view_id) if item.decision is None
        ]:
            yield waiting[0]


def _redaction(span: Span) -> Redaction:
    return Redaction(span.start, span.end, LIKELY_ROLE[span.kind])


def _overlooked(
    text: str, planted: Sequence[str], proposed: Sequence[Redaction]
) -> Iterator[Redaction]:
    for word in planted:
        start = text.find(word)
        end = start + len(word)
        free = all(end <= other.start or other.end <= start for other in proposed)
        if start != -1 and free:
            yield Redaction(start, end, WhoOrWhat.PERSON)

"""Was something taken away, put back to an older day, or done twice? Asked at every unlock.

Room: workflows.

    log <-- quick look --> tables
    log <-- compared with --> every later head that is remembered: the folder, the outbox, a stick

Spec: docs/spec/chain.md section 4.
Promise: whatever is remembered was signed by this laptop or written by it; nothing is opened.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from survey_app.bundle.container import LARGEST_MANIFEST, SUFFIX
from survey_app.bundle.unpack import read_cover
from survey_app.errors import SurveyError
from survey_app.vault.chain import LogHead, head_words
from survey_app.workflows.export import OUTBOX
from survey_app.workflows.field_laptop.laptop import Laptop
from survey_app.workflows.field_laptop.remembering import leads_to, remember_head, remembered_head
from survey_app.workflows.integrity.evidence_errors import LogForkedError, LogRolledBackError

_COVER = LARGEST_MANIFEST + 4096


def look_back(laptop: Laptop) -> tuple[SurveyError, ...]:
    """Return everything that does not fit together on this laptop, as sentences to show.

    Remembers the head of the log afterwards, when nothing was wrong.
    """
    if laptop.device is None:
        return ()
    try:
        laptop.store.quick_look(laptop.device.verify_key)
    except SurveyError as error:
        return (error,)
    found = (*_judged(laptop, _noted(laptop)), *seen_at(laptop, laptop.data / OUTBOX))
    if not found:
        remember_head(laptop.data, laptop.store)
    return tuple({error.code: error for error in found}.values())


def seen_at(laptop: Laptop, folder: Path) -> tuple[SurveyError, ...]:
    """Return what the bundles of this laptop at `folder` contradict: an older or another log."""
    return tuple(_judged(laptop, _on_covers(laptop, folder)))


def tally_words(laptop: Laptop) -> tuple[str, ...]:
    """Return the head of the log as the four words that stand on the paper tally."""
    return head_words(laptop.store.log_head())


def _judged(laptop: Laptop, heads: Iterator[LogHead]) -> Iterator[SurveyError]:
    entries = laptop.store.log_entries()
    for head in heads:
        if head.count > len(entries):
            yield LogRolledBackError(known=head.count, here=len(entries))
        elif not leads_to(head, entries):
            yield LogForkedError(entry=head.count)


def _noted(laptop: Laptop) -> Iterator[LogHead]:
    head = remembered_head(laptop.data)
    if head is not None:
        yield head


def _on_covers(laptop: Laptop, folder: Path) -> Iterator[LogHead]:
    own = "" if laptop.device is None else laptop.device.verify_key.hex()
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        with suppress(OSError, SurveyError), path.open("rb") as file:
            start = file.read(_COVER)
            cover = read_cover(start, name=path.name, study_keys=(laptop.study.authority_key,))
            if (cover.study, cover.device) == (laptop.study.study_id, own):
                yield cover.log

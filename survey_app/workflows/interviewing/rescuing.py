"""What is left of a recording that was damaged on the disk, as one that can be heard.

Room: workflows.
Spec: docs/spec/attachment.md, "Damage".
Promise: nothing that does not open under its own key, in its own place, is ever in it.
"""

from collections.abc import Iterator, Sequence

from survey_app.media import Family
from survey_app.media.webm import as_one, takes_of
from survey_app.vault.attachments import Rescued


def what_is_left(rows: Sequence[Rescued | None], name: str, asked: Family) -> bytes:
    """Return what can be heard of the file `name`; `rows` are what opens of each of its rows.

    What is missing is silence in a voice that a page recorded (WebM), zeros in another file, and
    left out where nobody knows how long it was. Nothing left is b"".
    """
    if asked is Family.AUDIO and name.endswith(".webm"):
        return as_one([take for span in _spans(rows) for take in takes_of(span)])
    return b"".join(row.data for row in rows if row is not None)


def _spans(rows: Sequence[Rescued | None]) -> Iterator[bytes]:
    """Yield what stands together without a gap."""
    span = b""
    for row in rows:
        at = 0
        for start, stop in row.gaps if row is not None else ((0, 0),):
            yield span + (row.data[at:start] if row is not None else b"")
            span, at = b"", stop
        span += row.data[at:] if row is not None else b""
    yield span

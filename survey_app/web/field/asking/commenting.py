"""What the researcher notes beside a question: how it was answered, what should be known.

Room: web, field desk.
Promise: a note is committed with the page it stands on, whatever button is pressed; it is sealed
with the interview and never in what leaves the laptop without names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from survey_app.interview import Interview
from survey_app.web.controls import Control

MOST_LETTERS = 2_000
FIELD = "{name}-comment"


def with_comments(
    interview: Interview, refs: Sequence[str], controls: Sequence[Control]
) -> tuple[Control, ...]:
    """Return the controls; those that are asked hold what was noted beside them."""
    return tuple(
        replace(control, comment=interview.comment(ref)) if control.asked else control
        for ref, control in zip(refs, controls, strict=True)
    )


def take_comments(
    interview: Interview,
    refs: Sequence[str],
    controls: Sequence[Control],
    sent: Mapping[str, str],
) -> None:
    """Put the notes that a page sent beside their questions; the next commit keeps them."""
    for ref, control in zip(refs, controls, strict=True):
        noted = sent.get(FIELD.format(name=control.name))
        if noted is not None and control.comment is not None:
            interview.remark(ref, noted.replace("\r\n", "\n")[:MOST_LETTERS])

"""What one press took away, so that one more press brings it back.

Room: web, field desk.
Spec: docs/adr/0127-a-slip-is-taken-back-with-one-press.md.
Promise: a file, which nothing could bring back, is never taken away without being asked about.
"""

from survey_app.interview import EmptyKind
from survey_app.web.field.taken_away import TakenAway
from survey_app.workflows.interviewing.sitting import Sitting

# a row that goes or moves leaves its place to another one, whose answers these are not
OF_ROWS = frozenset({"add", "change", "remove-now", "undo", "up", "down"})
STEPS = frozenset({"next", "back", "skip", "empty"}) | OF_ROWS


def what_stands(sitting: Sitting, *refs: str) -> TakenAway | None:
    """Return the answers at `refs` as they are now, on the present screen; None for none."""
    values = {ref: sitting.interview.value(ref) for ref in refs}
    said = {ref: value for ref, value in values.items() if value}
    return TakenAway(sitting.screen_key, said) if said else None


def file_among(sitting: Sitting, *refs: str) -> str:
    """Return the first of `refs` that holds a file, which nothing could bring back; "" for none."""
    interview = sitting.interview
    uploads = (ref for ref in refs if interview.question(ref).control == "upload")
    return next((ref for ref in uploads if interview.value(ref)), "")


def bring_back(sitting: Sitting, taken: TakenAway | None) -> None:
    """Give the answers again and go to their screen, as far as both are still there."""
    if taken is None:
        return
    there = {ref: value for ref, value in taken.answers.items() if sitting.interview.exists(ref)}
    marked = {ref: EmptyKind.ANSWERED for ref in taken.marked if sitting.interview.exists(ref)}
    sitting.answer(there, marked)
    if any(screen.key == taken.screen_key for screen in sitting.interview.screens()):
        sitting.go(taken.screen_key)

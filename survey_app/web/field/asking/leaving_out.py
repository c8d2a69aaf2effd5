"""Leave out the rest of a part of the interview, because it is too much for her.

Room: web, field desk.
Promise: what she answered stays; what she did not is marked as not asked, where the form knows
    that word, and never as a refusal.
"""

from collections.abc import Sequence

from survey_app.interview import EmptyKind, Screen
from survey_app.interview.private import is_private
from survey_app.web.field.asking.contents import parts_of
from survey_app.web.field.asking.place import present_screen
from survey_app.web.field.taken_away import TakenAway
from survey_app.web.field.visits import Visit
from survey_app.workflows.interviewing.sitting import Sitting


def leave_out_part(visit: Visit) -> bool:
    """Go to the first screen of the next part; say whether there is one.

    The visit remembers what was marked, so that one press takes it back.
    """
    sitting = visit.sitting
    if sitting is None:
        return False
    standing = present_screen(sitting)
    if is_private(standing.kind):  # its boxes say no more than that
        return _past_the_private_part(sitting, standing)
    here = standing.key
    parts = parts_of(sitting.interview)
    at = next(number for number, part in enumerate(parts) if here in {one.key for one in part})
    marked = _mark_not_asked(sitting, parts[at])
    visit.taken_away = TakenAway(here, {}, marked) if marked else None
    following = [part[0].key for part in parts[at + 1 :]]
    left = {screen.key for screen in sitting.interview.screens()}
    onward = next((key for key in following if key in left), None)
    if onward is not None:
        sitting.go(onward)
    return onward is not None


def _past_the_private_part(sitting: Sitting, part: Screen) -> bool:
    following = sitting.interview.next_screen(part.key)
    if following is not None:
        sitting.go(following.key)
    return following is not None


def _mark_not_asked(sitting: Sitting, part: Sequence[Screen]) -> tuple[str, ...]:
    interview = sitting.interview
    open_refs = [
        ref
        for screen in part
        for ref in screen.refs
        if EmptyKind.NOT_ASKED in interview.question(ref).empties
        and not interview.value(ref)
        and interview.empty(ref) is None
    ]
    if open_refs:
        sitting.answer({}, dict.fromkeys(open_refs, EmptyKind.NOT_ASKED))
    return tuple(open_refs)

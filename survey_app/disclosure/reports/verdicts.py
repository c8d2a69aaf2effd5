"""The verdict of a risk report in words, and what to do next.

Room: disclosure (floor 5).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from survey_app.disclosure.measures.risk import Columns, class_sizes, minimal_uniques
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.planning.roles import Role
from survey_app.disclosure.planning.rules import GRAVEST
from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.marking import N_

if TYPE_CHECKING:
    from survey_app.disclosure.rows.protect import ProtectedMicrodata

_RELEASED = {
    Audience.TEAM: N_(
        "{records} rows may be used inside the team: each woman looks like at least {others} "
        "others."
    ),
    Audience.PARTNER: N_(
        "{records} rows may be shared with a partner who signs an agreement: each woman looks "
        "like at least {others} others."
    ),
    Audience.PUBLIC: N_(
        "{records} rows may be published: each woman looks like at least {others} others."
    ),
}
_REFUSED = N_("No rows may leave; tables of counts are offered instead.")
_DROPPED = N_(
    "{dropped} rows stood out and were left out; they can follow when more women like them "
    "have been interviewed."
)
_HELD = N_(
    "{held} rows wait: whoever holds an earlier file could tell by them who came or left. They can "
    "follow with women who join later."
)
_KEPT = N_(
    "{kept} of {every} questions with sensitive answers are in the rows; the risk report says why "
    "each other one is not. Fewer ranked key variables would keep more of them, and tables of "
    "counts can show what rows do not."
)
_SIGN = N_("Have the person responsible for data protection sign this report before sharing.")
_ALONE = N_(
    "Women whom {variable} alone singles out: {women}. Use wider groups for it in the next version "
    "of the form, or clear its rank."
)
_COUNTS = N_("Publish the tables of counts; small cells in them are hidden already.")


def verdict(plan: Plan, released: "ProtectedMicrodata | None") -> Sentence:
    """Return the one sentence that says who may have the rows."""
    if released is None:
        return Sentence(_REFUSED)
    return Sentence(
        _RELEASED[plan.audience], {"records": len(released.rows), "others": released.k - 1}
    )


def next_steps(
    plan: Plan, before: Columns, released: "ProtectedMicrodata | None"
) -> tuple[Sentence, ...]:
    """Return what the coordinator can do, the most useful first."""
    if released is None:
        return (Sentence(_COUNTS), *_telling_variables(plan, before))
    held = released.records_held
    dropped = released.records_dropped - held
    missing = (Sentence(_DROPPED, {"dropped": dropped}),) if dropped else ()
    waiting = (Sentence(_HELD, {"held": held}),) if held else ()
    return (Sentence(_SIGN), *missing, *waiting, *_kept(plan, released))


def _kept(plan: Plan, released: "ProtectedMicrodata") -> Iterator[Sentence]:
    """Yield how many of the questions that rows could have are in them, when some are not."""
    kept = sum(one.role is Role.SENSITIVE for one in released.columns)
    rules = (plan.rules[name] for name in released.left_out)
    left_out = [one for one in rules if one.method.verb != "drop"]
    lost = sum(
        one.role is Role.SENSITIVE and one.roster is None and one.sensitivity < GRAVEST
        for one in left_out
    )
    if lost:
        yield Sentence(_KEPT, {"kept": kept, "every": kept + lost})


def _telling_variables(plan: Plan, before: Columns) -> Iterator[Sentence]:
    """Yield the key variables that single women out with no help of another one."""
    if not before or min(class_sizes(before), default=plan.k) >= plan.k:
        return
    alone = minimal_uniques(before)
    for name in before:
        women = len(alone.get((name,), ()))
        if women:
            yield Sentence(_ALONE, {"variable": name, "women": women})

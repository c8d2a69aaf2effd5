"""Questions that say again what a left-out question would say.

Room: release (floor 7). Pure: entries of the ledger in, names out.
Spec: docs/spec/release-folder.md section 4.
Promise: what was left out because an earlier release shows it cannot be counted in another question
    of which nothing was compared with that release.
"""

from collections.abc import Collection, Sequence

from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.planning.roles import Role
from survey_app.release.differences import comparable
from survey_app.release.ledger import EarlierRelease, labels_of


def companions(
    told: frozenset[str], now: EarlierRelease, earlier: Sequence[EarlierRelease], plan: Plan
) -> frozenset[str]:
    """Return what of `now` has to go with `told`, the questions that are left out of it.

    How many women were asked a follow-up is how many gave the answer before it; what is computed
    from the same answer counts it again. Of a safe question that may be known.
    """
    here = _questions(now)
    grave = {one for one in told if plan.rules[one].role is not Role.SAFE}
    return frozenset(
        name
        for before in comparable(now, earlier)
        for name in here - _questions(before) - told
        if _says_again(plan, name, grave & _questions(before))
    )


def _says_again(plan: Plan, name: str, gone: Collection[str]) -> bool:
    sources = plan.askers.get(name, frozenset()) | plan.origins.get(name, frozenset())
    return any(sources & plan.origins.get(one, frozenset({one})) for one in gone)


def _questions(one: EarlierRelease) -> frozenset[str]:
    """Return the questions that can be counted in a release."""
    labels = (labels_of(name) for name in one.cells)
    return frozenset(found[0] for found in labels if len(found) == 2 and found[0])  # noqa: PLR2004

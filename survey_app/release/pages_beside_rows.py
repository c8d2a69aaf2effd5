"""Dashboards beside rows: noise hides one woman, not a group whose answers the rows hide.

Room: release (floor 7). Pure: entries of the ledger in, names out.
Spec: docs/spec/dashboard.md section 3, docs/spec/release-folder.md section 4.
Promise: of a question whose answers shared rows hide for whole groups there is no page, and of one
that a page has counted rows hide no group: it is not in them.
"""

from collections.abc import Collection, Sequence

from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.plan import Plan
from survey_app.release.ledger import EarlierRelease


def hidden_in_rows(plan: Plan, earlier: Sequence[EarlierRelease]) -> frozenset[str]:
    """Return the questions of `plan` of which a page would tell what earlier rows hide."""
    outside = (
        one
        for one in earlier
        if one.form_id == plan.form_id and one.audience != Audience.TEAM.value
    )
    hidden = frozenset().union(*map(_hiding, outside))
    return frozenset(name for name in plan.rules if _tells(plan, name, hidden))


def hidden_beside_pages(
    plan: Plan, now: EarlierRelease, counted: Collection[str]
) -> frozenset[str]:
    """Return the questions of which the rows of `now` hide what the pages have `counted`."""
    if now.audience == Audience.TEAM.value:
        return frozenset()
    return frozenset(
        hidden for hidden in _hiding(now) if any(_tells(plan, one, [hidden]) for one in counted)
    )


def _hiding(rows: EarlierRelease) -> frozenset[str]:
    return frozenset(name for name, classes in rows.unsaid.items() if classes)


def _tells(plan: Plan, name: str, hidden: Collection[str]) -> bool:
    """Say whether the counts of `name` say something of one of `hidden`.

    So do its own, those of what is made from the same answer, and those of its follow-ups.
    """
    sources = {name} | plan.origins.get(name, frozenset()) | plan.askers.get(name, frozenset())
    return any(sources & plan.origins.get(one, frozenset({one})) for one in hidden)

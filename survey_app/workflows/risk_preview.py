"""What the finished interviews of this laptop would give away, for its supervisor.

Room: workflows.

    sealed views -- supervisor's key --> records of one plan --> disclosure.reports.preview

Spec: docs/spec/risk-report.md section 6.
Promise: views are opened in memory, counted, and forgotten; nothing is written.
"""

from collections.abc import Sequence

from survey_app.disclosure.deidentified.views import View
from survey_app.disclosure.planning.plan import plan_of
from survey_app.disclosure.reports.preview import Preview, preview
from survey_app.microdata.cells import Record
from survey_app.workflows.field_laptop.laptop import Laptop, Person, find_form
from survey_app.workflows.opened_views import opened_views


def risk_previews(laptop: Laptop, person: Person) -> tuple[Preview, ...]:
    """Return one preview for each plan with finished interviews, by form.

    Raises: SupervisorNeededError, and what `find_form` raises.
    """
    by_plan: dict[str, list[View]] = {}
    for one in opened_views(laptop, person).whole:
        by_plan.setdefault(one.view.plan_hash, []).append(one.view)
    found = [_preview(laptop, views) for views in by_plan.values()]
    return tuple(sorted(found, key=lambda one: (one.form_id, one.plan_hash)))


def _preview(laptop: Laptop, views: Sequence[View]) -> Preview:
    form = find_form(laptop, views[0].form_id, views[0].form_hash)
    return preview(plan_of(form.definition), [Record(view.values, view.rosters) for view in views])

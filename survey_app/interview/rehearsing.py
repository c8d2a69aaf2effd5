"""Ask every rule of a form once, before anybody answers: which of them fail at once?

Room: interview. The door: `rehearse`, for whoever checks a form.
Promise: nothing is kept; the work is bounded, whatever the rules ask for.
"""

from dataclasses import dataclass

from survey_app.interview.drafting import Draft
from survey_app.interview.environment import Environment
from survey_app.interview.live import grow, plant
from survey_app.interview.places import find
from survey_app.interview.works import Works
from survey_app.xform.definition import FormDef
from survey_app.xpath.budget import work_of
from survey_app.xpath.errors import XPathError
from survey_app.xpath.evaluation import Context

MOST_WORK = 500_000
"""Unit: nodes looked at by all rules together; then the rehearsal ends."""


@dataclass(frozen=True)
class Failure:
    """A rule that cannot be worked out: where it stands, its text, and why."""

    path: str
    source: str
    error: XPathError


def rehearse(form: FormDef, environment: Environment) -> tuple[Failure, ...]:
    """Return the rules of `form` that fail over the answers an interview begins with.

    In an interview such a rule counts as blank and costs no answer; its author should know.
    """
    document = plant(form)
    document.put(grow(form.initial, form.root, document, form))
    works = Works(form, document, environment, Draft("", "0", "", stopped=False))
    failures: list[Failure] = []
    done = 0
    for rule in form.rules:
        seat = find(form, document, rule.stands_at)
        if seat is None or done > MOST_WORK:
            continue
        context = Context(seat, works.host)
        try:
            rule.expression.value(context)
        except XPathError as error:
            failures.append(Failure(rule.path, rule.expression.source, error))
        done += work_of(context)
    return tuple(failures)

"""What the engine sets aside when it reads a form, and why an interview could not begin.

Room: workflows. The engine knows places, the workbook knows rows; here they meet.
Spec: docs/adr/0087-what-has-no-place-is-set-aside.md.
"""

from datetime import UTC, datetime
from random import Random

from survey_app.clock import FrozenClock
from survey_app.interview.environment import Environment
from survey_app.interview.rehearsing import Failure, rehearse
from survey_app.xform.definition import FormDef
from survey_app.xform.errors import FormCycleError, FormExpressionError
from survey_app.xlsform.judges.refusals import of_engine
from survey_app.xlsform.layout import layout_of
from survey_app.xlsform.rulebook.findings import Finding
from survey_app.xlsform.rulebook.value_rules import FAILS_AT_START, SET_ASIDE
from survey_app.xlsform.workbook import Workbook


def engine_findings(workbook: Workbook, form: FormDef) -> tuple[Finding, ...]:
    """Return what `form` is read without and what fails at its start, placed in `workbook`.

    Rings are left out: the check of the workbook tells them.
    """
    layout = layout_of(workbook)
    rest = (one for one in form.set_aside if not isinstance(one, FormCycleError))
    aside = (of_engine(workbook, layout, error, SET_ASIDE) for error in rest)
    failing = (of_engine(workbook, layout, _told(one), FAILS_AT_START) for one in _failing(form))
    return (*aside, *failing)


def _failing(form: FormDef) -> tuple[Failure, ...]:
    """Return what fails when an interview begins; the clock of it does not matter."""
    clock = FrozenClock(datetime(2026, 1, 1, tzinfo=UTC))
    return rehearse(form, Environment(clock, Random(0), lambda: ""))  # noqa: S311 - no secret


def _told(failure: Failure) -> FormExpressionError:
    problem = failure.error.message()
    return FormExpressionError(place=failure.path, expression=failure.source, problem=problem)


def aside_sentences(form: FormDef) -> tuple[str, ...]:
    """Return the same as sentences, in English, for the outline."""
    return tuple(error.message() for error in form.set_aside)

"""What the engine sets aside when it reads a form, and why an interview could not begin.

Room: workflows. The engine knows places, the workbook knows rows; here they meet.
Spec: docs/adr/0087-what-has-no-place-is-set-aside.md.
"""

from survey_app.xform.definition import FormDef
from survey_app.xlsform.findings import Finding
from survey_app.xlsform.layout import layout_of
from survey_app.xlsform.refusals import of_engine
from survey_app.xlsform.value_rules import SET_ASIDE
from survey_app.xlsform.workbook import Workbook


def engine_findings(workbook: Workbook, form: FormDef) -> tuple[Finding, ...]:
    """Return everything that `form` is read without, placed in `workbook`."""
    layout = layout_of(workbook)
    return tuple(of_engine(workbook, layout, error, SET_ASIDE) for error in form.set_aside)


def aside_sentences(form: FormDef) -> tuple[str, ...]:
    """Return the same as sentences, in English, for the outline."""
    return tuple(error.message() for error in form.set_aside)

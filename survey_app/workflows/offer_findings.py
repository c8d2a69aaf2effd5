"""What a form asks for that this program does not do, told with the row of the workbook.

Room: workflows. The definition knows places, the workbook knows rows; here they meet.
"""

from survey_app.xform.definition import FormDef
from survey_app.xlsform.findings import Finding, at_cell, at_sheet
from survey_app.xlsform.offer_rules import BY_KIND
from survey_app.xlsform.workbook import SETTINGS, SURVEY, Workbook


def offer_findings(workbook: Workbook, form: FormDef) -> tuple[Finding, ...]:
    """Return everything that `form` asks for in vain, placed in `workbook`."""
    rows = {row.get("name"): row for row in workbook.survey.rows}
    found: list[Finding] = []
    for one in form.not_offered:
        rule, row = BY_KIND[one.kind], rows.get(one.name)
        if row is None:
            found.append(at_sheet(rule, SETTINGS, found=one.name))
        else:
            found.append(at_cell(rule, SURVEY, row, found=one.name))
    return tuple(found)


def offer_sentences(form: FormDef) -> tuple[str, ...]:
    """Return the same as sentences, in English, for the outline."""
    return tuple(one.sentence.format(found=one.name) for one in form.not_offered)

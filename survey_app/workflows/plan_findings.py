"""What the disclosure plan's own check finds, told with the row of the workbook.

Room: workflows. The plan knows questions, the workbook knows rows; here they meet.
"""

from collections.abc import Mapping
from typing import cast

from survey_app.disclosure.checks import PlanFinding, check_plan
from survey_app.xform.definition import FormDef
from survey_app.xlsform.findings import Finding, Rule, Severity, at_cell, at_sheet
from survey_app.xlsform.workbook import Row, Workbook

# rows that the compiler writes above a table of choices: they ask for nothing
_HEADS_OF_TABLES = ("reserved_name_for_field_list_labels_", "generated_table_list_label_")
_ADVICE = "docs/spec/disclosure-plan.md tells what each role and method does."


def plan_findings(workbook: Workbook, form: FormDef) -> tuple[Finding, ...]:
    """Return every finding of the plan in `form`, placed in `workbook`."""
    rows = {row.get("name"): row for row in workbook.sheets["survey"].rows}
    return tuple(
        _placed(found, rows)
        for found in check_plan(form)
        if not (found.question or "").startswith(_HEADS_OF_TABLES)
    )


def _placed(found: PlanFinding, rows: Mapping[str, Row]) -> Finding:
    is_error = found.severity == "error"
    code, severity = ("PLAN-001", "study") if is_error else ("PLAN-002", "warning")
    rule = Rule(code, cast("Severity", severity), found.sentence.msgid, _ADVICE)
    row = None if found.question is None else rows.get(found.question)
    if row is None:
        return at_sheet(rule, "settings", found.column, **found.sentence.params)
    return at_cell(rule, "survey", row, found.column, **found.sentence.params)

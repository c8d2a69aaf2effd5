"""What the disclosure plan's own check finds, told with the row of the workbook.

Room: workflows. The plan knows questions, the workbook knows rows; here they meet.
Promise: one cause is one finding: a column that is not there is said once, not for each row.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast

from survey_app.disclosure.checks import PlanFinding, check_plan
from survey_app.i18n.marking import N_
from survey_app.xform.definition import FormDef
from survey_app.xlsform.headings import PLAN_SETTINGS
from survey_app.xlsform.rulebook.findings import Finding, Rule, Severity, at_cell, at_sheet
from survey_app.xlsform.rulebook.plan_rules import NO_ROLES
from survey_app.xlsform.workbook import SETTINGS, SURVEY, Row, Workbook

_HEADS_OF_TABLES = ("reserved_name_for_field_list_labels_", "generated_table_list_label_")
"""Rows that the compiler writes above a table of choices: they ask for nothing."""
_ADVICE = "docs/spec/disclosure-plan.md tells what each role and method does."
_NO_COLUMN = Rule(
    "PLAN-001",
    "study",
    N_(
        "There is no column {column}. Questions that need it are protected as the gravest; "
        "there are: {count}."
    ),
    _ADVICE,
)


def plan_findings(workbook: Workbook, form: FormDef) -> tuple[Finding, ...]:
    """Return every finding of the plan in `form`, placed in `workbook`."""
    rows = {row.get("name"): row for row in workbook.survey.rows}
    told = [one for one in check_plan(form) if not _is_of_the_compiler(one)]
    lacking = Counter(one.column for one in told if _lacks_its_column(one, workbook))
    columns = (at_sheet(_NO_COLUMN, SURVEY, column=one, count=lacking[one]) for one in lacking)
    others = (_placed(one, rows) for one in told if not _lacks_its_column(one, workbook))
    return (*columns, *others)


def joined(found: Iterable[Finding], plan: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return all findings, those of one cell about protection once: the graver stays."""
    found = tuple(found)
    weighed = {_cell(one): one for one in found if _is_of_the_plan(one) and one.row}
    told = {_cell(one) for one in plan if one.severity == "study"}
    whole = any(one.rule is _NO_COLUMN and one.details.get("column") == "sdc_role" for one in plan)
    kept = [
        one
        for one in found
        if not (one.rule is NO_ROLES and whole)
        and not (one.severity == "warning" and _is_of_the_plan(one) and _cell(one) in told)
    ]
    added = (one for one in plan if _cell(one) not in weighed or weighed[_cell(one)] not in kept)
    return (*kept, *added)


def _is_of_the_compiler(found: PlanFinding) -> bool:
    return (found.question or "").startswith(_HEADS_OF_TABLES)


def _lacks_its_column(found: PlanFinding, workbook: Workbook) -> bool:
    """Say whether a finding about a question tells only that a whole column is not there."""
    named = found.question is not None and found.severity == "error"
    return named and not workbook.survey.has(found.column)


def _cell(one: Finding) -> tuple[str, int, str]:
    return one.sheet, one.row, one.column


def _is_of_the_plan(one: Finding) -> bool:
    return one.column.startswith("sdc_") or one.column == "sensitivity"


def _placed(found: PlanFinding, rows: Mapping[str, Row]) -> Finding:
    is_error = found.severity == "error"
    code, severity = ("PLAN-001", "study") if is_error else ("PLAN-002", "warning")
    rule = Rule(code, cast("Severity", severity), found.sentence.msgid, _ADVICE)
    row = None if found.question is None else rows.get(found.question)
    if row is None:
        sheet = SETTINGS if found.column in PLAN_SETTINGS else SURVEY
        return at_sheet(rule, sheet, found.column, **found.sentence.params)
    return at_cell(rule, SURVEY, row, found.column, **found.sentence.params)

"""Check a workbook: every finding at once, each with its place and its remedy.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6.
Promise: no finding hides another; nothing that pyxform or lxml throws comes out of here raw.
"""

from collections.abc import Collection
from itertools import chain

from survey_app.xlsform import rules
from survey_app.xlsform.checks.expressions import check_expressions
from survey_app.xlsform.checks.lists import check_lists
from survey_app.xlsform.checks.order import check_order
from survey_app.xlsform.checks.protection import check_protection
from survey_app.xlsform.checks.questions import check_questions
from survey_app.xlsform.checks.reach import check_reach
from survey_app.xlsform.checks.structure import check_structure
from survey_app.xlsform.checks.values import check_values
from survey_app.xlsform.checks.wording import check_wording
from survey_app.xlsform.compiling import NotCompiledError, compiled_or_reason
from survey_app.xlsform.findings import Finding
from survey_app.xlsform.tongues import Texts
from survey_app.xlsform.workbook import Workbook

_SHEET_ORDER = ("settings", "survey", "choices")


def check_form(
    workbook: Workbook, texts: Texts, *, files: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Return everything to mend in `workbook` and its translations, in the order of its sheets.

    `files` are the names of the media beside the form; None leaves files unchecked.
    """
    found = check_sheets(workbook, files=files)
    if not any(finding.severity == "error" for finding in found):
        found += _compilation(workbook, texts)
    found += check_wording(workbook, texts)
    return tuple(sorted(found, key=_place))


def check_sheets(workbook: Workbook, *, files: Collection[str] | None = None) -> list[Finding]:
    """Return what is wrong in the sheets themselves, without building the form."""
    return list(
        chain(
            check_structure(workbook),
            check_questions(workbook),
            check_lists(workbook, files),
            check_expressions(workbook),
            check_order(workbook),
            check_reach(workbook),
            check_values(workbook),
            check_protection(workbook),
        )
    )


def _compilation(workbook: Workbook, texts: Texts) -> list[Finding]:
    """Return what pyxform says when our own checks found nothing."""
    try:
        compiled_or_reason(workbook, texts)
    except NotCompiledError as error:
        details = {"reason": error.message}
        return [Finding(rules.NOT_COMPILED, error.sheet, error.row, error.column, 0, details)]
    return []


def _place(finding: Finding) -> tuple[int, int, str]:
    known = finding.sheet in _SHEET_ORDER
    sheet = _SHEET_ORDER.index(finding.sheet) if known else len(_SHEET_ORDER)
    return sheet, finding.row, finding.code

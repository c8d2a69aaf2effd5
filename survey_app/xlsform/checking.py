"""Check a workbook: every finding at once, each with its place and its remedy.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6.
Promise: no finding hides another; nothing that pyxform or lxml throws comes out of here raw.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType

from survey_app.xlsform import rules
from survey_app.xlsform.checks.expressions import check_expressions
from survey_app.xlsform.checks.fitting import check_fitting
from survey_app.xlsform.checks.lists import check_lists
from survey_app.xlsform.checks.order import check_order
from survey_app.xlsform.checks.protection import check_protection
from survey_app.xlsform.checks.questions import check_questions
from survey_app.xlsform.checks.reach import check_reach
from survey_app.xlsform.checks.sizes import check_sizes, without_large_cells
from survey_app.xlsform.checks.structure import check_structure
from survey_app.xlsform.checks.values import check_values
from survey_app.xlsform.checks.wording import check_wording
from survey_app.xlsform.compiled import CompiledForm
from survey_app.xlsform.compiling import NotCompiledError, compiled_or_reason
from survey_app.xlsform.findings import Finding
from survey_app.xlsform.tongues import Texts
from survey_app.xlsform.workbook import Workbook

_SHEET_ORDER = ("settings", "survey", "choices")
_MARKS = "'\"`\u2018\u2019\u201c\u201d"
_QUOTED = re.compile(f"[{_MARKS}]([^{_MARKS}]+)[{_MARKS}]")
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True)
class Checked:
    """What a check found, in the order of the sheets, and the form, where there is one."""

    findings: tuple[Finding, ...]
    form: CompiledForm | None = None


def check_form(
    workbook: Workbook, texts: Texts, *, files: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Return everything to mend in `workbook` and its translations, in the order of its sheets.

    `files` are the names of the media beside the form; None leaves files unchecked.
    """
    return checked(workbook, texts, names=files).findings


def checked(
    workbook: Workbook,
    texts: Texts,
    *,
    names: Collection[str] | None = None,
    files: Mapping[str, bytes] = _NO_FILES,
) -> Checked:
    """Return every finding together with the form that was built on the way.

    pyxform is asked whatever our own checks found: it has the last word on what XLSForm
    allows, and its first error stands beside ours.
    """
    oversized = list(check_sizes(workbook))
    if oversized:
        workbook = without_large_cells(workbook)
    found = [*oversized, *check_sheets(workbook, files=names)]
    form: CompiledForm | None = None
    if oversized:
        return Checked(tuple(sorted(found, key=_place)))
    try:
        form = compiled_or_reason(workbook, texts, files=files)
    except NotCompiledError as error:
        found += _refusal(workbook, error, found)
    else:
        found = [_softened(finding) for finding in found]
    found += check_wording(workbook, texts)
    return Checked(tuple(sorted(found, key=_place)), form)


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
            check_fitting(workbook),
            check_protection(workbook),
        )
    )


def _softened(finding: Finding) -> Finding:
    """Return a finding about a form that compiles: what XLSForm allows is no error."""
    return replace(finding, is_softened=finding.rule in rules.STANDARD_RULES)


def _refusal(
    workbook: Workbook, error: NotCompiledError, found: Iterable[Finding]
) -> Iterator[Finding]:
    """Yield what pyxform said, unless an error of ours stands in the same row already."""
    sheet, row = (error.sheet, error.row) if error.row else _quoted_row(workbook, error)
    said = {(one.sheet, one.row) for one in found if one.severity == "error" and one.row}
    if (sheet, row) not in said:
        details = {"reason": error.message}
        yield Finding(rules.NOT_COMPILED, sheet, row, error.column, 0, details)


def _quoted_row(workbook: Workbook, error: NotCompiledError) -> tuple[str, int]:
    """Return the row whose type, name or list the message quotes; row 0 when none is."""
    quoted = set(_QUOTED.findall(error.message))
    for sheet, columns in (("survey", ("name", "type")), ("choices", ("name", "list_name"))):
        for row in workbook.sheet(sheet).rows if quoted else ():
            if quoted & {row.get(column) for column in columns}:
                return sheet, row.number
    return error.sheet, 0


def _place(finding: Finding) -> tuple[int, int, str]:
    known = finding.sheet in _SHEET_ORDER
    sheet = _SHEET_ORDER.index(finding.sheet) if known else len(_SHEET_ORDER)
    return sheet, finding.row, finding.code

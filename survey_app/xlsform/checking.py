"""Check a workbook: every finding at once, each with its place and its remedy.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6.
Promise: no finding hides another; nothing that pyxform or lxml throws comes out of here raw.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType

from survey_app.xform.definition import FormDef
from survey_app.xform.errors import FormCycleError
from survey_app.xform.parsing import nothing_is_garbage
from survey_app.xlsform.checks.attributes import check_attributes
from survey_app.xlsform.checks.cells import check_cells
from survey_app.xlsform.checks.defaults import check_defaults
from survey_app.xlsform.checks.expressions import check_expressions
from survey_app.xlsform.checks.fitting import check_fitting
from survey_app.xlsform.checks.languages import check_languages
from survey_app.xlsform.checks.lists import check_lists
from survey_app.xlsform.checks.order import check_order
from survey_app.xlsform.checks.outside import check_outside
from survey_app.xlsform.checks.parameters import check_parameters
from survey_app.xlsform.checks.paths import check_paths
from survey_app.xlsform.checks.protection import check_protection
from survey_app.xlsform.checks.questions import check_questions
from survey_app.xlsform.checks.reach import check_reach
from survey_app.xlsform.checks.reckoning import check_reckoning
from survey_app.xlsform.checks.rows import check_rows
from survey_app.xlsform.checks.settings import check_settings
from survey_app.xlsform.checks.sizes import check_sizes, without_large_cells
from survey_app.xlsform.checks.structure import check_structure
from survey_app.xlsform.checks.values import check_values
from survey_app.xlsform.checks.wording import check_wording
from survey_app.xlsform.judges.judging import judge
from survey_app.xlsform.judges.refusals import of_engine
from survey_app.xlsform.layout import layout_of
from survey_app.xlsform.references import forget_trees
from survey_app.xlsform.rulebook import rules
from survey_app.xlsform.rulebook.findings import Finding, Rule
from survey_app.xlsform.rulebook.value_rules import SET_ASIDE
from survey_app.xlsform.to_xform.compiled import CompiledForm
from survey_app.xlsform.translating.tongues import Texts
from survey_app.xlsform.workbook import Workbook

_SHEET_ORDER = ("settings", "survey", "choices")
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True)
class Checked:
    """What a check found, in the order of the sheets, and the form, where there is one.

    `definition` is the form as the engine read it; a form from the shelf has none.
    """

    findings: tuple[Finding, ...]
    form: CompiledForm | None = None
    definition: FormDef | None = field(default=None, compare=False)


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

    pyxform and the engine are asked whatever our own checks found: they have the last word on
    what XLSForm allows, and what they refuse stands beside what we found, each cause once.
    """
    try:
        with nothing_is_garbage():
            return _checked(workbook, texts, names, files)
    finally:
        forget_trees()


def _checked(
    workbook: Workbook,
    texts: Texts,
    names: Collection[str] | None,
    files: Mapping[str, bytes],
) -> Checked:
    oversized = list(check_sizes(workbook))
    if oversized:
        workbook = without_large_cells(workbook)
    known = None if names is None else files
    found = [*oversized, *check_sheets(workbook, names=names, files=known)]
    if oversized:
        return Checked(tuple(sorted(found, key=_place)))
    judged = judge(workbook, texts, found, files)
    found = list(judged.findings)
    if judged.form is not None:
        found = [_softened(finding, rules.STANDARD_RULES) for finding in found]
    if judged.definition is not None:
        found = _with_rings(workbook, judged.definition, found)
    found += check_wording(workbook, texts)
    return Checked(tuple(sorted(found, key=_place)), judged.form, judged.definition)


def check_sheets(
    workbook: Workbook,
    *,
    names: Collection[str] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> list[Finding]:
    """Return what is wrong in the sheets themselves, without building the form.

    `names` are the files beside it, `files` those of them that can be looked into.
    """
    return list(
        chain(
            check_structure(workbook),
            check_questions(workbook),
            check_lists(workbook, names),
            check_outside(workbook, files),
            check_expressions(workbook),
            check_paths(workbook),
            check_order(workbook),
            check_reach(workbook),
            check_cells(workbook),
            check_parameters(workbook),
            check_defaults(workbook),
            check_values(workbook),
            check_fitting(workbook),
            check_reckoning(workbook),
            check_rows(workbook),
            check_protection(workbook),
            check_settings(workbook),
            check_languages(workbook),
            check_attributes(workbook),
        )
    )


def _softened(finding: Finding, allowed: Collection[Rule]) -> Finding:
    """Return a finding about a form that can be used: what is allowed in it is no error."""
    return replace(finding, is_softened=finding.is_softened or finding.rule in allowed)


def _with_rings(workbook: Workbook, form: FormDef, found: Collection[Finding]) -> list[Finding]:
    """Return what was found, with the rings that the engine lets turn; it sees where names do not.

    Two places of one name can look like a ring.
    """
    rings = [one for one in form.set_aside if isinstance(one, FormCycleError)]
    told = [_softened(one, rules.RULES_OF_RINGS) for one in found]
    if not rings:
        return [one for one in told if one.rule not in rules.RULES_OF_RINGS]
    if not any(one.rule in rules.RULES_OF_RINGS for one in told):
        layout = layout_of(workbook)
        told += [of_engine(workbook, layout, one, SET_ASIDE) for one in rings]
    return told


def _place(finding: Finding) -> tuple[int, int, str]:
    known = finding.sheet in _SHEET_ORDER
    sheet = _SHEET_ORDER.index(finding.sheet) if known else len(_SHEET_ORDER)
    return sheet, finding.row, finding.code

"""The parameters of questions: can they be read, do they exist, can they be so?

Room: xlsform (floor 4).
Spec: XLSForm, "parameters".
"""

from collections.abc import Iterator, Mapping

from survey_app.xlsform.kinds import Kind, kind_of
from survey_app.xlsform.parameters import KNOWN, NEEDED, split_parameters
from survey_app.xlsform.rulebook import rules, value_rules
from survey_app.xlsform.rulebook.findings import Finding, Rule, at_cell
from survey_app.xlsform.workbook import SURVEY, Row, Workbook

_NEAR = 20
_COLUMN = "parameters"


def check_parameters(workbook: Workbook) -> Iterator[Finding]:
    """Yield what is wrong with the parameters of each question."""
    for row in workbook.questions():
        kind, text = kind_of(row.get("type")), row.get(_COLUMN)
        if kind is not None and kind.place == "question":
            given, rest = split_parameters(text)
            if rest:
                yield _said(value_rules.UNREADABLE_PARAMETERS, row, near=rest[:_NEAR])
            elif given:
                yield from _each(row, kind, given)
            if kind.name == "range":
                yield from _range(row, given)


def _each(row: Row, kind: Kind, given: Mapping[str, str]) -> Iterator[Finding]:
    known = KNOWN.get(kind.name)
    for name, value in given.items():
        if known is None:
            yield _said(value_rules.UNUSED_PARAMETER, row, kind=kind.name, found=name)
            continue
        wanted = known.get(name)
        if wanted is None:
            named = ", ".join(known)
            yield _said(value_rules.UNKNOWN_PARAMETER, row, kind=kind.name, found=name, known=named)
        elif not wanted.pattern.match(value):
            yield _said(
                value_rules.WRONG_PARAMETER, row, name=name, found=value, meant=wanted.meant
            )
    if known is not None:
        yield from _alone(row, given)


def _alone(row: Row, given: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the parameters that are missing beside others."""
    missing = {
        needed: name for name in given for needed in NEEDED.get(name, ()) if needed not in given
    }
    if missing:
        name, needed = next(iter(missing.values())), ", ".join(missing)
        yield _said(value_rules.PARAMETER_NEEDED, row, name=name, needed=needed)


def _range(row: Row, given: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a range in which no answer lies."""
    start, end, step = (given.get(*one) for one in (("start", "1"), ("end", "10"), ("step", "1")))
    try:
        low, high, by = float(start or ""), float(end or ""), float(step or "")
    except ValueError:
        return  # said already, or an expression
    if not 0 < by <= high - low:
        yield _said(rules.EMPTY_RANGE, row, start=start or "", end=end or "", step=step or "")


def _said(rule: Rule, row: Row, **details: str) -> Finding:
    return at_cell(rule, SURVEY, row, _COLUMN, **details)

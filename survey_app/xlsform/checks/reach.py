"""Questions that nobody can ever reach: conditions that contradict each other.

Room: xlsform (floor 4). Looks at what a question and the groups around it ask at once.
"""

from collections.abc import Iterator, Mapping

from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.references import Cell, compared
from survey_app.xlsform.rulebook import rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.workbook import SURVEY, Row, Workbook
from survey_app.xpath.errors import XPathError
from survey_app.xpath.syntax import Call, Expression, Logic, Number

_Wanted = tuple[str, str]
_NEVER = frozenset({"no", "false"})


def check_reach(workbook: Workbook) -> Iterator[Finding]:
    """Yield conditions that can never hold, alone or together with those of their groups."""
    single = _single_choices(workbook)
    around: list[frozenset[_Wanted]] = []
    for row in workbook.questions():
        kind = kind_of(row.get("type"))
        if kind is not None and kind.place == "end":
            if around:
                around.pop()
            continue
        wanted = _wanted(row, single)
        outer = frozenset().union(*around) if around else frozenset[_Wanted]()
        clash = "" if _clash(outer) else _clash(outer | wanted)
        if clash or _is_never(row):
            yield at_cell(rules.UNREACHABLE, SURVEY, row, "relevant", found=row.get("name"))
        if kind is not None and kind.place == "begin":
            around.append(wanted)


def _single_choices(workbook: Workbook) -> frozenset[str]:
    kinds = {row.get("name"): kind_of(row.get("type")) for row in workbook.questions()}
    return frozenset(
        name for name, kind in kinds.items() if kind is not None and kind.name == "select_one"
    )


def _wanted(row: Row, single: frozenset[str]) -> frozenset[_Wanted]:
    """Return which answers of one-choice questions the condition of a row asks for."""
    tree = _tree(row)
    found = (pair for part in _conjuncts(tree) for pair in compared(part)) if tree else ()
    return frozenset((name, value) for name, value in found if name in single)


def _clash(wanted: frozenset[_Wanted]) -> str:
    """Return a question of which two answers are wanted at once, or nothing."""
    values: Mapping[str, str] = dict(wanted)
    return next((name for name, value in sorted(wanted) if values[name] != value), "")


def _conjuncts(tree: Expression) -> Iterator[Expression]:
    if isinstance(tree, Logic) and tree.operator == "and":
        for operand in tree.operands:
            yield from _conjuncts(operand)
    else:
        yield tree


def _is_never(row: Row) -> bool:
    if row.get("relevant").lower() in _NEVER:
        return True
    tree = _tree(row)
    return any(
        (isinstance(part, Call) and part.name == "false") or part == Number(0.0, 0)
        for part in (_conjuncts(tree) if tree else ())
    )


def _tree(row: Row) -> Expression | None:
    text = row.get("relevant")
    if not text or text.lower() in {*_NEVER, "yes", "true"}:
        return None
    try:
        return Cell(row, "relevant", text).tree()
    except XPathError:
        return None

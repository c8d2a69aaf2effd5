"""The columns of a shared file that the plan wants averaged or swapped.

Room: disclosure (floor 5). Pure; the secret of the dataset is passed in.
Spec: docs/spec/disclosure-plan.md section 10.
Promise: a column that cannot be masked as the plan says is not shared; no number stands in a
    column of means that fewer than k rows share.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from survey_app.disclosure.planning.bands import number_of
from survey_app.disclosure.planning.methods import MEANS
from survey_app.disclosure.planning.plan import Plan, Rule
from survey_app.disclosure.rows.number_columns import group_means, swapped
from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.marking import N_
from survey_app.microdata.cells import Cell
from survey_app.xform.empties import EmptyKind

Cells = Mapping[str, Sequence[Cell]]

_HIDDEN = Cell(None, EmptyKind.REDACTED)
_NO_SECRET = N_("Left out: the plan wants its answers swapped, and that needs a merged dataset.")
_AGAIN = N_(
    "Left out: its numbers were averaged in an earlier release, and two averages together tell "
    "who came or left."
)


def cannot_be_masked(plan: Plan, *, has_secret: bool, is_first: bool) -> Mapping[str, Sentence]:
    """Return, for each variable that the plan wants masked and that cannot be, why not."""
    found = {}
    for name, rule in plan.rules.items():
        if rule.method.verb == "swap" and not has_secret:
            found[name] = Sentence(_NO_SECRET)
        if rule.method == MEANS and not is_first:
            found[name] = Sentence(_AGAIN)
    return found


def masked(plan: Plan, columns: Cells, women: Sequence[str], secret: bytes) -> Cells:
    """Return `columns` with the means and the swapped answers that the plan asks for.

    Shape: every column is as long as `women`, which names each of them.
    """
    return {
        name: _masked(plan.rules[name], cells, women, secret, plan.k)
        for name, cells in columns.items()
    }


def without_thin_numbers(plan: Plan, columns: Cells) -> Cells:
    """Return `columns` with every number hidden that too few rows of a column of means share."""
    return {
        name: _without_thin(cells, plan.k) if plan.rules[name].method == MEANS else cells
        for name, cells in columns.items()
    }


def _masked(
    rule: Rule, cells: Sequence[Cell], women: Sequence[str], secret: bytes, k: int
) -> Sequence[Cell]:
    if rule.method == MEANS:
        return _averaged(cells, k)
    if rule.method.verb != "swap":
        return cells
    choices, percent = list(rule.hierarchy or {}), int(rule.method.arguments[0])
    return [
        cell
        if cell.value is None
        else Cell(
            swapped(cell.value, choices, percent, secret=secret, woman=woman, variable=rule.name)
        )
        for cell, woman in zip(cells, women, strict=True)
    ]


def _averaged(cells: Sequence[Cell], k: int) -> Sequence[Cell]:
    said = [None if cell.value is None else number_of(cell.value) for cell in cells]
    means = iter(group_means([one for one in said if one is not None], k))
    return [
        Cell(_plain(next(means))) if one is not None else cell
        for one, cell in zip(said, cells, strict=True)
    ]


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _without_thin(cells: Sequence[Cell], k: int) -> Sequence[Cell]:
    rows = Counter(cell.value for cell in cells)
    return [_HIDDEN if cell.value is not None and rows[cell.value] < k else cell for cell in cells]

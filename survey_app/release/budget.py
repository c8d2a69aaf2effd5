"""How much of its privacy a dataset has spent on dashboards, and how much is left.

Room: release (floor 7).
Spec: docs/spec/dashboard.md section 3.
Promise: what is spent is on the disk before a count can be seen; a budget is set once and never
    grows; one that cannot be read stops every further count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import cast

from survey_app.canonical import Json, NotCanonicalError, canonical_json, read_canonical_json
from survey_app.durable import write_durably
from survey_app.merge.dataset import BUDGET
from survey_app.release.errors import BudgetDamagedError, BudgetSpentError, OtherBudgetError
from survey_app.release.heads import keep_head, refuse_lost

FORMAT = "survey-app/privacy-budget/1"


@dataclass(frozen=True)
class Budget:
    """The whole budget of a dataset, what each dashboard took of it, and what was counted."""

    whole: Decimal
    spent: tuple[Decimal, ...] = ()
    counted: frozenset[str] = frozenset()

    @property
    def left(self) -> Decimal:
        """Return what is left."""
        return self.whole - sum(self.spent, Decimal(0))


def spend(dataset: Path, whole: Decimal, epsilon: Decimal, variables: Sequence[str]) -> Budget:
    """Take `epsilon` from the budget of `dataset` and return the budget after it.

    The first to spend sets the whole; later it must be named the same.

    Raises: BudgetSpentError, OtherBudgetError, BudgetDamagedError, ListLostError; OSError.
    """
    known = read_budget(dataset)
    budget = known or Budget(whole)
    if budget.whole != whole:
        raise OtherBudgetError(known=str(budget.whole))
    if epsilon > budget.left:
        raise BudgetSpentError(left=str(budget.left), asked=str(epsilon))
    entry: Json = {
        "format": FORMAT,
        "whole": str(whole),
        "spent": str(epsilon),
        "variables": list(variables),
    }
    path = dataset / BUDGET
    earlier = path.read_bytes() if path.exists() else b""
    # in one piece: half a line, left by a full disk, would stop every later page for ever
    write_durably(path, earlier + canonical_json(entry) + b"\n")
    keep_head(path)
    return Budget(whole, (*budget.spent, epsilon), budget.counted | set(variables))


def read_budget(dataset: Path) -> Budget | None:
    """Return the budget of `dataset`, None before anything was spent.

    Raises: BudgetDamagedError, also for a line that was cut: it may have been shown;
        ListLostError.
    """
    path = dataset / BUDGET
    if not path.exists():
        refuse_lost(path)
        return None
    whole, spent, counted = Decimal(0), [], set[str]()
    for number, line in enumerate(path.read_bytes().removesuffix(b"\n").split(b"\n"), start=1):
        try:
            fields = cast("dict[str, str]", read_canonical_json(line))
            is_ours = fields["format"] == FORMAT
            whole = Decimal(fields["whole"])
            spent.append(Decimal(fields["spent"]))
            counted.update(fields["variables"])
        except (
            NotCanonicalError, ValueError, TypeError, KeyError, RecursionError, InvalidOperation
        ) as error:  # fmt: skip
            raise BudgetDamagedError(folder=str(dataset), line=number) from error
        if not is_ours or spent[-1] <= 0:
            raise BudgetDamagedError(folder=str(dataset), line=number)
    refuse_lost(path)
    return Budget(whole, tuple(spent), frozenset(counted))

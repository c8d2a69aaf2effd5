"""From the merged dataset to a dashboard of noisy counts, as often as the budget lets it.

Room: workflows.

    dataset -- questions of one series --> budget (on the disk) --> noise --> page, JSON

Spec: docs/spec/dashboard.md.
Promise: the budget is taken before a count can be seen, also when writing fails afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from survey_app.canonical import canonical_json
from survey_app.disclosure.rows.line_table import consenting
from survey_app.durable import write_durably
from survey_app.i18n.catalogues import Catalogues
from survey_app.merge.dataset import read_dataset
from survey_app.merge.errors import DatasetFullError
from survey_app.microdata.codebook import codebook_of
from survey_app.release.budget import Budget, spend
from survey_app.release.dashboard_page import dashboard_json, dashboard_page
from survey_app.release.errors import (
    DashboardBesideRowsError,
    DashboardWordsError,
    ReleaseNotWrittenError,
)
from survey_app.release.ledger import read_ledger
from survey_app.release.noise import NoisyTables, countable, noisy_tables, refuse_without_library
from survey_app.release.pages_beside_rows import hidden_in_rows
from survey_app.release.publish import claim_new
from survey_app.release.series import Series, series_of
from survey_app.release.turn import turn
from survey_app.workflows.places import shipped_translations

_MOST_AT_ONCE, _MOST_TOGETHER = Decimal(1), Decimal(10)
_STEP = Decimal("0.001")  # less than that is noise alone, and sums of it would not be exact


@dataclass(frozen=True)
class DashboardRun:
    """What was made, and what is left."""

    folder: Path
    made: NoisyTables
    budget: Budget


def dashboard(
    dataset: Path,
    to: Path,
    variables: Sequence[str],
    *,
    epsilon: str,
    budget: str,
    form_id: str | None = None,
) -> DashboardRun:
    """Write noisy counts of `variables` to the new folder `to`.

    Of a form with several series the newest is counted.

    Raises: NotADatasetError, NothingToReleaseError, NoSuchFormInDatasetError,
        DashboardWordsError, DashboardBesideRowsError, LedgerError, NoiseMissingError,
        BudgetSpentError, OtherBudgetError, BudgetDamagedError, OtherReleaseError,
        ReleaseFolderError, ReleaseNotWrittenError.
    """
    claim_new(to)
    series = series_of(read_dataset(dataset), str(dataset), form_id)[-1]
    whole, part = (_number(words, series) for words in (budget, epsilon))
    if part > _MOST_AT_ONCE or not variables:
        raise DashboardWordsError(words=epsilon, known=_known(series))
    if whole > _MOST_TOGETHER:  # the mean of so many pages would be the counts themselves
        raise DashboardWordsError(words=budget, known=_known(series))
    for name in variables:
        if name not in countable(series.plan):
            raise DashboardWordsError(words=name, known=_known(series))
    refuse_without_library()
    try:
        with turn(dataset):
            hidden = hidden_in_rows(series.plan, read_ledger(dataset))
            if telling := [name for name in variables if name in hidden]:
                raise DashboardBesideRowsError(words=", ".join(telling))
            left = spend(dataset, whole, part, variables)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DatasetFullError(folder=str(dataset), reason=reason) from error
    women = consenting(series.plan, series.records)
    made = noisy_tables(series.plan, women, variables, part)
    _write(to, series, made, left)
    return DashboardRun(to, made, left)


def _write(to: Path, series: Series, made: NoisyTables, left: Budget) -> None:
    spoken = Catalogues(shipped_translations()).translators()
    try:
        page = dashboard_page(made, left, codebook_of(series.form), spoken)
        write_durably(to / "dashboard.html", page)
        write_durably(to / "dashboard.json", canonical_json(dashboard_json(made, left)))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReleaseNotWrittenError(folder=str(to), reason=reason) from error


def _number(words: str, series: Series) -> Decimal:
    try:
        number = Decimal(words)
        steps = number.quantize(_STEP)
    except InvalidOperation as error:  # also for what has no steps: endless, or far too large
        raise DashboardWordsError(words=words, known=_known(series)) from error
    if number != steps or number <= 0:
        raise DashboardWordsError(words=words, known=_known(series))
    return number


def _known(series: Series) -> str:
    return ", ".join(countable(series.plan))

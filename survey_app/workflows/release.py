"""From the merged dataset to what may be published.

Room: workflows.

    dataset -- one series per plan --> gate --> rows or counts --> release folder
                                         ^-- the ledger of earlier releases

Spec: docs/spec/release-folder.md.
Promise: k and l are measured here, on the merged women; rows that fail never reach a file.
"""

import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from survey_app.disclosure.measures.closeness import ANY_SPREAD, Spread
from survey_app.disclosure.measures.population import Group, Population
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.rows.recodings import Recoding
from survey_app.durable import write_durably
from survey_app.i18n.catalogues import Catalogues
from survey_app.merge.dataset import ROUNDING, read_dataset
from survey_app.merge.errors import DatasetFullError
from survey_app.release.budget import read_budget
from survey_app.release.comparison import as_it_leaves, compared, report_alone, rounded
from survey_app.release.entered import refuse_unknown_groups
from survey_app.release.errors import PopulationWordsError
from survey_app.release.gate import Passed, decide
from survey_app.release.ledger import append, read_ledger
from survey_app.release.publish import claim_new, publish
from survey_app.release.series import Series, series_of
from survey_app.release.turn import turn
from survey_app.workflows.places import shipped_translations


@dataclass(frozen=True)
class ReleaseRun:
    """What a release wrote, series by series."""

    folder: Path
    passed: tuple[Passed, ...]
    only_tables: bool = False

    @property
    def is_refused(self) -> bool:
        """Say whether the rows of some series were refused, or tables where those were asked."""
        if self.only_tables:
            return not all(one.tables for one in self.passed)
        return any(one.rows is None for one in self.passed)


def release(
    dataset: Path,
    to: Path,
    *,
    population: Population | None = None,
    audience: Audience | None = None,
    form_id: str | None = None,
    translations: Path | None = None,
    recoding: Recoding = Recoding.RANKED,
    spread: Spread = ANY_SPREAD,
    signed_by: str = "",
    only_report: bool = False,
    rounding: int | None = None,
    only_tables: bool = False,
) -> ReleaseRun:
    """Release the merged data in `dataset` to the new folder `to`.

    `form_id` limits the release to one form; `audience` and `population` replace what the
    plan says. Where rows are refused, tables of counts are written instead. `signed_by` is the
    name of the role that read the report; `only_report` writes the report and nothing else, so
    that it can be read first: nothing leaves, so no later release is compared with it.
    `rounding` rounds the counts of tables to this base instead of hiding the small ones. `spread`
    asks for answers that are spread more evenly than the plan's l. `only_tables` writes tables
    also where rows could leave.

    Raises: NotADatasetError, DamagedDatasetError, NothingToReleaseError,
        NoSuchFormInDatasetError, UnknownGroupError, FormMissingError, WrongPlanError,
        LedgerError, BudgetDamagedError, OtherReleaseError, ReleaseFolderError,
        ReleaseNotWrittenError.
    """
    claim_new(to)
    with turn(dataset):
        merged = read_dataset(dataset)
        earlier = read_ledger(dataset)
        pages = read_budget(dataset)
        catalogues = Catalogues(translations or shipped_translations())
        series = series_of(merged, str(dataset), form_id)
        refuse_unknown_groups(population, [one.plan for one in series])
        withdrawals = _withdrawals(dataset)
        swapping = _swapping_secret(dataset) if any(map(_swaps, series)) else b""
        passed = tuple(
            compared(
                decide(
                    one,
                    digest=merged.digest,
                    earlier=earlier,
                    audience=audience,
                    population=population,
                    recoding=recoding,
                    spread=spread,
                    only_tables=only_tables,
                    secret=swapping,
                    rounding=rounding,
                    counted=() if pages is None else pages.counted,
                ),
                earlier,
                withdrawals=withdrawals,
                signed_by=signed_by,
            )
            for one in series
        )
        if rounding is not None:
            secret = _rounding_secret(dataset)
            passed = tuple(rounded(one, rounding, secret, earlier) for one in passed)
        leaving = tuple(
            report_alone(one) if only_report else as_it_leaves(one, earlier) for one in passed
        )
        publish(
            to,
            leaving,
            digest=merged.digest,
            translators=catalogues.translators(),
            before_showing=lambda: _remember(dataset, leaving),
        )
    return ReleaseRun(to, passed, only_tables=only_tables)


def _swaps(series: Series) -> bool:
    return any(rule.method.verb == "swap" for rule in series.plan.rules.values())


def _swapping_secret(dataset: Path) -> bytes:
    return hmac.digest(_rounding_secret(dataset), b"swapped answers", "sha256")


def _rounding_secret(dataset: Path) -> bytes:
    """Return the secret by which this dataset rounds and swaps, the same for ever."""
    path = dataset / ROUNDING
    try:
        if not path.exists():
            write_durably(path, secrets.token_bytes(32))
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DatasetFullError(folder=str(dataset), reason=reason) from error


def _withdrawals(dataset: Path) -> int:
    """Return how many women of the dataset took everything back, as its merge report counted."""
    try:
        counted = json.loads((dataset / "merge_report.json").read_text("utf-8"))
        return int(counted["counts"]["withdrawn"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def read_population(words: Sequence[str]) -> Population | None:
    """Return the population that a coordinator typed; None for nothing typed.

    Each of `words` names a JSON file, or says `total=N`, or `variable=label,...=N`.

    Raises: PopulationWordsError, PopulationError.

    >>> read_population(["total=400", "offence=theft,age=25–34=12"])
    Population(total=400, groups=(Group(where={'offence': 'theft', 'age': '25–34'}, count=12),))
    """
    if not words:
        return None
    total: int | None = None
    groups: list[Group] = []
    for one in words:
        if "=" not in one or Path(one).is_file():
            known = _population_file(one)
            total = known.total if total is None else total
            groups += known.groups
            continue
        left, _, count = one.rpartition("=")
        if not (count.isascii() and count.isdigit()):
            raise PopulationWordsError(words=one)
        if left == "total":
            total = int(count)
        else:
            groups.append(Group(_labels(left, one), int(count)))
    return Population(total, tuple(groups))


def _labels(left: str, words: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in left.split(",")]
    if not all(name and label for name, _, label in pairs):
        raise PopulationWordsError(words=words)
    return {name.strip(): label.strip() for name, _, label in pairs}


def _population_file(name: str) -> Population:
    try:
        return Population.from_json(json.loads(Path(name).read_text("utf-8-sig")))
    except (OSError, ValueError, RecursionError) as error:
        raise PopulationWordsError(words=name) from error


def _remember(dataset: Path, passed: Sequence[Passed]) -> None:
    try:
        for one in passed:
            if one.entry is not None:
                append(dataset, one.entry)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DatasetFullError(folder=str(dataset), reason=reason) from error

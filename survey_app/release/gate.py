"""The gate: what of a series may leave, decided after the merge and against earlier releases.

Room: release (floor 7). Pure; the disclosure room does the measuring.
Spec: docs/spec/release-folder.md section 2.
Promise: rows pass only as ProtectedMicrodata, and only when no earlier release makes them
    tell more than they do alone; in doubt there are counts, and in doubt none.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

from survey_app.disclosure.counts.asked_tables import NO_TABLES, AskedTables, asked_tables
from survey_app.disclosure.counts.crossings import CrossTable
from survey_app.disclosure.counts.magnitudes import SumTable
from survey_app.disclosure.counts.nested_tables import without_adding_up
from survey_app.disclosure.counts.tables import CountTable, count_tables
from survey_app.disclosure.measures.closeness import ANY_SPREAD, Spread
from survey_app.disclosure.measures.population import Population
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.planning.roles import Role
from survey_app.disclosure.reports.report import RiskReport, risk_report
from survey_app.disclosure.rows import refusals
from survey_app.disclosure.rows.line_table import consenting, steps_of
from survey_app.disclosure.rows.parcels import History
from survey_app.disclosure.rows.protect import ProtectedMicrodata, Refusal, protect
from survey_app.disclosure.rows.recodings import Recoding
from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.marking import N_
from survey_app.release.companions import companions
from survey_app.release.differences import (
    Ladders,
    kept_base,
    telling_cells,
    telling_classes,
    telling_crossings,
    telling_sums,
    telling_total,
    telling_variables,
)
from survey_app.release.every_release import Women, told_by_all
from survey_app.release.ledger import (
    EarlierRelease,
    content_of,
    entry_of_rows,
    entry_of_tables,
    with_crossing,
    with_sums,
)
from survey_app.release.one_answer import crossings_told_by_difference, told_by_difference
from survey_app.release.pages_beside_rows import hidden_beside_pages
from survey_app.release.series import Series
from survey_app.release.sums_beside_rows import sums_told_beside
from survey_app.release.wider_groups import beside

_ROWS_TELL = N_(
    "Beside an earlier release, {count} groups differ by fewer than {k} women: whoever holds both "
    "could tell who joined, left or was left out. Publish tables of counts, or wait for more "
    "interviews and release again."
)
_COUNTS_TELL = N_(
    "Since an earlier release, {count} counts changed by fewer than {least} women, so the tables "
    "are held back too. Wait for more interviews, then release again."
)
_ADDED_UP = N_(
    "Tables that are left out, since they add up the counts of another table and would tell one "
    "that is hidden there: {variable}."
)
_TOLD = N_(
    "Tables that are left out, since together with an earlier release they would tell what some of "
    "the women answered: {variable}."
)
_ALL_TOLD = N_(
    "Together with an earlier release every table would tell what some of the women answered: only "
    "the number of women is given. Wait for more interviews, then release again."
)
_NOTHING = N_("No rows may leave, and no tables of counts either.")
_TABLES_ASKED = N_("Tables were asked for instead of rows.")
_TOTAL_ONLY = N_(
    "The file is too small for tables outside the team: only the number of women is given. "
    "Release it for the team, or wait for more interviews."
)


@dataclass(frozen=True)
class Passed:
    """What may leave of one series. Either rows or tables, never both; `entry` if anything.

    `asked` are the crossings and sums of the plan; they go with tables only. `told` are the
    questions that no table may have, because an earlier release would tell on them. `rounding` is
    the base to which the tables will be rounded.
    """

    series: Series
    plan: Plan
    report: RiskReport
    rows: ProtectedMicrodata | None
    tables: tuple[CountTable, ...]
    entry: EarlierRelease | None
    asked: AskedTables = NO_TABLES
    told: frozenset[str] = frozenset()
    rounding: int = 0


def decide(
    series: Series,
    *,
    digest: str,
    earlier: Sequence[EarlierRelease],
    audience: Audience | None = None,
    population: Population | None = None,
    recoding: Recoding = Recoding.RANKED,
    spread: Spread = ANY_SPREAD,
    only_tables: bool = False,
    secret: bytes = b"",
    rounding: int | None = None,
    counted: Collection[str] = (),
) -> Passed:
    """Return what of `series` may leave for `audience` (the plan's own when not given).

    `only_tables` asks for tables also where rows could leave; `secret` is what chance is drawn
    from where the plan wants answers swapped. `rounding` is the base to which the tables will be
    rounded before they leave; `counted` are the questions that dashboards have counted.
    """
    plan = series.plan.for_audience(audience or series.plan.audience)
    women = Women.of(plan, series.marks, series.records)
    outcome: ProtectedMicrodata | Refusal = Refusal((Sentence(_TABLES_ASKED),))
    if not only_tables:
        history = _history(series, plan, earlier)
        make = partial(
            protect,
            plan,
            series.records,
            population,
            recoding=recoding,
            spread=spread,
            secret=secret,
        )
        shown = partial(_without_told, plan, earlier, women, counted)
        outcome = shown(make(history=history))
        if any(one.digest == digest for one in earlier) and history.shown:
            once_more = shown(make(history=History(series.marks)))
            outcome = once_more if _is_out_already(once_more, earlier) else outcome
    if isinstance(outcome, ProtectedMicrodata):
        entry = entry_of_rows(outcome, plan, women=len(series.records), digest=digest)
        telling = telling_classes(entry, earlier, plan.k, _ladders(plan))
        telling += _telling_cells(entry, earlier, plan, plan.k)
        if not telling:
            report = risk_report(plan, series.records, outcome, population, series.texts)
            return Passed(series, plan, report, outcome, (), entry)
        outcome = Refusal((Sentence(_ROWS_TELL, {"count": telling, "k": plan.k}),))
    report = risk_report(plan, series.records, outcome, population, series.texts)
    base = kept_base(rounding, earlier, plan) if rounding else 0
    refused = Passed(series, plan, report, None, (), None, rounding=base)
    return _counts_instead(refused, digest, earlier)


def _without_told(
    plan: Plan,
    earlier: Sequence[EarlierRelease],
    women: Women,
    counted: Collection[str],
    outcome: ProtectedMicrodata | Refusal,
) -> ProtectedMicrodata | Refusal:
    """Return `outcome` without the answers that something earlier tells on; or why no rows."""
    if isinstance(outcome, Refusal):
        return outcome
    entry = entry_of_rows(outcome, plan, women=0, digest="")
    told = _told(entry, earlier, plan, plan.k, women) - set(outcome.keys)
    told |= hidden_beside_pages(plan, entry, counted)
    rest = outcome.without(told) if told else outcome
    if told and not any(one.role is Role.SENSITIVE for one in rest.columns):
        return Refusal((refusals.all_told_beside(),))
    return rest


def _is_out_already(
    outcome: ProtectedMicrodata | Refusal, earlier: Sequence[EarlierRelease]
) -> bool:
    """Say whether these very rows were released before: made once more they tell nothing new."""
    if isinstance(outcome, Refusal):
        return False
    content = content_of(outcome)
    return any(one.content == content and one.plan_hash == outcome.plan_hash for one in earlier)


def _history(series: Series, plan: Plan, earlier: Sequence[EarlierRelease]) -> History:
    """Return what was shown of this series outside the team; a team is shown everything.

    Whoever it was for: a partner who also holds what the public got has both files.
    """
    outside = {series.plan.for_audience(one).hash for one in Audience if one is not Audience.TEAM}
    shown = [
        one.shown
        for one in earlier
        if one.members and one.plan_hash in outside and plan.audience is not Audience.TEAM
    ]
    return History(series.marks, tuple(shown))


def _ladders(plan: Plan) -> Ladders:
    """Return the rungs of every key variable."""
    return {rule.name: steps_of(rule) for rule in plan.keys}


def _counts_instead(refused: Passed, digest: str, earlier: Sequence[EarlierRelease]) -> Passed:
    plan, report = refused.plan, refused.report
    women = consenting(plan, refused.series.records)
    tables, added_up = without_adding_up(plan, women, count_tables(plan, women))
    everybody = Women.of(plan, refused.series.marks, refused.series.records)
    told = _told(_noted(refused, tables, digest), earlier, plan, plan.table_min, everybody)
    tables = tuple(one for one in tables if one.variable not in told)
    shown = tables or _total_only(plan, len(women))
    entry = _noted(refused, shown, digest)
    telling = _telling_cells(entry, earlier, plan, plan.table_min)
    telling += telling_total(entry, earlier, plan.table_min)
    why_total = Sentence(_ALL_TOLD if told else _TOTAL_ONLY)
    steps = report.next_steps if tables else (why_total, *report.next_steps[1:])
    if shown and not telling:
        asked = asked_tables(plan, women).without_variables(added_up | told)
        asked = _without_telling(asked, entry, earlier, plan, everybody)
        why_not = [Sentence(_ADDED_UP, {"variable": name}) for name in sorted(added_up)]
        why_not += map(told_beside, sorted(told))
        asked = replace(asked, left_out=(*why_not, *asked.left_out))
        reasons = (*report.reasons, *asked.left_out)
        report = replace(report, next_steps=steps, reasons=reasons)
        entry = _noted(refused, shown, digest, asked)
        return replace(refused, report=report, tables=shown, entry=entry, asked=asked, told=told)
    why = Sentence(_COUNTS_TELL, {"count": telling, "least": plan.table_min})
    steps = (why, *report.next_steps[1:]) if telling else report.next_steps[1:]
    return replace(refused, report=replace(report, verdict=Sentence(_NOTHING), next_steps=steps))


def _telling_cells(
    now: EarlierRelease, earlier: Sequence[EarlierRelease], plan: Plan, least: int
) -> int:
    """Return how many counts changed a little, those added up to the groups of rows among them."""
    pairs = ((beside(now, one, plan), beside(one, now, plan)) for one in earlier)
    return max((telling_cells(first, [second], least) for first, second in pairs), default=0)


def _told(
    now: EarlierRelease, earlier: Sequence[EarlierRelease], plan: Plan, least: int, women: Women
) -> frozenset[str]:
    """Return the questions that tell too much beside earlier releases, and those that go along.

    Some tell by what differs, others by how few women differ: 1 to `least` - 1; others by what
    all releases say together.
    """
    told = told_by_difference(now, earlier, plan)
    for one in earlier:
        pair = beside(now, one, plan), [beside(one, now, plan)]
        told |= telling_variables(*pair, least) - {""}
    told |= told_by_all(now, earlier, women, plan, set(plan.rules) - told)
    return told | companions(told, now, earlier, plan)


def _without_telling(
    asked: AskedTables,
    now: EarlierRelease,
    earlier: Sequence[EarlierRelease],
    plan: Plan,
    women: Women,
) -> AskedTables:
    """Return `asked` without what earlier releases and it would tell together."""
    crossings = telling_crossings(asked.crossings, now, earlier, plan.table_min)
    crossings += crossings_told_by_difference(asked.crossings, now, earlier, plan)
    sums = telling_sums(asked.sums, now, earlier, plan.table_min)
    sums += sums_told_beside(asked.sums, now, earlier)
    rest = asked.without([*crossings, *sums])
    return rest.without(_told_with_all(rest, now, earlier, plan, women))


def _told_with_all(
    asked: AskedTables,
    now: EarlierRelease,
    earlier: Sequence[EarlierRelease],
    plan: Plan,
    women: Women,
) -> list[CrossTable | SumTable]:
    """Return those of `asked` that tell once they stand beside `now` and those before them."""
    found: list[CrossTable | SumTable] = []
    tables: tuple[CrossTable | SumTable, ...] = (*asked.crossings, *asked.sums)
    for one in tables:
        if isinstance(one, CrossTable):
            more, names = with_crossing(now, one), {one.row_variable, one.column_variable}
        else:
            more, names = with_sums(now, one), {one.variable}
        if told_by_all(more, earlier, women, plan, names):
            found.append(one)
        else:
            now = more
    return found


def _noted(
    refused: Passed, tables: Sequence[CountTable], digest: str, asked: AskedTables = NO_TABLES
) -> EarlierRelease:
    series = refused.series
    entry = entry_of_tables(
        tables,
        refused.plan,
        women=len(series.records),
        digest=digest,
        asked=asked,
        present=Women.of(refused.plan, series.marks, series.records).marks,
    )
    return replace(entry, rounded=refused.rounding)


def _total_only(plan: Plan, women: int) -> tuple[CountTable, ...]:
    """Return the number of women alone: all that a sample too small for tables can give."""
    return (CountTable("", women, plan.table_min, True, ()),) if women else ()  # noqa: FBT003


def told_beside(name: str) -> Sentence:
    """Return that the table of `name` is left out, since an earlier release would tell on it."""
    return Sentence(_TOLD, {"variable": name})

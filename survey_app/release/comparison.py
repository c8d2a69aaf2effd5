"""What a release and each earlier one tell together, for the report that goes with it.

Room: release (floor 7). Pure.
Spec: docs/spec/risk-report.md sections 1 and 7, docs/spec/release-folder.md section 4.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from survey_app.disclosure.counts.asked_tables import NO_TABLES, AskedTables, asked_tables
from survey_app.disclosure.counts.nested_tables import not_asked
from survey_app.disclosure.counts.rounding import rounded_crossing, rounded_tables
from survey_app.disclosure.counts.tables import CountTable, categories_of, count_tables
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.reports.leaving import of_rows, of_tables, of_the_file
from survey_app.disclosure.reports.report_parts import EarlierDifference
from survey_app.disclosure.rows.line_table import (
    consenting,
    steps_of,
    tells_another,
    would_be_shared,
)
from survey_app.disclosure.rows.losses import Loss, loss_of_the_file
from survey_app.disclosure.rows.protect import ProtectedMicrodata
from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.marking import N_
from survey_app.release.companions import companions
from survey_app.release.differences import comparable, kept_base, telling_cells, telling_classes
from survey_app.release.gate import Passed, told_beside
from survey_app.release.ledger import EarlierRelease, entry_of_tables
from survey_app.release.one_answer import rounded_crossings_told, told_by_difference

_KEPT_BASE = N_(
    "The counts are rounded to {base}, as in an earlier release: rounded in two ways, counts can "
    "be worked out."
)


def compared(
    passed: Passed, earlier: Sequence[EarlierRelease], *, withdrawals: int, signed_by: str
) -> Passed:
    """Return `passed` with a report that knows the earlier releases, withdrawals and its signer.

    `withdrawals` counts the women of the dataset who took everything back; none of them is in
    the release. The very same release, made once more, is none before itself.
    """
    before = [one for one in earlier if one.form_id == passed.plan.form_id and one != passed.entry]
    report = replace(
        passed.report,
        earlier=tuple(
            _difference(passed, one, number) for number, one in enumerate(before, start=1)
        ),
        withdrawals=withdrawals,
        signed_by=signed_by,
    )
    return replace(passed, report=report)


def rounded(
    passed: Passed, base: int, secret: bytes, earlier: Sequence[EarlierRelease] = ()
) -> Passed:
    """Return `passed` with tables of which every count is rounded to `base` and none is hidden.

    A rounded count can be off by less than `base` on either side, so that two releases of them
    cannot be subtracted. What rows hide in whole groups they would still tell: questions and
    crossings that an earlier release tells on stay left out, and the ledger notes the counts for
    later rows. Where an earlier release was rounded to another base, that one is kept.
    """
    if not passed.tables or passed.entry is None:
        return passed
    plan, women = passed.plan, consenting(passed.plan, passed.series.records)
    wished, base = base, kept_base(base, earlier, plan)
    every = count_tables(plan, women, exact=True)
    if not every:
        return replace(passed, entry=replace(passed.entry, rounded=0))  # the number of women alone
    now = _noted(passed, base, every)
    told = passed.told | told_by_difference(now, earlier, plan)
    told |= companions(told, now, earlier, plan)
    exact = tuple(one for one in every if one.variable not in told)
    tables = rounded_tables(exact, base, secret, not_asked(plan, women))
    if not tables:
        return report_alone(passed)
    note = partial(_noted, passed, base, exact)
    counted = asked_tables(plan, women, exact=True).without_variables(told)
    telling = rounded_crossings_told(counted.crossings, note(), earlier, plan)
    shown = {one: rounded_crossing(one, base, secret) for one in counted.crossings}
    telling += [one for one, found in shown.items() if found is None]
    summed = passed.asked.without_variables(told)
    counted = replace(counted.without(telling), sums=summed.sums)
    crossings = tuple(found for one in counted.crossings if (found := shown[one]) is not None)
    asked = summed.with_crossings_of(replace(counted, crossings=crossings))
    asked = replace(asked, left_out=(*map(told_beside, sorted(told)), *asked.left_out))
    others = [one for one in passed.report.reasons if one not in passed.asked.left_out]
    kept = [Sentence(_KEPT_BASE, {"base": base})] if base != wished else []
    report = replace(passed.report, reasons=(*others, *kept, *asked.left_out))
    return replace(passed, tables=tables, entry=note(counted), asked=asked, report=report)


def _noted(
    passed: Passed, base: int, exact: Sequence[CountTable], asked: AskedTables = NO_TABLES
) -> EarlierRelease:
    """Return the entry of rounded tables: the counts before rounding, and the base."""
    before, women = passed.entry, len(passed.series.records)
    entry = entry_of_tables(
        exact,
        passed.plan,
        women=women,
        digest=before.digest if before else "",
        asked=asked,
        present=before.present if before else (),
    )
    return replace(entry, rounded=base)


def as_it_leaves(passed: Passed, earlier: Sequence[EarlierRelease]) -> Passed:
    """Return `passed` with the report that goes with its files.

    Where an earlier release of other women may be held beside it, the report speaks of its files
    alone: two full reports, subtracted, describe whoever came or went in between. So it does
    beside tables: what they hide, the smallest group or the women who are alone would tell; and
    beside the first rows, which would tell on those who were left out of them.
    """
    now = passed.entry
    if now is None or passed.plan.audience is Audience.TEAM:
        return passed
    lost = None if passed.rows is None else _lost(passed.plan, passed.rows)
    if any(one.digest != now.digest for one in comparable(now, earlier)):
        return replace(passed, report=of_the_file(passed.report, loss=lost))
    told = of_tables(passed.report) if lost is None else of_rows(passed.report, lost)
    return replace(passed, report=told)


def _lost(plan: Plan, rows: ProtectedMicrodata) -> Loss:
    """Return what the keys of `rows` lost, against all labels that the plan has for them."""
    keys = {
        one.name: one
        for one in plan.keys
        if would_be_shared(one) and one.roster is None and not tells_another(plan, one.name)
    }
    finest = {name: [*filter(None, categories_of(rule) or ())] for name, rule in keys.items()}
    at = {one.name: place for place, one in enumerate(rows.columns)}
    shown = {name: [row[at[name]].value for row in rows.rows] for name in rows.keys}
    return loss_of_the_file(finest, shown, {name: steps_of(rule) for name, rule in keys.items()})


def report_alone(passed: Passed) -> Passed:
    """Return `passed` without anything that could leave: what is read before a release."""
    return replace(passed, rows=None, tables=(), entry=None, asked=NO_TABLES)


def _difference(passed: Passed, before: EarlierRelease, number: int) -> EarlierDifference:
    plan, now = passed.plan, passed.entry
    least = plan.k if passed.rows is not None else plan.table_min
    return EarlierDifference(
        number=number,
        audience=before.audience,
        same_plan=before.plan_hash == plan.hash,
        women_then=before.women,
        classes=0 if now is None else telling_classes(now, [before], plan.k),
        counts=0 if now is None else telling_cells(now, [before], least),
    )

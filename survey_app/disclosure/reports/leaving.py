"""The risk report that leaves the team: nothing in it that its own file does not tell.

Room: disclosure (floor 5). Pure: a report in, a report out.
Spec: docs/spec/risk-report.md section 7.
Promise: whoever subtracts two reports learns no more than whoever subtracts the two files; nor does
whoever subtracts the file from its report learn of those who are not in it.
"""

from dataclasses import replace

from survey_app.disclosure.measures.risk import assess_columns
from survey_app.disclosure.reports.report import RiskReport
from survey_app.disclosure.reports.report_parts import DiversityReport, TextReport
from survey_app.disclosure.rows.losses import Loss
from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.marking import N_

_OF_THE_FILE = N_(
    "There was a release before this one. So that nobody can subtract the two reports and find "
    "who came or went in between, this report speaks of what is in its files and of no other "
    "woman. The coordinator reads the whole report before the release."
)

_OF_ROWS = N_(
    "The merged data hold {women} women; {rows} of them are in this file. So that nobody can work "
    "out what is said of the others, this report speaks of the file alone. The coordinator reads "
    "the whole report before the release."
)
_OF_TABLES = N_(
    "Tables hide small counts. So that this report does not tell them, it says nothing of how many "
    "women stand out. The coordinator reads the whole report before the release."
)


def of_rows(report: RiskReport, loss: Loss) -> RiskReport:
    """Return `report` without what it says of women who are not in the rows it goes with.

    How far the answers shifted, beside the rows, is what those had answered who are not in them;
    that one woman is alone by her age is that she is one of them. How many they are is said: who
    reads the file has to know. `loss` is what the file alone lost.
    """
    women = {"women": report.records, "rows": report.records_released}
    told = of_the_file(report, loss=loss)
    return replace(told, reasons=(Sentence(_OF_ROWS, women), *told.reasons[1:]))


def of_tables(report: RiskReport) -> RiskReport:
    """Return `report` without what would tell the counts that its tables hide or round.

    How many women one answer singles out, or how small the smallest group is, are such counts.
    """
    return of_the_file(report, _OF_TABLES)


def of_the_file(
    report: RiskReport, why: str = _OF_THE_FILE, loss: Loss | None = None
) -> RiskReport:
    """Return `report` without what it says of women who are in no file of the release; and `why`.

    What the file itself tells stays: the risk of its rows, what was done to each question, the
    plan. A sentence with a number of women goes.
    """
    return replace(
        report,
        is_of_file=True,
        records=report.records_released,
        records_not_to_share=0,
        records_dropped=0,
        before=report.after or assess_columns({}, 0, k=report.k),
        household=None,
        circumstances=None,
        reasons_by_count=replace(report.reasons_by_count, dropped=None, held=None),
        loss=loss,
        outside=None if report.outside is None else replace(report.outside, unique_outside=None),
        diversity=_of_shown(report),
        texts=TextReport(0, 0, 0),
        reasons=(Sentence(why), *filter(_counts_nobody, report.reasons)),
        next_steps=tuple(filter(_counts_nobody, report.next_steps)),
        earlier=tuple(replace(one, women_then=None) for one in report.earlier),
        withdrawals=0,
    )


def _of_shown(report: RiskReport) -> tuple[DiversityReport, ...]:
    return tuple(
        replace(one, least=None, records_below=None, homogeneous=None)
        for one in report.diversity
        if one.released_least is not None
    )


def _counts_nobody(sentence: Sentence) -> bool:
    return not any(isinstance(one, int) for one in sentence.params.values())

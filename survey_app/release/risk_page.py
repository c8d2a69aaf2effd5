"""The risk report as a page, in both languages.

Room: release (floor 7).
Spec: docs/spec/risk-report.md, docs/spec/release-folder.md section 3.
Promise: counts of women and of groups, never a value of a single woman. Printed, it is a page or
    two in each language: the tables of all questions are folded; on paper they stay closed.
"""

from collections.abc import Callable, Iterable
from functools import partial

from survey_app.disclosure.measures.risk import Risk
from survey_app.disclosure.reports.report import RiskReport
from survey_app.disclosure.reports.report_parts import DiversityReport
from survey_app.disclosure.sentences import Sentence, each_once
from survey_app.i18n.catalogues import Translator
from survey_app.i18n.document import (
    bullets,
    code,
    folded,
    heading,
    in_every_language,
    paragraph,
    table,
    text,
    whole_page,
)
from survey_app.i18n.marking import N_
from survey_app.release.bars import STYLE as BARS
from survey_app.release.bars import Bar, bars
from survey_app.release.risk_parts import (
    AUDIENCES,
    after_decision,
    before_sharing,
    losses,
    outside,
    texts,
    variables,
)
from survey_app.release.wording import said

Gettext = Callable[..., str]

_PRINTED = """
@media print{body{font-size:.7rem;line-height:1.35;max-width:none;padding:0}
section{border:0;margin:0}section[dir=rtl]{font-size:.62rem;line-height:1.85}tr{break-inside:avoid}
table{font-size:.55rem;margin-block:.2rem .5rem;overflow:visible}th,td{padding:0 .4rem}
.verdict{font-size:.9rem;margin-block:.3rem}ul{margin-block:.2rem}summary{padding-block:0}
svg.share{block-size:.7rem}h1{font-size:1.1rem}h2{font-size:.9rem}h3{font-size:.75rem}
h1,h2,h3{margin-block:.4rem .1rem;break-after:avoid}}
"""
_UNITS = {"mother": N_("One mother with all her children")}


def risk_page(report: RiskReport, translators: tuple[Translator, ...]) -> bytes:
    """Return the page of `report`."""
    title = f"{report.form_id} {report.form_version}"
    return whole_page(
        title, in_every_language(translators, partial(_section, report)), style=BARS + _PRINTED
    )


def _section(report: RiskReport, words: Translator) -> str:
    gettext = words.gettext
    return "".join(
        (
            heading(gettext("Risk report"), 1),
            paragraph(said(report.verdict, words), kind="verdict"),
            _sentences(gettext("Why"), report.reasons, words),
            _sentences(gettext("What to do next"), report.next_steps, words),
            after_decision(report, gettext),
            heading(gettext("About this file")),
            _facts(report, gettext),
            heading(gettext("How easily a woman can be told apart")),
            _alike(report, gettext),
            _measures(report, gettext),
            _causes(report, gettext),
            _diversity(report, gettext),
            outside(report, gettext),
            losses(report, gettext),
            folded(heading(gettext("What was done to each question")), variables(report, words)),
            folded(heading(gettext("Free texts")), _texts(report, gettext)),
            before_sharing(report, gettext),
        )
    )


def _sentences(title: str, sentences: Iterable[Sentence], words: Translator) -> str:
    lines = [said(one, words) for one in each_once(sentences)]
    return heading(title) + bullets(lines) if lines else ""


def _texts(report: RiskReport, gettext: Gettext) -> str:
    read = "" if report.is_of_file else texts(report, gettext)
    return read + paragraph(gettext("No release of rows or counts holds a free text."))


def _collected(report: RiskReport) -> Risk | None:
    return None if report.is_of_file else report.before


def _alike(report: RiskReport, gettext: Gettext) -> str:
    """Return how many women are alone, in a small group, or safe in a larger one, as bars."""
    drawn = ""
    for title, risk in (
        (gettext("As collected, in the plan's groups"), _collected(report)),
        (gettext("As released"), report.after),
    ):
        if risk is None or not risk.records:
            continue
        lines = (
            (gettext("The only one of her kind"), risk.uniques, True),
            (
                gettext("In a group that is too small"),
                max(0, risk.below_k - risk.uniques),
                True,
            ),
            (gettext("In a group that is large enough"), risk.records - risk.below_k, False),
        )
        drawn += bars(
            title,
            (gettext("Women"), gettext("Share"), gettext("Number")),
            [
                Bar(text(name), women, risk.records, text(women), is_grave=grave)
                for name, women, grave in lines
            ],
        )
    return drawn


def _facts(report: RiskReport, gettext: Gettext) -> str:
    total = report.population.total
    rows: list[tuple[str, str | int]] = [
        (gettext("Form"), f"{report.form_id} {report.form_version}"),
        (gettext("For whom"), gettext(AUDIENCES[report.audience])),
        *([] if report.is_of_file else _all_women(report, gettext)),
        (gettext("Rows released"), report.records_released),
        (gettext("Women there are in all"), gettext("not known") if total is None else total),
        (gettext("A row stands for"), gettext(_UNITS.get(report.unit, report.unit))),
        (gettext("Releases before this one"), len(report.earlier)),
        (gettext("Least number of women who look alike (k)"), report.k),
        (gettext("Least number of different sensitive answers among them (l)"), report.l),
        (gettext("Plan"), report.plan_hash[:16]),
    ]
    return table(
        [gettext("Fact"), gettext("Value")], [[text(name), text(value)] for name, value in rows]
    )


def _all_women(report: RiskReport, gettext: Gettext) -> list[tuple[str, str | int]]:
    """Return the numbers of women who are in the data, whether or not they are in the file."""
    share = report.sampling_permille
    return [
        (gettext("Women in the merged data"), report.records),
        (gettext("Women who did not agree to sharing"), report.records_not_to_share),
        (gettext("Rows left out because they stood out"), report.records_dropped),
        (
            gettext("Of all women, in this file (per thousand)"),
            gettext("not known") if share is None else share,
        ),
        (gettext("Women who took everything back; none is in it"), report.withdrawals),
    ]


def _measures(report: RiskReport, gettext: Gettext) -> str:
    columns: list[tuple[str, Risk | None]] = [
        (gettext("As collected, in the plan's groups"), _collected(report)),
        (gettext("With what is known of her children"), report.household),
        (gettext("And of where, when and by whom she was asked"), report.circumstances),
        (gettext("As released"), report.after),
    ]
    shown = [(name, risk) for name, risk in columns if risk is not None]
    rows: list[tuple[str, Callable[[Risk], int]]] = [
        (gettext("Women"), lambda risk: risk.records),
        (gettext("Smallest group of women who look alike"), lambda risk: risk.k_strict),
        (
            gettext("The same if a hidden cell could be anything (flatters)"),
            lambda risk: risk.k_wildcard,
        ),
        (gettext("Women in groups smaller than k"), lambda risk: risk.below_k),
        (gettext("Women who are the only one of their kind"), lambda risk: risk.uniques),
        (
            gettext("Women whom somebody who knows all this finds by guessing"),
            lambda risk: risk.expected_reidentifications,
        ),
        (
            gettext("Highest chance to find a woman (per thousand)"),
            lambda risk: risk.largest_permille,
        ),
        (gettext("Mean chance to find a woman (per thousand)"), lambda risk: risk.mean_permille),
        (
            gettext("Women alone with any two of the answers"),
            lambda risk: risk.unique_on_subsets.get(2, risk.uniques),
        ),
        (
            gettext("Women alone with any three of the answers"),
            lambda risk: risk.unique_on_subsets.get(3, risk.uniques),
        ),
    ]
    return table(
        [gettext("Measure"), *(name for name, _ in shown)],
        [[text(name), *(text(pick(risk)) for _, risk in shown)] for name, pick in rows],
    )


def _causes(report: RiskReport, gettext: Gettext) -> str:
    risk = report.before
    lines = [
        Bar(
            code(name),
            risk.causes.get(name, 0),
            risk.records,
            text(
                gettext(
                    "{helped} helped, {alone} alone",
                    helped=risk.causes.get(name, 0),
                    alone=risk.unique_alone.get(name, 0),
                )
            ),
            is_grave=risk.unique_alone.get(name, 0) > 0,
        )
        for name in risk.key_variables
    ]
    head = (gettext("Question"), gettext("Share of the women"), gettext("Women"))
    caption = gettext("Women whom a question helps to single out, or singles out alone")
    return heading(gettext("Which questions cause it"), 3) + bars(caption, head, lines)


def _diversity(report: RiskReport, gettext: Gettext) -> str:
    rows = [
        [
            code(one.variable),
            *map(text, _before_protection(one)),
            *(
                text(gettext("not in it") if value is None else value)
                for value in (one.released_least, one.entropy_hundredths, one.distance_permille)
            ),
        ]
        for one in report.diversity
    ]
    if not rows:
        return ""
    before = [
        gettext("Least number of different answers in a group"),
        gettext("Women in groups with too few"),
        gettext("Women in groups that all said the same"),
    ]
    head = [
        gettext("Sensitive question"),
        *(before if _before_protection(report.diversity[0]) else []),
        gettext("Least number in what is released"),
        gettext("The same as equally frequent answers (hundredths)"),
        gettext("Farthest a released group is from all women (per thousand)"),
    ]
    title = heading(gettext("What a group gives away about all in it"), 3)
    return folded(title, table(head, rows))


def _before_protection(one: DiversityReport) -> list[int]:
    """Return what is told of the women before protection: nothing where the report leaves."""
    told = (one.least, one.records_below, one.homogeneous)
    return [count for count in told if count is not None]

"""The risk report as a page, in both languages.

Room: release (floor 7).
Spec: docs/spec/risk-report.md, docs/spec/release-folder.md section 3.
Promise: counts of women and of groups, never a value of a single woman.
"""

from collections.abc import Callable
from functools import partial

from survey_app.disclosure.report import RiskReport, VariableReport
from survey_app.disclosure.risk import Risk
from survey_app.i18n.catalogues import Translator
from survey_app.i18n.marking import N_
from survey_app.release.page import (
    bullets,
    code,
    foreign,
    heading,
    in_every_language,
    paragraph,
    said,
    table,
    text,
    whole_page,
)
from survey_app.release.wording import method_words

Gettext = Callable[[str], str]

_AUDIENCES = {
    "team": N_("Inside the team"),
    "partner": N_("A partner under an agreement"),
    "public": N_("Everybody"),
}


def risk_page(report: RiskReport, translators: tuple[Translator, ...]) -> bytes:
    """Return the page of `report`."""
    title = f"{report.form_id} {report.form_version}"
    return whole_page(title, in_every_language(translators, partial(_section, report)))


def _section(report: RiskReport, words: Translator) -> str:
    gettext = words.gettext
    return "".join(
        (
            heading(gettext("Risk report"), 1),
            paragraph(said(report.verdict, words), kind="verdict"),
            _sentences(gettext("Why"), [said(one, words) for one in report.reasons]),
            _sentences(gettext("What to do next"), [said(one, words) for one in report.next_steps]),
            heading(gettext("About this file")),
            _facts(report, gettext),
            heading(gettext("How easily a woman can be told apart")),
            _measures(report, gettext),
            _causes(report, gettext),
            _diversity(report, gettext),
            heading(gettext("What was done to each question")),
            _variables(report, words),
            heading(gettext("Free texts")),
            _texts(report, gettext),
        )
    )


def _sentences(title: str, lines: list[str]) -> str:
    return heading(title) + bullets(lines) if lines else ""


def _facts(report: RiskReport, gettext: Gettext) -> str:
    total = report.population.total
    rows: list[tuple[str, str | int]] = [
        (gettext("Form"), f"{report.form_id} {report.form_version}"),
        (gettext("For whom"), gettext(_AUDIENCES[report.audience])),
        (gettext("Women in the merged data"), report.records),
        (gettext("Women who did not agree to sharing"), report.records_not_to_share),
        (gettext("Rows released"), report.records_released),
        (gettext("Rows left out because they stood out"), report.records_dropped),
        (gettext("Women there are in all"), gettext("not known") if total is None else total),
        (gettext("Least number of women who look alike (k)"), report.k),
        (gettext("Least number of different sensitive answers among them (l)"), report.l),
        (gettext("Plan"), report.plan_hash[:16]),
    ]
    return table(
        [gettext("Fact"), gettext("Value")], [[text(name), text(value)] for name, value in rows]
    )


def _measures(report: RiskReport, gettext: Gettext) -> str:
    columns: list[tuple[str, Risk | None]] = [
        (gettext("As collected, in the plan's groups"), report.before),
        (gettext("With what is known of her children"), report.household),
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
    ]
    return table(
        [gettext("Measure"), *(name for name, _ in shown)],
        [[text(name), *(text(pick(risk)) for _, risk in shown)] for name, pick in rows],
    )


def _causes(report: RiskReport, gettext: Gettext) -> str:
    risk = report.before
    rows = [
        [code(name), text(risk.unique_alone.get(name, 0)), text(risk.causes.get(name, 0))]
        for name in risk.key_variables
    ]
    head = [
        gettext("Question"),
        gettext("Women it singles out alone"),
        gettext("Women it helps to single out"),
    ]
    return heading(gettext("Which questions cause it"), 3) + table(head, rows)


def _diversity(report: RiskReport, gettext: Gettext) -> str:
    rows = [
        [code(one.variable), text(one.least), text(one.records_below)] for one in report.diversity
    ]
    if not rows:
        return ""
    head = [
        gettext("Sensitive question"),
        gettext("Least number of different answers in a group"),
        gettext("Women in groups with too few"),
    ]
    return heading(gettext("What a group gives away about all in it"), 3) + table(head, rows)


def _variables(report: RiskReport, words: Translator) -> str:
    gettext = words.gettext
    head = [
        gettext("Question"),
        gettext("Plan"),
        gettext("In this release"),
        gettext("Answers made coarser"),
        gettext("Answers hidden"),
        gettext("Note"),
    ]
    shown = [one for one in report.variables if one.role != "meta"]
    return table(head, [_variable(one, words) for one in shown])


def _variable(one: VariableReport, words: Translator) -> list[str]:
    if one.released_as is not None:
        fate = method_words(one.released_as, words)
    elif one.why_left_out is not None:
        fate = said(one.why_left_out, words)
    else:
        fate = words.gettext("Not in the file")
    return [
        code(one.name),
        code(f"{one.role} {one.method}"),
        text(fate),
        text(one.changed),
        text(one.hidden),
        foreign(one.note),
    ]


def _texts(report: RiskReport, gettext: Gettext) -> str:
    texts = report.texts
    rows = [
        [text(gettext("Cleared by a reader")), text(texts.cleared)],
        [text(gettext("Cleared after names were replaced")), text(texts.redacted)],
        [text(gettext("Held back")), text(texts.held)],
    ]
    return table([gettext("Decision"), gettext("Texts")], rows)

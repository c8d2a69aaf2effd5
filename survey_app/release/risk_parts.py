"""The lower half of the risk report: what was lost, question by question, earlier releases, signer.

Room: release (floor 7).
Spec: docs/spec/risk-report.md.
Promise: counts of women and of groups, never a value of a single woman.
"""

from collections.abc import Callable

from survey_app.disclosure.reports.report import RiskReport
from survey_app.disclosure.reports.report_parts import TextReport, VariableReport
from survey_app.i18n.catalogues import Translator
from survey_app.i18n.document import code, folded, foreign, heading, paragraph, table, text
from survey_app.i18n.marking import N_
from survey_app.release.bars import Bar, bars
from survey_app.release.wording import method_words, said

Gettext = Callable[..., str]

AUDIENCES = {
    "team": N_("Inside the team"),
    "partner": N_("A partner under an agreement"),
    "public": N_("Everybody"),
}
ROLES = {
    "coordinator": N_("Coordinator"),
    "data-protection": N_("Person responsible for data protection"),
    "researcher": N_("Researcher"),
}
_THOUSAND = 1000


def losses(report: RiskReport, gettext: Gettext) -> str:
    """Return what protecting cost, as bars and as numbers; nothing when no row is released."""
    lost = report.loss
    if lost is None:
        return ""
    lines = [Bar(code(name), part, _THOUSAND, text(part)) for name, part in lost.certainty.items()]
    rows = [
        (gettext("All key questions together (GCP, per thousand)"), lost.certainty_total),
        (gettext("Rows kept (per thousand)"), lost.rows_kept_permille),
        (gettext("Women in a group, on average (hundredths)"), lost.average_class),
        (gettext("Discernibility (DM, per million)"), lost.discernibility),
    ]
    shifts = [[code(name), text(part)] for name, part in lost.shifts.items()]
    title = heading(gettext("How far the answers shifted"), 3)
    moved = [gettext("Question"), gettext("Answers moved (per thousand)")]
    return "".join(
        (
            heading(gettext("What was lost")),
            bars(
                gettext("How much less each key question says"),
                (gettext("Question"), gettext("Lost"), gettext("Per thousand")),
                lines,
            ),
            table(
                [gettext("Measure"), gettext("Value")],
                [[text(name), text(value)] for name, value in rows if value is not None],
            ),
            folded(title, table(moved, shifts)) if shifts else "",
        )
    )


def outside(report: RiskReport, gettext: Gettext) -> str:
    """Return what the file says about being in it; nothing where nobody counted all women."""
    found = report.outside
    if found is None:
        return ""
    rows = [
        (gettext("Least share of a counted group that is in it"), found.least_permille),
        (gettext("Largest share of a counted group that is in it"), found.largest_permille),
    ]
    if found.unique_outside is not None:
        alone = gettext("Women expected to be the only one of their kind among all, as collected")
        rows.append((alone, found.unique_outside))
    return "".join(
        (
            heading(gettext("What the file says about who is in it"), 3),
            table(
                [gettext("Measure (shares per thousand)"), gettext("Value")],
                [[text(name), text(value)] for name, value in rows],
            ),
        )
    )


def before_sharing(report: RiskReport, gettext: Gettext) -> str:
    """Return why something is not shown, and what earlier releases tell together with this one."""
    why = report.reasons_by_count
    reasons = [
        (gettext("Rows left out because they stood out"), why.dropped),
        (gettext("Rows that wait for more women like them"), why.held),
        (gettext("Answers hidden with a star"), why.starred),
    ]
    rows = [[text(name), text(count)] for name, count in reasons if count is not None]
    head = [
        gettext("Release"),
        gettext("For whom"),
        gettext("Same plan"),
        gettext("Women then"),
        gettext("Groups that changed too little (must be 0)"),
        gettext("Counts that changed too little (must be 0)"),
    ]
    earlier = [
        [
            text(one.number),
            text(gettext(AUDIENCES[one.audience])),
            text(gettext("yes") if one.same_plan else gettext("no")),
            text(gettext("not told") if one.women_then is None else one.women_then),
            text(one.classes),
            text(one.counts),
        ]
        for one in report.earlier
    ]
    compared = table(head, earlier) or paragraph(gettext("There was no release before this one."))
    return "".join(
        (
            heading(gettext("What is not shown")),
            table([gettext("Reason"), gettext("Number")], rows),
            heading(gettext("Together with earlier releases")),
            compared,
        )
    )


def after_decision(report: RiskReport, gettext: Gettext) -> str:
    """Return who signed, by the name of a role."""
    title = heading(gettext("Signature"))
    if not report.signed_by:
        return title + paragraph(
            gettext("Nobody has signed this report. Do not share the files before somebody has.")
        )
    role = gettext(ROLES.get(report.signed_by, report.signed_by))
    return title + paragraph(gettext("Read and signed by: {role}", role=role))


def variables(report: RiskReport, words: Translator) -> str:
    """Return what was done to each question of the form, but for operational ones."""
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


def texts(report: RiskReport, gettext: Gettext) -> str:
    """Return what readers decided about the free texts."""
    decided = report.texts
    rows = [
        [text(gettext("Cleared by a reader")), text(decided.cleared)],
        [text(gettext("Cleared after names were replaced")), text(decided.redacted)],
        [text(gettext("Held back")), text(decided.held)],
        [text(gettext("Words in the cleared texts")), text(decided.words)],
        [
            text(gettext("Places with a role instead of a name, per thousand words")),
            text(decided.replaced_per_thousand_words),
        ],
    ]
    if decided.read:
        rows += _readings(decided, gettext)
    return table([gettext("Decision"), gettext("Texts")], rows)


def _readings(decided: TextReport, gettext: Gettext) -> list[list[str]]:
    """Return how readers and finder agreed, in hundredths of a place per hundred words."""
    rate = decided.per_hundred_words
    counts = [
        (gettext("Read by two people"), decided.read_twice),
        (
            gettext("Proposals that a reader took over, in 10,000 words"),
            rate["accepted"],
        ),
        (gettext("Places that a reader found alone, in 10,000 words"), rate["added"]),
        (gettext("Proposals that a reader let stand, in 10,000 words"), rate["dismissed"]),
    ]
    return [[text(name), text(value)] for name, value in counts]

"""The risk report: what the key variables give away, before and after, and the verdict.

Room: disclosure (floor 5). Structure only; the release room writes the pages.
Spec: docs/spec/risk-report.md.
Promise: counts of groups and of variables, never a value of a single woman; every sentence is
a whole one that can be translated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey_app.canonical import Json
from survey_app.disclosure.families import pattern_of
from survey_app.disclosure.line_table import LineTable, consenting, line_table
from survey_app.disclosure.pending import Verdict
from survey_app.disclosure.plan import Plan, Rule
from survey_app.disclosure.population import Population
from survey_app.disclosure.protect import ProtectedMicrodata, Refusal
from survey_app.disclosure.review import ReviewedText
from survey_app.disclosure.risk import Columns, Label, Risk, assess_columns, distinct_values
from survey_app.disclosure.roles import Role, Shape
from survey_app.disclosure.sentences import Sentence
from survey_app.disclosure.verdicts import next_steps, verdict
from survey_app.disclosure.views import protected_cell
from survey_app.microdata.cells import Cell, Record
from survey_app.xform import EmptyKind

FORMAT = "survey-app risk report 1"

_MISSING = Cell(None, EmptyKind.NOT_IN_VERSION)


@dataclass(frozen=True)
class VariableReport:
    """What happened to one question.

    Unit: `changed` and `hidden` count women whose answer was made coarser or kept back;
    `loss_permille` is how far up its rungs a key variable went, in thousandths.
    """

    name: str
    role: str
    method: str
    rank: int | None
    sensitivity: int
    released_as: str | None
    changed: int
    hidden: int
    loss_permille: int
    why_left_out: Sentence | None
    note: str

    def to_json(self) -> Json:
        """Return the part as JSON."""
        return {
            "name": self.name,
            "role": self.role,
            "method": self.method,
            "rank": self.rank,
            "sensitivity": self.sensitivity,
            "released_as": self.released_as,
            "changed": self.changed,
            "hidden": self.hidden,
            "loss_permille": self.loss_permille,
            "why_left_out": None if self.why_left_out is None else self.why_left_out.to_json(),
            "note": self.note,
        }


@dataclass(frozen=True)
class DiversityReport:
    """How many different answers the classes gave to one sensitive question.

    Unit: `least` counts answers in the poorest class, 0 when nobody answered; `records_below`
    counts women in classes with fewer than l answers.
    """

    variable: str
    least: int
    records_below: int

    def to_json(self) -> Json:
        """Return the part as JSON."""
        return {"variable": self.variable, "least": self.least, "records_below": self.records_below}


@dataclass(frozen=True)
class TextReport:
    """What readers decided about the free texts."""

    cleared: int
    redacted: int
    held: int

    def to_json(self) -> Json:
        """Return the part as JSON."""
        return {"cleared": self.cleared, "redacted": self.redacted, "held": self.held}


@dataclass(frozen=True)
class RiskReport:
    """All parts of the report.

    Shape: `before` is the table in the plan's own bands, `household` adds what is known of all
    children of a woman, `after` is what is released, None when nothing is.
    """

    form_id: str
    form_version: str
    plan_hash: str
    audience: str
    unit: str
    k: int
    l: int  # noqa: E741 - the name of the thing: l-diversity
    table_min: int
    records: int
    records_not_to_share: int
    records_released: int
    records_dropped: int
    population: Population
    before: Risk
    household: Risk | None
    after: Risk | None
    diversity: tuple[DiversityReport, ...]
    variables: tuple[VariableReport, ...]
    texts: TextReport
    verdict: Sentence
    reasons: tuple[Sentence, ...]
    next_steps: tuple[Sentence, ...]

    @property
    def is_released(self) -> bool:
        """Say whether rows may be shared."""
        return self.after is not None

    @property
    def sampling_permille(self) -> int | None:
        """Return the share of the population that is in the file, in thousandths."""
        total = self.population.total
        return None if not total else 1000 * self.records // total

    def to_json(self) -> Json:
        """Return the report as JSON."""
        return {
            "format": FORMAT,
            "form_id": self.form_id,
            "form_version": self.form_version,
            "plan_hash": self.plan_hash,
            "audience": self.audience,
            "unit": self.unit,
            "k": self.k,
            "l": self.l,
            "table_min": self.table_min,
            "records": self.records,
            "records_not_to_share": self.records_not_to_share,
            "records_released": self.records_released,
            "records_dropped": self.records_dropped,
            "population": self.population.to_json(),
            "sampling_permille": self.sampling_permille,
            "before": risk_to_json(self.before),
            "household": None if self.household is None else risk_to_json(self.household),
            "after": None if self.after is None else risk_to_json(self.after),
            "diversity": [one.to_json() for one in self.diversity],
            "variables": [one.to_json() for one in self.variables],
            "texts": self.texts.to_json(),
            "is_released": self.is_released,
            "verdict": self.verdict.to_json(),
            "reasons": [reason.to_json() for reason in self.reasons],
            "next_steps": [step.to_json() for step in self.next_steps],
        }


def risk_report(
    plan: Plan,
    records: Sequence[Record],
    outcome: ProtectedMicrodata | Refusal,
    population: Population | None = None,
    texts: Iterable[ReviewedText] = (),
) -> RiskReport:
    """Return the report on `records` and on what `protect` made of them."""
    willing = consenting(plan, records)
    table = line_table(plan, willing)
    before = {key.name: [cell.value for cell in table.columns[key.name]] for key in table.keys}
    families = _families(plan, willing)
    released = outcome if isinstance(outcome, ProtectedMicrodata) else None
    return RiskReport(
        form_id=plan.form_id,
        form_version=plan.form_version,
        plan_hash=plan.hash,
        audience=plan.audience.value,
        unit=plan.unit,
        k=plan.k,
        l=plan.l,
        table_min=plan.table_min,
        records=len(records),
        records_not_to_share=len(records) - len(willing),
        records_released=0 if released is None else len(released.rows),
        records_dropped=0 if released is None else released.records_dropped,
        population=population or Population(plan.population),
        before=assess_columns(before, len(willing), k=plan.k),
        household=(
            assess_columns({**before, **families}, len(willing), k=plan.k) if families else None
        ),
        after=None if released is None else _after(released),
        diversity=_diversity(plan, table, before),
        variables=tuple(_variable(plan, rule, table, released) for rule in plan.rules.values()),
        texts=_texts(texts),
        verdict=verdict(plan, released),
        reasons=() if isinstance(outcome, ProtectedMicrodata) else outcome.reasons,
        next_steps=next_steps(plan, before, released),
    )


def risk_to_json(risk: Risk) -> Json:
    """Return one measurement as JSON."""
    return {
        "records": risk.records,
        "key_variables": list(risk.key_variables),
        "k_strict": risk.k_strict,
        "k_wildcard": risk.k_wildcard,
        "below_k": risk.below_k,
        "uniques": risk.uniques,
        "classes": risk.classes,
        "unique_on_subsets": {str(size): rows for size, rows in risk.unique_on_subsets.items()},
        "causes": dict(risk.causes),
        "unique_alone": dict(risk.unique_alone),
        "largest_permille": risk.largest_permille,
        "mean_permille": risk.mean_permille,
        "expected_reidentifications": risk.expected_reidentifications,
    }


def _families(plan: Plan, records: Sequence[Record]) -> Columns:
    """Return what is known of all children of each woman, for every quasi-identifier of a child."""
    rules = [
        rule
        for rule in plan.rules.values()
        if rule.role is Role.QUASI and rule.roster is not None and rule.method.verb != "drop"
    ]
    return {rule.name: [_family(rule, record) for record in records] for rule in rules}


def _family(rule: Rule, record: Record) -> Label:
    children = record.rosters.get(rule.roster or "", ())
    return pattern_of([protected_cell(rule, child.get(rule.name, _MISSING)) for child in children])


def _after(released: ProtectedMicrodata) -> Risk:
    names = [column.name for column in released.columns]
    columns = {
        name: [row[names.index(name)].value for row in released.rows] for name in released.keys
    }
    return assess_columns(columns, len(released.rows), k=released.k)


def _diversity(plan: Plan, table: LineTable, before: Columns) -> tuple[DiversityReport, ...]:
    classes = list(zip(*before.values(), strict=True)) if before else [()] * table.records
    reports = []
    for name in table.sensitive:
        answers = distinct_values(classes, [cell.value for cell in table.columns[name]])
        poor = {group for group, values in answers.items() if len(values) < plan.l}
        least = min((len(values) for values in answers.values()), default=0)
        below = sum(group in poor for group in classes)
        reports.append(DiversityReport(name, least, below))
    return tuple(reports)


def _variable(
    plan: Plan, rule: Rule, table: LineTable, released: ProtectedMicrodata | None
) -> VariableReport:
    columns = {} if released is None else {column.name: column for column in released.columns}
    left_out: Mapping[str, Sentence] = table.left_out if released is None else released.left_out
    column = columns.get(rule.name)
    return VariableReport(
        name=rule.name,
        role=rule.role.value,
        method=str(rule.method),
        rank=rule.rank,
        sensitivity=rule.sensitivity,
        released_as=None if column is None else str(column.method),
        changed=0 if released is None else released.cells_changed.get(rule.name, 0),
        hidden=0 if released is None else released.cells_hidden.get(rule.name, 0),
        loss_permille=0 if released is None else released.loss_permille.get(rule.name, 0),
        why_left_out=left_out.get(rule.name) if rule.shape is not Shape.NONE else None,
        note=plan.rules[rule.name].note,
    )


def _texts(texts: Iterable[ReviewedText]) -> TextReport:
    verdicts = [text.verdict for text in texts]
    return TextReport(
        verdicts.count(Verdict.CLEARED),
        verdicts.count(Verdict.REDACTED),
        verdicts.count(Verdict.HELD),
    )

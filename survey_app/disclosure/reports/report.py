"""The risk report: what the key variables give away, before and after, and the verdict.

Room: disclosure (floor 5). Structure only; the release room writes the pages.
Spec: docs/spec/risk-report.md.
Promise: counts of groups and of variables, never a value of a single woman; every sentence is
a whole one that can be translated.
"""

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from survey_app.canonical import Json
from survey_app.disclosure.deidentified.pending import Verdict
from survey_app.disclosure.measures.closeness import largest_distance, least_entropy
from survey_app.disclosure.measures.population import Population
from survey_app.disclosure.measures.presence import presence, unique_outside
from survey_app.disclosure.measures.risk import (
    Columns,
    Label,
    Risk,
    assess_columns,
    distinct_values,
)
from survey_app.disclosure.planning.families import pattern_of
from survey_app.disclosure.planning.plan import Plan, Rule
from survey_app.disclosure.planning.protected_cells import protected_cell
from survey_app.disclosure.planning.roles import Role, Shape
from survey_app.disclosure.planning.rules import MASKING
from survey_app.disclosure.reports.report_parts import (
    DiversityReport,
    EarlierDifference,
    OutsideReport,
    Reasons,
    TextReport,
    VariableReport,
)
from survey_app.disclosure.reports.verdicts import next_steps, verdict
from survey_app.disclosure.rows.line_table import LineTable, consenting, line_table
from survey_app.disclosure.rows.losses import Loss, loss
from survey_app.disclosure.rows.protect import ProtectedMicrodata, Refusal
from survey_app.disclosure.sentences import Sentence
from survey_app.microdata.cells import Cell, Record
from survey_app.xform import EmptyKind

if TYPE_CHECKING:
    from survey_app.disclosure.deidentified.review import ReviewedText

FORMAT = "survey-app risk report 1"

_OF_ALL = (
    "records",
    "records_not_to_share",
    "records_dropped",
    "sampling_permille",
    "before",
    "household",
    "circumstances",
    "texts",
    "withdrawals",
)
_SAYS_NOTHING = frozenset({"drop", "review"})
_ROLE_LABEL = re.compile(r"\[[\w-]+\]")
_ROUNDING = 1e-9
_MISSING = Cell(None, EmptyKind.NOT_IN_VERSION)


@dataclass(frozen=True)
class RiskReport:
    """All parts of the report.

    Shape: `before` is the table in the plan's own bands, `household` adds what is known of all
    children of a woman, `circumstances` what is known of the interview: where, when, by whom, on
    which laptop; `after` is what is released, None when nothing is; `outside` compares the file
    with the women who were counted, None where none were. `signed_by` is the name of a
    role, "" while nobody signed; `withdrawals` counts women who took everything back.
    `is_of_file` says that it speaks of the rows of its file and of no other woman; then
    nothing is said of what `_OF_ALL` names.
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
    circumstances: Risk | None
    after: Risk | None
    reasons_by_count: Reasons
    loss: Loss | None
    diversity: tuple[DiversityReport, ...]
    variables: tuple[VariableReport, ...]
    texts: TextReport
    verdict: Sentence
    reasons: tuple[Sentence, ...]
    next_steps: tuple[Sentence, ...]
    outside: OutsideReport | None = None
    earlier: tuple[EarlierDifference, ...] = ()
    withdrawals: int = 0
    signed_by: str = ""
    is_of_file: bool = False

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
        """Return the report as JSON; null where it speaks of its file alone."""
        unsaid = _OF_ALL if self.is_of_file else ()
        return {**self._whole_json(), **dict.fromkeys(unsaid)}

    def _whole_json(self) -> dict[str, Json]:
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
            "circumstances": (
                None if self.circumstances is None else risk_to_json(self.circumstances)
            ),
            "after": None if self.after is None else risk_to_json(self.after),
            "not_shown": self.reasons_by_count.to_json(),
            "loss": None if self.loss is None else self.loss.to_json(),
            "outside": None if self.outside is None else self.outside.to_json(),
            "diversity": [one.to_json() for one in self.diversity],
            "variables": [one.to_json() for one in self.variables],
            "texts": self.texts.to_json(),
            "is_released": self.is_released,
            "verdict": self.verdict.to_json(),
            "reasons": [reason.to_json() for reason in self.reasons],
            "next_steps": [step.to_json() for step in self.next_steps],
            "earlier_releases": [one.to_json() for one in self.earlier],
            "withdrawals": self.withdrawals,
            "signed_by": self.signed_by,
            "is_of_file": self.is_of_file,
        }


def risk_report(
    plan: Plan,
    records: Sequence[Record],
    outcome: ProtectedMicrodata | Refusal,
    population: Population | None = None,
    texts: Iterable["ReviewedText"] = (),
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
        circumstances=_circumstances(plan, willing, {**before, **families}),
        after=None if released is None else _after(released),
        reasons_by_count=_not_shown(released),
        loss=None if released is None else _loss(table, before, released),
        diversity=_diversity(plan, table, before, released),
        outside=_outside(before, released, len(willing), population or Population(plan.population)),
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
    return assess_columns(_after_keys(released), len(released.rows), k=released.k)


def _after_keys(released: ProtectedMicrodata) -> Columns:
    shown = _shown(released)
    return {name: shown[name] for name in released.keys}


def _circumstances(plan: Plan, records: Sequence[Record], known: Columns) -> Risk | None:
    """Return the risk towards somebody who also knows how the interview was held.

    Laptop, interviewer, place and day describe her too: whoever was there knows them.
    """
    rules = [
        rule
        for rule in plan.rules.values()
        if rule.role is Role.META and rule.roster is None and rule.method.verb not in _SAYS_NOTHING
    ]
    if not rules or not records:
        return None
    held = {
        rule.name: [
            protected_cell(rule, one.values.get(rule.name, _MISSING)).value for one in records
        ]
        for rule in rules
    }
    return assess_columns({**known, **held}, len(records), k=plan.k)


def _not_shown(released: ProtectedMicrodata | None) -> Reasons:
    if released is None:
        return Reasons()
    starred = sum(cell.empty == EmptyKind.REDACTED for row in released.rows for cell in row)
    held = released.records_held
    return Reasons(dropped=released.records_dropped - held, held=held, starred=starred)


def _loss(table: LineTable, before: Columns, released: ProtectedMicrodata) -> Loss:
    shown = _shown(released)
    masked = {one.name for one in released.columns if one.method.verb in MASKING}
    other = {
        name: ([cell.value for cell in table.columns[name]], shown[name])
        for name in (*table.sensitive, *table.safe)
        if name in shown and name not in masked
    }
    keys = {name: shown[name] for name in released.keys}
    steps = {key.name: key.steps for key in table.keys}
    return loss(before, keys, steps, records=table.records, other=other)


def _shown(released: ProtectedMicrodata) -> Columns:
    return {
        column.name: [row[at].value for row in released.rows]
        for at, column in enumerate(released.columns)
    }


def _diversity(
    plan: Plan, table: LineTable, before: Columns, released: ProtectedMicrodata | None
) -> tuple[DiversityReport, ...]:
    shown = {} if released is None else _shown(released)
    keys = () if released is None else released.keys
    after = list(zip(*(shown[name] for name in keys), strict=True))
    classes = list(zip(*before.values(), strict=True)) if before else [()] * table.records
    reports = []
    for name in table.sensitive:
        answers = distinct_values(classes, [cell.value for cell in table.columns[name]])
        poor = {group for group, values in answers.items() if len(values) < plan.l}
        least = min((len(values) for values in answers.values()), default=0)
        below = sum(group in poor for group in classes)
        alike = {group for group, values in answers.items() if len(values) == 1}
        homogeneous = sum(group in alike for group in classes)
        found = _still(after, shown[name]) if name in shown else (None, None, None)
        reports.append(DiversityReport(name, least, below, homogeneous, *found))
    return tuple(reports)


def _still(classes: Sequence[Hashable], answers: Sequence[Label]) -> tuple[int, int, int]:
    """Return different answers, entropy and distance of the worst class that shows any answer."""
    told = distinct_values(classes, answers)
    rows = [at for at, group in enumerate(classes) if group in told]
    where, said = [classes[at] for at in rows], [answers[at] for at in rows]
    return (
        min((len(values) for values in told.values()), default=0),
        int(100 * least_entropy(where, said) + _ROUNDING),
        math.ceil(1000 * largest_distance(where, said) - _ROUNDING),
    )


def _outside(
    before: Columns, released: ProtectedMicrodata | None, women: int, population: Population
) -> OutsideReport | None:
    """Return what the released rows, or else the collected ones, say about being in the file."""
    columns = before if released is None else _after_keys(released)
    rows = [
        dict(zip(columns, labels, strict=True)) for labels in zip(*columns.values(), strict=True)
    ]
    found = presence(rows, population)
    if found is None:
        return None
    alone = None
    if population.total:
        sampled = Fraction(min(women, population.total), population.total)
        by_class = Counter(zip(*before.values(), strict=True))
        alone = math.ceil(unique_outside(list(by_class.values()), sampled))
    return OutsideReport(int(1000 * found.least), math.ceil(1000 * found.largest), alone)


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


def _texts(texts: Iterable["ReviewedText"]) -> TextReport:
    read = list(texts)
    verdicts = [text.verdict for text in read]
    left = [text.text for text in read if text.text is not None]
    how = [text.reading for text in read if text.reading is not None]
    return TextReport(
        read=len(how),
        read_twice=sum(one.readers > 1 for one in how),
        accepted=sum(one.accepted for one in how),
        added=sum(one.added for one in how),
        dismissed=sum(one.dismissed for one in how),
        cleared=verdicts.count(Verdict.CLEARED),
        redacted=verdicts.count(Verdict.REDACTED),
        held=verdicts.count(Verdict.HELD),
        words=sum(len(text.split()) for text in left),
        replaced=sum(len(_ROLE_LABEL.findall(text)) for text in left),
    )

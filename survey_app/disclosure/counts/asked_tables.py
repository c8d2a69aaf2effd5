"""The tables a plan asks for beside the one-way counts: crossings, and sums by category.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: a table that would tell on somebody, alone or beside the others, is left out and said to
be; none is made for a sample that is too small for it, whoever asks.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from survey_app.disclosure.counts.crossings import CrossTable, cross_table
from survey_app.disclosure.counts.crossings_by_keys import without_telling_groups
from survey_app.disclosure.counts.linked_crossings import Woman, audited_together
from survey_app.disclosure.counts.magnitudes import Limits, SumTable, sum_table
from survey_app.disclosure.counts.tables import (
    TOGETHER,
    answer_of,
    categories_of,
    is_exclusive,
    telling_zeros,
    threshold,
)
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.bands import number_of
from survey_app.disclosure.planning.limits import OwnLimit
from survey_app.disclosure.planning.plan import Pair, Plan, Rule
from survey_app.disclosure.planning.protected_cells import ends_of
from survey_app.disclosure.planning.roles import Role, Shape
from survey_app.disclosure.sentences import Sentence
from survey_app.i18n.marking import N_
from survey_app.microdata.cells import Record

_NOT_CROSSED = N_(
    "Crossings that are left out, since some count in them would be too small, or could be worked "
    "out: {pair}."
)
_NOT_SUMMED = N_(
    "Sums by category that are left out, since one or two women would make up too much of them: "
    "{pair}."
)
_NUMBERS = frozenset({"keep", "round", "means"})


@dataclass(frozen=True)
class AskedTables:
    """The crossings and sums that may be shown, and a sentence for each that may not."""

    crossings: tuple[CrossTable, ...] = ()
    sums: tuple[SumTable, ...] = ()
    left_out: tuple[Sentence, ...] = ()

    def without(self, telling: Collection[CrossTable | SumTable]) -> "AskedTables":
        """Return these tables without those of `telling`, which are said to be left out."""
        left_out = [_not_crossed(one) for one in self.crossings if one in telling]
        left_out += [_not_summed((one.variable, one.by)) for one in self.sums if one in telling]
        return replace(
            self,
            crossings=tuple(one for one in self.crossings if one not in telling),
            sums=tuple(one for one in self.sums if one not in telling),
            left_out=(*self.left_out, *left_out),
        )

    def without_variables(self, names: Collection[str]) -> "AskedTables":
        """Return these tables without the crossings of `names`, and sums of them or by them."""
        crossed = [
            one for one in self.crossings if {one.row_variable, one.column_variable} & set(names)
        ]
        summed = [one for one in self.sums if {one.variable, one.by} & set(names)]
        return self.without([*crossed, *summed])

    def with_crossings_of(self, other: "AskedTables") -> "AskedTables":
        """Return the sums of these tables and the crossings of `other`."""
        sums = [one for one in self.left_out if one.msgid == _NOT_SUMMED]
        crossed = [one for one in other.left_out if one.msgid == _NOT_CROSSED]
        return replace(self, crossings=other.crossings, left_out=(*crossed, *sums))


NO_TABLES = AskedTables()


def asked_tables(
    plan: Plan, records: Sequence[Record], audience: Audience | None = None, *, exact: bool = False
) -> AskedTables:
    """Return the tables that `plan` asks for, as far as they may be shown to `audience`.

    `exact` hides no count of a crossing: it is rounded before anybody sees it.
    """
    made = (cross_table(plan, records, pair, audience, exact=exact) for pair in _known(plan))
    crossings = tuple(one for one in made if one is not None)
    if not exact:
        women = _labelled(plan, records, crossings)
        crossings = audited_together(crossings, women)
        crossings = without_telling_groups(crossings, women, *_keys_and_answers(plan))
    crossed = {(one.row_variable, one.column_variable) for one in crossings}
    summed = {pair: _sum_table(plan, records, pair, audience) for pair in plan.sums}
    return AskedTables(
        crossings=crossings,
        sums=tuple(one for one in summed.values() if one is not None),
        left_out=(
            *(_sentence(_NOT_CROSSED, pair) for pair in plan.crossings if pair not in crossed),
            *(_not_summed(pair) for pair, one in summed.items() if one is None),
        ),
    )


def may_cross(plan: Plan, pair: Pair) -> bool:
    """Say whether both variables have a fixed list of categories of which a woman is in one."""
    rules = [plan.rules[name] for name in pair if name in plan.rules]
    return len(rules) == len(pair) and all(_is_countable(rule) for rule in rules)


def may_sum(plan: Plan, pair: Pair) -> bool:
    """Say whether the first variable is a number whose own value reaches the hub."""
    number, by = (plan.rules.get(name) for name in pair)
    return number is not None and by is not None and _is_number(number) and _is_countable(by)


def _known(plan: Plan) -> list[Pair]:
    return [pair for pair in plan.crossings if may_cross(plan, pair)]


def _labelled(
    plan: Plan, records: Sequence[Record], crossings: Sequence[CrossTable]
) -> list[Woman]:
    """Return the labels of every woman in the crossings: her category, or all small ones."""
    labels = {one.row_variable: one.row_labels for one in crossings}
    labels |= {one.column_variable: one.column_labels for one in crossings}
    given = ({name: answer_of(plan.rules[name], record) for name in labels} for record in records)
    return [
        {name: one if one in labels[name] else TOGETHER for name, one in woman.items()}
        for woman in given
    ]


def _keys_and_answers(plan: Plan) -> tuple[list[str], list[str]]:
    """Return what a register may have of a woman, and what none may tell."""
    rules = plan.rules.values()
    known = [one.name for one in rules if one.role is Role.QUASI]
    return known, [one.name for one in rules if one.role is Role.SENSITIVE]


def _is_countable(rule: Rule) -> bool:
    return categories_of(rule) is not None and is_exclusive(rule)


def _is_number(rule: Rule) -> bool:
    return (
        rule.role in {Role.SENSITIVE, Role.SAFE}
        and rule.shape in {Shape.NUMBER, Shape.COMPUTED}
        and rule.method.verb in _NUMBERS
        and rule.roster is None
        and not rule.screen_only
    )


def _sum_table(
    plan: Plan, records: Sequence[Record], pair: Pair, audience: Audience | None
) -> SumTable | None:
    """Return the sums of a number by a variable, None when they may not be shown."""
    if not may_sum(plan, pair):
        return None
    number, by = (plan.rules[name] for name in pair)
    audience = audience or plan.audience
    thresholds = [threshold(plan, rule, len(records), audience) for rule in (number, by)]
    known = [one for one in thresholds if one is not None]
    if len(known) != len(thresholds):
        return None
    cells: dict[str, list[Decimal]] = {label: [] for label in categories_of(by) or ()}
    women: dict[str, list[Record]] = {label: [] for label in cells}
    for record in records:
        cell = record.values.get(number.name)
        said = None if cell is None or cell.value is None else number_of(cell.value)
        label = answer_of(by, record)
        if said is None or label not in cells:
            continue
        if said < 0:
            return None  # the rules for sums hold for what adds up only
        cells[label].append(said)
        women[label].append(record)
    telling = telling_zeros(by, len(records))
    limits = _limits(number, [one for said in cells.values() for one in said])
    least = max(known)
    return sum_table(
        number.name,
        by.name,
        cells,
        least=least,
        telling=telling,
        limits=limits,
        rooms=[_room(plan, one, cells, women) for one in number.own_limits],
    )


def _room(
    plan: Plan,
    limit: OwnLimit,
    cells: Mapping[str, Sequence[Decimal]],
    women: Mapping[str, Sequence[Record]],
) -> Mapping[str, Sequence[Decimal]]:
    """Return by how much each number in `cells` is within the limit that another answer sets.

    Whoever has no such limit is compared with the most, or the least, that anybody said.
    """
    rule = plan.rules.get(limit.question)
    said = [one for numbers in cells.values() for one in numbers]
    anybody = max(said, default=Decimal(0)) if limit.is_most else Decimal(0)

    def room(record: Record, number: Decimal) -> Decimal:
        own = None if rule is None else limit.for_answer(answer_of(rule, record))
        end = anybody if own is None else own
        return max(Decimal(0), end - number if limit.is_most else number - end)

    return {
        label: [room(record, one) for record, one in zip(women[label], numbers, strict=True)]
        for label, numbers in cells.items()
    }


def _limits(rule: Rule, said: Sequence[Decimal]) -> Limits:
    """Return the least and the most that anybody can say, as it leaves; of a calculation, said."""
    if rule.shape is Shape.COMPUTED:
        return Decimal(0), max(said, default=None)
    low, high = ends_of(rule)
    return max(Decimal(0), low or Decimal(0)), high


def _not_crossed(table: CrossTable) -> Sentence:
    return _sentence(_NOT_CROSSED, (table.row_variable, table.column_variable))


def _not_summed(pair: Pair) -> Sentence:
    return _sentence(_NOT_SUMMED, pair)


def _sentence(msgid: str, pair: Pair) -> Sentence:
    return Sentence(msgid, {"pair": " × ".join(pair)})

"""What all releases of a series, held together, tell of one question.

Room: release (floor 7). Pure: entries of the ledger and answers in, names out.
Spec: docs/spec/release-folder.md section 4.
Promise: women whom no release tells apart could have answered otherwise, with everything that was
    ever shown of the question unchanged. What cannot be shown to be so, in so many tries, is told.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from survey_app.disclosure.counts.tables import (
    NO_ANSWER,
    TOGETHER,
    answer_of,
    categories_of,
    is_exclusive,
    labels_in,
)
from survey_app.disclosure.planning.bands import number_of
from survey_app.disclosure.planning.plan import Pair, Plan, Rule
from survey_app.disclosure.planning.roles import Role
from survey_app.disclosure.rows.line_table import consenting
from survey_app.microdata.cells import Record
from survey_app.release.differences import comparable
from survey_app.release.ledger import EarlierRelease, class_name, labels_of
from survey_app.release.other_worlds import Cell, Part, Shown, View, World, is_new


@dataclass(frozen=True)
class Women:
    """The women who agreed to share, and how the ledger names them.

    Shape: one mark a record.
    """

    marks: Sequence[str]
    records: Sequence[Record]
    _said: dict[str, Sequence[str]] = field(default_factory=dict, repr=False)

    def answers(self, name: str, rule: Rule | None) -> Sequence[str]:
        """Return the answer of each woman as tables count it; none to what the plan lacks."""
        if name not in self._said:
            said = (answer_of(rule, one) if rule else NO_ANSWER for one in self.records)
            self._said[name] = list(said)
        return self._said[name]

    @classmethod
    def of(cls, plan: Plan, marks: Sequence[str], records: Sequence[Record]) -> "Women":
        """Return those of `records` who agreed; none where no marks were given."""
        mark_of = dict(zip(map(id, records), marks, strict=False))
        willing = [one for one in consenting(plan, records) if id(one) in mark_of]
        return cls([mark_of[id(one)] for one in willing], willing)


@dataclass(frozen=True)
class _File:
    """One release, the how-manieth it is, and where in it each of the women stands.

    Shape: `places` has one entry a woman: her class in rows, True in tables, None where she is not.
    """

    at: int
    entry: EarlierRelease
    places: Sequence[Part]
    women: Women
    plan: Plan

    def answers(self, name: str) -> Sequence[str]:
        """Return what the women answered to `name`."""
        return self.women.answers(name, self.plan.rules.get(name))

    def shows(self, name: str, label: str) -> int | None:
        """Return the count of one answer, None where it is not shown."""
        return self.entry.cells.get(class_name([name, label]))

    @cached_property
    def crossings(self) -> Mapping[Pair, set[str]]:
        """Return the names of the counts of each crossing."""
        every = ((one, labels_of(one)) for one in self.entry.cells)
        return _grouped((one, labels) for one, labels in every if len(labels) == 4)  # noqa: PLR2004 - two variables, two labels

    @cached_property
    def sums(self) -> Mapping[Pair, set[str]]:
        """Return the names of the sums of each number by each variable."""
        return _grouped((one, labels_of(one)) for one in self.entry.sums)


def _grouped(named: Iterable[tuple[str, Sequence[str | None]]]) -> Mapping[Pair, set[str]]:
    found: dict[Pair, set[str]] = {}
    for one, labels in named:
        found.setdefault((str(labels[0]), str(labels[1])), set()).add(one)
    return found


def told_by_all(
    now: EarlierRelease,
    earlier: Sequence[EarlierRelease],
    women: Women,
    plan: Plan,
    names: Collection[str],
) -> frozenset[str]:
    """Return the sensitive questions of `names` that `now` and all earlier releases tell.

    Releases of earlier programs, which do not say who was in them, are left to the comparison of
    two and two; so are rounded counts.
    """
    others = [one for one in comparable(now, earlier) if one.members or one.present]
    if not others:
        return frozenset()
    files = [
        _File(at, one, _places(one, women), women, plan) for at, one in enumerate([*others, now])
    ]
    grave = [name for name in names if plan.rules[name].role is Role.SENSITIVE]
    return frozenset(name for name in grave if _is_told(name, files))


def _places(one: EarlierRelease, women: Women) -> Sequence[Part]:
    if not one.classes:
        return [True if mark in one.present else None for mark in women.marks]
    class_of = {mark: name for name, marks in one.members.items() for mark in marks}
    return [class_of.get(mark) for mark in women.marks]


def _is_told(name: str, files: Sequence[_File]) -> bool:
    views = [view for one in files for view in _views(name, one)]
    if not any(is_new(view, views) for view in views if view.file == files[-1].at):
        return False
    contexts = zip(*(view.parts for view in views), strict=True)
    answers = files[-1].answers(name)
    kinds = Counter(zip(contexts, answers, strict=True))
    return World(views, kinds, files[-1].plan.rules[name]).tells()


def _views(name: str, one: _File) -> Iterator[View]:
    if one.entry.classes:
        if name in one.entry.unsaid:
            hidden = one.entry.unsaid[name]
            parts = [None if part in hidden else part for part in one.places]
            yield View(one.at, parts, {part for part in parts if part is not None}, _row(one.at))
        return
    if not one.entry.rounded:
        yield from _counted(name, one)
    for (number, by), cells in one.sums.items():
        if number != name:
            continue
        labels = one.answers(by)
        parts = [label if here else None for label, here in zip(labels, one.places, strict=True)]
        yield View(one.at, parts, cells, _sum(one.at, name, by, cells))


def _counted(name: str, one: _File) -> Iterator[View]:
    rule = one.plan.rules[name]
    labels = {label for label in categories_of(rule) or () if one.shows(name, label) is not None}
    if labels and (rule.roster is None or is_exclusive(rule)):
        yield View(one.at, one.places, labels, _table(one.at, rule, labels))
    for pair, cells in one.crossings.items():
        if name not in pair:
            continue
        parts = _lines(one, pair[1] if pair[0] == name else pair[0])
        yield View(one.at, parts, cells, _crossing(one, pair, name, cells))


def _row(at: int) -> Shown:
    def shown(part: Part, answer: str) -> Iterator[tuple[Cell, Decimal]]:
        yield (at, part, answer), Decimal(1)

    return shown


def _table(at: int, rule: Rule, labels: Collection[str]) -> Shown:
    def shown(_: Part, answer: str) -> Iterator[tuple[Cell, Decimal]]:
        yield from (((at, one), Decimal(1)) for one in labels_in(rule, answer) if one in labels)

    return shown


def _crossing(one: _File, pair: Pair, name: str, cells: Collection[str]) -> Shown:
    def shown(part: Part, answer: str) -> Iterator[tuple[Cell, Decimal]]:
        label = answer if one.shows(name, answer) else TOGETHER
        sides = (label, str(part)) if pair[0] == name else (str(part), label)
        cell = class_name([*pair, *sides])
        if cell in cells:
            yield (one.at, cell), Decimal(1)

    return shown


def _sum(at: int, name: str, by: str, cells: Collection[str]) -> Shown:
    def shown(part: Part, answer: str) -> Iterator[tuple[Cell, Decimal]]:
        said = number_of(answer) if answer else None
        for cell in (class_name([name, by]), class_name([name, by, str(part)])):
            if said and cell in cells:
                yield (at, cell), said

    return shown


def _lines(one: _File, partner: str) -> Sequence[Part]:
    """Return the line of a crossing that each woman is in: her own, or that of all small ones."""
    labels = one.answers(partner)
    alone = {label for label in labels if one.shows(partner, label)}
    return [
        (label if label in alone else TOGETHER) if here else None
        for label, here in zip(labels, one.places, strict=True)
    ]

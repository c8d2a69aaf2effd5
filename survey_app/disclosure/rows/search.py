"""How coarse the key variables have to be: the rungs tried one after the other.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 5.
Promise: the order of the rungs comes from the plan; the data only say where to stop.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey_app.disclosure.measures.population import SMALLEST_POPULATION, Group, Population
from survey_app.disclosure.measures.risk import Columns, class_sizes
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.methods import Method
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.rows import refusals
from survey_app.disclosure.rows.line_table import Key, LineTable
from survey_app.disclosure.sentences import Sentence
from survey_app.microdata.cells import Cell

SMALLEST_TEAM_FILE = 10
SMALLEST_FILE = 20
SMALLEST_PUBLIC_FILE = 200
PUBLIC_RISK_PERMILLE = 30

_KEYS_BY_RECORDS = ((200, 6), (50, 4), (SMALLEST_TEAM_FILE, 2))
_LEAST_RECORDS = {
    Audience.TEAM: SMALLEST_TEAM_FILE,
    Audience.PARTNER: SMALLEST_FILE,
    Audience.PUBLIC: SMALLEST_PUBLIC_FILE,
}

Node = tuple[int, ...]


@dataclass(frozen=True)
class Search:
    """The rungs tried one after the other."""

    plan: Plan
    table: LineTable
    population: Population

    def path(self) -> Iterator[Node]:
        """Yield the rungs of all keys, from the finest to one single coarse key."""
        node = [0] * len(self.table.keys)
        yield tuple(node)
        for at in reversed(range(len(node))):
            for rung in range(1, len(self.table.keys[at].steps)):
                node[at] = rung
                yield tuple(node)
        for at in reversed(range(1, len(node))):
            node[at] = len(self.table.keys[at].steps)
            yield tuple(node)

    def taken_back(self, node: Node) -> Node:
        """Return `node` with each key, the most important first, as fine as it may be."""
        best = list(node)
        for at in range(len(best)):
            for rung in range(best[at]):
                finer = (*best[:at], rung, *best[at + 1 :])
                if self.accepts(finer):
                    best[at] = rung
                    break
        return tuple(best)

    def accepts(self, node: Node) -> bool:
        """Say whether the rows that are left at `node` may be shared."""
        columns = self.columns(node)
        kept = self.kept(columns)
        dropped = self.table.records - len(kept)
        return dropped <= self.plan.max_drop * self.table.records and self.fits(columns, kept)

    def fits(self, columns: Columns, kept: Sequence[int]) -> bool:
        """Say whether so many rows may have so many keys, for this audience."""
        return 0 < len(columns) <= self.most_keys(len(kept)) and self._is_calm(columns, kept)

    def most_keys(self, records: int) -> int:
        """Return how many key variables a file of `records` women may have; 0: none at all."""
        if records < _LEAST_RECORDS[self.plan.audience]:
            return 0
        return next(keys for least, keys in _KEYS_BY_RECORDS if records >= least)

    def node_of(self, keys: Sequence[tuple[str, str]]) -> Node | None:
        """Return the node on which an earlier release showed `keys`; None when there is none."""
        shown = dict(keys)
        rungs = [_rung_of(key, shown.pop(key.name, None)) for key in self.table.keys]
        if shown or any(rung is None for rung in rungs):
            return None
        return tuple(rung for rung in rungs if rung is not None)

    def columns(self, node: Node) -> Columns:
        """Return the key columns that are left at `node`, as labels."""
        return {
            key.name: _relabelled(key, rung, self.table.columns[key.name])
            for key, rung in zip(self.table.keys, node, strict=True)
            if rung < len(key.steps)
        }

    def kept(self, columns: Columns) -> Sequence[int]:
        """Return the rows that have at least k - 1 others like them, in no small group."""
        small = self.population.small_groups
        sizes = class_sizes(columns) if columns else [self.table.records] * self.table.records
        return [
            row
            for row, size in enumerate(sizes)
            if size >= self.plan.k and not (small and _in_one_of(small, columns, row))
        ]

    def methods(self, node: Node) -> Mapping[str, Method]:
        """Return how each key that is left was made coarser."""
        return {
            key.name: key.steps[rung].method
            for key, rung in zip(self.table.keys, node, strict=True)
            if rung < len(key.steps)
        }

    def losses(self, node: Node) -> Mapping[str, int]:
        """Return how far up its rungs each key went: 0 as planned, 1000 left out."""
        return {
            key.name: 1000 * rung // len(key.steps)
            for key, rung in zip(self.table.keys, node, strict=True)
        }

    def why_not(self) -> tuple[Sentence, ...]:
        """Return why even the coarsest rung is refused."""
        finest = self.columns((0,) * len(self.table.keys))
        below = self.table.records - len(self.kept(finest))
        return (refusals.not_k_anonymous(self.plan.k, below, self.table.records),)

    def _is_calm(self, columns: Columns, kept: Sequence[int]) -> bool:
        """Say whether the mean risk is low enough for a file that anybody may have."""
        if self.plan.audience is not Audience.PUBLIC:
            return True
        classes = len({tuple(column[row] for column in columns.values()) for row in kept})
        return len(kept) >= SMALLEST_PUBLIC_FILE and 1000 * classes < PUBLIC_RISK_PERMILLE * len(
            kept
        )


def hopeless(table: LineTable, population: Population, plan: Plan) -> tuple[Sentence, ...]:
    """Return the reasons that no recoding can cure."""
    reasons = []
    least = min(_LEAST_RECORDS[plan.audience], SMALLEST_FILE)
    if table.records < least:
        reasons.append(refusals.too_few_records(table.records, least))
    if population.total is not None and population.total < SMALLEST_POPULATION:
        reasons.append(refusals.small_population(population.total, SMALLEST_POPULATION))
    if population.total is not None and population.total < table.records:
        reasons.append(refusals.impossible_population(population.total, table.records))
    reasons += _impossible_groups(table, population)
    if not table.keys:
        reasons.append(refusals.no_key_variable())
    if plan.audience is Audience.PUBLIC and table.records < SMALLEST_PUBLIC_FILE:
        reasons.append(refusals.too_few_for_public(table.records, SMALLEST_PUBLIC_FILE))
    return tuple(reasons)


def _impossible_groups(table: LineTable, population: Population) -> Iterator[Sentence]:
    rows = [
        {key.name: table.columns[key.name][row].value for key in table.keys}
        for row in range(table.records)
    ]
    for number, group in enumerate(population.groups, start=1):
        if sum(group.holds(row) for row in rows) > group.count:
            yield refusals.impossible_group(number)


def _rung_of(key: Key, method: str | None) -> int | None:
    """Return the rung that has this method; leaving out is the one above the last."""
    if method is None:
        return len(key.steps)
    return next((at for at, step in enumerate(key.steps) if str(step.method) == method), None)


def _relabelled(key: Key, rung: int, cells: Sequence[Cell]) -> Sequence[str | None]:
    relabel = key.steps[rung].relabel
    known = {value: relabel(value) for value in {cell.value for cell in cells} if value is not None}
    return [None if cell.value is None else known[cell.value] for cell in cells]


def _in_one_of(groups: Sequence[Group], columns: Columns, row: int) -> bool:
    labels = {name: column[row] for name, column in columns.items()}
    return any(group.holds(labels) for group in groups)

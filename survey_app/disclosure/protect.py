"""From a table of interviews to rows that may be shared, or to the reasons why not.

Room: disclosure (floor 5). Plain Python; a few thousand rows at most.
Spec: docs/spec/disclosure-plan.md section 5.
Promise: every class of what comes out has at least k rows; k is never lower than before;
protecting what is protected changes nothing; in doubt there are no rows.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass

from survey_app.disclosure import refusals
from survey_app.disclosure.audiences import Audience
from survey_app.disclosure.errors import UnreviewedTextError
from survey_app.disclosure.line_table import Key, LineTable, line_table
from survey_app.disclosure.methods import Method
from survey_app.disclosure.plan import Plan
from survey_app.disclosure.population import SMALLEST_POPULATION, Group, Population
from survey_app.disclosure.risk import Columns, class_sizes, distinct_values
from survey_app.disclosure.roles import Role
from survey_app.disclosure.sentences import Sentence
from survey_app.microdata.cells import Cell, Record
from survey_app.xform.empties import EmptyKind

SMALLEST_FILE = 30
SMALLEST_PUBLIC_FILE = 200
PUBLIC_RISK_PERMILLE = 30

_KEYS_BY_RECORDS = ((200, 6), (50, 4), (SMALLEST_FILE, 2))
_DOOR = object()
_HIDDEN = Cell(None, EmptyKind.REDACTED)

Node = tuple[int, ...]


@dataclass(frozen=True)
class ReleasedColumn:
    """One column of a shared file: where it comes from and what was done to it."""

    name: str
    role: Role
    method: Method
    rank: int | None = None


@dataclass(frozen=True)
class ProtectedMicrodata:
    """Rows that may be shared, one a woman.

    Rules it keeps: made by `protect` alone; rows are in the order of their content, so that
    nothing tells who came first; holds no record id, no text, no row of a child.

    Unit: `records_dropped` counts women; `cells_hidden` counts cells of each variable.
    """

    plan_hash: str
    form_id: str
    form_version: str
    audience: Audience
    k: int
    l: int  # noqa: E741 - the name of the thing: l-diversity
    columns: tuple[ReleasedColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    records_dropped: int
    cells_hidden: Mapping[str, int]
    left_out: Mapping[str, Sentence]
    door: InitVar[object] = None

    def __post_init__(self, door: object) -> None:
        """Refuse to be made anywhere but here."""
        if door is not _DOOR:
            raise UnreviewedTextError(count=len(self.rows))

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the names of the key variables that are shared."""
        return tuple(column.name for column in self.columns if column.role is Role.QUASI)

    def records(self) -> tuple[Record, ...]:
        """Return the rows as records."""
        names = [column.name for column in self.columns]
        return tuple(Record(dict(zip(names, row, strict=True))) for row in self.rows)


@dataclass(frozen=True)
class Refusal:
    """No rows may be shared, and why; tables of counts may still be possible.

    Shape: at least one reason, each a sentence that says what to do next.
    """

    reasons: tuple[Sentence, ...]


def protect(
    plan: Plan, records: Sequence[Record], population: Population | None = None
) -> ProtectedMicrodata | Refusal:
    """Return the rows of `records` that may be shared under `plan`, or why none may.

    Key variables are made coarser in the order of the plan, the least important first; then
    left out; at each step rows that still stand out are dropped, as many as the plan allows.
    What turned out to be coarser than needed is taken back, the most important first.
    """
    table = line_table(plan, records)
    people = population or Population(plan.population)
    reasons = _hopeless(table, people, plan)
    if reasons:
        return Refusal(reasons)
    search = _Search(plan, table, people)
    node = next((node for node in search.path() if search.accepts(node)), None)
    if node is None:
        return Refusal(search.why_not())
    return _released(search, search.taken_back(node))


@dataclass(frozen=True)
class _Search:
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
        return (
            dropped <= self.plan.max_drop * self.table.records
            and 0 < len(columns) <= _most_keys(len(kept))
            and self._is_calm(columns, kept)
        )

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


def _hopeless(table: LineTable, population: Population, plan: Plan) -> tuple[Sentence, ...]:
    """Return the reasons that no recoding can cure."""
    reasons = []
    if table.records < SMALLEST_FILE:
        reasons.append(refusals.too_few_records(table.records, SMALLEST_FILE))
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


def _most_keys(records: int) -> int:
    """Return how many key variables a file of `records` women may have."""
    return next((keys for least, keys in _KEYS_BY_RECORDS if records >= least), 0)


def _relabelled(key: Key, rung: int, cells: Sequence[Cell]) -> Sequence[str | None]:
    relabel = key.steps[rung].relabel
    known = {value: relabel(value) for value in {cell.value for cell in cells} if value is not None}
    return [None if cell.value is None else known[cell.value] for cell in cells]


def _in_one_of(groups: Sequence[Group], columns: Columns, row: int) -> bool:
    labels = {name: column[row] for name, column in columns.items()}
    return any(group.holds(labels) for group in groups)


def _released(search: _Search, node: Node) -> ProtectedMicrodata | Refusal:
    columns = search.columns(node)
    kept = search.kept(columns)
    table, limits = search.table, search.plan
    keys = {name: [_shown(column[row]) for row in kept] for name, column in columns.items()}
    classes = list(zip(*keys.values(), strict=True))
    answers = {
        name: _diverse([table.columns[name][row] for row in kept], classes, limits.l)
        for name in table.sensitive
    }
    hidden = {name: cells.count(_HIDDEN) for name, cells in answers.items()}
    shared = [name for name, count in hidden.items() if count <= limits.max_drop * len(kept)]
    if answers and not shared:
        return Refusal((refusals.nothing_diverse(limits.l),))
    safe = {name: [table.columns[name][row] for row in kept] for name in table.safe}
    released = {**keys, **{name: answers[name] for name in shared}, **safe}
    steps = {
        key.name: key.steps[rung].method
        for key, rung in zip(table.keys, node, strict=True)
        if rung < len(key.steps)
    }
    return ProtectedMicrodata(
        plan_hash=limits.hash,
        form_id=limits.form_id,
        form_version=limits.form_version,
        audience=limits.audience,
        k=min(Counter(classes).values()),
        l=limits.l,
        columns=tuple(_column(limits, name, steps) for name in released),
        rows=tuple(sorted(zip(*released.values(), strict=True), key=_content)),
        records_dropped=table.records - len(kept),
        cells_hidden={name: hidden[name] for name in shared},
        left_out={**table.left_out, **_left_out(table, limits, released)},
        door=_DOOR,
    )


def _shown(label: str | None) -> Cell:
    return _HIDDEN if label is None else Cell(label)


def _diverse(
    cells: Sequence[Cell], classes: Sequence[tuple[Cell, ...]], least: int
) -> Sequence[Cell]:
    """Return `cells` with every class hidden in which fewer than `least` answers differ."""
    answers = distinct_values(classes, [cell.value for cell in cells])
    poor = {group for group, values in answers.items() if len(values) < least}
    return [_HIDDEN if group in poor else cell for group, cell in zip(classes, cells, strict=True)]


def _column(plan: Plan, name: str, steps: Mapping[str, Method]) -> ReleasedColumn:
    rule = plan.rules[name]
    return ReleasedColumn(name, rule.role, steps.get(name, rule.method), rule.rank)


def _left_out(table: LineTable, plan: Plan, released: Collection[str]) -> Mapping[str, Sentence]:
    keys = {key.name: refusals.dropped_key() for key in table.keys if key.name not in released}
    poor = {name: refusals.not_diverse(plan.l) for name in table.sensitive if name not in released}
    return {**keys, **poor}


def _content(row: Sequence[Cell]) -> tuple[tuple[str, int], ...]:
    return tuple((cell.value or "", cell.empty) for cell in row)

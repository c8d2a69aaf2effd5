"""From a table of interviews to rows that may be shared, or to the reasons why not.

Room: disclosure (floor 5). Plain Python; a few thousand rows at most.
Spec: docs/spec/disclosure-plan.md section 5.
Promise: every class of what comes out has at least k rows; k is never lower than before;
protecting what is protected changes nothing; in doubt there are no rows.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace

from survey_app.disclosure.measures.closeness import ANY_SPREAD, Spread
from survey_app.disclosure.measures.population import Population
from survey_app.disclosure.measures.risk import Columns
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.methods import Method
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.planning.roles import Role
from survey_app.disclosure.rows import refusals
from survey_app.disclosure.rows.alike import HIDDEN, Alike, asks_from_inside
from survey_app.disclosure.rows.echoes import Telling, joined, split_by_asking
from survey_app.disclosure.rows.line_table import LineTable, consenting, line_table
from survey_app.disclosure.rows.masked_columns import cannot_be_masked, masked, without_thin_numbers
from survey_app.disclosure.rows.parcels import NO_HISTORY, History, Labels, Mark, parcel_of
from survey_app.disclosure.rows.recodings import (
    Labelled,
    Recoding,
    best_node,
    labelled,
    local_labels,
    ranked_node,
)
from survey_app.disclosure.rows.search import Search, hopeless
from survey_app.disclosure.sentences import Sentence
from survey_app.microdata.cells import Cell, Record

_DOOR = object()


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

    Unit: `records_dropped` counts the women who are not in it, `records_held` those of them who
    wait for a parcel; `cells_hidden` and `cells_changed` count the cells of
    each variable; `loss_permille` is how far up its rungs a key went, in thousandths.
    Shape: `members` names, for the ledger of the hub, the marks of each class; empty where none
    were given.
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
    cells_changed: Mapping[str, int]
    loss_permille: Mapping[str, int]
    left_out: Mapping[str, Sentence]
    share_if: tuple[str, str] | None = None
    records_held: int = 0
    members: Mapping[Labels, frozenset[Mark]] = field(default_factory=dict, repr=False)
    door: InitVar[object] = None

    def __post_init__(self, door: object) -> None:
        """Refuse to be made anywhere but here."""
        if door is not _DOOR:
            raise TypeError("protected rows are made by protect() alone")

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the names of the key variables that are shared."""
        return tuple(column.name for column in self.columns if column.role is Role.QUASI)

    def without(self, names: Collection[str]) -> "ProtectedMicrodata":
        """Return these rows without the columns `names`, which an earlier release tells on."""
        kept = [at for at, one in enumerate(self.columns) if one.name not in names]
        rows = ([row[at] for at in kept] for row in self.rows)
        gone = {one.name: refusals.told_beside() for one in self.columns if one.name in names}
        return replace(
            self,
            columns=tuple(self.columns[at] for at in kept),
            rows=tuple(sorted(map(tuple, rows), key=_content)),
            cells_hidden={n: count for n, count in self.cells_hidden.items() if n not in names},
            left_out={**self.left_out, **gone},
            door=_DOOR,
        )

    def records(self) -> tuple[Record, ...]:
        """Return the rows as records; each says that she agreed to share."""
        names = [column.name for column in self.columns]
        agreed = {} if self.share_if is None else {self.share_if[0]: Cell(self.share_if[1])}
        return tuple(Record(agreed | dict(zip(names, row, strict=True))) for row in self.rows)


@dataclass(frozen=True)
class Wish:
    """What a release wants beyond the plan: how even answers are, and what chance is drawn from."""

    spread: Spread
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class Refusal:
    """No rows may be shared, and why; tables of counts may still be possible.

    Shape: at least one reason, each a sentence that says what to do next.
    """

    reasons: tuple[Sentence, ...]


def protect(
    plan: Plan,
    records: Sequence[Record],
    population: Population | None = None,
    *,
    history: History = NO_HISTORY,
    recoding: Recoding = Recoding.RANKED,
    spread: Spread = ANY_SPREAD,
    secret: bytes = b"",
) -> ProtectedMicrodata | Refusal:
    """Return the rows of `records` that may be shared under `plan`, or why none may.

    Key variables are made coarser in the order of the plan, the least important first; then
    left out; at each step rows that still stand out are dropped, as many as the plan allows.
    What turned out to be coarser than needed is taken back, the most important first. Another
    `recoding` looks for the least loss instead. After an earlier release outside the team
    the groups stay as they were, and women come and go in parcels only. `spread` asks more of the
    sensitive answers of a class than l different ones. `secret` is what chance is drawn from
    where the plan wants answers swapped; without one, or without marks, they are left out.
    """
    willing = consenting(plan, records)
    table = line_table(plan, willing)
    people = population or Population(plan.population)
    reasons = hopeless(table, people, plan)
    if reasons:
        return Refusal(reasons)
    search = Search(plan, table, people)
    mark_of = dict(zip(map(id, records), history.marks, strict=False))
    marks = [mark_of.get(id(one), "") for one in willing]
    wish = Wish(spread, secret)
    tried = (
        chosen if isinstance(chosen, Refusal) else _released(search, chosen, marks, history, wish)
        for chosen in _choices(search, history, recoding)
    )
    first = next(tried)
    others = (one for one in tried if isinstance(one, ProtectedMicrodata))
    return first if isinstance(first, ProtectedMicrodata) else next(others, first)


def _choices(search: Search, history: History, recoding: Recoding) -> Iterator[Labelled | Refusal]:
    """Yield the key columns to try, the finest first.

    Local recoding makes groups of hardly more than k women; where these agree too often, groups
    of twice and four times as many may not.
    """
    times = (1, 2, 4) if recoding is Recoding.LOCAL and not history.shown else (1,)
    yield from (_chosen(search, history, recoding, one * search.plan.k) for one in times)


def _chosen(search: Search, history: History, recoding: Recoding, least: int) -> Labelled | Refusal:
    """Return the key columns: those of the earlier releases, or what `recoding` finds."""
    if history.shown:
        node = search.node_of(history.shown[-1].keys)
        if node is None or any(one.keys != history.shown[-1].keys for one in history.shown):
            return Refusal((refusals.other_groups(),))
        columns = search.columns(node)  # who stands out in them waits, however many they are
        kept = search.kept(columns)
        if not search.fits(columns, kept):
            records = search.table.records
            return Refusal((refusals.groups_stay(records - len(kept), records),))
        return labelled(search, node)
    if recoding is Recoding.LOCAL:
        return local_labels(search, least) or Refusal(search.why_not())
    node = (best_node if recoding is Recoding.BEST else ranked_node)(search)
    return Refusal(search.why_not()) if node is None else labelled(search, node)


def _released(
    search: Search,
    chosen: Labelled,
    marks: Sequence[Mark],
    history: History,
    wish: Wish,
) -> ProtectedMicrodata | Refusal:
    columns = chosen.columns
    eligible = search.kept(columns)
    members = _members(columns, eligible, marks, history, search.plan)
    kept = [row for row in eligible if marks[row] in members[_labels(columns, row)]]
    if not search.fits(columns, kept):
        held = len(eligible) - len(kept)
        why = (refusals.waiting_for_a_parcel(held, search.plan.parcel),)
        return Refusal(why if held else search.why_not())
    table, plan = search.table, search.plan
    keys = {name: [_shown(column[row]) for row in kept] for name, column in columns.items()}
    classes = list(zip(*keys.values(), strict=True))
    unmasked = _unmasked(plan, history, wish)
    women = [marks[row] for row in kept]

    def shown_of(names: Sequence[str]) -> Mapping[str, Sequence[Cell]]:
        told = {
            name: [table.columns[name][row] for row in kept]
            for name in names
            if name not in unmasked
        }
        return masked(plan, told, women, wish.secret)

    said, beside = shown_of(table.sensitive), shown_of(table.safe)
    left = _left(table, marks, members, history, plan if not wish.spread.asks else None)
    split = split_by_asking(plan, {**said, **beside}, classes)
    telling = joined(left, split)
    groups = Alike(
        plan=plan,
        classes=classes,
        parts=_parts(classes, women, history),
        telling=telling,
        spread=wish.spread,
        keys=keys,
    )
    answers = groups.diverse_and_thick(said)
    safe = without_thin_numbers(plan, groups.quiet(beside, said, answers))
    hidden = {name: cells.count(HIDDEN) for name, cells in {**answers, **safe}.items()}
    shared = [name for name, cells in answers.items() if any(cell.value for cell in cells)]
    few = [name for name, count in hidden.items() if count <= plan.max_drop * len(kept)]
    if answers and not set(shared) & set(few):
        went = refusals.those_who_went_agreed()
        return Refusal((went if any(left.values()) else _nothing_left(plan, wish.spread),))
    chosen_answers = {name: answers[name] for name in shared if name in few}
    released = {**keys, **chosen_answers, **{name: safe[name] for name in safe if name in few}}
    return ProtectedMicrodata(
        plan_hash=plan.hash,
        form_id=plan.form_id,
        form_version=plan.form_version,
        audience=plan.audience,
        k=min(Counter(classes).values()),
        l=plan.l,
        columns=tuple(_column(plan, name, chosen.methods) for name in released),
        rows=tuple(sorted(zip(*released.values(), strict=True), key=_content)),
        records_dropped=table.records - len(kept),
        records_held=len(eligible) - len(kept),
        cells_hidden={name: hidden[name] for name in released if name in hidden},
        cells_changed={name: _changed(table, name, keys[name], kept) for name in keys},
        loss_permille=chosen.losses,
        left_out={
            **table.left_out,
            **_left_out(table, plan, released, wish.spread),
            **{name: refusals.tells_by_asking() for name in safe if name not in released},
            **{
                name: refusals.tells_by_asking()
                for name, torn in split.items()
                if torn and name not in released
            },
            **{name: why for name, why in unmasked.items() if name in table.columns},
        },
        share_if=plan.share_if,
        members={} if not history.marks else {name: one for name, one in members.items() if one},
        door=_DOOR,
    )


def _labels(columns: Columns, row: int) -> Labels:
    return tuple(column[row] for column in columns.values())


def _members(
    columns: Columns, rows: Sequence[int], marks: Sequence[Mark], history: History, plan: Plan
) -> Mapping[Labels, frozenset[Mark]]:
    """Return whom of each class to show: all, or as many as earlier releases allow."""
    here: dict[Labels, set[Mark]] = {}
    for row in rows:
        here.setdefault(_labels(columns, row), set()).add(marks[row])
    if not history.shown:
        return {labels: frozenset(members) for labels, members in here.items()}
    return {
        labels: parcel_of(
            members,
            [one.classes.get(labels, frozenset()) for one in history.shown],
            parcel=max(plan.parcel, plan.k),
            k=plan.k,
        )
        for labels, members in here.items()
    }


def _parts(
    classes: Sequence[Hashable], marks: Sequence[Mark], history: History
) -> list[list[tuple[Hashable, bool]]]:
    """Return, for each earlier release, the part of her class that each woman can be told to be in.

    Whoever holds both files tells apart those who were there before and those who came.
    """
    before = [frozenset().union(*one.classes.values()) for one in history.shown]
    return [
        [(group, mark in shown) for group, mark in zip(classes, marks, strict=True)]
        for shown in before
    ]


def _left(
    table: LineTable,
    marks: Sequence[Mark],
    members: Mapping[Labels, frozenset[Mark]],
    history: History,
    plan: Plan | None,
) -> Telling:
    """Return for each variable the classes of which women went who may all have said the same.

    Whoever holds both files subtracts them and has the answers of those who went. Of a woman who
    took her interview back nobody knows any more what she said; those who were kept back with her
    must have given l different answers. Without a `plan` to say how many, none are enough.
    """
    found: dict[str, set[Hashable]] = {name: set() for name in table.sensitive}
    row_of = {mark: row for row, mark in enumerate(marks)}
    for earlier in history.shown:
        for labels, now in members.items():
            went = earlier.classes.get(labels, frozenset()) - now
            rows = [row_of[mark] for mark in went if mark in row_of]
            for name in table.sensitive if went and now else ():
                said = {table.columns[name][row].value for row in rows} - {None}
                if plan is None or len(said) < plan.l:
                    found[name].add(tuple(map(_shown, labels)))
    return {name: frozenset(groups) for name, groups in found.items()}


def _changed(table: LineTable, name: str, shown: Sequence[Cell], kept: Sequence[int]) -> int:
    before = table.columns[name]
    return sum(before[row] != cell for row, cell in zip(kept, shown, strict=True))


def _shown(label: str | None) -> Cell:
    return HIDDEN if label is None else Cell(label)


def _unmasked(plan: Plan, history: History, wish: Wish) -> Mapping[str, Sentence]:
    return cannot_be_masked(
        plan,
        has_secret=bool(wish.secret and history.marks),
        is_first=not history.shown,
    )


def _nothing_left(plan: Plan, spread: Spread) -> Sentence:
    if spread.asks:
        return refusals.nothing_even()
    return refusals.nothing_diverse(plan.l, from_inside=asks_from_inside(plan))


def _column(plan: Plan, name: str, steps: Mapping[str, Method]) -> ReleasedColumn:
    rule = plan.rules[name]
    return ReleasedColumn(name, rule.role, steps.get(name, rule.method), rule.rank)


def _left_out(
    table: LineTable, plan: Plan, released: Collection[str], spread: Spread
) -> Mapping[str, Sentence]:
    keys = {key.name: refusals.dropped_key() for key in table.keys if key.name not in released}
    inside = asks_from_inside(plan)
    why = refusals.not_even() if spread.asks else refusals.not_diverse(plan.l, from_inside=inside)
    poor = {name: why for name in table.sensitive if name not in released}
    return {**keys, **poor}


def _content(row: Sequence[Cell]) -> tuple[tuple[str, int], ...]:
    return tuple((cell.value or "", cell.empty) for cell in row)

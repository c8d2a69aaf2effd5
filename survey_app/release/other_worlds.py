"""Worlds of answers that fit everything that was shown of one question.

Room: release (floor 7). Pure.
Spec: docs/spec/release-folder.md section 4.
Promise: a world that is found fits every shown count and sum. Not every such world is found: the
    search ends after so many tries, and then there counts as none.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from survey_app.disclosure.counts.tables import NO_ANSWER, categories_of, is_exclusive
from survey_app.disclosure.planning.bands import number_of
from survey_app.disclosure.planning.plan import Rule
from survey_app.disclosure.planning.protected_cells import ends_of

Part = Hashable
Cell = Hashable
Shown = Callable[[Part, str], Iterator[tuple[Cell, Decimal]]]
_Context = tuple[Part, ...]
_Kind = tuple[_Context, str]
_Changes = dict[Cell, Decimal]
_Move = tuple[_Context, str, str]

_WAYS_AND_MOVES = ((30, 4), (300, 4), (300, 6))
_MOST_TRIES = 10_000
_MOST_TRIES_IN_ALL = 200_000


@dataclass(frozen=True)
class View:
    """What one release shows of a question: the part of the file that each woman stands in.

    Shape: `parts` has one entry a woman, None where nothing is shown of her; `cells` name the
    counts; `shown` gives those that one woman of a part with an answer is in, and how much she
    adds.
    """

    file: int
    parts: Sequence[Part]
    cells: Collection[Cell]
    shown: Shown


def is_new(view: View, views: Sequence[View]) -> bool:
    """Say whether a view is not the only one, and does not say again what an earlier one says."""
    others = [one for one in views if one.file != view.file]
    return bool(others) and not any(
        set(view.cells) <= set(one.cells) and view.parts == one.parts for one in others
    )


class World:
    """One world of answers that fits all that was shown, and the ways from it to others."""

    def __init__(self, views: Sequence[View], kinds: Counter[_Kind], rule: Rule) -> None:
        self._views = views
        self._kinds = Counter(
            {one: count for one, count in kinds.items() if any(part is not None for part in one[0])}
        )
        given = {answer for _, answer in kinds} - {NO_ANSWER}
        countable = categories_of(rule) if is_exclusive(rule) else None
        self._labels = sorted({*(countable or _numbers_among(given, rule) or given)} - {NO_ANSWER})
        self._cells: dict[_Kind, _Changes] = {}
        self._touching: dict[Cell, dict[_Context, None]] = {}
        self._undone: dict[frozenset[tuple[Cell, Decimal]], Sequence[_Move]] = {}
        self._tries, self._left = 0, _MOST_TRIES_IN_ALL

    def tells(self) -> bool:
        """Say whether women who are told apart by no file could not have answered otherwise."""
        sizes: Counter[_Context] = Counter()
        for (context, _), count in self._kinds.items():
            sizes[context] += count
        alike = [
            (context, answer)
            for (context, answer), count in self._kinds.items()
            if answer != NO_ANSWER and count == sizes[context]
        ]
        if alike:
            self._note_cells(sizes)
        return any(not self._may_differ(one, sizes[one[0]]) for one in alike)

    def _note_cells(self, contexts: Collection[_Context]) -> None:
        for context in contexts:
            for label in self._labels:
                for cell in self._shown(context, label):
                    self._touching.setdefault(cell, {})[context] = None

    def _shown(self, context: _Context, answer: str) -> _Changes:
        kind = context, answer
        if kind not in self._cells:
            found = self._cells[kind] = {}
            for view, part in zip(self._views, context, strict=True):
                for cell, by in view.shown(part, answer) if part is not None else ():
                    found[cell] = found.get(cell, Decimal(0)) + by
        return self._cells[kind]

    def _may_differ(self, kind: _Kind, size: int) -> bool:
        """Go to a world in which not all `size` women are of a kind; say whether there is one."""
        given = self._tries = min(_MOST_TRIES, self._left)
        found = self._kinds[kind] < size or self._is_changed(kind)
        self._left -= given - self._tries
        return found

    def _is_changed(self, kind: _Kind) -> bool:
        """Change the answer of one woman of `kind`, and others until all shown counts stay."""
        context, answer = kind
        moves = [(context, answer, other) for other in self._labels if other != answer]
        tried = (self._first_way({}, moves, kind, *most) for most in _WAYS_AND_MOVES)
        return any(way is not None for way in tried)

    def _first_way(
        self, before: _Changes, moves: Collection[_Move], kept: _Kind, width: int, most: int
    ) -> Sequence[_Move] | None:
        """Go the first of `moves` that undoes all changes, with others after it; return them."""
        ways = []
        for move in moves:
            self._tries -= 1
            changes = self._after(before, move)
            if not changes:
                self._go(move)
                return [move]
            ways.append((changes, move))
        for changes, move in sorted(ways, key=_by_size) if most > 1 else ():
            self._go(move)
            after = self._repaired(changes, kept, width, most - 1)
            if after is not None:
                return [move, *after]
            self._go(move, back=True)
        return None

    def _repaired(
        self, changes: _Changes, kept: _Kind, width: int, most: int
    ) -> Sequence[_Move] | None:
        """Undo `changes`; what undid the same ones before is tried first."""
        if self._tries < 0:
            return None
        signs = frozenset(changes.items())
        known = self._undone.get(signs, ())
        if known and len(known) <= most and self._is_open(known, kept):
            for move in known:
                self._go(move)
            return known
        cell = min(changes, key=lambda one: len(self._touching[one]))
        moves = list(islice(self._moves(cell, changes[cell], kept), width))
        found = self._first_way(changes, moves, kept, width, most)
        if found is not None:
            self._undone[signs] = found
        return found

    def _is_open(self, moves: Collection[_Move], kept: _Kind) -> bool:
        """Say whether there are women for all of `moves`, and none of them goes to `kept`."""
        needed = Counter((context, was) for context, was, _ in moves)
        return all((context, then) != kept for context, _, then in moves) and all(
            self._kinds[kind] >= count for kind, count in needed.items()
        )

    def _go(self, move: _Move, *, back: bool = False) -> None:
        context, was, then = move
        by = -1 if back else 1
        self._kinds[context, was] -= by
        self._kinds[context, then] += by

    def _moves(self, cell: Cell, by: Decimal, kept: _Kind) -> Iterator[_Move]:
        """Yield the changes of one woman's answer that bring `cell` back; none to `kept`."""
        for context in self._touching[cell]:
            for was in self._labels:
                if not self._kinds[context, was]:
                    continue
                here = self._shown(context, was).get(cell, Decimal(0))
                for then in self._labels:
                    change = self._shown(context, then).get(cell, Decimal(0)) - here
                    if change * by < 0 and (context, then) != kept:
                        yield context, was, then

    def _after(self, before: _Changes, move: _Move) -> _Changes:
        context, was, then = move
        changes = dict(before)
        for answer, sign in ((was, -1), (then, 1)):
            for cell, by in self._shown(context, answer).items():
                changes[cell] = changes.get(cell, Decimal(0)) + sign * by
        return {cell: by for cell, by in changes.items() if by}


def _numbers_among(given: Collection[str], rule: Rule) -> set[str]:
    """Return `given` with the next numbers beside each that can be; nothing if they are none.

    What can be is within the limits of the form, and leaves as it is: a multiple, if rounded. Where
    another answer of hers is a limit, nobody knows here what else can be.
    """
    if rule.own_limits:
        return set(given)
    numbers = [number_of(one) for one in given]
    known = [one for one in numbers if one is not None]
    if not known or len(known) < len(numbers):
        return set()
    step = rule.method.numbers[0] if rule.method.verb == "round" else Decimal(1)
    low, high = ends_of(rule)
    beside = {one + by for one in known for by in (-step, step)}
    possible = (one for one in beside if one >= (low or 0) and (high is None or one <= high))
    return {*given, *(f"{one:f}" for one in possible)}


def _by_size(way: tuple[_Changes, _Move]) -> tuple[Decimal, int]:
    changes, _ = way
    return sum(map(abs, changes.values()), Decimal(0)), len(changes)

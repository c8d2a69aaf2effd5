"""Crossings that close a ring are audited together: three tables of two tell about a fourth.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: for every hidden cell there are at least the threshold's width of values, each with a
whole table of women behind it that agrees with all that is shown of all crossings at once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from survey_app.disclosure.counts.crossings import CrossTable
from survey_app.disclosure.planning.plan import Pair

Woman = Mapping[str, str]
_Kind = tuple[str, ...]
_Cell = tuple[str, str]

_MOST_PAIRS = 20_000


@dataclass(frozen=True)
class _Ring:
    """The crossings that hang together, what of them is hidden, and the women by their labels.

    Shape: a kind of women has one label for each of `variables`; `hidden` names the labels of
    hidden cells, row first.
    """

    variables: tuple[str, ...]
    kinds: Counter[_Kind]
    hidden: Mapping[Pair, set[_Cell]]
    least: int

    def crossed_with(self, variable: str) -> Iterator[tuple[Pair, str]]:
        """Yield the crossings of a variable, and what it is crossed with."""
        for pair in self.hidden:
            if variable in pair:
                yield pair, pair[1] if pair[0] == variable else pair[0]


def audited_together(
    crossings: Sequence[CrossTable], women: Sequence[Woman]
) -> tuple[CrossTable, ...]:
    """Return the crossings with so much more hidden that all of them together tell no more.

    Two crossings that share a variable tell no more than each alone: whatever fits the one and
    whatever fits the other fit together. A ring of three or more can. What cannot be shown to be
    safe is hidden; a crossing of which nothing would be left is left out, the last one first.

    Shape: a woman has a label for each variable that is crossed.
    """
    kept = list(crossings)
    while tied := _tied(kept):
        ring = _ring(tied, women)
        if _is_hidden_enough(ring, tied):
            return tuple(_hiding(one, ring) if one in tied else one for one in kept)
        kept.remove(tied[-1])
    return tuple(kept)


def _tied(crossings: Sequence[CrossTable]) -> list[CrossTable]:
    """Return the crossings of which both variables stand in another one as well, and so on.

    >>> from types import SimpleNamespace as Table
    >>> names = ["ab", "bc", "ca", "cd"]
    >>> tables = [Table(row_variable=one[0], column_variable=one[1]) for one in names]
    >>> [_pair(one) for one in _tied(tables)], _tied(tables[1:])
    ([('a', 'b'), ('b', 'c'), ('c', 'a')], [])
    """
    tied, before = list(crossings), -1
    while len(tied) != before:
        before = len(tied)
        uses = Counter(name for one in tied for name in _pair(one))
        tied = [one for one in tied if all(uses[name] > 1 for name in _pair(one))]
    return tied


def _pair(table: CrossTable) -> Pair:
    return table.row_variable, table.column_variable


def _ring(tied: Sequence[CrossTable], women: Sequence[Woman]) -> _Ring:
    variables = tuple(dict.fromkeys(name for one in tied for name in _pair(one)))
    hidden = {
        _pair(one): {
            (row, column)
            for row, line in zip(one.row_labels, one.counts, strict=True)
            for column, count in zip(one.column_labels, line, strict=True)
            if count is None
        }
        for one in tied
    }
    kinds = Counter(tuple(woman[name] for name in variables) for woman in women)
    return _Ring(variables, kinds, hidden, max(one.minimum for one in tied))


def _is_hidden_enough(ring: _Ring, tied: Sequence[CrossTable]) -> bool:
    """Hide more until every hidden cell of `ring` is wide enough; False when that is not enough."""
    tables = {_pair(one): one for one in tied}
    while (weak := next(_weak(ring), None)) is not None:
        pair, cell = weak
        visible = sorted(_visible(tables[pair], ring.hidden[pair]))
        beside = [one for _, *one in visible if one[0] == cell[0] or one[1] == cell[1]]
        if not visible:
            return False
        row, column = (beside or [one for _, *one in visible])[0]
        ring.hidden[pair].add((row, column))
    return True


def _visible(table: CrossTable, hidden: set[_Cell]) -> Iterator[tuple[int, str, str]]:
    for row, line in zip(table.row_labels, table.counts, strict=True):
        for column, count in zip(table.column_labels, line, strict=True):
            if count is not None and (row, column) not in hidden:
                yield count, row, column


def _weak(ring: _Ring) -> Iterator[tuple[Pair, _Cell]]:
    for pair, cells in ring.hidden.items():
        for cell in sorted(cells):
            if _width(ring, pair, cell) < ring.least:
                yield pair, cell


def _width(ring: _Ring, pair: Pair, cell: _Cell) -> int:
    """Return between how many values a hidden cell is seen to lie, at most the least asked.

    Each step lets two women change one answer with each other, so that the counts of all
    answers stay, and no shown cell changes. What is reached so is possible; there may be more.
    """
    width = 0
    for is_raised in (True, False):
        kinds = Counter(ring.kinds)
        while width < ring.least and _step(ring, kinds, pair, cell, is_raised=is_raised):
            width += 1
    return width


def _step(ring: _Ring, kinds: Counter[_Kind], pair: Pair, cell: _Cell, *, is_raised: bool) -> bool:
    """Let two women exchange an answer so that there is one more, or one fewer, in `cell`."""
    row, column = (ring.variables.index(name) for name in pair)
    ones = [
        one for one in kinds if one[row] == cell[0] and (one[column] == cell[1]) is not is_raised
    ]
    others = [one for one in kinds if one[row] != cell[0] and (one[column] == cell[1]) is is_raised]
    for one, other in islice(product(ones, others), _MOST_PAIRS):
        for name in pair:
            if _tells_nothing(ring, one, other, name):
                _exchange(kinds, one, other, ring.variables.index(name))
                return True
    return False


def _tells_nothing(ring: _Ring, one: _Kind, other: _Kind, name: str) -> bool:
    """Say whether only hidden cells change when two women exchange their answers to `name`."""
    mine, yours = (kind[ring.variables.index(name)] for kind in (one, other))
    for pair, beside in ring.crossed_with(name):
        at = ring.variables.index(beside)
        if one[at] == other[at]:
            continue
        for answer, label in product((mine, yours), (one[at], other[at])):
            cell = (answer, label) if pair[0] == name else (label, answer)
            if cell not in ring.hidden[pair]:
                return False
    return True


def _exchange(kinds: Counter[_Kind], one: _Kind, other: _Kind, at: int) -> None:
    mine, yours = one[at], other[at]
    kinds.subtract((one, other))
    kinds.update(((*one[:at], yours, *one[at + 1 :]), (*other[:at], mine, *other[at + 1 :])))
    for kind in {one, other}:
        if not kinds[kind]:
            del kinds[kind]


def _hiding(table: CrossTable, ring: _Ring) -> CrossTable:
    hidden = ring.hidden[_pair(table)]
    return replace(
        table,
        counts=tuple(
            tuple(
                None if (row, column) in hidden else count
                for column, count in zip(table.column_labels, line, strict=True)
            )
            for row, line in zip(table.row_labels, table.counts, strict=True)
        ),
    )

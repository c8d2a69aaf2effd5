"""One answer crossed with several keys, beside a register that has all keys of each woman.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: whoever knows the keys of all women, and one answer besides, cannot tell from the crossings
that everybody else of a group gave one answer.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

from survey_app.disclosure.counts.crossings import CrossTable
from survey_app.disclosure.counts.linked_crossings import Woman

_Kind = tuple[tuple[str, ...], str]
_MOST_TRIES = 20_000
_ENOUGH = 2


@dataclass(frozen=True)
class _Crossed:
    """The crossings of one answer with several keys, and the women by their keys and answer.

    Shape: `hidden` has for each key the pairs of a label and an answer that are not shown.
    """

    kinds: Counter[_Kind]
    hidden: Sequence[Collection[tuple[str, str]]]


def without_telling_groups(
    crossings: Sequence[CrossTable],
    women: Sequence[Woman],
    keys: Collection[str],
    answers: Collection[str],
) -> tuple[CrossTable, ...]:
    """Return the crossings without the last ones of an answer where all of them would tell it.

    Shape: a woman has a label for each variable that is crossed; `answers` are the variables that
    must not be told.
    """
    kept = list(crossings)
    for answer in answers:
        by_keys = [one for one in kept if _key_of(one, answer) in keys]
        while len(by_keys) > 1 and _tells(_crossed(by_keys, answer, women)):
            kept.remove(by_keys.pop())
    return tuple(kept)


def _key_of(table: CrossTable, answer: str) -> str | None:
    """Return what a crossing crosses `answer` with, None when it is about others."""
    pair = table.row_variable, table.column_variable
    if answer not in pair:
        return None
    return pair[1] if pair[0] == answer else pair[0]


def _crossed(tables: Sequence[CrossTable], answer: str, women: Sequence[Woman]) -> _Crossed:
    keys = [_key_of(one, answer) or "" for one in tables]
    kinds = Counter((tuple(woman[key] for key in keys), woman[answer]) for woman in women)
    hidden = [{*_hidden(one, is_turned=one.row_variable == answer)} for one in tables]
    return _Crossed(kinds, hidden)


def _hidden(table: CrossTable, *, is_turned: bool) -> Iterator[tuple[str, str]]:
    for row, line in zip(table.row_labels, table.counts, strict=True):
        for column, count in zip(table.column_labels, line, strict=True):
            if count is None:
                yield (column, row) if is_turned else (row, column)


def _tells(crossed: _Crossed) -> bool:
    sizes: Counter[tuple[str, ...]] = Counter()
    for (keys, _), count in crossed.kinds.items():
        sizes[keys] += count
    alike = (
        (kind, sizes[kind[0]])
        for kind, count in crossed.kinds.items()
        if sizes[kind[0]] - count < min(_ENOUGH, sizes[kind[0]])
    )
    return any(not _may_differ(crossed, kind, size) for kind, size in alike)


def _may_differ(crossed: _Crossed, kind: _Kind, size: int) -> bool:
    """Say whether two women of a group of `size`, or the only one, may have said something else."""
    kinds = Counter(crossed.kinds)
    while size - kinds[kind] < min(_ENOUGH, size):
        step = next(_steps(crossed, kinds, kind), None)
        if step is None:
            return False
        for one, other in step:
            kinds.subtract((one, other))
            kinds.update(((one[0], other[1]), (other[0], one[1])))
        kinds = +kinds
    return True


def _steps(
    crossed: _Crossed, kinds: Counter[_Kind], one: _Kind
) -> Iterator[Sequence[tuple[_Kind, _Kind]]]:
    """Yield exchanges of answers, of two women or of two and two, that change no shown count.

    The first takes `one` away: a woman of her keys then gave the answer of another one.
    """
    for other in _others(kinds, one):
        if _stays(crossed, [(one, other)]):
            yield [(one, other)]
    tries = ((other, back) for other in _others(kinds, one) for back in _backs(kinds, one, other))
    for other, back in islice(tries, _MOST_TRIES):
        step = [(one, other), back]
        if _stays(crossed, step) and Counter(chain.from_iterable(step)) <= kinds:
            yield step


def _others(kinds: Counter[_Kind], one: _Kind) -> Iterator[_Kind]:
    return (kind for kind in kinds if kind[0] != one[0] and kind[1] != one[1])


def _backs(kinds: Counter[_Kind], one: _Kind, other: _Kind) -> Iterator[tuple[_Kind, _Kind]]:
    """Yield pairs of women without the keys of `one` who gave the answers of `one` and `other`."""
    away = [kind for kind in kinds if kind[0] != one[0]]
    mine = [kind for kind in away if kind[1] == one[1]]
    theirs = [kind for kind in away if kind[1] == other[1]]
    return ((first, second) for first, second in product(mine, theirs) if first[0] != second[0])


def _stays(crossed: _Crossed, step: Sequence[tuple[_Kind, _Kind]]) -> bool:
    for at, hidden in enumerate(crossed.hidden):
        changes: dict[tuple[str, str], int] = {}
        for (keys, answer), (others, another) in step:
            here, there = keys[at], others[at]
            if here == there:
                continue
            for cell in ((here, answer), (there, another)):
                changes[cell] = changes.get(cell, 0) - 1
            for cell in ((here, another), (there, answer)):
                changes[cell] = changes.get(cell, 0) + 1
        if any(by and cell not in hidden for cell, by in changes.items()):
            return False
    return True

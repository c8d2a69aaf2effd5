"""One answer crossed with several keys, beside a register that has all keys of each woman.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 5.
Promise: whoever knows the keys of all women, and one answer besides, cannot tell from the crossings
that everybody else of a group gave one answer.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from survey_app.disclosure.crossings import CrossTable
from survey_app.disclosure.linked_crossings import Woman

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
    groups = {keys for keys, _ in crossed.kinds}
    given = {answer for _, answer in crossed.kinds}
    return any(not _may_differ(crossed, *pair) for pair in product(groups, given))


def _may_differ(crossed: _Crossed, keys: tuple[str, ...], answer: str) -> bool:
    """Say whether two women of a group, or the only one, may have said something else."""
    kinds = Counter(crossed.kinds)
    size = sum(count for (group, _), count in kinds.items() if group == keys)
    while size - kinds[keys, answer] < min(_ENOUGH, size):
        step = next(_steps(crossed, kinds, (keys, answer)), None)
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
    others = [kind for kind in kinds if kind[0] != one[0] and kind[1] != one[1]]
    for other in others:
        if _stays(crossed, [(one, other)]):
            yield [(one, other)]
    backs = ((first, second) for first in kinds for second in kinds if first[0] < second[0])
    pairs = product(others, list(backs))
    for other, (first, second) in islice(pairs, _MOST_TRIES):
        if {first[1], second[1]} != {one[1], other[1]} or one[0] in {first[0], second[0]}:
            continue
        step = [(one, other), (first, second)]
        needed = Counter(kind for pair in step for kind in pair)
        if needed <= kinds and _stays(crossed, step):
            yield step


def _stays(crossed: _Crossed, step: Sequence[tuple[_Kind, _Kind]]) -> bool:
    for at, hidden in enumerate(crossed.hidden):
        changes: Counter[tuple[str, str]] = Counter()
        for one, other in step:
            changes.subtract((kind[0][at], kind[1]) for kind in (one, other))
            changes.update(((one[0][at], other[1]), (other[0][at], one[1])))
        if any(by and cell not in hidden for cell, by in changes.items()):
            return False
    return True

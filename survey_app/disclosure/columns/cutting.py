"""Cut a file from the whole downwards into ever finer groups, each still large enough.

Room: disclosure (floor 5), hub only.
Spec: docs/spec/disclosure-plan.md section 8.
Promise: every part that comes out meets the demand when the whole did; the cuts follow the
groups of the plan, never the data's own ends.

All parts of one depth are cut together. A part is cut along the key that wins most information
for each bit of size that it costs; those whose own group would be too small stay together under
the wider label.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from survey_app.disclosure.columns.coded import Codes, Flags, Shares
from survey_app.disclosure.columns.demand import Demand
from survey_app.disclosure.columns.grouping import Classes, Tuples, grouped

Rungs = npt.NDArray[np.int8]
Met = Callable[[Classes], Flags]
_DEAREST = 0.05


@dataclass(frozen=True)
class _Parts:
    """The parts of one depth: of which part each tuple is, and the rungs of each part.

    Shape: `at` and `of` have one entry a tuple still in play; `rungs` and `closed` are parts x
    keys: a key is closed where no finer group of the part is large enough.
    """

    at: Codes
    of: Codes
    rungs: Rungs
    closed: Flags


@dataclass(frozen=True)
class _Cut:
    """What cutting along one key would give: the pieces, and which of them may stand alone.

    Shape: `part`, `alone` and `name` have one entry a piece, in order of the name; `score` one
    a part, 0 where it cannot be cut so.
    """

    name: Codes
    part: Codes
    alone: Flags
    score: Shares
    width: int


def cut(tuples: Tuples, at: Codes, demand: Demand, everybody: Shares | None) -> Rungs:
    """Return the rungs of each of the tuples `at`, cut from the coarsest as fine as they go.

    Shape: one line a tuple, one rung a key. The tuples `at` together meet `demand`.
    """
    met = partial(demand.met_by, everybody=everybody)
    tops = np.array([key.rungs - 1 for key in tuples.keys], dtype=np.int8)
    found = np.tile(tops, (len(at), 1))
    parts = _Parts(
        np.arange(len(at)),
        np.zeros(len(at), np.int64),
        tops[None, :].copy(),
        np.zeros((1, len(tops)), np.bool_),
    )
    while len(parts.at):
        cuts = [_cut_along(number, tuples, at, parts, met) for number in range(len(tuples.keys))]
        scores = np.stack([one.score for one in cuts])
        along = np.where(scores.max(axis=0) > 0, scores.argmax(axis=0), -1)
        ready = along[parts.of] < 0
        found[parts.at[ready]] = parts.rungs[parts.of[ready]]
        parts = _next(tuples, at, parts, cuts, along)
    return found


def _cut_along(number: int, tuples: Tuples, at: Codes, parts: _Parts, met: Met) -> _Cut:
    """Return the pieces of all parts along one key."""
    key = tuples.keys[number]
    open_parts = (parts.rungs[:, number] > 0) & ~parts.closed[:, number]
    rows = np.flatnonzero(open_parts[parts.of])
    width = max(len(labels) for labels in key.labels)
    score = np.zeros(len(parts.rungs))
    if not len(rows):
        none = np.zeros(0, np.int64)
        return _Cut(none, none, none.astype(np.bool_), score, width)
    here, of = at[parts.at[rows]], parts.of[rows]
    rung, value = parts.rungs[of, number], tuples.values[number][here]
    names = of * width + key.groups[rung - 1, value]
    pieces = grouped(
        names, rows, tuples.answers[here], tuples.weights[here], tuples.kinds_of_answer
    )
    head = pieces.first[pieces.starts]
    part = parts.of[head]
    alone = _with_partners(met(pieces), part, pieces, len(score), met)
    at_head = tuples.values[number][at[parts.at[head]]]
    level = parts.rungs[part, number]
    won = np.where(alone, key.losses[level, at_head] - key.losses[level - 1, at_head], 0.0)
    may = alone & np.isin(part, part[alone])
    gain = np.bincount(part, weights=won * pieces.sizes, minlength=len(score))
    any_alone = np.bincount(part, weights=may, minlength=len(score)) > 0
    score = np.where(
        any_alone, (gain + 1e-9) / (_bits(part, alone, pieces, len(score)) + _DEAREST), 0
    )
    name = part * width + key.groups[level - 1, at_head]
    return _Cut(name, part, alone, score, width)


def _with_partners(alone: Flags, part: Codes, pieces: Classes, count: int, met: Met) -> Flags:
    """Return `alone` with so many pieces taken back that what is left over meets the demand.

    The smallest piece of a part is taken back first, one in every round.
    """
    alone = alone.copy()
    sizes = pieces.sizes
    while True:
        left = ~pieces.per_entry(alone)
        if not left.any():
            return alone
        rest = grouped(
            np.repeat(part, pieces.distinct)[left],
            pieces.first[left],
            pieces.answers[left],
            pieces.weights[left],
            int(np.max(pieces.answers, initial=0)) + 1,
        )
        of = np.repeat(part, pieces.distinct)[left]
        poor = np.zeros(count, np.bool_)
        poor[np.unique(of)] = ~met(rest)
        wanted = np.flatnonzero(alone & poor[part])
        if not len(wanted):
            return alone & ~poor[part]
        order = wanted[np.lexsort((sizes[wanted], part[wanted]))]
        smallest = np.append(True, part[order][1:] != part[order][:-1])
        alone[order[smallest]] = False


def _bits(part: Codes, alone: Flags, pieces: Classes, count: int) -> Shares:
    """Return how many bits of size a part loses by the cut: the entropy of its pieces."""
    sizes = pieces.sizes.astype(np.float64)
    total = np.maximum(np.bincount(part, weights=sizes, minlength=count), 1)
    rest = np.bincount(part, weights=np.where(alone, 0.0, sizes), minlength=count) / total
    share = np.where(alone, sizes / total[part], 1.0)
    spread = np.bincount(part, weights=-share * np.log2(share), minlength=count)
    left: Shares = np.where(rest > 0, -rest * np.log2(np.where(rest > 0, rest, 1.0)), 0.0)
    return spread + left


def _next(tuples: Tuples, at: Codes, parts: _Parts, cuts: list[_Cut], along: Codes) -> _Parts:
    """Return the parts of the next depth."""
    kept_at, kept_of, rungs, closed, count = [], [], [], [], 0
    for number, one in enumerate(cuts):
        rows = np.flatnonzero(along[parts.of] == number)
        if not len(rows):
            continue
        of, here = parts.of[rows], at[parts.at[rows]]
        key = tuples.keys[number]
        group = key.groups[parts.rungs[of, number] - 1, tuples.values[number][here]]
        name = of * one.width + group
        stands = one.alone[np.searchsorted(one.name, name)]
        names, new = np.unique(np.where(stands, name, -1 - of), return_inverse=True)
        old = np.where(names < 0, -1 - names, names // one.width)
        finer, shut = parts.rungs[old].copy(), parts.closed[old].copy()
        finer[names >= 0, number] -= 1
        shut[names < 0, number] = True
        kept_at.append(parts.at[rows])
        kept_of.append(new + count)
        rungs.append(finer)
        closed.append(shut)
        count += len(names)
    if not kept_at:
        none = np.zeros(0, np.int64)
        return _Parts(none, none, parts.rungs[:0], parts.closed[:0])
    return _Parts(
        np.concatenate(kept_at),
        np.concatenate(kept_of),
        np.concatenate(rungs),
        np.concatenate(closed),
    )

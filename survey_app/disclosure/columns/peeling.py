"""Take off what is already alike enough, the finest rungs first.

Room: disclosure (floor 5), hub only.
Spec: docs/spec/disclosure-plan.md section 8.
Promise: whatever was taken off meets the demand, and what is left does too, or is everything.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from survey_app.disclosure.columns.coded import Codes, Flags, Node, Shares, Small
from survey_app.disclosure.columns.cutting import Rungs
from survey_app.disclosure.columns.demand import Demand
from survey_app.disclosure.columns.grouping import Tuples, crowded, grouped, in_order

_MOST_BLOCKED = 0.25
_FEW_BLOCKED = 0.02
_FARTHEST = 0.3
_FIRST_STOP = 4
_FIRST_STOP_OF_MANY = 2.5
_MANY = 200_000
_LATER_STOPS = 3
_STOPS_OF_FEW = 1.07


@dataclass(frozen=True)
class Peeled:
    """A stop on the way: the rungs of the tuples taken off so far, and those that are left.

    Shape: `rungs` is tuples x keys; `left` names tuples. Together they are all.
    """

    rungs: Rungs
    left: Codes


def peel(
    tuples: Tuples,
    demand: Demand,
    everybody: Shares | None,
    order: Iterator[tuple[float, Node]],
    *,
    to_the_end: bool = False,
) -> Iterator[Peeled]:
    """Yield stops: with a quarter of the women left, at each third of that, and at the end.

    The nodes of `order` come with their mean loss, least first. Ends where going on would only
    take off what the rest needs: when many women stand in classes that are large enough and
    gave too few different answers. `to_the_end` goes on all the same and stops more often: dearer,
    and better where women are few.
    """
    rungs = np.zeros((len(tuples.weights), len(tuples.keys)), np.int8)
    pile = _Pile(np.arange(len(tuples.weights)), tuples.values, tuples.weights)
    taken: list[Codes] = []
    remaining = int(tuples.weights.sum())
    first = _FIRST_STOP_OF_MANY if remaining > _MANY else _FIRST_STOP
    first, later = (_STOPS_OF_FEW, _STOPS_OF_FEW) if to_the_end else (first, _LATER_STOPS)
    mark, stopped_at = remaining / first, -1
    for mean, node in order:
        if not remaining or (mean > _FARTHEST and not to_the_end):
            break
        shown, blocked = _alike(tuples, pile, pile.names(tuples, node), demand, everybody)
        won = int(pile.weights[shown].sum())
        if blocked > max(_MOST_BLOCKED * won, _FEW_BLOCKED * remaining) and not to_the_end:
            break
        if not won:
            continue
        taken.append(pile.at[shown])
        rungs[taken[-1]] = node
        pile, remaining = pile.without(shown), remaining - won
        if remaining <= mark:
            mark, stopped_at = remaining / later, remaining
            yield Peeled(rungs.copy(), _enough(tuples, demand, everybody, pile.left, taken))
    if stopped_at != remaining:
        yield Peeled(rungs, _enough(tuples, demand, everybody, pile.left, taken))


@dataclass(frozen=True)
class _Pile:
    """The tuples that may still be taken off; one of weight 0 was taken and not yet removed."""

    at: Codes
    values: Small
    weights: Codes
    seen: dict[tuple[int, int], Small] = field(default_factory=dict, repr=False)

    def names(self, tuples: Tuples, node: Node) -> Codes:
        """Return one number for each of the pile: equal for equal labels on `node`.

        Small piles keep what each rung of each key adds, so that a node costs a few additions.
        """
        span = math.prod(len(key.labels[0]) for key in tuples.keys)
        if len(self.at) > _MANY or span > np.iinfo(np.int32).max or not _narrows(tuples):
            return tuples.packed(node, self.values)
        names: Small = np.zeros(len(self.at), np.int32)
        for number, (key, rung) in enumerate(zip(tuples.keys, node, strict=True)):
            span //= len(key.labels[0])
            if (number, rung) not in self.seen:
                groups = key.groups[rung] * np.int32(span)
                self.seen[number, rung] = groups[self.values[number]]
            names += self.seen[number, rung]
        return names

    @property
    def left(self) -> Codes:
        """Return the tuples that were not taken."""
        return self.at[self.weights > 0]

    def without(self, shown: Flags) -> "_Pile":
        """Return the pile without some tuples; they are removed when they have become many."""
        weights = np.where(shown, 0, self.weights)
        stays = weights > 0
        if 5 * int(stays.sum()) > 4 * len(stays):
            return _Pile(self.at, self.values, weights, self.seen)
        return _Pile(self.at[stays], self.values[:, stays], weights[stays])


def _narrows(tuples: Tuples) -> bool:
    """Say whether no rung of any key has more labels than its first."""
    return all(len(names) <= len(key.labels[0]) for key in tuples.keys for names in key.labels)


def _alike(
    tuples: Tuples, pile: _Pile, names: Codes, demand: Demand, everybody: Shares | None
) -> tuple[Flags, int]:
    """Return which of the pile are alike enough by `names`, and how many k alone lets pass."""
    weights, answers = pile.weights, tuples.answers[pile.at]
    at = np.flatnonzero(crowded(names, weights, demand.k) & (weights > 0))
    shown = np.zeros(len(names), np.bool_)
    if not len(at):
        return shown, 0
    ordered, order = in_order(names[at].astype(np.int64, copy=False))
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    at = at[order]
    large = np.add.reduceat(weights[at], starts) >= demand.k
    of = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(at))))
    at, of = at[large[of]], of[large[of]]
    shown[at] = True
    if not demand.asks_answers or not len(at):
        return shown, 0
    classes = grouped(of, at, answers[at], weights[at], tuples.kinds_of_answer)
    met = np.zeros(len(starts), np.bool_)
    met[np.unique(of)] = demand.met_by(classes, everybody)
    shown[at] = met[of]
    return shown, int(weights[at[~met[of]]].sum())


def _enough(
    tuples: Tuples, demand: Demand, everybody: Shares | None, left: Codes, taken: list[Codes]
) -> Codes:
    """Return `left` with so much put back, the last first, that it meets the demand or is none."""
    for off in reversed([*taken, np.zeros(0, np.int64)]):
        left = np.concatenate([left, off])
        if not len(left) or meets(tuples, left, demand, everybody):
            return left
    return left


def meets(tuples: Tuples, at: Codes, demand: Demand, everybody: Shares | None) -> bool:
    """Say whether the tuples `at` would meet the demand as one class."""
    one = grouped(
        np.zeros(len(at), np.int64), at, tuples.answers[at], tuples.weights[at],
        tuples.kinds_of_answer,
    )  # fmt: skip
    return len(at) > 0 and bool(demand.met_by(one, everybody)[0])

"""Rows that look alike on some rungs, counted together.

Room: disclosure (floor 5), hub only.
Spec: docs/spec/disclosure-plan.md section 8.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from survey_app.disclosure.columns.coded import (
    CodedKey,
    CodedTable,
    Codes,
    Flags,
    Node,
    Shares,
    Small,
)

_BITS = 62
_SMALL_SPAN = 1 << 31
_MANY = 200_000
_A_QUARTER = 1 << 30
_ODD_32 = np.uint32(0x9E3779B1)
_ODD_64 = np.uint64(0x9E3779B97F4A7C15)
_LARGEST = 1 << _BITS


@dataclass(frozen=True)
class Tuples:
    """The different rows of a table, each with its number of women.

    Shape: `values` is keys x tuples; `answers` and `weights` one entry a tuple; `of_row` names
    the tuple of each row.
    """

    keys: tuple[CodedKey, ...]
    values: Small
    answers: Codes
    weights: Codes
    of_row: Codes
    kinds_of_answer: int

    def everybody(self) -> Shares:
        """Return the share of each answer among all women."""
        counts = np.bincount(self.answers, weights=self.weights, minlength=self.kinds_of_answer)
        shares: Shares = counts / max(counts.sum(), 1)
        return shares

    def losses(self, node: Node, at: Codes) -> Shares:
        """Return what each of the tuples `at` loses on the rungs of `node`, summed over keys."""
        columns = zip(self.keys, node, self.values, strict=True)
        lost = np.zeros(len(at), np.float64)
        for key, rung, column in columns:
            lost += key.losses[rung][column[at]]
        return lost

    def packed(self, node: Node, values: Small) -> Codes:
        """Return one number for each column of `values`: equal for equal labels on `node`.

        Shape: `values` is keys x tuples, any choice of the tuples.
        """
        groups = [key.groups[rung] for key, rung in zip(self.keys, node, strict=True)]
        widths = [len(key.labels[rung]) for key, rung in zip(self.keys, node, strict=True)]
        span = math.prod(widths)
        if span >= _LARGEST:
            columns = zip(groups, values, strict=True)
            return packed([group[column] for group, column in columns], widths)
        names: Codes = np.zeros(values.shape[1], np.int32 if span < _SMALL_SPAN else np.int64)
        for group, width, column in zip(groups, widths, values, strict=True):
            span //= width
            names += (group * names.dtype.type(span))[column]
        return names

    def least_dropped(self, node: Node, k: int) -> int:
        """Return a number of women that `node` drops at the least, found without sorting.

        Of many tuples a quarter is looked at: one that holds whole classes.
        """
        names, weights = self.packed(node, self.values), self.weights
        if len(names) > _MANY:
            some = np.flatnonzero(names.astype(np.uint32) * _ODD_32 < _A_QUARTER)
            names, weights = names[some], weights[some]
        return int(weights[~crowded(names, weights, k)].sum())


@dataclass(frozen=True)
class Classes:
    """Classes of tuples that look alike, and within each the tuples of one answer.

    Shape: `first`, `answers` and `weights` have one entry a class and answer, in order of the
    class; `starts` says where each class begins. `first` names one tuple of the entry.
    """

    first: Codes
    answers: Codes
    weights: Codes
    starts: Codes

    @cached_property
    def sizes(self) -> Codes:
        """Return the number of women of each class."""
        sizes: Codes = np.add.reduceat(self.weights, self.starts)
        return sizes

    @cached_property
    def distinct(self) -> Codes:
        """Return how many different answers each class gave."""
        return np.diff(np.append(self.starts, len(self.first)))

    @cached_property
    def entropies(self) -> Shares:
        """Return how evenly the answers of each class are spread, in natural units."""
        shares = self._shares
        found: Shares = -np.add.reduceat(shares * np.log(shares), self.starts)
        return found

    def distances(self, everybody: Shares) -> Shares:
        """Return how far the answers of each class are from those of all women, 0 to 1."""
        above = np.maximum(self._shares - everybody[self.answers], 0.0)
        found: Shares = np.add.reduceat(above, self.starts)
        return found

    def per_entry(self, flags: Flags) -> Flags:
        """Return a flag for each entry from one a class."""
        return np.repeat(flags, self.distinct)

    @property
    def _shares(self) -> Shares:
        return self.weights / np.repeat(self.sizes, self.distinct)


def tuples_of(table: CodedTable, *, with_answers: bool) -> Tuples:
    """Return the different rows of `table`; answers tell rows apart where they are asked for."""
    answers = table.answers if with_answers and table.answers is not None else None
    columns = [key.values for key in table.keys]
    widths = [key.groups.shape[1] for key in table.keys]
    if answers is not None:
        columns, widths = [*columns, answers], [*widths, int(np.max(answers, initial=0)) + 1]
    ordered, order = in_order(packed(columns, widths))
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    weights = np.diff(np.append(starts, len(ordered)))
    first = order[starts]
    of_row = np.empty(len(order), np.int64)
    of_row[order] = np.repeat(np.arange(len(starts)), weights)
    return Tuples(
        keys=table.keys,
        values=np.stack([key.values[first] for key in table.keys]),
        answers=np.zeros(len(first), np.int64) if answers is None else answers[first],
        weights=weights,
        of_row=of_row,
        kinds_of_answer=1 if answers is None else widths[-1],
    )


def whole(tuples: Tuples) -> Classes:
    """Return every tuple as a class of its own: where all grouping starts."""
    every = np.arange(len(tuples.weights))
    return Classes(every, tuples.answers, tuples.weights, every)


def classes_at(tuples: Tuples, node: Node, source: Classes) -> Classes:
    """Return the classes of the entries of `source` on the rungs of `node`.

    Shape: `source` was grouped on rungs no coarser than `node`, in groups that nest.
    """
    names = tuples.packed(node, tuples.values[:, source.first])
    return grouped(names, source.first, source.answers, source.weights, tuples.kinds_of_answer)


def grouped(names: Codes, first: Codes, answers: Codes, weights: Codes, kinds: int) -> Classes:
    """Return the classes of entries that share a number in `names`."""
    ordered, order = in_order(names.astype(np.int64, copy=False) * kinds + answers)
    at = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    of_class = ordered[at] // kinds
    starts = np.flatnonzero(np.append(True, of_class[1:] != of_class[:-1]))
    return Classes(
        first=first[order][at],
        answers=ordered[at] % kinds,
        weights=np.add.reduceat(weights[order], at),
        starts=starts,
    )


def in_order(names: Codes) -> tuple[Codes, Codes]:
    """Return `names` sorted, and the place that each of them had.

    Name and place are sorted as one number where both fit: three times as fast as sorting places.

    >>> [found.tolist() for found in in_order(np.array([5, 3, 5]))]
    [[3, 5, 5], [1, 0, 2]]
    """
    bits = len(names).bit_length()
    if int(np.max(names, initial=0)) >= 1 << (_BITS - bits) or int(np.min(names, initial=0)) < 0:
        order = np.argsort(names, kind="stable")
        return names[order], order
    both = (names << bits) | np.arange(len(names))
    both.sort()
    return both >> bits, both & ((1 << bits) - 1)


def crowded(names: Codes, weights: Codes, k: int) -> Flags:
    """Return which rows may be in a class of `k`: a quick look that errs to yes only.

    Source: multiplicative hashing (Knuth, The Art of Computer Programming 3, 6.4).
    """
    bits = max(16, len(names).bit_length() + 2)
    if names.dtype == np.int32:
        bucket = (names.astype(np.uint32) * _ODD_32 >> np.uint32(32 - bits)).astype(np.int64)
    else:
        bucket = (names.astype(np.uint64) * _ODD_64 >> np.uint64(64 - bits)).astype(np.int64)
    found: Flags = (np.bincount(bucket, weights=weights, minlength=1 << bits) >= k)[bucket]
    return found


def packed(columns: Sequence[Codes], widths: Sequence[int]) -> Codes:
    """Return one number a row that is equal exactly where all `columns` are.

    >>> packed([np.array([0, 1, 0]), np.array([2, 0, 2])], [2, 3]).tolist()
    [2, 3, 2]
    """
    names, span = np.zeros(len(columns[0]), np.int64), 1
    for column, width in zip(columns, widths, strict=True):
        if span * width >= _LARGEST:
            names = np.unique(names, return_inverse=True)[1].astype(np.int64)
            span = int(np.max(names, initial=0)) + 1
        names, span = names * width + column, span * width
    return names

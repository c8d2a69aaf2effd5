"""The k check on columns: how small the smallest class is, for millions of rows.

Room: disclosure (floor 5), hub only.
Spec: docs/spec/disclosure-plan.md section 8.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey_app.disclosure.columns.coded import Codes
from survey_app.disclosure.columns.grouping import packed

_DENSE = 1 << 22
_BLOCK = 1 << 16
_LARGEST = 1 << 62
AnyCodes = npt.NDArray[np.integer]
Kind = type[np.int32] | type[np.int64]


@dataclass(frozen=True)
class Smallest:
    """The size of the smallest class, the number of rows in classes under k, and the classes."""

    size: int
    rows_below: int
    classes: int


def smallest_class(columns: Sequence[AnyCodes], k: int) -> Smallest:
    """Return how small the smallest class of rows is that share the codes of all `columns`.

    Shape: columns of equal length, codes from 0. Rows: any number; 0 rows have size 0.

    >>> smallest_class([np.array([0, 0, 1]), np.array([2, 2, 0])], 2)
    Smallest(size=1, rows_below=1, classes=2)
    """
    if not len(columns) or not len(columns[0]):
        return Smallest(0, 0, 0)
    widths = [int(np.max(column)) + 1 for column in columns]
    span = math.prod(widths)
    sizes = (_dense if span <= _DENSE else _sorted)(columns, widths, span)
    below = sizes[sizes < k]
    return Smallest(int(np.min(sizes)), int(below.sum()), len(sizes))


def _dense(columns: Sequence[AnyCodes], widths: Sequence[int], span: int) -> Codes:
    rows = len(columns[0])
    step = _BLOCK if span <= _BLOCK else rows
    counts = np.zeros(span, np.int64)
    for at in range(0, rows, step):
        counts += np.bincount(_names(columns, widths, np.int32, at, step), minlength=span)
    return counts[counts > 0]


def _sorted(columns: Sequence[AnyCodes], widths: Sequence[int], span: int) -> Codes:
    names = _all_names(columns, widths, span)
    names.sort()
    ends = np.flatnonzero(names[1:] != names[:-1]) + 1
    return np.diff(np.concatenate(([0], ends, [len(names)])))


def _all_names(columns: Sequence[AnyCodes], widths: Sequence[int], span: int) -> Codes:
    """Return one number a row, of four bytes where that is enough."""
    if span >= _LARGEST:
        return packed([column.astype(np.int64, copy=False) for column in columns], widths)
    kind = np.int32 if span <= np.iinfo(np.int32).max else np.int64
    names: Codes = np.empty(len(columns[0]), kind)
    for at in range(0, len(names), _BLOCK):
        names[at : at + _BLOCK] = _names(columns, widths, kind, at, _BLOCK)
    return names


def _names(
    columns: Sequence[AnyCodes], widths: Sequence[int], kind: Kind, at: int, step: int
) -> Codes:
    """Return the numbers of some rows: so few at a time that they stay near the processor."""
    rows = slice(at, at + step)
    names: Codes = columns[0][rows].astype(kind)
    for column, width in zip(columns[1:], widths[1:], strict=True):
        names *= kind(width)
        names += column[rows].astype(kind, copy=False)
    return names

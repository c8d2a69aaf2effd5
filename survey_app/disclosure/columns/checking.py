"""The k check on columns: how small the smallest class is, for millions of rows.

Room: disclosure (floor 5), hub only.
Spec: docs/spec/disclosure-plan.md section 8.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from survey_app.disclosure.columns.coded import Codes, Small
from survey_app.disclosure.columns.grouping import packed

_DENSE = 1 << 22
AnyCodes = npt.NDArray[np.integer]


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
    widths = [int(column.max()) + 1 for column in columns]
    span = math.prod(widths)
    sizes = (_dense if span <= _DENSE else _sorted)(columns, widths, span)
    below = sizes[sizes < k]
    return Smallest(int(sizes.min()), int(below.sum()), len(sizes))


def _dense(columns: Sequence[AnyCodes], widths: Sequence[int], span: int) -> Codes:
    counts = np.bincount(_names(columns, widths, np.int32), minlength=span)
    return counts[counts > 0]


def _sorted(columns: Sequence[AnyCodes], widths: Sequence[int], span: int) -> Codes:
    if span < np.iinfo(np.int32).max:
        names = _names(columns, widths, np.int32)
    else:
        names = packed([column.astype(np.int64, copy=False) for column in columns], widths)
    names.sort()
    ends = np.flatnonzero(names[1:] != names[:-1]) + 1
    return np.diff(np.concatenate(([0], ends, [len(names)])))


def _names(columns: Sequence[AnyCodes], widths: Sequence[int], kind: type[np.int32]) -> Small:
    names = columns[0].astype(kind)
    for column, width in zip(columns[1:], widths[1:], strict=True):
        names *= kind(width)
        names += column.astype(kind, copy=False)
    return names

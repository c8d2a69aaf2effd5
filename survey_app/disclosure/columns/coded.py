"""A table of key variables as numbers, with the fixed groups that each of them may fall into.

Room: disclosure (floor 5), hub only.
Spec: docs/spec/disclosure-plan.md section 8.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.signedinteger]
Small = npt.NDArray[np.int32]
Shares = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Node = tuple[int, ...]


@dataclass(frozen=True)
class CodedKey:
    """One key variable: what each row holds, and the group of each value on every rung.

    Shape: `values` holds one value number a row; `groups` and `losses` are rungs x values:
    the number of the value's group, and the share of its information that is lost there.
    Rung 0 is the value as it is; `labels` names the groups of each rung.
    """

    name: str
    values: Small
    groups: Small
    losses: Shares
    labels: tuple[tuple[str, ...], ...]

    @property
    def rungs(self) -> int:
        """Return the number of rungs, the value itself among them."""
        return len(self.labels)

    def shown(self, rungs: npt.NDArray[np.int8]) -> npt.NDArray[np.object_]:
        """Return the label of each row on its rung. Shape: one rung a row."""
        flat = np.array([label for names in self.labels for label in names], dtype=object)
        begin = np.cumsum([0, *(len(names) for names in self.labels[:-1])])
        labels: npt.NDArray[np.object_] = flat[begin[rungs] + self.groups[rungs, self.values]]
        return labels

    @property
    def is_nested(self) -> bool:
        """Say whether each group lies inside one group of the next rung."""
        pairs = zip(self.groups, self.groups[1:], strict=False)
        return all(
            len(np.unique(fine)) == len(np.unique(np.stack([fine, coarse]), axis=1).T)
            for fine, coarse in pairs
        )


@dataclass(frozen=True)
class CodedTable:
    """The key variables of a file and, where asked for, one sensitive answer a row.

    Shape: `answers` is as long as the keys, or None; at least one key.
    """

    keys: tuple[CodedKey, ...]
    answers: Codes | None = None

    @property
    def rows(self) -> int:
        """Return the number of women."""
        return len(self.keys[0].values)


def coded_key(
    name: str, values: Codes, rungs: Sequence[Sequence[str]], losses: Sequence[Sequence[float]]
) -> CodedKey:
    """Return a key variable from the label of every value on every rung.

    Shape: `rungs` and `losses` have one line a rung, one entry a value.

    >>> import numpy as np
    >>> key = coded_key("age", np.array([0, 1, 1]), [["20", "30"], ["*", "*"]], [[0, 0], [1, 1]])
    >>> key.groups.tolist(), key.labels
    ([[0, 1], [0, 0]], (('20', '30'), ('*',)))
    """
    numbered = [_numbered(labels) for labels in rungs]
    return CodedKey(
        name=name,
        values=values.astype(np.int32),
        groups=np.array(
            [[names[label] for label in labels] for labels, names in numbered], dtype=np.int32
        ),
        losses=np.array(losses, dtype=np.float64),
        labels=tuple(tuple(names) for _, names in numbered),
    )


def shares_lost(rungs: Sequence[Sequence[str]]) -> list[list[float]]:
    """Return for each rung and value how large a share of the other values looks the same.

    Source: Xu et al. 2006, KDD, normalised certainty penalty of a category.

    >>> shares_lost([["a", "b", "c"], ["x", "x", "c"], ["*", "*", "*"]])
    [[0.0, 0.0, 0.0], [0.5, 0.5, 0.0], [1.0, 1.0, 1.0]]
    """
    others = max(len(rungs[0]) - 1, 1)
    return [[(labels.count(label) - 1) / others for label in labels] for labels in rungs]


def widths_lost(
    numbers: Sequence[Decimal | float], rungs: Sequence[Sequence[str]], low: float, high: float
) -> list[list[float]]:
    """Return for each rung and value how wide its band is, as a share of `low` to `high`.

    Source: Xu et al. 2006, KDD, normalised certainty penalty of a number.

    >>> widths_lost([10, 20, 30], [["10", "20", "30"], ["a", "a", "30"], ["*"] * 3], 10, 30)
    [[0.0, 0.0, 0.0], [0.5, 0.5, 0.0], [1.0, 1.0, 1.0]]
    """
    whole = max(high - low, 1e-9)
    found = []
    for labels in rungs:
        ends: dict[str, tuple[float, float]] = {}
        for label, number in zip(labels, map(float, numbers), strict=True):
            least, most = ends.get(label, (number, number))
            ends[label] = min(least, number), max(most, number)
        shares = {
            label: max(min(most, high) - max(least, low), 0.0) / whole
            for label, (least, most) in ends.items()
        }
        found.append([1.0 if label == "*" else shares[label] for label in labels])
    return found


def codes_of(values: Sequence[Hashable]) -> tuple[Codes, Mapping[Hashable, int]]:
    """Return a number for each value, in order of first appearance, and what they stand for.

    >>> codes, known = codes_of(["b", None, "b"])
    >>> codes.tolist(), list(known)
    ([0, 1, 0], ['b', None])
    """
    known: dict[Hashable, int] = {}
    numbers = [known.setdefault(value, len(known)) for value in values]
    return np.array(numbers, dtype=np.int64), known


def _numbered(labels: Sequence[str]) -> tuple[Sequence[str], dict[str, int]]:
    return labels, {label: number for number, label in enumerate(dict.fromkeys(labels))}

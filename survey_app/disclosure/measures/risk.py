"""How easily a row of a table can be told apart: k, l, uniques and what causes them.

Room: disclosure (floor 5). Plain counting; no page, no file.
Spec: docs/spec/risk-report.md section 2.
Promise: nothing returned here names a value of a single respondent; only counts.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from survey_app.disclosure.errors import UnknownVariableError

Label = str | None
LabelRow = Mapping[str, Label]
Columns = Mapping[str, Sequence[Label]]

LARGEST_SUBSET = 3


@dataclass(frozen=True)
class Risk:
    """What the key variables of one table give away.

    Unit: counts are respondents; `expected_reidentifications` is the sum over all rows of
    1/f, f being the size of the row's class: the number of classes.
    """

    records: int
    key_variables: tuple[str, ...]
    k_strict: int
    k_wildcard: int
    below_k: int
    uniques: int
    classes: int
    unique_on_subsets: Mapping[int, int]
    causes: Mapping[str, int]
    unique_alone: Mapping[str, int]

    @property
    def expected_reidentifications(self) -> int:
        """Return how many respondents someone who knows all key variables finds by guessing."""
        return self.classes

    @property
    def largest_permille(self) -> int:
        """Return the highest chance to pick the right row, in thousandths, rounded up."""
        return 0 if self.k_strict == 0 else -(-1000 // self.k_strict)

    @property
    def mean_permille(self) -> int:
        """Return the mean chance to pick the right row, in thousandths, rounded up."""
        return 0 if self.records == 0 else -(-1000 * self.classes // self.records)


def smallest_class(rows: Sequence[LabelRow], key_variables: Sequence[str]) -> int:
    """Return the size of the smallest equivalence class: the k of k-anonymity.

    Rows share a class when they agree on every key variable; a missing value
    agrees only with another missing value (the strict reading).

    Shape:  n rows, each holding all key variables.
    Unit:   respondents, 1..n; 0 when there are no rows.
    Raises: UnknownVariableError, naming the first key variable a row lacks.
    Source: Sweeney 2002, IJUFKS 10(5), definition of k-anonymity.

    >>> rows = [{"district": "Lahore", "age": "20–29"},
    ...         {"district": "Lahore", "age": "20–29"},
    ...         {"district": "Multan", "age": "30–39"}]
    >>> smallest_class(rows, ["district", "age"])
    1
    """
    return min(class_sizes(columns_of(rows, key_variables)), default=0)


def columns_of(rows: Sequence[LabelRow], variables: Iterable[str]) -> Columns:
    """Return the named columns of `rows`.

    Raises: UnknownVariableError.
    """
    try:
        return {name: [row[name] for row in rows] for name in variables} or {"": [None] * len(rows)}
    except KeyError as error:
        raise UnknownVariableError(variable=str(error.args[0])) from None


def class_sizes(columns: Columns) -> Sequence[int]:
    """Return for each row the size of its class on all `columns`.

    >>> class_sizes({"age": ["20", "20", "30"]})
    [2, 2, 1]
    """
    keys = list(zip(*columns.values(), strict=True))
    counts = Counter(keys)
    return [counts[key] for key in keys]


def assess(rows: Sequence[LabelRow], key_variables: Sequence[str], *, k: int) -> Risk:
    """Return the risk of `rows` towards someone who knows all `key_variables` of a woman.

    Raises: UnknownVariableError.

    >>> table = [{"age": "45", "offence": "murder"}, {"age": "35", "offence": "theft"},
    ...          {"age": "29", "offence": "theft"}]
    >>> risk = assess(table, ["age", "offence"], k=3)
    >>> risk.k_strict, risk.uniques, risk.unique_alone
    (1, 3, {'age': 3, 'offence': 1})
    """
    columns = columns_of(rows, key_variables)
    return assess_columns(columns if key_variables else {}, len(rows), k=k)


def assess_columns(keys: Columns, records: int, *, k: int) -> Risk:
    """Return the risk of a table given by its key columns; see `assess`."""
    columns = keys or {"": [None] * records}
    sizes = class_sizes(columns)
    minimal = minimal_uniques(keys)
    return Risk(
        records=records,
        key_variables=tuple(keys),
        k_strict=min(sizes, default=0),
        k_wildcard=min(wildcard_sizes(columns), default=0),
        below_k=sum(size < k for size in sizes),
        uniques=sum(size == 1 for size in sizes),
        classes=len(set(zip(*columns.values(), strict=True))),
        unique_on_subsets=_rows_by_subset_size(minimal, len(keys)),
        causes=_rows_by_variable(minimal, tuple(keys)),
        unique_alone={name: len(minimal.get((name,), ())) for name in keys},
    )


def wildcard_sizes(columns: Columns) -> Sequence[int]:
    """Return for each row how many rows agree with it when a missing value fits anything.

    This is the reading of tools that count a starred cell as a match; it flatters, and is
    reported beside the strict one only.

    >>> wildcard_sizes({"age": ["20", None, "30"]})
    [2, 3, 2]
    """
    keys = list(zip(*columns.values(), strict=True))
    counts = Counter(keys)
    starred = [key for key in counts if None in key]
    complete = Counter({key: count for key, count in counts.items() if None not in key})
    sizes: dict[tuple[Label, ...], int] = {}
    for key in counts:
        others = counts if None in key else starred
        sizes[key] = complete[key] + sum(counts[other] for other in others if _agree(key, other))
    return [sizes[key] for key in keys]


def minimal_uniques(columns: Columns) -> Mapping[tuple[str, ...], Sequence[int]]:
    """Return the rows that are unique on a set of one to three key variables, not on a part.

    A row that is unique on few variables is found with little knowledge: these sets are what
    makes it so (special uniques, as SUDA counts them).

    Source: Elliot, Manning, Ford 2002, IJUFKS 10(5), minimal sample uniques.

    >>> minimal_uniques({"age": ["20", "20", "30"], "place": ["a", "b", "b"]})
    {('age',): [2], ('place',): [0], ('age', 'place'): [1]}
    """
    found: dict[tuple[str, ...], Sequence[int]] = {}
    for size in range(1, min(LARGEST_SUBSET, len(columns)) + 1):
        for subset in combinations(columns, size):
            alone = _unique_rows(
                [columns[name] for name in subset], _unique_on_parts(found, subset)
            )
            if alone:
                found[subset] = alone
    return found


def _unique_on_parts(
    found: Mapping[tuple[str, ...], Sequence[int]], subset: tuple[str, ...]
) -> frozenset[int]:
    """Return the rows that are unique on a part of `subset`: no other row is like them on it."""
    parts = (part for size in range(1, len(subset)) for part in combinations(subset, size))
    return frozenset().union(*(found.get(part, ()) for part in parts))


def distinct_values(
    classes: Sequence[Hashable], sensitive: Sequence[Label]
) -> Mapping[Hashable, frozenset[Label]]:
    """Return for each class the different answers to one sensitive question.

    No kind of empty counts as an answer: where all who answered said the same, whoever knows
    that she is in the class learns what she said, if she said anything. Whoever knows that she
    is in a class in which nobody answered learns nothing, so such a class is left out.

    >>> found = distinct_values(["20s", "20s", "30s"], ["yes", None, None])
    >>> {group: len(answers) for group, answers in found.items()}
    {'20s': 1}
    """
    answers: dict[Hashable, set[Label]] = {}
    for key, value in zip(classes, sensitive, strict=True):
        if value is not None:
            answers.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in answers.items()}


def answers_of_others(
    classes: Sequence[Hashable], sensitive: Sequence[Label]
) -> Mapping[Hashable, int]:
    """Return how many different answers of a class are left when a woman sets her own aside.

    She knows her own; the figure is hers who is left with the fewest: an answer that nobody else
    gave does not count for whoever gave it. Classes in which nobody answered are left out.

    >>> answers_of_others(["a", "a", "a", "b", "b", "b", "b"],
    ...                   ["yes", "yes", "no", "yes", "yes", "no", "no"])
    {'a': 1, 'b': 2}
    """
    counts: dict[Hashable, Counter[Label]] = {}
    for key, value in zip(classes, sensitive, strict=True):
        if value is not None:
            counts.setdefault(key, Counter())[value] += 1
    return {key: len(said) - (1 in said.values()) for key, said in counts.items()}


def _agree(key: tuple[Label, ...], other: tuple[Label, ...]) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(key, other, strict=True))


def _unique_rows(columns: Sequence[Sequence[Label]], but: frozenset[int]) -> Sequence[int]:
    """Return the rows, `but` for those that are like no other already, that occur once."""
    keys = list(zip(*columns, strict=True))
    left = [row for row in range(len(keys)) if row not in but] if but else range(len(keys))
    counts = Counter(map(keys.__getitem__, left))
    return [row for row in left if counts[keys[row]] == 1]


def _rows_by_subset_size(
    minimal: Mapping[tuple[str, ...], Sequence[int]], keys: int
) -> Mapping[int, int]:
    """Return how many rows are unique on some set of 1, of up to 2, of up to 3 variables."""
    return {
        size: len({row for subset, rows in minimal.items() if len(subset) <= size for row in rows})
        for size in range(1, min(LARGEST_SUBSET, keys) + 1)
    }


def _rows_by_variable(
    minimal: Mapping[tuple[str, ...], Sequence[int]], keys: Sequence[str]
) -> Mapping[str, int]:
    """Return for each variable how many rows it helps to single out."""
    return {
        name: len({row for subset, rows in minimal.items() if name in subset for row in rows})
        for name in keys
    }

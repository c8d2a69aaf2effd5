"""How a key variable can be made coarser, step by step, until it goes.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 5.
Promise: a step depends on the plan alone, never on the data; a label that is already
coarser than a step passes through it unchanged.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from survey_app.disclosure.planning.bands import band_labels, coarser_edges
from survey_app.disclosure.planning.families import size_of
from survey_app.disclosure.planning.methods import Method
from survey_app.disclosure.planning.recode import Hierarchy, recode

Relabel = Callable[[str], str | None]
Interval = tuple[Decimal, Decimal]

_AT_LEAST = re.compile(r"(\d+)\+")
_LARGEST_FAMILIES = (4, 2)


@dataclass(frozen=True)
class Step:
    """One rung: what it is called in the report, and what it does to a label."""

    method: Method
    relabel: Relabel


def ladder(method: Method, hierarchy: Hierarchy | None = None) -> tuple[Step, ...]:
    """Return the rungs from the plan's own method upwards; the last still says something.

    Leaving a variable out altogether is the rung above the last, and not in the list.

    >>> from survey_app.disclosure.planning.methods import read_method
    >>> [str(step.method) for step in ladder(read_method("band:18,25,35,45,55"))]
    ['band:18,25,35,45,55', 'band:25,45', 'band:45']
    >>> ladder(read_method("band:18,25,35,45,55"))[1].relabel("35–44")
    '25–44'
    """
    match method.verb:
        case "band":
            steps = _bands(method)
        case "top":
            steps = tuple(_top(limit) for limit in _halved(int(method.arguments[0])))
        case "count":
            steps = (_unchanged(method), *(_top(limit) for limit in _LARGEST_FAMILIES))
        case "level":
            steps = _levels(method, hierarchy or {})
        case "pattern":
            steps = (_unchanged(method), *(_size(limit) for limit in _LARGEST_FAMILIES))
        case "date":
            steps = _dates(method)
        case _:
            steps = (_unchanged(method),)
    return steps


def _unchanged(method: Method) -> Step:
    return Step(method, lambda label: label)


def _bands(method: Method) -> tuple[Step, ...]:
    rungs = [_intervals(edges) for edges in (method.numbers, *coarser_edges(method.numbers))]
    every = {label: interval for rung in rungs for label, interval in rung.items()}
    return tuple(
        Step(
            _band_method(rung),
            _table({label: _covering(label, every[label], rung) for label in every}),
        )
        for rung in rungs
    )


def _intervals(edges: tuple[Decimal, ...]) -> Mapping[str, Interval]:
    bounds = (Decimal("-Infinity"), *edges, Decimal("Infinity"))
    return dict(zip(band_labels(edges), pairwise(bounds), strict=True))


def _covering(label: str, inner: Interval, rung: Mapping[str, Interval]) -> str:
    """Return the label of the band of `rung` that holds `inner`, or `label` if none does."""
    holders = (name for name, (low, high) in rung.items() if low <= inner[0] and inner[1] <= high)
    return next(holders, label)


def _band_method(rung: Mapping[str, Interval]) -> Method:
    return Method("band", tuple(f"{low.normalize():f}" for low, _ in list(rung.values())[1:]))


def _table(known: Mapping[str, str]) -> Relabel:
    return known.get


def _halved(limit: int) -> tuple[int, ...]:
    limits = [limit]
    while limits[-1] > 2:  # noqa: PLR2004 - "0, 1, 2 or more" is the last that says something
        limits.append((limits[-1] + 1) // 2)
    return tuple(limits)


def _top(limit: int) -> Step:
    def relabel(label: str) -> str | None:
        at_least = _AT_LEAST.fullmatch(label)
        if at_least is not None:
            return f"{limit}+" if int(at_least.group(1)) >= limit else label
        return recode(method, label)

    method = Method("top", (str(limit),))
    return Step(method, relabel)


def _size(limit: int) -> Step:
    top = _top(limit)

    def relabel(label: str) -> str | None:
        size = size_of(label)
        return top.relabel(label if size is None else str(size))

    return Step(Method("count_top", (str(limit),)), relabel)


def _dates(method: Method) -> tuple[Step, ...]:
    year = Step(Method("date", ("year",)), lambda label: label[:4])
    return (year,) if method.arguments == ("year",) else (_unchanged(method), year)


def _levels(method: Method, hierarchy: Hierarchy) -> tuple[Step, ...]:
    first = int(method.arguments[0])
    last = min((len(parents) for parents in hierarchy.values()), default=0)
    levels = [first, *(level for level in range(first + 1, last + 1) if _tells(level, hierarchy))]
    return tuple(_level(level, levels, hierarchy) for level in levels)


def _tells(level: int, hierarchy: Hierarchy) -> bool:
    """Say whether a level has more than one group."""
    return len({parents[level - 1] for parents in hierarchy.values()}) > 1


def _level(level: int, levels: Sequence[int], hierarchy: Hierarchy) -> Step:
    known: dict[str, str] = {}
    for lower in reversed(levels):
        for code, parents in hierarchy.items():
            chain = (code, *parents)
            known[chain[lower]] = chain[max(level, lower)]

    def relabel(label: str) -> str | None:
        groups = {known.get(code) for code in label.split()}
        named = sorted(group for group in groups if group is not None)
        return " ".join(named) if named and len(named) == len(groups) else None

    return Step(Method("level", (str(level),)), relabel)

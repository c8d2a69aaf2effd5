"""From a place that changed to the rules that look at it: worked out once for a form.

Room: xform.
Spec: docs/spec/form-definition.md, "Rules".
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from survey_app.xform.rules import Rule


class Follow(NamedTuple):
    """A rule with one node: in the home so many homes out, at this seat."""

    rank: int
    hops: int
    number: int


class Route(NamedTuple):
    """A rule with any number of nodes: up so many steps, then down by names."""

    rank: int
    climb: int
    names: tuple[str, ...]


Follows: TypeAlias = Mapping[str, tuple[Follow, ...]]
"""The rules that look at a place, by its path."""


@dataclass(frozen=True)
class Routes:
    """All routes of a form: by the place that changed, by the repeat that grew or shrank.

    `near` and `far` say which rules look at a place, `asking` those of `near` for which it counts
    that a blank place is relevant, `late` those that may wait until somebody
    asks for what they give, at the places `waiting`. `circular` holds the counts that depend on
    what is in their own repeat. `seated` and `scattered` list the rules at or below the root
    and each repeat, in running order: by seat in its own home, and by names.
    """

    near: Follows
    asking: Follows
    far: Mapping[str, tuple[Route, ...]]
    late: Mapping[str, tuple[Route, ...]]
    waiting: AbstractSet[str]
    by_growth: Mapping[str, tuple[Route, ...]]
    by_shrinking: Mapping[str, tuple[Route, ...]]
    circular: Mapping[str, Rule]
    seated: Follows
    scattered: Mapping[str, tuple[Route, ...]]

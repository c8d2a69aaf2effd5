"""Paths whose one node is known before anything runs.

Room: xpath. A form knows its tree: outside repeats, and inside the same instance of one, a plain
path always means the same node. Such a path is a look-up, not a walk.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from survey_app.xpath.evaluation import Context
from survey_app.xpath.nodes import Node
from survey_app.xpath.syntax import Path

FindNode: TypeAlias = Callable[[Context], Node | None]
FindRows: TypeAlias = Callable[[Context], Sequence[Node]]


class Place(NamedTuple):
    """Where one known node sits: in the home so many homes out, under this number."""

    hops: int
    number: int


class Placing(Protocol):
    """What the form tells about paths that stand at one of its places."""

    def find(self, path: Path, *, inside: bool) -> Place | None:
        """Return where the one node of `path` sits, None where it must be walked to.

        `inside` is True in predicates, where a relative path begins somewhere else.
        """

    def rows(self, path: Path, *, inside: bool) -> FindRows | None:
        """Return what looks up the nodes of `path` in all instances of one repeat, else None."""

"""What an expression is evaluated in: where it stands, and what it may ask of the outside.

Room: xpath.
Promise: time, chance and names come only through `Host`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias

from survey_app.xpath.nodes import Node

Value: TypeAlias = str | float | bool | datetime | Sequence[Node]
"""A string, number, boolean, moment in time, or nodes in document order."""


class Host(Protocol):
    """What the outside answers during an evaluation."""

    def now(self) -> datetime:
        """Return the present moment with its zone."""

    def root(self, node: Node) -> Node:
        """Return the node at which the absolute paths of an expression at `node` begin."""

    def instance(self, name: str) -> Node | None:
        """Return the node above the root element of a named list, or None."""

    def random(self) -> float:
        """Return a number from 0 up to, not including, 1."""

    def uuid(self) -> str:
        """Return a new random UUID."""

    def is_signed(self, key: bytes, signature: bytes, message: bytes) -> bool:
        """Say whether a signature (Ed25519) is that of `key` for `message`."""

    def itext(self, name: str) -> str:
        """Return a text of the form in the language of the moment."""

    def choice_name(self, value: str, path: str, node: Node) -> str:
        """Return the label of choice `value` of the select at `path`, seen from `node`."""


class Context:
    """Where an expression stands: a node, its place among its like, where it all began.

    `left` is what `budget` counts, shared by all contexts of one evaluation.
    """

    __slots__ = ("current", "host", "left", "node", "position", "size")

    def __init__(
        self,
        node: Node,
        host: Host,
        *,
        position: int = 1,
        size: int = 1,
        current: Node | None = None,
    ) -> None:
        self.node = node
        self.host = host
        self.position = position
        self.size = size
        self.current = node if current is None else current
        self.left: list[int] | None = None


Evaluate: TypeAlias = Callable[[Context], Value]
EvaluateNumber: TypeAlias = Callable[[Context], float]
EvaluateText: TypeAlias = Callable[[Context], str]
EvaluateTruth: TypeAlias = Callable[[Context], bool]
EvaluateNodes: TypeAlias = Callable[[Context], Sequence[Node]]

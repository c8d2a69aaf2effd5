"""The nodes that paths walk over: a protocol, and a light tree for lists and documents.

Room: xpath. A running interview brings its own nodes; choice lists use `TreeNode`.
Spec: W3C XPath 1.0, section 5.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

_NUMBER = re.compile(r"[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*\Z")


def plain_number(text: str) -> float | None:
    """Return the number that a text is in XPath's own way of writing, None for others.

    >>> plain_number(" 1.5 "), plain_number("1e3"), plain_number("")
    (1.5, None, None)
    """
    if text.isdigit() and text.isascii():
        return float(text)
    return float(text) if _NUMBER.match(text) else None


class NodeKind(Enum):
    """What a node is."""

    DOCUMENT = "document"
    ELEMENT = "element"
    ATTRIBUTE = "attribute"
    TEXT = "text"
    COMMENT = "comment"
    INSTRUCTION = "processing-instruction"
    NAMESPACE = "namespace"


class Home(list["Node | None"]):
    """Nodes by number: what stands together once, so that a plain path is a look-up.

    `around` holds this home, the one around it, and so on outwards.
    """

    __slots__ = ("around",)

    def __init__(self, size: int, outer: "Home | None" = None) -> None:
        super().__init__([None] * size)
        self.around: tuple[Home, ...] = (self,) if outer is None else (self, *outer.around)


class Node(Protocol):
    """What a path needs to know of a node."""

    @property
    def kind(self) -> NodeKind:
        """Return what the node is."""

    @property
    def name(self) -> str:
        """Return the local name; "" where a node has none."""

    @property
    def prefix(self) -> str:
        """Return the prefix the name was written with; "" for none."""

    @property
    def uri(self) -> str:
        """Return the namespace of the name; "" for none."""

    @property
    def parent(self) -> "Node | None":
        """Return the node this one is in."""

    @property
    def children(self) -> "Sequence[Node]":
        """Return the nodes inside, in document order."""

    @property
    def attributes(self) -> "Sequence[Node]":
        """Return the attributes."""

    @property
    def home(self) -> Home:
        """Return the nodes that this one stands together with."""

    @property
    def fixed(self) -> bool:
        """Say whether the tree never changes, so that what was found may be kept."""

    @property
    def place(self) -> int:
        """Return the place, from 1, among the siblings of the same name."""

    @property
    def relevant(self) -> bool:
        """Say whether the node takes part: functions of many nodes pass over the others."""

    @property
    def truth(self) -> bool:
        """Say whether the node counts as true: by being there, or as the answer it holds."""

    def named(self, name: str) -> "Sequence[Node]":
        """Return the child elements that an unprefixed name means, in document order."""

    def rows_with(self, row: str, column: str, wanted: str) -> "Sequence[Node]":
        """Return the children named `row` that hold `wanted` in a child named `column`."""

    def text(self) -> str:
        """Return the string value."""

    @property
    def number(self) -> float | None:
        """Return the number that the text is, None for a text that is none or a date."""

    def kept(self) -> str:
        """Return the value even where the node takes no part at present."""

    def namespaces(self) -> "Mapping[str, str]":
        """Return the namespaces in scope, by prefix."""


NO_HOME = Home(0)
_FEW = 6
"""Unit: children. So few are looked through as fast as an index is made: rows of a list."""


class TreeNode:
    """A node of a tree that is built once: a choice list, or a whole document."""

    __slots__ = (
        "_looked_up",
        "_scope",
        "attributes",
        "children",
        "kind",
        "name",
        "parent",
        "prefix",
        "uri",
        "value",
    )
    home = NO_HOME
    fixed = True
    relevant = True
    truth = True

    def __init__(
        self,
        kind: NodeKind,
        name: str = "",
        *,
        prefix: str = "",
        uri: str = "",
        value: str = "",
        scope: Mapping[str, str] | None = None,
    ) -> None:
        self.kind = kind
        self.name = name
        self.prefix = prefix
        self.uri = uri
        self.value = value
        self.parent: TreeNode | None = None
        self.children: Sequence[TreeNode] = ()
        self.attributes: Sequence[TreeNode] = ()
        self._looked_up: _LookedUp | None = None
        self._scope = scope

    @property
    def place(self) -> int:
        """Return the place, from 1, among the siblings of the same name: counted once for all."""
        return 1 if self.parent is None else self.parent.place_of(self)

    def place_of(self, child: "TreeNode") -> int:
        """Return the place, from 1, of a child among those of its name."""
        known = self._known()
        if known.places is None:
            known.places = _counted(self.children)
        return known.places.get(id(child), 1)

    def add(self, child: "TreeNode") -> "TreeNode":
        """Put `child` last inside this node, or among its attributes; return it."""
        child.parent = self
        if child.kind is NodeKind.ATTRIBUTE:
            self.attributes = (*self.attributes, child)
        elif isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]
        self._looked_up = None
        return child

    @property
    def is_plain(self) -> bool:
        """Say whether this is an element in no namespace."""
        return self.kind is NodeKind.ELEMENT and not self.uri

    def adopt(self, children: "list[TreeNode]") -> None:
        """Take all `children` at once as what is inside this node."""
        for child in children:
            child.parent = self
        self.children = children
        self._looked_up = None

    def named(self, name: str) -> "Sequence[TreeNode]":
        """Return the child elements of this name in no namespace, in document order."""
        if len(self.children) <= _FEW:
            return [child for child in self.children if child.name == name and child.is_plain]
        known = self._known()
        if known.by_name is None:
            known.by_name = {}
            for child in self.children:
                if child.is_plain:
                    known.by_name.setdefault(child.name, []).append(child)
        return known.by_name.get(name, ())

    def rows_with(self, row: str, column: str, wanted: str) -> "Sequence[TreeNode]":
        """Return the children named `row` that hold `wanted` in a child named `column`.

        The column is indexed at first use: the cost is the number of hits.
        """
        columns = self._known().columns
        index = columns.get((row, column))
        if index is None:
            index = columns[(row, column)] = _index(self.named(row), column)
        return index.get(wanted, ())

    def text(self) -> str:
        """Return the string value: own text, or the text of everything inside."""
        if not self.children:
            return self.value
        return "".join(
            child.text()
            for child in self.children
            if child.kind in {NodeKind.ELEMENT, NodeKind.TEXT}
        )

    @property
    def number(self) -> float | None:
        """Return the number that the text is, None for a text that is none or a date."""
        return plain_number(self.text())

    def kept(self) -> str:
        """Return the string value: trees that are built once hide nothing."""
        return self.text()

    def namespaces(self) -> Mapping[str, str]:
        """Return the namespaces in scope, by prefix."""
        if self._scope is not None:
            return self._scope
        return self.parent.namespaces() if self.parent is not None else {}

    def _known(self) -> "_LookedUp":
        if self._looked_up is None:
            self._looked_up = _LookedUp()
        return self._looked_up


@dataclass(eq=False, slots=True)
class _LookedUp:
    """What was found out about the children of a node: most nodes are never asked."""

    by_name: dict[str, list[TreeNode]] | None = None
    columns: dict[tuple[str, str], dict[str, list[TreeNode]]] = field(default_factory=dict)
    places: dict[int, int] | None = None


def _counted(children: Sequence[TreeNode]) -> dict[int, int]:
    """Return for each child, by identity, its place from 1 among those of its name."""
    counts: dict[tuple[str, str], int] = {}
    places: dict[int, int] = {}
    for one in children:
        key = (one.name, one.uri)
        counts[key] = places[id(one)] = counts.get(key, 0) + 1
    return places


def _index(rows: Sequence[TreeNode], column: str) -> dict[str, list[TreeNode]]:
    index: dict[str, list[TreeNode]] = {}
    for row in rows:
        for text in dict.fromkeys(cell.text() for cell in row.named(column)):
            index.setdefault(text, []).append(row)
    return index


def relevant_nodes(nodes: Sequence[Node]) -> Sequence[Node]:
    """Return the nodes that take part."""
    return [node for node in nodes if node.relevant]


def ancestors(node: Node) -> Iterator[Node]:
    """Yield the parent of `node`, its parent, and so on to the root."""
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def inner_nodes(node: Node) -> Sequence[Node]:
    """Return the children of `node`; the text of a leaf appears as a text node."""
    if node.children or node.kind is not NodeKind.ELEMENT:
        return node.children
    value = node.text()
    if not value:
        return ()
    return (SeenLeaf(NodeKind.TEXT, node, value),)


def descendants(node: Node) -> Iterator[Node]:
    """Yield everything inside `node` in document order, without recursion."""
    waiting = list(reversed(inner_nodes(node)))
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(inner_nodes(one)))


def root_of(node: Node) -> Node:
    """Return the topmost node above `node`."""
    top = node
    for above in ancestors(node):
        top = above
    return top


class SeenLeaf:
    """A text, or a namespace of an element, seen as a node; equal to any other view of it."""

    __slots__ = ("_value", "kind", "name", "parent")
    prefix = uri = ""
    children: Sequence[Node] = ()
    attributes: Sequence[Node] = ()
    home = NO_HOME
    fixed = False
    relevant = True
    truth = True
    place = 1

    def __init__(self, kind: NodeKind, parent: Node, value: str, name: str = "") -> None:
        self.kind = kind
        self.parent: Node | None = parent
        self.name = name
        self._value = value

    def named(self, _name: str) -> Sequence[Node]:
        """Return no nodes: nothing is inside."""
        return ()

    def rows_with(self, _row: str, _column: str, _wanted: str) -> Sequence[Node]:
        """Return no rows: nothing is inside."""
        return ()

    def text(self) -> str:
        """Return the text."""
        return self._value

    @property
    def number(self) -> float | None:
        """Return the number that the text is, None for others."""
        return plain_number(self._value)

    def kept(self) -> str:
        """Return the text as it is kept."""
        return self._value

    def namespaces(self) -> Mapping[str, str]:
        """Return no namespaces: a leaf brings none."""
        return {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SeenLeaf) and self._which() == other._which()

    def __hash__(self) -> int:
        return hash(self._which())

    def _which(self) -> tuple[NodeKind, int, str]:
        return self.kind, id(self.parent), self.name

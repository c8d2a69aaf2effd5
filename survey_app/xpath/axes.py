"""The thirteen axes: from one node to others, nearest first.

Room: xpath.
Spec: W3C XPath 1.0, section 2.2.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from survey_app.xpath.nodes import (
    Node,
    NodeKind,
    SeenLeaf,
    ancestors,
    descendants,
    inner_nodes,
)
from survey_app.xpath.syntax import Axis

_XML = "http://www.w3.org/XML/1998/namespace"


def walk(axis: Axis) -> Callable[[Node], Iterable[Node]]:
    """Return what lists the nodes on `axis` from a node, in the order of that axis."""
    return _WALKS[axis]


def _self(node: Node) -> Sequence[Node]:
    return (node,)


def _parent(node: Node) -> Sequence[Node]:
    return () if node.parent is None else (node.parent,)


def _attributes(node: Node) -> Sequence[Node]:
    return node.attributes


def _ancestor_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from ancestors(node)


def _descendant_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from descendants(node)


def _siblings(node: Node) -> Sequence[Node]:
    if node.parent is None or node.kind in {NodeKind.ATTRIBUTE, NodeKind.NAMESPACE}:
        return ()
    return inner_nodes(node.parent)


def _place(node: Node, row: Sequence[Node]) -> tuple[int, int]:
    """Return where a node stands in its row, and how many it takes there.

    What is not there itself stands for all of its name, else at the end: from such a place the
    number of a repeat is asked.
    """
    for at, one in enumerate(row):
        if one is node or one == node:
            return at, 1
    alike = [at for at, one in enumerate(row) if one.name == node.name]
    return (alike[0], alike[-1] - alike[0] + 1) if alike else (len(row), 0)


def _following_sibling(node: Node) -> Sequence[Node]:
    row = _siblings(node)
    return row[sum(_place(node, row)) :] if row else ()


def _preceding_sibling(node: Node) -> Sequence[Node]:
    row = _siblings(node)
    return row[: _place(node, row)[0]][::-1] if row else ()


def _following(node: Node) -> Iterator[Node]:
    if node.kind in {NodeKind.ATTRIBUTE, NodeKind.NAMESPACE} and node.parent is not None:
        yield from descendants(node.parent)
        node = node.parent
    for above in _ancestor_or_self(node):
        for sibling in _following_sibling(above):
            yield from _descendant_or_self(sibling)


def _preceding(node: Node) -> Iterator[Node]:
    if node.kind in {NodeKind.ATTRIBUTE, NodeKind.NAMESPACE} and node.parent is not None:
        node = node.parent
    for above in _ancestor_or_self(node):
        for sibling in _preceding_sibling(above):
            yield from reversed(list(_descendant_or_self(sibling)))


def _namespaces(node: Node) -> Iterator[Node]:
    if node.kind is not NodeKind.ELEMENT:
        return
    scope: Mapping[str, str] = {"xml": _XML, **node.namespaces()}
    for prefix, uri in sorted(scope.items()):
        if uri:
            yield SeenLeaf(NodeKind.NAMESPACE, node, uri, prefix)


_WALKS: Mapping[Axis, Callable[[Node], Iterable[Node]]] = {
    Axis.ANCESTOR: ancestors,
    Axis.ANCESTOR_OR_SELF: _ancestor_or_self,
    Axis.ATTRIBUTE: _attributes,
    Axis.CHILD: inner_nodes,
    Axis.DESCENDANT: descendants,
    Axis.DESCENDANT_OR_SELF: _descendant_or_self,
    Axis.FOLLOWING: _following,
    Axis.FOLLOWING_SIBLING: _following_sibling,
    Axis.NAMESPACE: _namespaces,
    Axis.PARENT: _parent,
    Axis.PRECEDING: _preceding,
    Axis.PRECEDING_SIBLING: _preceding_sibling,
    Axis.SELF: _self,
}

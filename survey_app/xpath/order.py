"""Where nodes stand in their document, so that sets of them can be put in order.

Room: xpath.
Spec: W3C XPath 1.0, section 5 (document order).
"""

from typing import TypeAlias

from survey_app.xpath.nodes import Node, NodeKind

Places: TypeAlias = dict[int, dict[int, int]]
"""Where children stand in their parents, both by identity."""


def document_order(node: Node, known: Places) -> tuple[tuple[int, int], ...]:
    """Return a key that sorts nodes of one tree in document order.

    `known` keeps the places of children from one call to the next, while nothing changes.
    """
    places: list[tuple[int, int]] = []
    here: Node | None = node
    while here is not None and here.parent is not None:
        places.append(_place(here, here.parent, known))
        here = here.parent
    return tuple(reversed(places))


def _place(node: Node, parent: Node, known: Places) -> tuple[int, int]:
    """Return where `node` stands in `parent`: namespaces, then attributes, then children."""
    if node.kind is NodeKind.NAMESPACE:
        return (0, sorted({"xml", *parent.namespaces()}).index(node.name))
    if node.kind is NodeKind.ATTRIBUTE:
        return (1, next((at for at, one in enumerate(parent.attributes) if one is node), 0))
    places = known.get(id(parent))
    if places is None:
        places = known[id(parent)] = {id(one): at for at, one in enumerate(parent.children)}
    return (2, places.get(id(node), 0))

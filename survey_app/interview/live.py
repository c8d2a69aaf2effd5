"""The nodes of a running interview.

Room: interview. `LiveNode` is what paths walk over; it holds state and no rules.
"""

from collections.abc import Iterator, Mapping, Sequence

from survey_app.xform.definition import GroupDef, InitialNode, NodeDef, QuestionDef, RepeatDef
from survey_app.xform.empties import EmptyKind
from survey_app.xpath.nodes import NodeKind, TreeNode


class LiveNode:
    """One place of the instance.

    `parked` keeps instances that a smaller count took out, for when the count grows again.
    `place` counts from 1 among the siblings of the same name; 0 once it is out of the tree.
    `value` is what was answered; `shown` is what rules see of it: blank when the place is
    irrelevant, without choices that are no longer offered.
    """

    __slots__ = (
        "attributes",
        "children",
        "definition",
        "empty",
        "index",
        "kind",
        "name",
        "offered",
        "own_readonly",
        "own_relevant",
        "parent",
        "parked",
        "place",
        "prefix",
        "readonly",
        "reason",
        "relevant",
        "required",
        "shown",
        "uri",
        "value",
    )
    fixed = False

    def __init__(self, definition: NodeDef | None, parent: "LiveNode | None") -> None:
        self.definition = definition
        self.kind = NodeKind.DOCUMENT if definition is None else NodeKind.ELEMENT
        self.name = "" if definition is None else definition.name
        self.prefix = "" if definition is None else definition.prefix
        self.uri = definition.uri if definition is not None and definition.prefix else ""
        self.parent = parent
        self.place = 1 if definition is None else 0
        self.parked: dict[str, list[LiveNode]] = {}
        self.children: list[LiveNode] = []
        self.index: dict[str, list[LiveNode]] = {}
        self.attributes: list[TreeNode] = []
        self.value = ""
        self.shown = ""
        self.own_relevant = True
        self.relevant = True
        self.own_readonly = False
        self.readonly = False
        self.required = False
        self.offered: frozenset[str] | None = None
        self.empty: EmptyKind | None = None
        self.reason = ""

    def named(self, name: str) -> Sequence["LiveNode"]:
        """Return the children of this name, in document order."""
        return self.index.get(name, ())

    def text(self) -> str:
        """Return what rules see: the own text, or that of everything inside."""
        if not self.children:
            return self.shown
        return "".join(child.text() for child in self.children)

    def kept(self) -> str:
        """Return what was answered or computed, shown or not."""
        return self.value

    def namespaces(self) -> Mapping[str, str]:
        """Return no namespaces: forms do not ask for them."""
        return {}

    @property
    def path(self) -> str:
        """Return the static path; "" for the document."""
        return "" if self.definition is None else self.definition.path

    @property
    def question(self) -> QuestionDef | None:
        """Return the question this place holds the value of, None for groups."""
        return self.definition if isinstance(self.definition, QuestionDef) else None

    def everything(self) -> Iterator["LiveNode"]:
        """Yield this node and all inside it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def put(self, child: "LiveNode", at: int | None = None) -> None:
        """Put a child among the children, at a place or last; last among those of its name."""
        self.children.insert(len(self.children) if at is None else at, child)
        row = self.index.setdefault(child.name, [])
        row.append(child)
        child.place = len(row)

    def park(self, child: "LiveNode") -> None:
        """Take the last instance of a repeat out, but keep it for when it is wanted again."""
        self.drop(child)
        self.parked.setdefault(child.name, []).append(child)

    def unpark(self, name: str) -> "LiveNode | None":
        """Return the instance that was taken out last, no longer kept; None for none."""
        row = self.parked.get(name)
        return row.pop() if row else None

    def drop(self, child: "LiveNode") -> None:
        """Take a child away."""
        self.children.remove(child)
        row = self.index[child.name]
        row.remove(child)
        child.place = 0
        for place, later in enumerate(row, start=1):
            later.place = place


def grow(
    initial: InitialNode,
    definition: NodeDef,
    parent: LiveNode,
    nodes: Mapping[str, NodeDef],
) -> LiveNode:
    """Return a new node with all that the form puts inside it; not yet a child of `parent`."""
    node = LiveNode(definition, parent)
    for name, value in initial.attributes:
        node.attributes.append(_attribute(name, value))
    if isinstance(definition, QuestionDef):
        node.value = initial.value
        return node
    for child in initial.children:
        if child.is_template:
            continue
        inner = nodes[f"{definition.path}/{child.name}"]
        if isinstance(inner, RepeatDef) and inner.count is not None:
            continue
        node.put(grow(child, inner, node, nodes))
    return node


def place_for(container: LiveNode, definition: RepeatDef) -> int:
    """Return where among the children the next instance of a repeat belongs."""
    order = [child.name for child in _children(container.definition)]
    later = set(order[order.index(definition.name) + 1 :])
    at = len(container.children)
    while at and container.children[at - 1].name in later:
        at -= 1
    return at


def _children(definition: NodeDef | None) -> Sequence[NodeDef]:
    return definition.children if isinstance(definition, GroupDef | RepeatDef) else ()


def _attribute(name: str, value: str) -> TreeNode:
    prefix, _, local = name.rpartition(":")
    return TreeNode(NodeKind.ATTRIBUTE, local, prefix=prefix, value=value)

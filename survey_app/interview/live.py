"""The nodes of a running interview.

Room: interview. `LiveNode` is what paths walk over; it holds state and no rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from survey_app.xform.definition import FormDef, GroupDef, NodeDef, QuestionDef, RepeatDef
from survey_app.xform.empties import EmptyKind
from survey_app.xform.instance import InitialNode
from survey_app.xform.seats import TOP
from survey_app.xpath.evaluation import Context
from survey_app.xpath.nodes import Home, NodeKind, TreeNode, plain_number

_NO_CHILDREN: Sequence["LiveNode"] = ()
_NO_ROWS: Mapping[str, list["LiveNode"]] = MappingProxyType({})
_NO_ATTRIBUTES: Sequence[TreeNode] = ()
"""Most places are questions without anything inside: they share these."""


class LiveNode:
    """One place of the instance.

    `home` holds the nodes it stands together with, by seat. `parked` keeps instances that a
    smaller count took out, for when the count grows again. `place` counts from 1 among the
    siblings of the same name; 0 once it is out of the tree. `value` is what was answered;
    `shown` is what rules see of it: blank when the place is irrelevant, without choices that
    are no longer offered. `ref` is its reference where that never changes: outside repeats.
    `follows` are the rules with one node that look here; `view` is what was worked out for the
    page, until it changes.
    """

    __slots__ = (
        "_number",
        "attributes",
        "children",
        "context",
        "definition",
        "empty",
        "follows",
        "home",
        "index",
        "kind",
        "name",
        "offered",
        "own_readonly",
        "own_relevant",
        "parent",
        "parked",
        "path",
        "place",
        "prefix",
        "question",
        "readonly",
        "reason",
        "ref",
        "relevant",
        "required",
        "shown",
        "uri",
        "value",
        "view",
    )
    fixed = False

    def __init__(self, definition: NodeDef | None, parent: "LiveNode | None", home: Home) -> None:
        if definition is None:
            self.kind, self.name, self.prefix, self.uri = NodeKind.DOCUMENT, "", "", ""
            self.path, self.place = "", 1
        else:
            self.kind, self.name, self.prefix = NodeKind.ELEMENT, definition.name, definition.prefix
            self.uri = definition.uri if definition.prefix else ""
            self.path, self.place = definition.path, 0
        inside = definition is None or definition.repeat or isinstance(definition, RepeatDef)
        self.ref = None if inside else self.path
        self.definition = definition
        self.question = definition if isinstance(definition, QuestionDef) else None
        self.parent = parent
        self.home = home
        self.context: Context | None = None
        self.view: object = None
        self.follows: Sequence[tuple[int, LiveNode]] | None = None
        self.parked: dict[str, list[LiveNode]] | None = None
        self.children = _NO_CHILDREN
        self.index = _NO_ROWS
        self.attributes = _NO_ATTRIBUTES
        self.value = ""
        self.shown = ""
        self._number: float | Literal[False] | None = False
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

    def rows_with(self, row: str, column: str, wanted: str) -> Sequence["LiveNode"]:
        """Return the children named `row` that hold `wanted` in a child named `column`."""
        return [
            one
            for one in self.named(row)
            if any(cell.text() == wanted for cell in one.named(column))
        ]

    def text(self) -> str:
        """Return what rules see: the own text, or that of everything inside."""
        if not self.children:
            return self.shown
        return "".join(child.text() for child in self.children)

    @property
    def number(self) -> float | None:
        """Return the number that the text is, None for a text that is none or a date."""
        if self.children:
            return plain_number(self.text())
        if self._number is False:
            self._number = plain_number(self.shown)
        return self._number

    def show(self, shown: str) -> None:
        """Let rules see another text."""
        self.shown = shown
        self._number = False

    def namespaces(self) -> Mapping[str, str]:
        """Return no namespaces: forms do not ask for them."""
        return {}

    def everything(self) -> Iterator["LiveNode"]:
        """Yield this node and all inside it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def put(self, child: "LiveNode", at: int | None = None) -> None:
        """Put a child among the children, at a place or last; last among those of its name."""
        if not isinstance(self.children, list) or not isinstance(self.index, dict):
            self.children, self.index = [], {}
        self.children.insert(len(self.children) if at is None else at, child)
        row = self.index.setdefault(child.name, [])
        row.append(child)
        child.place = len(row)

    def park(self, child: "LiveNode") -> None:
        """Take the last instance of a repeat out, but keep it for when it is wanted again."""
        self.drop(child)
        if self.parked is None:
            self.parked = {}
        self.parked.setdefault(child.name, []).append(child)

    def unpark(self, name: str) -> "LiveNode | None":
        """Return the instance that was taken out last, no longer kept; None for none."""
        row = self.parked.get(name) if self.parked else None
        return row.pop() if row else None

    def kept_aside(self, name: str) -> Sequence["LiveNode"]:
        """Return the instances that a smaller count took out, the last one taken last."""
        return self.parked.get(name, ()) if self.parked else ()

    def drop(self, child: "LiveNode") -> None:
        """Take a child away."""
        if not isinstance(self.children, list):
            return
        self.children.remove(child)
        row = self.index[child.name]
        row.remove(child)
        child.place = 0
        for place, later in enumerate(row, start=1):
            later.place = place


def plant(form: FormDef) -> LiveNode:
    """Return the document node of a new interview, with nothing inside."""
    return LiveNode(None, None, Home(form.seats.sizes[TOP]))


def stand_in(form: FormDef, definition: NodeDef, parent: LiveNode) -> LiveNode:
    """Return a node that stands at a place without being there: to look from."""
    if isinstance(definition, RepeatDef):
        home = Home(form.seats.sizes[definition.path], parent.home)
        return LiveNode(definition, parent, home)
    return LiveNode(definition, parent, parent.home)


def bare(initial: InitialNode, definition: NodeDef, parent: LiveNode, form: FormDef) -> LiveNode:
    """Return a new node in its seat, with nothing inside; not yet a child of `parent`."""
    node = stand_in(form, definition, parent)
    seat = form.seats.places.get(definition.path)
    if seat is not None:
        node.home[seat.number] = node
    if initial.attributes:
        node.attributes = [_attribute(name, value) for name, value in initial.attributes]
    return node


def grow(initial: InitialNode, definition: NodeDef, parent: LiveNode, form: FormDef) -> LiveNode:
    """Return a new node with all that the form puts inside it; not yet a child of `parent`."""
    node = bare(initial, definition, parent, form)
    if isinstance(definition, QuestionDef):
        node.value = initial.value
        return node
    for child in initial.children:
        if child.is_template:
            continue
        inner = form.nodes[f"{definition.path}/{child.name}"]
        if isinstance(inner, RepeatDef) and inner.count is not None:
            continue
        node.put(grow(child, inner, node, form))
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

"""The nodes of a running interview.

Room: interview. `LiveNode` is what paths walk over; it holds state and no rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from survey_app.interview.attributes import LiveAttribute, attributes_of
from survey_app.xform.definition import FormDef, GroupDef, NodeDef, QuestionDef, RepeatDef
from survey_app.xform.empties import EmptyKind
from survey_app.xform.instance import InitialNode
from survey_app.xform.seats import TOP
from survey_app.xpath.nodes import Home, NodeKind, plain_number

_FEW = 8
"""Unit: children. So few are gone through; an index of them would take more room than they do."""
_NO_CHILDREN: Sequence["LiveNode"] = ()
_NOBODY: list["LiveNode"] = []
_NO_ATTRIBUTES: Sequence[LiveAttribute] = ()
"""Most places are questions without anything inside: they share these."""


class LiveNode:
    """One place of the instance.

    `home` holds the nodes it stands together with, by seat. `parked` keeps instances that a
    smaller count took out, for when the count grows again. `place` counts from 1 among the
    siblings of the same name; 0 once it is out of the tree. `value` is what was answered;
    `shown` is what rules see of it: blank when the place is irrelevant, without choices that
    are no longer offered. `view` is what was worked out for the page (a `QuestionView`, which
    this module does not know), None until it is asked for and whenever it changes.
    """

    __slots__ = (
        "_number",
        "attributes",
        "children",
        "comment",
        "definition",
        "empty",
        "home",
        "index",
        "offered",
        "own_readonly",
        "own_relevant",
        "parent",
        "parked",
        "path",
        "place",
        "question",
        "readonly",
        "reason",
        "relevant",
        "required",
        "shown",
        "value",
        "view",
    )
    fixed = False

    def __init__(self, definition: NodeDef | None, parent: "LiveNode | None", home: Home) -> None:
        if definition is None:
            self.path, self.place = "", 1
        else:
            self.path, self.place = definition.path, 0
        self.definition = definition
        self.question = definition if isinstance(definition, QuestionDef) else None
        self.parent = parent
        self.home = home
        self.view: Any = None
        self.parked: dict[str, list[LiveNode]] | None = None
        self.children = _NO_CHILDREN
        self.index: dict[str, list[LiveNode]] | None = None
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
        self.comment = ""

    @property
    def name(self) -> str:
        """Return the local name; "" for the document."""
        return "" if self.definition is None else self.definition.name

    @property
    def ref(self) -> str | None:
        """Return the reference where it never changes: outside repeats."""
        definition = self.definition
        if definition is None or definition.repeat or isinstance(definition, RepeatDef):
            return None
        return self.path

    @property
    def kind(self) -> NodeKind:
        """Return what the node is."""
        return NodeKind.DOCUMENT if self.definition is None else NodeKind.ELEMENT

    @property
    def prefix(self) -> str:
        """Return the prefix the name was written with; "" for none."""
        return "" if self.definition is None else self.definition.prefix

    @property
    def uri(self) -> str:
        """Return the namespace of a prefixed name; "" for none."""
        definition = self.definition
        return definition.uri if definition is not None and definition.prefix else ""

    def named(self, name: str) -> Sequence["LiveNode"]:
        """Return the children of this name, in document order."""
        return self._row(name) if self.index is None else self.index.get(name, _NOBODY)

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

    @property
    def truth(self) -> bool:
        """Say whether it counts as true: a group by being there, an answer as what it says."""
        question, said = self.question, self.shown
        if question is None or not said:
            return question is None
        if question.data_type in {"int", "decimal"}:
            return self.number not in {None, 0.0}
        return question.data_type != "boolean" or said not in {"0", "false"}

    def show(self, shown: str) -> None:
        """Let rules see another text."""
        self.shown = shown
        self._number = False

    def kept(self) -> str:
        """Return what was answered or computed, shown or not."""
        return self.value

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
        if not isinstance(self.children, list):
            self.children = []
        self.children.insert(len(self.children) if at is None else at, child)
        if self.index is not None:
            self.index.setdefault(child.name, []).append(child)
        if child.place == 0:
            child.place = len(self.named(child.name))

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
        row = self._row(child.name)
        self.children.remove(child)
        row.remove(child)
        child.place = 0
        for place, later in enumerate(row, start=1):
            later.place = place

    def move(self, child: "LiveNode", place: int) -> None:
        """Give a child another place among those of its name, counted from 1."""
        if not isinstance(self.children, list) or place == child.place:
            return
        row = self._row(child.name)
        neighbour = row[place - 1]
        after = neighbour.place > child.place
        self.children.remove(child)
        row.remove(child)
        row.insert(place - 1, child)
        self.children.insert(self.children.index(neighbour) + after, child)
        for number, one in enumerate(row, start=1):
            one.place = number

    def _row(self, name: str) -> list["LiveNode"]:
        """Return the children of this name; the index of many is made when first asked for."""
        if self.index is None:
            if len(self.children) <= _FEW:
                return [child for child in self.children if child.name == name]
            self.index = {}
            for child in self.children:
                self.index.setdefault(child.name, []).append(child)
        return self.index.get(name, _NOBODY)


def plant(form: FormDef) -> LiveNode:
    """Return the document node of a new interview, with nothing inside."""
    return LiveNode(None, None, Home(form.seats.sizes[TOP]))


def stand_in(form: FormDef, definition: NodeDef, parent: LiveNode) -> LiveNode:
    """Return a node that stands at a place without being there: to look from."""
    if isinstance(definition, RepeatDef):
        home = Home(form.seats.sizes[definition.path], parent.home)
        node = LiveNode(definition, parent, home)
        seat = form.seats.places.get(definition.path)
        if seat is not None:
            home[seat.number] = node
        return node
    return LiveNode(definition, parent, parent.home)


def bare(initial: InitialNode, definition: NodeDef, parent: LiveNode, form: FormDef) -> LiveNode:
    """Return a new node in its seat, with nothing inside; not yet a child of `parent`."""
    node = stand_in(form, definition, parent)
    seat = form.seats.places.get(definition.path)
    if seat is not None:
        node.home[seat.number] = node
        if not isinstance(definition, RepeatDef):
            node.place = 1  # nothing else of its name can stand beside it
    if initial.attributes:
        node.attributes = attributes_of(initial, node)
    return node


def grow(initial: InitialNode, definition: NodeDef, parent: LiveNode, form: FormDef) -> LiveNode:
    """Return a new node with all that the form puts inside it; not yet a child of `parent`."""
    node = bare(initial, definition, parent, form)
    if isinstance(definition, QuestionDef):
        node.value = initial.value
        return node
    for child in initial.children:
        inner = form.nodes[f"{definition.path}/{child.name}"]
        if isinstance(inner, RepeatDef):
            if inner.count is not None or (child.is_template and not _is_all_there_is(inner)):
                continue
        elif child.is_template:
            continue
        node.put(grow(child, inner, node, form))
    return node


def _is_all_there_is(repeat: RepeatDef) -> bool:
    """Say whether nobody can ever add an instance and the form brings only the template."""
    return repeat.fixed and not repeat.defaults


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

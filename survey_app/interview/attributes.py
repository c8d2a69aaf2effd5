"""The XML attributes of a live node: entities keep what they create in them.

Room: interview.
Spec: docs/spec/submission.md, "Entities".
"""

from collections.abc import Mapping, Sequence

from survey_app.xform.instance import InitialNode
from survey_app.xform.names import WELL_KNOWN
from survey_app.xpath.nodes import NO_HOME, Home, Node, NodeKind, plain_number


class LiveAttribute:
    """One attribute; `given` is what the form wrote, so that a draft keeps only what differs."""

    __slots__ = ("given", "name", "parent", "prefix", "uri", "value")
    kind = NodeKind.ATTRIBUTE
    children: Sequence[Node] = ()
    attributes: Sequence[Node] = ()
    fixed = False
    place = 1

    def __init__(self, qualified: str, value: str, parent: Node) -> None:
        self.prefix, _, self.name = qualified.rpartition(":")
        self.uri = WELL_KNOWN.get(self.prefix, self.prefix)
        self.value = value
        self.given = value
        self.parent: Node | None = parent

    @property
    def relevant(self) -> bool:
        """Say whether the node that carries it is part of the interview now."""
        return self.parent is not None and self.parent.relevant

    @property
    def truth(self) -> bool:
        """Say whether it says anything."""
        return bool(self.text())

    @property
    def home(self) -> Home:
        """Return the nodes that the node that carries it stands together with."""
        return NO_HOME if self.parent is None else self.parent.home

    @property
    def qualified(self) -> str:
        """Return the name as the form's definition has it."""
        return f"{self.prefix}:{self.name}" if self.prefix else self.name

    def named(self, _name: str) -> Sequence[Node]:
        """Return nothing: an attribute holds no elements."""
        return ()

    def rows_with(self, _row: str, _column: str, _wanted: str) -> Sequence[Node]:
        """Return nothing: an attribute holds no elements."""
        return ()

    def text(self) -> str:
        """Return what rules see: blank where the node that carries it is irrelevant."""
        return self.value if self.relevant else ""

    def kept(self) -> str:
        """Return the value, also where the node that carries it is irrelevant."""
        return self.value

    @property
    def number(self) -> float | None:
        """Return the number that the text plainly is, None for other texts."""
        return plain_number(self.text())

    def namespaces(self) -> Mapping[str, str]:
        """Return no namespaces: forms do not ask for them."""
        return {}


def attributes_of(initial: InitialNode, node: Node) -> list[LiveAttribute]:
    """Return the attributes that the form gives a node."""
    return [LiveAttribute(name, value, node) for name, value in initial.attributes]


def attribute_named(attributes: Sequence[LiveAttribute], qualified: str) -> LiveAttribute | None:
    """Return the attribute of this name, else that of its local name; None where there is none."""
    local = qualified.rpartition(":")[2]
    alike = [one for one in attributes if one.name == local]
    return next((one for one in alike if one.qualified == qualified), alike[0] if alike else None)


def attributes_to_keep(attributes: Sequence[LiveAttribute], *, every: bool) -> dict[str, str]:
    """Return the values that a draft keeps, under "@name": those the form did not write itself.

    In a repeat it is `every` one: an instance does not say which of the form's own it began as.
    """
    return {f"@{one.qualified}": one.value for one in attributes if every or one.value != one.given}

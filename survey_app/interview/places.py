"""References: how the outside names a place of a running interview.

Room: interview. "/data/children[2]/age": absolute, positions from 1; no position means [1].
"""

import re
from collections.abc import Sequence

from survey_app.interview.errors import NoSuchQuestionError
from survey_app.interview.live import LiveNode, stand_in
from survey_app.xform.definition import FormDef, NodeDef, RepeatDef
from survey_app.xform.paths import is_within
from survey_app.xform.seats import TOP

_STEP = re.compile(r"(?:[^\[\]/:]+:)?([^\[\]/:]+)(?:\[(\d{1,6})\])?\Z")


class Places(dict[str, LiveNode]):
    """What references mean now, each looked for when it is first asked for.

    Must be emptied when instances come or go. Raises: NoSuchQuestionError.
    """

    def __init__(self, form: FormDef, document: LiveNode) -> None:
        super().__init__()
        self._form = form
        self._document = document

    def __missing__(self, ref: str) -> LiveNode:
        """Find the node at `ref` and keep it."""
        node = self._seated(ref) if "]" in ref else None
        if node is None:
            node = find(self._form, self._document, ref)
        if node is None:
            raise NoSuchQuestionError(ref=ref)
        self[ref] = node
        return node

    def _seated(self, ref: str) -> LiveNode | None:
        """Return a node inside an instance by its number there, None where it has none."""
        above, _, name = ref.rpartition("/")
        around = self.get(above) or find(self._form, self._document, above)
        if around is None:
            return None
        self[above] = around
        seats = self._form.seats
        seat = seats.places.get(f"{around.path}/{name}")
        if seat is None or seat.home != seats.home_of(around.path):
            return None
        seated = around.home[seat.number]
        return seated if isinstance(seated, LiveNode) else None


def find(form: FormDef, document: LiveNode, ref: str) -> LiveNode | None:
    """Return the node at `ref`, None when there is none."""
    seat = form.seats.places.get(ref)
    if seat is not None and seat.home == TOP:
        seated = document.home[seat.number]
        return seated if isinstance(seated, LiveNode) else None
    return _walked(document, ref)


def _walked(document: LiveNode, ref: str) -> LiveNode | None:
    node = document
    if not ref.startswith("/"):
        return None
    for step in ref[1:].split("/"):
        match = _STEP.match(step)
        if match is None:
            return None
        row = node.named(match[1])
        at = int(match[2] or 1) - 1
        if not 0 <= at < len(row):
            return None
        node = row[at]
    return node


def ref_of(node: LiveNode) -> str:
    """Return the reference of a node: instances of repeats carry their position."""
    if node.ref is not None:
        return node.ref
    definition = node.definition
    if definition is None:
        return "/"
    above = "" if node.parent is None or node.parent.definition is None else ref_of(node.parent)
    step = f"{node.name}[{node.place}]" if isinstance(definition, RepeatDef) else node.name
    return f"{above}/{step}"


def descend(node: LiveNode, names: Sequence[str]) -> Sequence[LiveNode]:
    """Return the nodes reached from `node` by going down name by name."""
    row: Sequence[LiveNode] = [node]
    for name in names:
        if len(row) == 1:
            row = row[0].named(name)
        else:
            row = [child for one in row for child in one.named(name)]
    return row


def absent(form: FormDef, definition: NodeDef, here: LiveNode) -> LiveNode:
    """Return a node in the role of one that is not there, inside what is there, as `here` sees it.

    Each repeat on the way that has no instance is stood in for, so that paths lead where they do.
    """
    node = here
    while node.parent is not None and not is_within(definition.path, node.path):
        node = node.parent
    for name in definition.path[len(node.path) + 1 :].split("/"):
        row = node.named(name)
        node = row[0] if row else stand_in(form, form.nodes[f"{node.path}/{name}"], node)
    return node


def climbed(node: LiveNode, steps: int) -> LiveNode | None:
    """Return the node so many steps above, None above the document."""
    here: LiveNode | None = node
    for _ in range(steps):
        here = None if here is None else here.parent
    return here


def static_ref(ref: str) -> str:
    """Return the static path of a reference.

    >>> static_ref("/data/child[2]/age")
    '/data/child/age'
    """
    return "/".join(step.partition("[")[0] for step in ref.split("/"))


def repeat_place(form: FormDef, document: LiveNode, ref: str) -> tuple[LiveNode, str]:
    """Return the node around a repeat and the repeat's name, for the ref of the repeat.

    A position at the end of `ref` is ignored. Raises: NoSuchQuestionError.
    """
    above, _, last = ref.rpartition("/")
    match = _STEP.match(last)
    container = find(form, document, above) if above else document
    if match is None or container is None:
        raise NoSuchQuestionError(ref=ref)
    return container, match[1]

"""References: how the outside names a place of a running interview.

Room: interview. "/data/children[2]/age": absolute, positions from 1; no position means [1].
"""

import re

from survey_app.interview.errors import NoSuchQuestionError
from survey_app.interview.live import LiveNode
from survey_app.xform.definition import RepeatDef

_STEP = re.compile(r"(?:[^\[\]/:]+:)?([^\[\]/:]+)(?:\[(\d{1,6})\])?\Z")


def find(document: LiveNode, ref: str) -> LiveNode | None:
    """Return the node at `ref`, None when there is none."""
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
    steps: list[str] = []
    here: LiveNode | None = node
    while here is not None and here.definition is not None:
        step = here.name
        if isinstance(here.definition, RepeatDef) and here.parent is not None:
            row = here.parent.named(here.name)
            at = next((i for i, one in enumerate(row) if one is here), len(row))
            step = f"{step}[{at + 1}]"
        steps.append(step)
        here = here.parent
    return "/" + "/".join(reversed(steps))


class Refs:
    """The references of many nodes of one moment: each row of instances is numbered once."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, str], dict[int, int]] = {}

    def of(self, node: LiveNode) -> str | None:
        """Return the reference of a node, None for one that is no longer in the tree."""
        steps: list[str] = []
        here = node
        while here.definition is not None:
            if here.parent is None:
                return None
            place = self._row(here.parent, here.name).get(id(here))
            if place is None:
                return None
            is_repeat = isinstance(here.definition, RepeatDef)
            steps.append(f"{here.name}[{place}]" if is_repeat else here.name)
            here = here.parent
        return "/" + "/".join(reversed(steps))

    def _row(self, parent: LiveNode, name: str) -> dict[int, int]:
        key = (id(parent), name)
        if key not in self._rows:
            row = enumerate(parent.named(name), start=1)
            self._rows[key] = {id(one): place for place, one in row}
        return self._rows[key]


def repeat_place(document: LiveNode, ref: str) -> tuple[LiveNode, str]:
    """Return the node around a repeat and the repeat's name, for the ref of the repeat.

    A position at the end of `ref` is ignored. Raises: NoSuchQuestionError.
    """
    above, _, last = ref.rpartition("/")
    match = _STEP.match(last)
    container = find(document, above) if above else document
    if match is None or container is None:
        raise NoSuchQuestionError(ref=ref)
    return container, match[1]

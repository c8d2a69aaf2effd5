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
        is_repeat = isinstance(here.definition, RepeatDef)
        steps.append(f"{here.name}[{here.place}]" if is_repeat else here.name)
        here = here.parent
    return "/" + "/".join(reversed(steps))


def static_ref(ref: str) -> str:
    """Return the static path of a reference.

    >>> static_ref("/data/child[2]/age")
    '/data/child/age'
    """
    return "/".join(step.partition("[")[0] for step in ref.split("/"))


def is_in_tree(node: LiveNode) -> bool:
    """Say whether a node still is a part of the interview."""
    here: LiveNode | None = node
    while here is not None:
        if not here.place:
            return False
        here = here.parent
    return True


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

"""Which groups of a form are answered alone: those in which every question is of level S3.

Room: xform.
Spec: docs/spec/private-part.md section 1.
"""

from collections.abc import Iterator
from typing import cast

from survey_app.xform.definition import FormDef, GroupDef, NodeDef, QuestionDef, RepeatDef

GRAVEST = "S3"


def private_paths(form: FormDef) -> tuple[str, ...]:
    """Return the paths of the groups that are answered alone, the outermost only, in order.

    Such a group is in no repeat, holds none, and asks for no file; every question and every text
    in it is S3, and at least one of them is hers to answer.
    """
    known = form.keep("private paths")
    if "paths" not in known:
        known["paths"] = tuple(_within(form.root))
    return cast("tuple[str, ...]", known["paths"])


def _within(group: GroupDef) -> Iterator[str]:
    for child in group.children:
        if isinstance(child, GroupDef):
            if _is_private(child):
                yield child.path
            else:
                yield from _within(child)


def _is_private(group: GroupDef) -> bool:
    inside = list(_everything(group))
    if any(isinstance(node, RepeatDef) for node in inside):
        return False
    spoken = [one for one in inside if isinstance(one, QuestionDef) and one.control is not None]
    if any(one.control == "upload" for one in spoken):
        return False
    hers = [one for one in spoken if one.control != "note" and one.voice != "researcher"]
    return bool(hers) and all(one.sensitivity == GRAVEST for one in spoken)


def _everything(group: GroupDef) -> Iterator[NodeDef]:
    for child in group.children:
        yield child
        if isinstance(child, GroupDef):
            yield from _everything(child)

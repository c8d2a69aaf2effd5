"""Static paths: which place of the form an expression names.

Room: xform. A static path is "/data/child/age": local names only, no positions.
"""

import re
from collections.abc import Set as AbstractSet

from survey_app.xpath.errors import XPathError
from survey_app.xpath.parser import parse
from survey_app.xpath.syntax import Axis, Call, NameTest, Path

_PLAIN = re.compile(r"\s*(/?[^\W\d][\w\-]*(?:/[^\W\d][\w\-]*)*)\s*\Z")
"""Most paths by far: names and slashes only."""


def static_path(source: str, context: str) -> str | None:
    """Return the path that `source` names from `context`; None when it is no plain path.

    >>> static_path("../age", "/data/child/name"), static_path("/data/x[1]/y", "/data")
    ('/data/child/age', '/data/x/y')
    """
    plain = _PLAIN.match(source)
    if plain:
        return plain[1] if plain[1].startswith("/") else f"{context}/{plain[1]}"
    try:
        tree = parse(source)
    except XPathError:
        return None
    return plain_path(tree, context) if isinstance(tree, Path) else None


def plain_path(tree: Path, context: str) -> str | None:
    """Return the path that a tree of child, parent and self steps names from `context`.

    `current()` at its beginning means the context.
    """
    if tree.start is not None and tree.start != Call("current", (), tree.at):
        return None
    names = [] if tree.absolute else context.split("/")[1:]
    for step in tree.steps:
        if step.axis is Axis.PARENT and names:
            names.pop()
        elif step.axis is Axis.CHILD and isinstance(step.test, NameTest) and step.test.name != "*":
            names.append(step.test.name)
        elif step.axis is not Axis.SELF:
            return None
    return "/" + "/".join(names)


def deepest_on(tree: Path, places: AbstractSet[str]) -> str:
    """Return the deepest of `places` that an absolute path goes through; "" for none.

    Of what follows a step that is none of child, parent and self, nothing is known.
    """
    deepest, names = "", list[str]()
    reach = max(map(depth_of, places), default=0)
    for step in tree.steps if tree.absolute else ():
        if step.axis is Axis.PARENT and names:
            names.pop()
        elif step.axis is Axis.CHILD and isinstance(step.test, NameTest) and step.test.name != "*":
            names.append(step.test.name)
        elif step.axis is not Axis.SELF:
            break
        if deepest.count("/") < len(names) <= reach and (here := "/" + "/".join(names)) in places:
            deepest = here
    return deepest


def parent_path(path: str) -> str:
    """Return the path above; "" above the root.

    >>> parent_path("/data/a"), parent_path("/data")
    ('/data', '')
    """
    return path.rpartition("/")[0]


def is_within(path: str, above: str) -> bool:
    """Say whether `path` lies strictly below `above`."""
    return path.startswith(above + "/")


def depth_of(path: str) -> int:
    """Return the number of steps: 1 for the root element."""
    return path.count("/")

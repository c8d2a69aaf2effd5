"""Where a path in an expression leads, told from the sheets alone.

Room: xlsform (floor 4).
Spec: W3C XPath 1.0, "location paths"; docs/spec/form-columns.md section 6.
Promise: what cannot be told from the sheets counts as known, so that no path is blamed in vain.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from survey_app.xlsform.layout import Layout
from survey_app.xpath.syntax import (
    Axis,
    Call,
    Expression,
    Filter,
    NameTest,
    NodeType,
    Path,
    Step,
    TypeTest,
    parts,
)

_LAST_SAVED = "last-saved_"
"""How `Cell.tree` spells `${last-saved#name}`: the record saved last, which is no place here."""

Places = frozenset[str]
"""Paths of the form; None stands for places that the sheets do not tell."""


@dataclass(frozen=True)
class Found:
    """A path of an expression with the places it leads to; `written` as its author sees it."""

    path: Path
    places: Places
    written: str


def whereabouts(
    tree: Expression, here: str | None, layout: Layout, *, origin: str | None
) -> Iterator[Found]:
    """Yield each path of `tree` whose places can be told, when `tree` stands at `here`.

    `here` is None where bare names mean something else: in a choice filter, in the settings.
    `origin` is what `current()` means.
    """
    start = None if here is None else frozenset({here})
    current = None if origin is None else frozenset({origin})
    yield from _Walk(layout, current).visit(tree, start)


@dataclass(frozen=True)
class _Walk:
    layout: Layout
    origin: Places | None

    def visit(self, tree: Expression, here: Places | None) -> Iterator[Found]:
        if isinstance(tree, Path):
            yield from self._path(tree, here)
        elif isinstance(tree, Filter):
            yield from self.visit(tree.primary, here)
            for predicate in tree.predicates:
                yield from self.visit(predicate, None)
        else:
            for part in parts(tree):
                yield from self.visit(part, here)

    def _path(self, path: Path, here: Places | None) -> Iterator[Found]:
        if path.start is not None and not _is_current(path.start):
            yield from self.visit(path.start, here)
        places, steps = self._start(path, here)
        for step in steps:
            places = None if places is None else self._step(step, places)
            for predicate in step.predicates:
                yield from self.visit(predicate, places or None)
        if places is not None:
            yield Found(path, places, _written(path, self.layout))

    def _start(self, path: Path, here: Places | None) -> tuple[Places | None, tuple[Step, ...]]:
        """Return where a path begins, and the steps that are left."""
        if path.start is not None:
            return (self.origin if _is_current(path.start) else None), path.steps
        if not path.absolute:
            return here, path.steps
        name = _child(path.steps[0]) if path.steps else None
        if name is None:
            return None, path.steps
        if f"/{name}" == self.layout.root:
            return frozenset({self.layout.root}), path.steps[1:]
        if name.startswith(_LAST_SAVED) or not name.strip("_"):
            return None, path.steps  # the last record, or a name that cannot be one
        meant = self.layout.named.get(name)
        return (frozenset() if meant is None else frozenset({meant})), path.steps[1:]

    def _step(self, step: Step, places: Places) -> Places | None:
        if any(self.layout.is_open(one) for one in places):
            return None
        name = _child(step)
        if name is not None:
            inside = (f"{one}/{name}" for one in places if name in self._children(one))
            return frozenset(inside)
        any_node = isinstance(step.test, TypeTest) and step.test.type is NodeType.NODE
        if step.axis is Axis.PARENT and any_node:
            return frozenset(one.rpartition("/")[0] for one in places if one)
        return places if step.axis is Axis.SELF and any_node else None

    def _children(self, path: str) -> frozenset[str]:
        return self.layout.children.get(path, frozenset())


def _is_current(start: Expression) -> bool:
    return isinstance(start, Call) and start.name == "current"


def _child(step: Step) -> str | None:
    """Return the name of a plain step downwards, or None."""
    plain = step.axis is Axis.CHILD and isinstance(step.test, NameTest)
    if not plain or not isinstance(step.test, NameTest) or step.test.prefix is not None:
        return None
    return None if step.test.name == "*" else step.test.name


def _written(path: Path, layout: Layout) -> str:
    """Return `path` as its author wrote it, as far as steps and names tell."""
    steps = [_child(step) or _sign(step) for step in path.steps]
    if path.absolute and steps and f"/{steps[0]}" != layout.root and steps[0] in layout.named:
        steps[0] = f"${{{steps[0]}}}"
        return "/".join(steps)
    start = "current()/" if path.start is not None else "/" if path.absolute else ""
    return start + "/".join(steps)


def _sign(step: Step) -> str:
    if step.axis is Axis.PARENT:
        return ".."
    return "." if step.axis is Axis.SELF else "*"

"""Which places of the form an expression looks at, found without evaluating it.

Room: xform.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from survey_app.xform.definition import GroupDef, NodeDef, RepeatDef
from survey_app.xform.paths import depth_of, is_within, parent_path
from survey_app.xpath.syntax import (
    Axis,
    Call,
    Expression,
    Filter,
    Logic,
    NameTest,
    NodeType,
    Path,
    Step,
    TypeTest,
    Union,
    parts,
)


class Reference(NamedTuple):
    """A place looked at.

    `depth` says how far looker and place surely share their instances: steps from the root.
    `chosen` is True where a predicate or index picks instances, so that a question may look
    at itself in another instance; and where not its value is looked at: its place, an attribute.
    """

    path: str
    depth: int
    chosen: bool


class _Places(NamedTuple):
    """Where a part of an expression can stand; `outside` for lists beside the instance."""

    paths: frozenset[str]
    depth: int
    chosen: bool = False
    outside: bool = False
    attributes: bool = False
    """True where attributes of the places are meant, and nothing inside them."""


_NO_PATHS: frozenset[str] = frozenset()
_OUTSIDE = _Places(frozenset(), 0, outside=True)
_NOWHERE = _Places(frozenset(), 0)


def references(
    tree: Expression, context: str, nodes: Mapping[str, NodeDef], *, read: bool = False
) -> frozenset[Reference]:
    """Return the places that `tree` looks at when it stands at `context`.

    With `read` the value of the whole tree is wanted, and not only whether it is true.
    """
    finder = _Finder(context, nodes)
    finder.visit(tree, finder.origin, read=read)
    return frozenset(finder.found)


def led_to(tree: Path, context: str, nodes: Mapping[str, NodeDef]) -> frozenset[str]:
    """Return the places at the end of a path, without those that its predicates look at."""
    finder = _Finder(context, nodes)
    return finder.visit(tree, finder.origin).paths


class _Finder:
    """Walks a tree with sets of static places in the role of nodes."""

    def __init__(self, context: str, nodes: Mapping[str, NodeDef]) -> None:
        self.origin = _Places(frozenset({context}), depth_of(context))
        self.found: set[Reference] = set()
        self._nodes = nodes

    def visit(self, tree: Expression, here: _Places, *, read: bool = False) -> _Places:
        """Note what a tree looks at; a repeat that is `read` is the text of all inside it."""
        match tree:
            case Path():
                places = self._path(tree, here)
            case Filter():
                primary = self.visit(tree.primary, here)
                places = self._narrow(primary, tree.predicates)
            case Union():
                for operand in tree.operands:
                    self.visit(operand, here, read=read)
                return _NOWHERE
            case Call():
                places = self._call(tree, here)
            case _:
                for part in parts(tree):
                    self.visit(part, here, read=not isinstance(tree, Logic))
                return _NOWHERE
        self._note(places)
        if read and not places.attributes:
            self._note_rows(places)
        return places

    def _call(self, call: Call, here: _Places) -> _Places:
        if call.name == "instance":
            return _OUTSIDE
        if call.name == "current":
            return self.origin
        if call.name == "indexed-repeat" and isinstance(call.arguments[0], Path):
            for argument in call.arguments[1:]:
                self.visit(argument, here)
            return self._path(call.arguments[0], here)._replace(chosen=True)
        if call.name == "position":
            return self._position(call, here)
        read = call.name not in _ASKING_WHETHER
        results = [self.visit(argument, here, read=read) for argument in call.arguments]
        return results[0] if call.name == "randomize" and results else _NOWHERE

    def _position(self, call: Call, here: _Places) -> _Places:
        """It asks for a place, not for a value: its own place will do."""
        known, self.found = self.found, set()
        for argument in call.arguments:
            self.visit(argument, here)
        self.found = known | {one._replace(chosen=True) for one in self.found}
        return _NOWHERE

    def _path(self, path: Path, here: _Places) -> _Places:
        plain = self._plain(path, here)
        if plain is not None:
            return plain
        if path.start is not None:
            places = self._start(path.start, here)
        elif path.absolute:
            places = _Places(frozenset({""}), 0)
        else:
            places = here
        for step in path.steps:
            places = self._step(step, places)
        return places

    def _plain(self, path: Path, here: _Places) -> _Places | None:
        """Return where a path of plain names leads from one place; None for other paths."""
        if path.names:
            known = path.names in self._nodes
            return _Places(frozenset({path.names}), 0) if known else _NOWHERE
        if path.start is not None or (not path.absolute and len(here.paths) != 1) or here.outside:
            return None
        base = "" if path.absolute else next(iter(here.paths))
        depth = 0 if path.absolute else here.depth
        found = base
        for step in path.steps:
            test = step.test
            if step.predicates:
                return None
            if step.axis is Axis.CHILD and isinstance(test, NameTest) and test.name != "*":
                found = f"{found}/{test.name}"
            elif step.axis is Axis.PARENT and isinstance(test, TypeTest) and found:
                found = parent_path(found)
                depth = min(depth, depth_of(found))
            elif step.axis is not Axis.SELF or not isinstance(test, TypeTest) or _is_text(test):
                return None
        paths = frozenset({found}) if found in self._nodes or not found else _NO_PATHS
        return _Places(paths, depth, chosen=False if path.absolute else here.chosen)

    def _start(self, start: Expression, here: _Places) -> _Places:
        if isinstance(start, Call) and start.name in {"current", "instance"}:
            return self.origin if start.name == "current" else _OUTSIDE
        return self.visit(start, here)

    def _step(self, step: Step, places: _Places) -> _Places:
        if places.outside:
            return self._narrow(places, step.predicates)
        moved = frozenset(found for path in places.paths for found in self._move(step, path))
        depth = min([places.depth, *(depth_of(path) for path in moved)])
        if step.axis in _SIDEWAYS:
            depth = min([depth, *(depth_of(path) - 1 for path in moved)])
        own = step.axis is Axis.ATTRIBUTE and moved == self.origin.paths
        moving = places._replace(
            paths=moved,
            depth=depth,
            chosen=places.chosen or own,
            attributes=step.axis is Axis.ATTRIBUTE,
        )
        return self._narrow(moving, step.predicates)

    def _narrow(self, places: _Places, predicates: Sequence[Expression]) -> _Places:
        if not predicates:
            return places
        chosen = places._replace(chosen=not places.outside)
        for predicate in predicates:
            self.visit(predicate, chosen)
        return chosen

    def _move(self, step: Step, path: str) -> list[str]:
        test = step.test
        if step.axis is Axis.ATTRIBUTE or _is_text(test):
            return [path]
        if step.axis is Axis.CHILD and isinstance(test, NameTest) and test.name != "*":
            child = f"{path}/{test.name}"
            return [child] if child in self._nodes else []
        return [found for found in self._on_axis(step.axis, path) if _passes(test, found)]

    def _on_axis(self, axis: Axis, path: str) -> list[str]:  # noqa: PLR0911 - one for each axis
        match axis:
            case Axis.SELF:
                return [path]
            case Axis.PARENT:
                return [parent_path(path)] if path else []
            case Axis.CHILD:
                return self._inside(path)
            case Axis.DESCENDANT | Axis.DESCENDANT_OR_SELF:
                below = [one for one in self._nodes if is_within(one, path)]
                return [path, *below] if axis is Axis.DESCENDANT_OR_SELF else below
            case Axis.ANCESTOR | Axis.ANCESTOR_OR_SELF:
                above = [one for one in self._nodes if is_within(path, one)]
                return [path, *above] if axis is Axis.ANCESTOR_OR_SELF else above
            case Axis.FOLLOWING_SIBLING | Axis.PRECEDING_SIBLING:
                return self._inside(parent_path(path))
            case Axis.FOLLOWING | Axis.PRECEDING:
                return list(self._nodes)
            case _:
                return []

    def _inside(self, path: str) -> list[str]:
        if not path:
            return [next(iter(self._nodes))]
        node = self._nodes.get(path)
        if not isinstance(node, GroupDef | RepeatDef):
            return []
        return [child.path for child in node.children]

    def _note(self, places: _Places) -> None:
        for path in places.paths:
            node = self._nodes.get(path)
            if node is None:
                continue
            self.found.add(Reference(path, places.depth, places.chosen))
            if isinstance(node, GroupDef):
                self.found.update(
                    Reference(one, places.depth, places.chosen)
                    for one in self._nodes
                    if is_within(one, path)
                )

    def _note_rows(self, places: _Places) -> None:
        """Note all inside repeats, as in other instances: what is there waits for nothing here.

        Who stands inside reads itself with them: a text that would grow with each reading.
        """
        own = next(iter(self.origin.paths))
        for path in places.paths:
            if isinstance(self._nodes.get(path), RepeatDef):
                is_other = not is_within(own, path)
                self.found.update(
                    Reference(one, places.depth, chosen=is_other or places.chosen)
                    for one in self._nodes
                    if is_within(one, path)
                )


_ASKING_WHETHER = frozenset({"boolean", "count", "name", "local-name", "not", "randomize"})
"""They ask for places, or whether there are any, and not for what is said in them."""
_SIDEWAYS = frozenset(
    {
        Axis.FOLLOWING,
        Axis.FOLLOWING_SIBLING,
        Axis.PRECEDING,
        Axis.PRECEDING_SIBLING,
        Axis.ANCESTOR,
        Axis.ANCESTOR_OR_SELF,
    }
)


def _is_text(test: NameTest | TypeTest) -> bool:
    return isinstance(test, TypeTest) and test.type is NodeType.TEXT


def _passes(test: NameTest | TypeTest, path: str) -> bool:
    if isinstance(test, TypeTest):
        return test.type is NodeType.NODE
    return test.name in {"*", path.rpartition("/")[2]}

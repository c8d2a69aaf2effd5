"""Which paths mean one known node, seen from one place of the form.

Room: xform.
Spec: docs/spec/form-definition.md, "Seats".
"""

from collections.abc import Sequence

from survey_app.immutable import immutable
from survey_app.xform.paths import depth_of, parent_path
from survey_app.xform.seats import Seat, Seats
from survey_app.xpath.evaluation import Context
from survey_app.xpath.looking_up import look_up
from survey_app.xpath.nodes import Node
from survey_app.xpath.placing import FindNode, FindRows, Place
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

_ANY_NODE = TypeTest(NodeType.NODE)


@immutable
class SeatPlacing:
    """Tells the compiler of expressions which paths from `context` mean one seat."""

    context: str
    seats: Seats

    def find(self, path: Path, *, inside: bool) -> Place | None:
        """Return where the node sits, None where the path may mean several nodes or none."""
        walk = (path.names, 0) if path.names else _walked(path, self.context, inside=inside)
        if walk is None:
            return None
        target, lowest = walk
        seat = self.seats.places.get(target)
        if seat is None or lowest < depth_of(seat.home):
            return None
        hops = self.seats.hops(self.seats.home_of(self.context), seat.home)
        return None if hops is None else Place(hops, seat.number)

    def rows(self, path: Path, *, inside: bool) -> FindRows | None:
        """Return what looks up the nodes of `path` in all instances of one repeat.

        None for paths that stay in their home, that lead through two repeats, or that are more
        than names.
        """
        walk = (path.names, 0) if path.names else _walked(path, self.context, inside=inside)
        seat = None if walk is None else self.seats.places.get(walk[0])
        if walk is None or seat is None or walk[1] >= depth_of(seat.home):
            return None
        around = self.seats.places.get(parent_path(seat.home))
        if around is None or around.home != self.seats.outer[seat.home]:
            return None
        hops = self.seats.hops(self.seats.home_of(self.context), around.home)
        if hops is None or walk[1] < depth_of(around.home):
            return None
        return _gather(look_up(Place(hops, around.number)), seat)


def _gather(around: FindNode, seat: Seat) -> FindRows:
    name, number = seat.home.rpartition("/")[2], seat.number

    def find(context: Context) -> Sequence[Node]:
        container = around(context)
        if container is None:
            return ()
        seated = [instance.home[number] for instance in container.named(name)]
        return [node for node in seated if node is not None]

    return find


def depends_on_place(tree: Expression) -> bool:
    """Say whether the nodes that `tree` means depend on where it stands.

    >>> from survey_app.xpath.parser import parse
    >>> [depends_on_place(parse(one)) for one in ("/data/a + 1", "../a", "/data/l[a = 1]")]
    [False, True, False]
    >>> [depends_on_place(parse(one)) for one in ("(../a)[1]", "(../a)/b", "(/data/a)[1]")]
    [True, True, False]
    """
    if isinstance(tree, Path):
        if tree.names:
            return False
        if tree.start is None and not tree.absolute:
            return True
    if isinstance(tree, Call) and tree.name == "current":
        return True
    if not isinstance(tree, Path | Filter):
        return any(depends_on_place(part) for part in parts(tree))
    first = tree.start if isinstance(tree, Path) else tree.primary
    if first is not None and depends_on_place(first):
        return True
    return any(_asks_current(part) for part in parts(tree))


def _asks_current(tree: Expression) -> bool:
    if isinstance(tree, Call) and tree.name == "current":
        return True
    return any(_asks_current(part) for part in parts(tree))


def _walked(path: Path, context: str, *, inside: bool) -> tuple[str, int] | None:
    """Return where a plain path leads, and the least depth it climbed to; None for others."""
    if path.start is not None and not (
        isinstance(path.start, Call) and path.start.name == "current"
    ):
        return None
    if path.start is None and not path.absolute and inside:
        return None
    names = [] if path.absolute else context.split("/")[1:]
    lowest = len(names)
    for step in path.steps:
        if not _follow(step, names):
            return None
        lowest = min(lowest, len(names))
    return "/" + "/".join(names), lowest


def _follow(step: Step, names: list[str]) -> bool:
    """Take a plain step; False, with nothing done, for others."""
    test = step.test
    if step.predicates:
        return False
    if step.axis is Axis.CHILD:
        if not isinstance(test, NameTest) or test.prefix or test.name == "*":
            return False
        names.append(test.name)
        return True
    if test != _ANY_NODE or step.axis not in {Axis.PARENT, Axis.SELF}:
        return False
    if step.axis is Axis.PARENT:
        if not names:
            return False
        names.pop()
    return True

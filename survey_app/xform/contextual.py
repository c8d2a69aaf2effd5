"""Make absolute paths inside a repeat mean the same instance of the repeat.

Room: xform.
Spec: docs/spec/form-definition.md, "Paths in repeats". An expression in one instance that
names `/data/child/age` means the age of that child. Functions on many nodes that are given one
list of them keep every instance of the innermost repeat that the path goes through, and paths that
choose instances by a predicate keep them all. `instance('...')` with the form's own id is the root
of the answers: such a path is absolute, and holds every instance.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from types import MappingProxyType

from survey_app.xform.paths import deepest_on, depth_of, is_within, plain_path
from survey_app.xpath.syntax import (
    Arithmetic,
    Axis,
    Call,
    Comparison,
    Expression,
    Filter,
    Literal,
    Logic,
    NameTest,
    Negation,
    NodeType,
    Path,
    Step,
    TypeTest,
    Union,
)

_ON_MANY: Mapping[str, range] = MappingProxyType(
    {
        "concat": range(1),
        "count": range(1),
        "count-non-empty": range(1),
        "join": range(1, 2),
        "max": range(1),
        "min": range(1),
        "randomize": range(1),
        "sum": range(1),
        "checklist": range(2, 3),
        "weighted-checklist": range(2, 4),
    }
)
"""Which arguments are the one list a function is given; with more of them it is given values."""
_WITH_SEED = frozenset({"randomize"})
_UP = TypeTest(NodeType.NODE)


def contextualised(
    tree: Expression, context: str, repeats: AbstractSet[str], own: str = ""
) -> Expression:
    """Return `tree` with absolute paths into the repeats around `context` made relative.

    `own` is the name under which the tree asks for the answers themselves, "" where it does not.
    """
    around = sorted((one for one in repeats if context == one or is_within(context, one)), key=len)
    return _Rewriting(context, around, own, repeats).tree(tree) if around or own else tree


class _Rewriting:
    """One pass over a tree; `around` are the repeats that enclose the context, outer first."""

    def __init__(
        self, context: str, around: list[str], own: str, repeats: AbstractSet[str]
    ) -> None:
        self._context = context
        self._around = around
        self._own = own
        self._repeats = repeats

    def tree(self, tree: Expression) -> Expression:  # noqa: PLR0911 - one for each type
        match tree:
            case Path():
                return self._path(tree, self._around)
            case Call():
                return self._call(tree)
            case Filter():
                return replace(
                    tree, primary=self.tree(tree.primary), predicates=self._all(tree.predicates)
                )
            case Union() | Logic():
                return replace(tree, operands=self._all(tree.operands))
            case Arithmetic():
                rest = tuple((sign, self.tree(operand)) for sign, operand in tree.rest)
                return replace(tree, first=self.tree(tree.first), rest=rest)
            case Comparison():
                return replace(tree, left=self.tree(tree.left), right=self.tree(tree.right))
            case Negation():
                return replace(tree, operand=self.tree(tree.operand))
            case _:
                return tree

    def _all(self, trees: tuple[Expression, ...]) -> tuple[Expression, ...]:
        return tuple(self.tree(tree) for tree in trees)

    def _call(self, call: Call) -> Expression:
        if call.name == "indexed-repeat":
            return self._indexed(call)
        lists = _ON_MANY.get(call.name, range(0))
        if len(call.arguments) > lists.stop and call.name not in _WITH_SEED:
            lists = range(0)
        return replace(
            call,
            arguments=tuple(
                self._path(one, self._above_the_many(one))
                if at in lists and isinstance(one, Path)
                else self.tree(one)
                for at, one in enumerate(call.arguments)
            ),
        )

    def _above_the_many(self, path: Path) -> list[str]:
        """Return the repeats around that stay the same where a function wants many nodes.

        The many are the instances of the innermost repeat on the way: `count(/data/house/member)`
        inside a house counts its own members, `sum(/data/house/rooms)` the rooms of all houses.
        """
        innermost = deepest_on(path, self._repeats)
        return [one for one in self._around if is_within(innermost, one)]

    def _indexed(self, call: Call) -> Expression:
        """The repeats that are given an index count as a whole; those around them do not."""
        named = [
            plain_path(one, self._context) for one in call.arguments[1::2] if isinstance(one, Path)
        ]
        outermost = min((path for path in named if path), key=len, default=None)
        around = [one for one in self._around if outermost is None or is_within(outermost, one)]
        arguments = [
            self._whole(one, around) if isinstance(one, Path) and (at == 0 or at % 2) else one
            for at, one in enumerate(call.arguments)
        ]
        return replace(
            call,
            arguments=tuple(
                one if at == 0 or at % 2 else self.tree(one) for at, one in enumerate(arguments)
            ),
        )

    def _whole(self, path: Path, around: list[str]) -> Expression:
        """Return the path from the root, so that it holds every instance."""
        absolute = plain_path(path, self._context)
        if absolute is None or path.absolute:
            return self._path(path, around)
        up = sum(step.axis is Axis.PARENT for step in path.steps)
        kept = self._context.split("/")[1:][: max(0, depth_of(self._context) - up)]
        down = tuple(step for step in path.steps if step.axis is Axis.CHILD)
        above = tuple(_child(name) for name in kept)
        return self._path(replace(path, absolute=True, steps=above + down, names=""), around)

    def _path(self, path: Path, around: list[str]) -> Expression:
        steps = tuple(replace(step, predicates=self._all(step.predicates)) for step in path.steps)
        if self._own and _asks_for(path.start, self._own):
            return replace(path, steps=steps, start=None, absolute=True)
        start = None if path.start is None else self.tree(path.start)
        path = replace(path, steps=steps, start=start)
        if not path.absolute:
            return path
        for repeat in reversed(around):
            depth = depth_of(repeat)
            head = path.steps[:depth]
            if (
                len(path.steps) > depth
                and not any(step.predicates for step in head)
                and plain_path(replace(path, steps=head), "") == repeat
            ):
                return self._relative(path, depth)
        return path

    def _relative(self, path: Path, depth: int) -> Expression:
        up = depth_of(self._context) - depth
        climb = tuple(Step(Axis.PARENT, _UP) for _ in range(up))
        return Path(
            Call("current", (), path.at),
            absolute=False,
            steps=climb + path.steps[depth:],
            at=path.at,
        )


def _asks_for(start: Expression | None, name: str) -> bool:
    """Say whether a path begins at the instance of this name."""
    match start:
        case Call(name="instance", arguments=(Literal(text=said),)):
            return said == name
        case _:
            return False


def _child(name: str) -> Step:
    return Step(Axis.CHILD, NameTest(None, name))

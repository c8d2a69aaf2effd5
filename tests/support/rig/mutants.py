"""One small mistake at a time in a module: what a test suite is worth is how many it notices.

Kinds: `unbound`, something that a seal, a signature or a comparison binds is bound no more (the
mistake that this program must never contain); `turned`, a condition that is the other way round;
`unguarded`, a refusal that is never reached; `shifted`, a number or a byte string that is another.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_BINDS = {"length_prefixed", "encrypt", "decrypt", "HKDF", "seal_to", "open_with", "sign", "verify"}
_OTHER_WAY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}

Change = Callable[[ast.AST], None]


@dataclass(frozen=True)
class Mutant:
    """A module with one mistake in it."""

    kind: str
    line: int
    what: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Yield the module with each mistake in turn, never with two."""
    tree = ast.parse(source)
    for at, node in enumerate(ast.walk(tree)):
        for kind, what, change in _changes(node):
            copied = copy.deepcopy(tree)
            target = next(other for number, other in enumerate(ast.walk(copied)) if number == at)
            change(target)
            written = ast.unparse(ast.fix_missing_locations(copied))
            yield Mutant(kind, getattr(node, "lineno", 0), what, written)


def _changes(node: ast.AST) -> Iterator[tuple[str, str, Change]]:
    match node:
        case ast.Call():
            yield from _unbound_arguments(node)
        case ast.Dict() if len(node.keys) > 2:
            yield from _unbound_members(node)
        case ast.Compare():
            yield from _comparisons(node)
        case ast.BoolOp():
            yield "turned", ast.unparse(node), _swap_and_or
        case ast.UnaryOp(op=ast.Not()):
            yield "turned", ast.unparse(node), _drop_not
        case ast.If() if any(isinstance(one, ast.Raise) for one in node.body):
            yield "unguarded", f"if {ast.unparse(node.test)}: raise", _never
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int()):
            yield "shifted", f"{node.value} + 1", _one_more
        case ast.Constant(value=bytes()) if node.value:
            yield "shifted", f"{node.value!r}", _other_bytes


def _unbound_arguments(node: ast.Call) -> Iterator[tuple[str, str, Change]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in _BINDS:
        return
    shown = ast.unparse(node)
    for at, argument in enumerate(node.args):
        if isinstance(argument, ast.Starred) or ast.unparse(argument) == "None":
            continue  # nothing is bound there
        yield "unbound", f"{ast.unparse(argument)} blank in {shown}", _blank(at)
        if name == "length_prefixed":
            yield "unbound", f"{ast.unparse(argument)} left out of {shown}", _left_out(at)


def _unbound_members(node: ast.Dict) -> Iterator[tuple[str, str, Change]]:
    for at, key in enumerate(node.keys):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield "unbound", f"{key.value!r} left out of a statement", _without_member(at)


def _comparisons(node: ast.Compare) -> Iterator[tuple[str, str, Change]]:
    if type(node.ops[0]) in _OTHER_WAY:
        yield "turned", ast.unparse(node), _other_way
    if isinstance(node.left, ast.Tuple) and len(node.left.elts) > 1:
        for at, one in enumerate(node.left.elts):
            what = f"{ast.unparse(one)} not compared in {ast.unparse(node)}"
            yield "unbound", what, _not_compared(at)


def _blank(at: int) -> Change:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Call)
        node.args[at] = ast.Constant(b"")

    return change


def _left_out(at: int) -> Change:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Call)
        del node.args[at]

    return change


def _without_member(at: int) -> Change:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Dict)
        del node.keys[at], node.values[at]

    return change


def _not_compared(at: int) -> Change:
    """Leave one place out on both sides; the other side may be a name that holds a tuple."""

    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Compare)
        node.left = _shorter(node.left, at)
        node.comparators[0] = _shorter(node.comparators[0], at)

    return change


def _shorter(side: ast.expr, at: int) -> ast.expr:
    text = ast.unparse(side)
    return ast.parse(f"(({text})[:{at}] + ({text})[{at + 1}:])", mode="eval").body


def _other_way(node: ast.AST) -> None:
    assert isinstance(node, ast.Compare)
    node.ops[0] = _OTHER_WAY[type(node.ops[0])]()


def _swap_and_or(node: ast.AST) -> None:
    assert isinstance(node, ast.BoolOp)
    node.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()


def _drop_not(node: ast.AST) -> None:
    assert isinstance(node, ast.UnaryOp)
    node.op, node.operand = (
        ast.UAdd(),
        ast.parse(f"bool({ast.unparse(node.operand)})").body[0].value,
    )  # type: ignore[attr-defined]


def _never(node: ast.AST) -> None:
    assert isinstance(node, ast.If)
    node.test = ast.Constant(value=False)


def _one_more(node: ast.AST) -> None:
    assert isinstance(node, ast.Constant)
    node.value += 1


def _other_bytes(node: ast.AST) -> None:
    assert isinstance(node, ast.Constant)
    node.value = b"?" + node.value[1:]

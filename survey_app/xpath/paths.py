"""Paths as running code: step after step, with predicates.

Room: xpath.
Spec: W3C XPath 1.0, section 2. A name without prefix means no namespace; the nodes of a form
count those of its default namespace so. A prefix the form declares is compared by its namespace.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from survey_app.xpath.axes import walk
from survey_app.xpath.budget import WIDE, charge, walked
from survey_app.xpath.calls import Compiling, Kind
from survey_app.xpath.columns import by_column
from survey_app.xpath.evaluation import Context, EvaluateNodes, EvaluateNumber, EvaluateText
from survey_app.xpath.looking_up import nodes_at, number_at, text_at
from survey_app.xpath.nodes import Node, NodeKind, root_of
from survey_app.xpath.order import Places, document_order
from survey_app.xpath.syntax import (
    Axis,
    Comparison,
    Expression,
    Filter,
    NameTest,
    NodeType,
    Path,
    Step,
    TypeTest,
    Union,
)
from survey_app.xpath.values import number_of_text, truth_of

Take: TypeAlias = Callable[[Sequence[Node], Context], Sequence[Node]]
Keep: TypeAlias = Callable[[Sequence[Node], Context], Sequence[Node]]
Passes: TypeAlias = Callable[[Node], bool]

_TO_ANYWHERE = Step(Axis.DESCENDANT_OR_SELF, TypeTest(NodeType.NODE))
_DEEP = frozenset(
    {
        Axis.ANCESTOR,
        Axis.ANCESTOR_OR_SELF,
        Axis.DESCENDANT,
        Axis.DESCENDANT_OR_SELF,
        Axis.FOLLOWING,
        Axis.FOLLOWING_SIBLING,
        Axis.PRECEDING,
        Axis.PRECEDING_SIBLING,
        Axis.PARENT,
    }
)


def compile_path(path: Path, compiler: Compiling) -> EvaluateNodes:
    """Return what finds the nodes of `path`, in document order, each once."""
    single = compiler.single(path)
    if single is not None:
        return nodes_at(single)
    rows = compiler.rows(path)
    if rows is not None:
        return rows
    start = _start(path, compiler)
    moves = _shortened(path.steps)
    steps = [_take(step, compiler) for step in moves]
    in_order = len(moves) == 1 and moves[0].axis is Axis.DESCENDANT
    deep = not in_order and any(step.axis in _DEEP for step in moves)

    def find(context: Context) -> Sequence[Node]:
        nodes = start(context)
        tidy = deep or len(nodes) > 1
        for step in steps:
            if not nodes:
                return ()
            nodes = step(nodes, context)
            if len(nodes) > WIDE:
                charge(context, len(nodes))
        if not tidy or len(nodes) <= 1:
            return nodes
        charge(context, len(nodes))
        return in_document_order(nodes)

    return find


def _shortened(steps: Sequence[Step]) -> Sequence[Step]:
    """Return the steps with `//name` as the one step that it means: down to any depth.

    With a bracket it means something else: `//name[1]` is the first in each place.
    """
    found: list[Step] = []
    for step in steps:
        is_any = bool(found) and found[-1] == _TO_ANYWHERE
        if is_any and step.axis is Axis.CHILD and not step.predicates:
            found[-1] = replace(step, axis=Axis.DESCENDANT)
        else:
            found.append(step)
    return found


def compile_path_number(path: Path, compiler: Compiling) -> EvaluateNumber:
    """Return what reads the first node as a number."""
    single = compiler.single(path)
    if single is not None:
        return number_at(single)
    text = compile_path_text(path, compiler)
    return lambda context: number_of_text(text(context), context)


def compile_path_text(path: Path, compiler: Compiling) -> EvaluateText:
    """Return what reads the text of the first node: the shortest way for plain paths."""
    single = compiler.single(path)
    if single is not None:
        return text_at(single)
    moves = _plain_moves(path)
    whole = compile_path(path, compiler)
    if moves is None:
        return lambda context: _first_text(whole(context))
    absolute = path.absolute

    def read(context: Context) -> str:
        here: Node | None = context.host.root(context.node) if absolute else context.node
        for name in moves:
            if here is None:
                return ""
            if name is None:
                here = here.parent
                continue
            found = here.named(name)
            if len(found) != 1:
                return _first_text(whole(context)) if found else ""
            here = found[0]
        return "" if here is None else here.text()

    return read


def compile_filter(expression: Filter, compiler: Compiling) -> EvaluateNodes:
    """Return what finds the nodes of a bracketed value that pass its predicates."""
    primary = compiler.nodes(expression.primary)
    inner = compiler.inner()
    keeps = [_keep(predicate, inner) for predicate in expression.predicates]

    def find(context: Context) -> Sequence[Node]:
        nodes = primary(context)
        for keep in keeps:
            nodes = keep(nodes, context)
        return nodes

    return find


def compile_union(expression: Union, compiler: Compiling) -> EvaluateNodes:
    """Return what finds the nodes of all operands, in document order, each once."""
    operands = [compiler.nodes(operand) for operand in expression.operands]

    def find(context: Context) -> Sequence[Node]:
        return in_document_order([node for operand in operands for node in operand(context)])

    return find


def in_document_order(nodes: Sequence[Node]) -> Sequence[Node]:
    """Return `nodes` without repetitions, in document order, tree by tree."""
    single = list(dict.fromkeys(nodes))
    if len(single) == 1:
        return single
    roots: dict[int, int] = {}
    keys = {}
    places: Places = {}
    for node in single:
        tree = roots.setdefault(id(root_of(node)), len(roots))
        keys[node] = (tree, document_order(node, places))
    return sorted(single, key=keys.__getitem__)


def _first_text(nodes: Sequence[Node]) -> str:
    return nodes[0].text() if nodes else ""


def _plain_moves(path: Path) -> list[str | None] | None:
    """Return the names to go down by (None: go up), or None for paths that do more."""
    if path.start is not None:
        return None
    moves: list[str | None] = []
    for step in path.steps:
        if step.predicates:
            return None
        if step.axis is Axis.PARENT and step.test == TypeTest(NodeType.NODE):
            moves.append(None)
        elif step.axis is Axis.CHILD and isinstance(step.test, NameTest):
            if step.test.prefix or step.test.name == "*":
                return None
            moves.append(step.test.name)
        elif step.axis is not Axis.SELF or step.test != TypeTest(NodeType.NODE):
            return None
    return moves


def _start(path: Path, compiler: Compiling) -> EvaluateNodes:
    if path.start is not None:
        return compiler.nodes(path.start)
    if path.absolute:
        return lambda context: (context.host.root(context.node),)
    return lambda context: (context.node,)


def _take(step: Step, compiler: Compiling) -> Take:
    if step.predicates:
        return _take_with_predicates(step, compiler)
    name = _plain_name(step)
    if name is not None:
        return lambda nodes, _context: (
            nodes[0].named(name)
            if len(nodes) == 1
            else [child for node in nodes for child in node.named(name)]
        )
    on_axis, passes = walk(step.axis), _test(step, compiler)
    deep = step.axis in _DEEP

    def take(nodes: Sequence[Node], context: Context) -> Sequence[Node]:
        found = [one for node in nodes for one in walked(context, on_axis(node)) if passes(one)]
        return list(dict.fromkeys(found)) if deep and len(nodes) > 1 else found

    return take


def _take_with_predicates(step: Step, compiler: Compiling) -> Take:
    bare = _take(Step(step.axis, step.test), compiler)
    inner = compiler.inner()
    keeps = [_keep(predicate, inner) for predicate in step.predicates]
    name = _plain_name(step)
    column = None if name is None else by_column(name, step.predicates[0], inner)
    asked = keeps[isinstance(step.predicates[0], Comparison) :]  # found by it, so it holds

    def take(nodes: Sequence[Node], context: Context) -> Sequence[Node]:
        kept: list[Node] = []
        for node in nodes:
            found = column(node, context) if column and node.fixed else None
            if found is None:
                found, left = bare((node,), context), keeps
            else:
                charge(context, len(found))
                left = asked
            for keep in left:
                found = keep(found, context)
            kept.extend(found)
        return kept

    return take


def _keep(predicate: Expression, compiler: Compiling) -> Keep:
    kind = compiler.kind(predicate)
    if kind is Kind.NUMBER:
        wanted = compiler.number(predicate)
        return lambda nodes, context: _filtered(
            nodes, context, lambda inner: wanted(inner) == inner.position
        )
    if kind is not Kind.ANY:
        return _keep_true(compiler, predicate)
    value = compiler.value(predicate)

    def passes(inner: Context) -> bool:
        found = value(inner)
        if isinstance(found, float):
            return found == inner.position
        return truth_of(found)

    return lambda nodes, context: _filtered(nodes, context, passes)


def _keep_true(compiler: Compiling, predicate: Expression) -> Keep:
    truth = compiler.truth(predicate)
    return lambda nodes, context: _filtered(nodes, context, truth)


def _filtered(
    nodes: Sequence[Node], context: Context, passes: Callable[[Context], bool]
) -> Sequence[Node]:
    inside = context.node is not context.current
    charge(context, 2 * len(nodes) if inside else len(nodes))
    inner = Context(context.node, context.host, size=len(nodes), current=context.current)
    inner.left = context.left
    kept = []
    for position, node in enumerate(nodes, start=1):
        inner.node = node
        inner.position = position
        if passes(inner):
            kept.append(node)
    return kept


def _plain_name(step: Step) -> str | None:
    """Return the name of the children a step takes, None for steps that do more."""
    test = step.test
    if step.axis is not Axis.CHILD or not isinstance(test, NameTest):
        return None
    return None if test.prefix or test.name == "*" else test.name


def _test(step: Step, compiler: Compiling) -> Passes:
    test = step.test
    if isinstance(test, TypeTest):
        return _type_test(test)
    principal = {Axis.ATTRIBUTE: NodeKind.ATTRIBUTE, Axis.NAMESPACE: NodeKind.NAMESPACE}.get(
        step.axis, NodeKind.ELEMENT
    )
    name, prefix = test.name, test.prefix
    if prefix is None:
        if name == "*":
            return lambda node: node.kind is principal
        return lambda node: node.kind is principal and node.name == name and not node.uri
    uri = compiler.uri(prefix)

    def passes(node: Node) -> bool:
        if node.kind is not principal or (name not in {"*", node.name}):
            return False
        return node.prefix == prefix if uri is None else node.uri == uri

    return passes


def _type_test(test: TypeTest) -> Passes:
    if test.type is NodeType.NODE:
        return lambda _node: True
    kind = {
        NodeType.TEXT: NodeKind.TEXT,
        NodeType.COMMENT: NodeKind.COMMENT,
        NodeType.INSTRUCTION: NodeKind.INSTRUCTION,
    }[test.type]
    target = test.target
    return lambda node: node.kind is kind and target in {None, node.name}

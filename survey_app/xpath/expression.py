"""An expression ready to run, with what a form needs to know about it.

Room: xpath.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from survey_app.xpath.calls import Compiling
from survey_app.xpath.compiler import Compiler, checked_function
from survey_app.xpath.errors import ExpressionTooLargeError
from survey_app.xpath.evaluation import (
    Evaluate,
    EvaluateNodes,
    EvaluateNumber,
    EvaluateText,
    EvaluateTruth,
)
from survey_app.xpath.functions.table import FUNCTIONS
from survey_app.xpath.parser import parse
from survey_app.xpath.placing import Placing
from survey_app.xpath.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Logic,
    Negation,
    parts,
    walk,
)
from survey_app.xpath.syntax import Expression as Tree

DEEPEST_TREE = 130
"""Unit: parts within parts. Compiling and evaluating stay far from the end of the stack."""

_TONGUE_CALLS = frozenset({"jr:itext", "jr:choice-name"})


@dataclass(frozen=True, eq=False)
class Expression:
    """The text of an expression, its tree, and its compiled forms, each made at first use.

    `calls` are the names of all functions in it.
    """

    source: str
    tree: Tree
    compiler: Compiling
    calls: AbstractSet[str]

    @cached_property
    def value(self) -> Evaluate:
        """What computes the value as it is."""
        match self.tree:
            case Comparison() | Logic():
                return self.truth
            case Arithmetic() | Negation():
                return self.number
            case _:
                return self.compiler.value(self.tree)

    @cached_property
    def text(self) -> EvaluateText:
        """What computes the value as text."""
        return self.compiler.text(self.tree)

    @cached_property
    def number(self) -> EvaluateNumber:
        """What computes the value as a number."""
        return self.compiler.number(self.tree)

    @cached_property
    def truth(self) -> EvaluateTruth:
        """What computes the value as true or false."""
        return self.compiler.truth(self.tree)

    @cached_property
    def nodes(self) -> EvaluateNodes:
        """What finds the nodes. Raises: NotNodesError where there can be none."""
        return self.compiler.nodes(self.tree)

    @cached_property
    def steady(self) -> bool:
        """Whether the same answers give the same value at any time and by any chance."""
        return all(map(_is_steady, self.calls))

    @cached_property
    def speaks(self) -> bool:
        """Whether the value depends on the language of the moment."""
        return not _TONGUE_CALLS.isdisjoint(self.calls)

    @cached_property
    def asks_relevance(self) -> bool:
        """Whether the value may change when a blank node becomes relevant: all else sees its text.

        An attribute is blank where its node is not relevant.
        """
        named = "@" in self.source or "attribute::" in self.source
        return named or any(map(_asks_relevance, self.calls))


def compile_expression(source: str, namespaces: Mapping[str, str] | None = None) -> Expression:
    """Return `source` ready to run, every call in it checked.

    Raises: XPathError and its kinds: grammar, size, unknown function, wrong arguments.

    >>> compile_expression("1 + 1").source
    '1 + 1'
    """
    tree = parse(source)
    return compile_tree(source, tree, namespaces, calls=checked_calls(walk(tree)))


def checked_calls(whole: Iterable[Tree]) -> AbstractSet[str]:
    """Return the names of the functions among all parts of a tree, each call checked.

    Raises: UnknownFunctionError, ArgumentCountError.
    """
    calls = [part for part in whole if isinstance(part, Call)]
    for call in calls:
        checked_function(call)
    return {call.name for call in calls}


def compile_tree(
    source: str,
    tree: Tree,
    namespaces: Mapping[str, str] | None = None,
    placing: Placing | None = None,
    calls: AbstractSet[str] | None = None,
) -> Expression:
    """Return an expression whose tree is there; a wrong call in it raises when it is reached.

    `placing` is what the form tells of the place at which the expression stands; `calls` are the
    names of all functions in the tree, where they are known.

    Raises: XPathError.
    """
    if len(source) > DEEPEST_TREE and _depth(tree) > DEEPEST_TREE:
        raise ExpressionTooLargeError(expression=source[:40])
    if calls is None:
        calls = {part.name for part in walk(tree) if isinstance(part, Call)}
    expression = Expression(source, tree, Compiler(namespaces or {}, placing), calls)
    expression.value  # noqa: B018 - compiled now, so that a bad form is refused now
    return expression


def _depth(tree: Tree) -> int:
    """Return how many parts stand inside each other at most."""
    depth = 0
    row: list[Tree] = [tree]
    while row and depth <= DEEPEST_TREE:
        depth += 1
        row = [inside for part in row for inside in parts(part)]
    return depth


def _is_steady(name: str) -> bool:
    function = FUNCTIONS.get(name)
    return function is not None and function.steady


def _asks_relevance(name: str) -> bool:
    function = FUNCTIONS.get(name)
    return function is None or function.asks_relevance

"""Functions on sets of nodes.

Room: xpath.
Spec: W3C XPath 1.0, section 4.1; ODK XForms 1.0.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from math import isnan, nan

from survey_app.xpath.budget import charge, walked
from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.evaluation import Context, Evaluate, Value
from survey_app.xpath.functions.building import from_context
from survey_app.xpath.nodes import (
    Node,
    NodeKind,
    ancestors,
    descendants,
    relevant_nodes,
    root_of,
)
from survey_app.xpath.paths import in_document_order
from survey_app.xpath.values import number_of, number_of_node

_XML = "http://www.w3.org/XML/1998/namespace"


def _count(arguments: Arguments) -> Evaluate:
    nodes = arguments.nodes(0)
    return lambda context: float(len(relevant_nodes(nodes(context))))


def _count_non_empty(arguments: Arguments) -> Evaluate:
    nodes = arguments.nodes(0)
    return lambda context: float(sum(map(_is_filled, nodes(context))))


def _is_filled(node: Node) -> bool:
    """Say whether a node has text, or elements inside it."""
    return bool(node.text()) or any(one.kind is NodeKind.ELEMENT for one in node.children)


def _sum(arguments: Arguments) -> Evaluate:
    nodes = arguments.nodes(0)

    def add(context: Context) -> float:
        total = 0.0
        for node in nodes(context):
            if node.relevant:
                number = node.number
                if number is None:
                    number = number_of_node(node, context)
                    if isnan(number):
                        if node.fixed:
                            return nan  # whatever follows
                        continue  # not answered, or not with a number: nothing to add
                total += number
        return total

    return add


def _extreme(choose: Callable[[Sequence[float]], float]) -> Callable[[Arguments], Evaluate]:
    def build(arguments: Arguments) -> Evaluate:
        values = arguments.values()

        def compute(context: Context) -> float:
            numbers = [n for value in values for n in _numbers(value(context), context)]
            return nan if not numbers or any(map(isnan, numbers)) else choose(numbers)

        return compute

    return build


def _numbers(value: Value, context: Context) -> Sequence[float]:
    """Return the numbers of a value; an answer that is none is left out, as in sum()."""
    if isinstance(value, str | float | bool | datetime):
        return (number_of(value, context),)
    numbers = ((node, number_of_node(node, context)) for node in value if node.relevant)
    return [number for node, number in numbers if node.fixed or not isnan(number)]


def _position(arguments: Arguments) -> Evaluate:
    if not len(arguments):
        return lambda context: float(context.position)
    nodes = arguments.nodes(0)

    def compute(context: Context) -> float:
        found = nodes(context)
        if found and found[0].fixed and found[0].parent is not None:
            charge(context, len(found[0].parent.children))
        return float(found[0].place) if found else nan

    return compute


def _first(arguments: Arguments) -> Callable[[Context], Node | None]:
    if not len(arguments):
        return lambda context: context.node
    nodes = arguments.nodes(0)

    def find(context: Context) -> Node | None:
        found = nodes(context)
        return found[0] if found else None

    return find


def _named(read: Callable[[Node], str]) -> Callable[[Arguments], Evaluate]:
    def build(arguments: Arguments) -> Evaluate:
        first = _first(arguments)

        def compute(context: Context) -> str:
            node = first(context)
            return "" if node is None else read(node)

        return compute

    return build


def _full_name(node: Node) -> str:
    return f"{node.prefix}:{node.name}" if node.prefix else node.name


def _lang(arguments: Arguments) -> Evaluate:
    wanted = arguments.text(0)

    def decide(context: Context) -> bool:
        tag = wanted(context).lower()
        for node in (context.node, *ancestors(context.node)):
            for attribute in node.attributes:
                if attribute.name == "lang" and attribute.uri == _XML:
                    own = attribute.text().lower()
                    return own == tag or own.startswith(tag + "-")
        return False

    return decide


def _id(arguments: Arguments) -> Evaluate:
    value = arguments.value(0)

    def find(context: Context) -> Sequence[Node]:
        found = value(context)
        if isinstance(found, str | float | bool | datetime):
            texts = [str(found)]
        else:
            texts = [node.text() for node in found]
        wanted = {name for text in texts for name in text.split()}
        return in_document_order(
            [
                node
                for node in walked(context, descendants(root_of(context.node)))
                if any(a.name == "id" and a.text() in wanted for a in node.attributes)
            ]
        )

    return find


def _current(context: Context) -> Value:
    return (context.current,)


def _size(context: Context) -> Value:
    return float(context.size)


def _is_element_name(node: Node) -> str:
    return "" if node.kind is NodeKind.DOCUMENT else node.name


FUNCTIONS: Mapping[str, Function] = {
    "count": Function(Kind.NUMBER, 1, 1, _count, asks_relevance=True),
    "count-non-empty": Function(Kind.NUMBER, 1, 1, _count_non_empty),
    "current": Function(Kind.NODES, 0, 0, from_context(_current)),
    "id": Function(Kind.NODES, 1, 1, _id),
    "lang": Function(Kind.TRUTH, 1, 1, _lang),
    "last": Function(Kind.NUMBER, 0, 0, from_context(_size)),
    "local-name": Function(Kind.TEXT, 0, 1, _named(_is_element_name)),
    "max": Function(Kind.NUMBER, 0, None, _extreme(max)),
    "min": Function(Kind.NUMBER, 0, None, _extreme(min)),
    "name": Function(Kind.TEXT, 0, 1, _named(_full_name)),
    "namespace-uri": Function(Kind.TEXT, 0, 1, _named(lambda node: node.uri)),
    "position": Function(Kind.NUMBER, 0, 1, _position),
    "sum": Function(Kind.NUMBER, 1, 1, _sum),
}

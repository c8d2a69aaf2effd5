"""Functions that ask the form: its lists, texts, repeats, names.

Room: xpath.
Spec: ODK XForms 1.0.
"""

from collections.abc import Mapping, Sequence
from math import isnan

from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.errors import EvaluationError
from survey_app.xpath.evaluation import Context, Evaluate, EvaluateNumber
from survey_app.xpath.functions.nodesets import place_among_like
from survey_app.xpath.nodes import Node, ancestors

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LONGEST_NAME = 1000


def _instance(arguments: Arguments) -> Evaluate:
    name = arguments.text(0)

    def find(context: Context) -> Sequence[Node]:
        found = context.host.instance(name(context))
        return () if found is None else (found,)

    return find


def _pulldata(arguments: Arguments) -> Evaluate:
    table, column = arguments.text(0), arguments.text(1)
    key, wanted = arguments.text(2), arguments.text(3)

    def look_up(context: Context) -> str:
        found = context.host.instance(table(context))
        if found is None:
            return ""
        key_column, value = key(context), wanted(context)
        for root in found.children:
            for row in root.children:
                if value in _cells(row, key_column):
                    return next(iter(_cells(row, column(context))), "")
        return ""

    return look_up


def _cells(row: Node, column: str) -> Sequence[str]:
    """Return the texts of a row in a column; `@name` means an attribute."""
    if column.startswith("@"):
        return [one.text() for one in row.attributes if one.name == column[1:]]
    return [one.text() for one in row.named(column)]


def _itext(arguments: Arguments) -> Evaluate:
    name = arguments.text(0)
    return lambda context: context.host.itext(name(context))


def _choice_name(arguments: Arguments) -> Evaluate:
    value, path = arguments.text(0), arguments.text(1)
    return lambda context: context.host.choice_name(value(context), path(context), context.node)


def _uuid(arguments: Arguments) -> Evaluate:
    if not len(arguments):
        return lambda context: context.host.uuid()
    length = arguments.number(0)

    def draw(context: Context) -> str:
        wanted = length(context)
        if isnan(wanted) or not 0 <= wanted <= _LONGEST_NAME:
            raise EvaluationError(function="uuid")
        return "".join(
            _LETTERS[int(context.host.random() * len(_LETTERS))] for _ in range(int(wanted))
        )

    return draw


def _indexed_repeat(arguments: Arguments) -> Evaluate:
    if len(arguments) % 2 == 0:
        raise EvaluationError(function="indexed-repeat")
    target = arguments.nodes(0)
    levels = [(arguments.nodes(at), arguments.number(at + 1)) for at in range(1, len(arguments), 2)]

    def find(context: Context) -> Sequence[Node]:
        nodes = target(context)
        for repeat, index in levels:
            nodes = _in_instance(nodes, repeat(context), index, context)
        return nodes

    return find


def _in_instance(
    nodes: Sequence[Node], repeats: Sequence[Node], index: EvaluateNumber, context: Context
) -> Sequence[Node]:
    """Return those nodes whose instance of the repeat stands at the place asked for."""
    place = index(context)
    if isnan(place):
        return ()
    chosen = {id(one) for one in repeats if place_among_like(one) == int(place)}
    return [node for node in nodes if any(id(above) in chosen for above in ancestors(node))]


FUNCTIONS: Mapping[str, Function] = {
    "indexed-repeat": Function(Kind.NODES, 3, 7, _indexed_repeat),
    "instance": Function(Kind.NODES, 1, 1, _instance),
    "jr:choice-name": Function(Kind.TEXT, 2, 2, _choice_name),
    "jr:itext": Function(Kind.TEXT, 1, 1, _itext),
    "pulldata": Function(Kind.TEXT, 4, 4, _pulldata),
    "uuid": Function(Kind.TEXT, 0, 1, _uuid, steady=False),
}

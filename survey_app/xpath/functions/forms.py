"""Functions that ask the form: its lists, texts, repeats, names.

Room: xpath.
Spec: ODK XForms 1.0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import isnan
from typing import cast

from survey_app.xpath.budget import charge
from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.errors import EvaluationError
from survey_app.xpath.evaluation import Context, Evaluate
from survey_app.xpath.functions.building import from_context
from survey_app.xpath.nodes import Node, ancestors
from survey_app.xpath.syntax import Axis, Call, Expression, NameTest, Path

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LONGEST_NAME = 1000
_NAMING = 200
"""Unit: nodes that looking up the name of a choice counts as."""


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
            for row in _rows_with(root, key_column, value, context):
                return next(iter(_cells(row, column(context))), "")
        return ""

    return look_up


def _rows_with(root: Node, column: str, value: str, context: Context) -> Iterable[Node]:
    """Return the rows of a list that hold `value` in a column: from its index, where it can be."""
    rows = root.children
    name = rows[0].name if rows else ""
    if root.fixed and not column.startswith("@") and len(root.named(name)) == len(rows):
        return root.rows_with(name, column, value)
    charge(context, len(rows))
    return (row for row in rows if value in _cells(row, column))


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

    def say(context: Context) -> str:
        charge(context, _NAMING)
        return context.host.choice_name(value(context), path(context), context.node)

    return say


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
    steps_of = [
        _step_of(arguments.expressions[0], arguments.expressions[at])
        for at in range(1, len(arguments), 2)
    ]
    if -1 in steps_of:
        return _filtered_by_repeat(arguments)
    levels = {step: arguments.number(2 * at + 2) for at, step in enumerate(steps_of)}
    target = arguments.expressions[0]
    first = min(levels)
    steps = target.steps if isinstance(target, Path) else ()
    base = arguments.compiler.nodes(replace(cast("Path", target), steps=steps[:first], names=""))
    names = [
        (cast("NameTest", step.test).name, at + first) for at, step in enumerate(steps[first:])
    ]

    def find(context: Context) -> Sequence[Node]:
        places = {at: number(context) for at, number in levels.items()}
        nodes = base(context)
        for name, at in names:
            place = places.get(at)
            if place is None:
                nodes = [child for node in nodes for child in node.named(name)]
            else:
                nodes = [child for node in nodes for child in _at(node.named(name), place)]
        return nodes

    return find


def _at(row: Sequence[Node], place: float) -> Sequence[Node]:
    """Return the instance at a place; a fraction is cut off, as in the rest of the family."""
    return row[int(place) - 1 : int(place)] if 1 <= place < len(row) + 1 else ()


def _step_of(target: Expression, repeat: Expression) -> int:
    """Return which step of `target` the repeat is, -1 where the paths do not show it."""
    if not isinstance(target, Path) or not isinstance(repeat, Path):
        return -1
    at = len(repeat.steps) - 1
    if at < 0 or (target.absolute, _said(target.start)) != (repeat.absolute, _said(repeat.start)):
        return -1
    same = [(one.axis, one.test) for one in target.steps[: at + 1]] == [
        (one.axis, one.test) for one in repeat.steps
    ]
    plain = all(
        one.axis is Axis.CHILD
        and isinstance(one.test, NameTest)
        and one.test.prefix is None
        and one.test.name != "*"
        for one in target.steps[at:]
    )
    bare = not any(one.predicates for one in (*target.steps, *repeat.steps))
    return at if same and plain and bare else -1


def _said(start: Expression | None) -> str:
    return start.name if isinstance(start, Call) else "" if start is None else "?"


def _filtered_by_repeat(arguments: Arguments) -> Evaluate:
    """The long way: all nodes of the target, then those inside the instances asked for."""
    target = arguments.nodes(0)
    levels = [(arguments.nodes(at), arguments.number(at + 1)) for at in range(1, len(arguments), 2)]

    def find(context: Context) -> Sequence[Node]:
        nodes = target(context)
        for repeat, index in levels:
            place = index(context)
            chosen = {id(one) for one in repeat(context) if 0 <= place - one.place < 1}
            nodes = [node for node in nodes if any(id(up) in chosen for up in ancestors(node))]
        return nodes

    return find


def _version(context: Context) -> str:
    """Return the version that the root element of the answers carries, "" for none."""
    top = context.host.root(context.node)
    marks = (mark for root in top.children for mark in root.attributes if mark.name == "version")
    return next((mark.text() for mark in marks), "")


FUNCTIONS: Mapping[str, Function] = {
    "indexed-repeat": Function(Kind.NODES, 3, 7, _indexed_repeat),
    "instance": Function(Kind.NODES, 1, 1, _instance),
    "jr:choice-name": Function(Kind.TEXT, 2, 2, _choice_name, asks_relevance=True),
    "jr:itext": Function(Kind.TEXT, 1, 1, _itext),
    "pulldata": Function(Kind.TEXT, 4, 4, _pulldata),
    "uuid": Function(Kind.TEXT, 0, 1, _uuid, steady=False),
    "version": Function(Kind.TEXT, 0, 0, from_context(_version)),
}

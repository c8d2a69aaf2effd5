"""Turn a syntax tree into closures: compile once, evaluate in microseconds.

Room: xpath.
Spec: W3C XPath 1.0, section 3; ODK XForms 1.0.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from math import fmod, inf, isnan, nan
from typing import cast

from survey_app.immutable import immutable
from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.comparing import compile_comparison
from survey_app.xpath.errors import (
    ArgumentCountError,
    NotNodesError,
    UnknownFunctionError,
    VariableError,
)
from survey_app.xpath.evaluation import (
    Context,
    Evaluate,
    EvaluateNodes,
    EvaluateNumber,
    EvaluateText,
    EvaluateTruth,
    Value,
)
from survey_app.xpath.functions.table import FUNCTIONS
from survey_app.xpath.nodes import Node
from survey_app.xpath.paths import (
    compile_filter,
    compile_path,
    compile_path_number,
    compile_path_text,
    compile_union,
)
from survey_app.xpath.placing import FindRows, Place, Placing
from survey_app.xpath.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Filter,
    Literal,
    Logic,
    Negation,
    Number,
    Path,
    Union,
    Variable,
)
from survey_app.xpath.values import (
    is_nodes,
    number_of,
    text_of,
    truth_of,
)


@immutable
class Compiler:
    """Compiles syntax to closures.

    `namespaces` are the prefixes the form declares; `placing` is what it tells of the place at
    which the expression stands; `inside` is True in predicates.
    """

    namespaces: Mapping[str, str] = field(default_factory=dict)
    placing: Placing | None = None
    inside: bool = False

    def uri(self, prefix: str) -> str | None:
        """Return the namespace a prefix stands for, None if the form does not say."""
        return self.namespaces.get(prefix)

    def single(self, path: Path) -> Place | None:
        """Return where the one node of `path` sits, None where it must be walked to."""
        return None if self.placing is None else self.placing.find(path, inside=self.inside)

    def rows(self, path: Path) -> FindRows | None:
        """Return what looks up the nodes of `path` in all instances of one repeat, else None."""
        return None if self.placing is None else self.placing.rows(path, inside=self.inside)

    def inner(self) -> "Compiler":
        """Return what compiles predicates, where relative paths begin at another node."""
        return self if self.inside else replace(self, inside=True)

    def kind(self, expression: Expression) -> Kind:
        """Return the type `expression` will have."""
        match expression:
            case Number() | Arithmetic() | Negation():
                return Kind.NUMBER
            case Literal():
                return Kind.TEXT
            case Comparison() | Logic():
                return Kind.TRUTH
            case Path() | Filter() | Union():
                return Kind.NODES
            case Call():
                return _kind_of_call(expression)
            case Variable():
                raise VariableError(variable=expression.name)

    def value(self, expression: Expression) -> Evaluate:
        """Return what computes the value of `expression`."""
        match expression:
            case Number() | Literal():
                return _constant(
                    expression.value if isinstance(expression, Number) else expression.text
                )
            case Path() | Filter() | Union():
                return self.nodes(expression)
            case Comparison() | Logic():
                return self.truth(expression)
            case Arithmetic() | Negation():
                return self.number(expression)
            case Call():
                return self._call(expression)
            case Variable():
                raise VariableError(variable=expression.name)

    def number(self, expression: Expression) -> EvaluateNumber:
        """Return what computes `expression` as a number."""
        match expression:
            case Number():
                constant = expression.value
                return lambda _context: constant
            case Negation():
                operand = self.number(expression.operand)
                return lambda context: -operand(context)
            case Arithmetic():
                return self._arithmetic(expression)
            case Path():
                return compile_path_number(expression, self)
            case Call():
                return self._called_number(expression)
            case _:
                value = self.value(expression)
                return lambda context: number_of(value(context), context)

    def text(self, expression: Expression) -> EvaluateText:
        """Return what computes `expression` as text."""
        if isinstance(expression, Path):
            return compile_path_text(expression, self)
        value = self.value(expression)
        if isinstance(expression, Literal):
            return cast("EvaluateText", value)
        return lambda context: text_of(value(context))

    def truth(self, expression: Expression) -> EvaluateTruth:
        """Return what computes `expression` as true or false."""
        if isinstance(expression, Comparison):
            return compile_comparison(expression, self)
        if isinstance(expression, Logic):
            return self._logic(expression)
        value = self.value(expression)
        if isinstance(expression, Call) and _kind_of_call(expression) is Kind.TRUTH:
            return cast("EvaluateTruth", value)
        return lambda context: truth_of(value(context))

    def nodes(self, expression: Expression) -> EvaluateNodes:
        """Return what finds the nodes of `expression`. Raises: NotNodesError."""
        match expression:
            case Path():
                return compile_path(expression, self)
            case Filter():
                return compile_filter(expression, self)
            case Union():
                return compile_union(expression, self)
            case Call():
                return self._called_nodes(expression)
            case _:
                raise NotNodesError(function="[...]")

    def _call(self, call: Call) -> Evaluate:
        try:
            function = checked_function(call)
        except (UnknownFunctionError, ArgumentCountError) as error:
            return _refusal(error)
        return function.build(Arguments(call.name, call.arguments, self))

    def _called_number(self, call: Call) -> EvaluateNumber:
        function = FUNCTIONS.get(call.name)
        if function is not None and function.number is not None:
            checked_function(call)
            return function.number(Arguments(call.name, call.arguments, self))
        value = self._call(call)
        if function is not None and function.returns is Kind.NUMBER:
            return cast("EvaluateNumber", value)
        return lambda context: number_of(value(context), context)

    def _called_nodes(self, call: Call) -> EvaluateNodes:
        if _kind_of_call(call) not in {Kind.NODES, Kind.ANY}:
            raise NotNodesError(function=f"{call.name}()")
        value, name = self._call(call), call.name

        def find(context: Context) -> Sequence[Node]:
            found = value(context)
            return _as_nodes(found, name)

        return find

    def _logic(self, expression: Logic) -> EvaluateTruth:
        wanted = expression.operator == "or"
        operands = [self.truth(operand) for operand in expression.operands]
        if len(operands) == 2:  # noqa: PLR2004 - the common case, without a loop
            left, right = operands
            if wanted:
                return lambda context: left(context) or right(context)
            return lambda context: left(context) and right(context)

        def decide(context: Context) -> bool:
            for operand in operands:
                if operand(context) is wanted:
                    return wanted
            return not wanted

        return decide

    def _arithmetic(self, expression: Arithmetic) -> EvaluateNumber:
        first = self.number(expression.first)
        sign, second = expression.rest[0]
        if len(expression.rest) == 1 and isinstance(second, Number):
            return _with_constant(sign, first, second.value)
        rest = [(_OPERATIONS[sign], self.number(operand)) for sign, operand in expression.rest]
        if len(rest) == 1:
            return _two(sign, first, rest[0][1])

        def compute(context: Context) -> float:
            total = first(context)
            for operation, operand in rest:
                total = operation(total, operand(context))
            return total

        return compute


def checked_function(call: Call) -> Function:
    """Return the function of a call. Raises: UnknownFunctionError, ArgumentCountError."""
    function = FUNCTIONS.get(call.name)
    if function is None:
        raise UnknownFunctionError(function=call.name)
    count = len(call.arguments)
    if not function.takes(count):
        raise ArgumentCountError(function=call.name, count=count)
    return function


def _kind_of_call(call: Call) -> Kind:
    function = FUNCTIONS.get(call.name)
    return Kind.ANY if function is None else function.returns


def _refusal(error: UnknownFunctionError | ArgumentCountError) -> Evaluate:
    """Return what raises when it is reached: a wrong call that is never made does no harm."""

    def refuse(_context: Context) -> Value:
        raise type(error)(**error.details)

    return refuse


def _constant(value: Value) -> Evaluate:
    return lambda _context: value


def _as_nodes(value: Value, name: str) -> Sequence[Node]:
    if isinstance(value, str | float | bool) or not is_nodes(value):
        raise NotNodesError(function=f"{name}()")
    return value  # type: ignore[return-value]


def _with_constant(sign: str, first: EvaluateNumber, constant: float) -> EvaluateNumber:
    """Return one operation with a number written in the text."""
    match sign:
        case "+":
            return lambda context: first(context) + constant
        case "-":
            return lambda context: first(context) - constant
        case "*":
            return lambda context: first(context) * constant
        case _:
            operation = _OPERATIONS[sign]
            return lambda context: operation(first(context), constant)


def _two(sign: str, first: EvaluateNumber, second: EvaluateNumber) -> EvaluateNumber:
    """Return one operation, the commonest without a call of its own."""
    match sign:
        case "+":
            return lambda context: first(context) + second(context)
        case "-":
            return lambda context: first(context) - second(context)
        case "*":
            return lambda context: first(context) * second(context)
        case _:
            operation = _OPERATIONS[sign]
            return lambda context: operation(first(context), second(context))


def _plus(left: float, right: float) -> float:
    return left + right


def _minus(left: float, right: float) -> float:
    return left - right


def _times(left: float, right: float) -> float:
    return left * right


def _divide(left: float, right: float) -> float:
    if right:
        return left / right
    if isnan(left) or isnan(right) or left == 0:
        return nan
    negative = (left < 0) is not (str(right)[0] == "-")
    return -inf if negative else inf


def _remainder(left: float, right: float) -> float:
    if right == 0 or left in (inf, -inf):
        return nan
    return fmod(left, right)


_OPERATIONS: Mapping[str, Callable[[float, float], float]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "div": _divide,
    "mod": _remainder,
}

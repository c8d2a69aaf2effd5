"""Ask an expression during an interview: what it cannot answer counts as blank.

Room: interview. A form is checked when it is read; what is left are calls whose arguments only
an answer makes wrong. They must never cost an answer or close an interview.
"""

from collections.abc import Sequence
from math import nan

from survey_app.xpath.errors import XPathError
from survey_app.xpath.evaluation import Context, Evaluate, EvaluateTruth, Value
from survey_app.xpath.expression import Expression
from survey_app.xpath.nodes import Node


def ask(evaluate: Evaluate, context: Context) -> Value:
    """Return what a compiled expression gives, "" for none."""
    try:
        return evaluate(context)
    except XPathError:
        return ""


def ask_value(expression: Expression, context: Context) -> Value:
    """Return the value, "" for none."""
    return ask(expression.value, context)


def ask_text(expression: Expression, context: Context) -> str:
    """Return the value as text, "" for none."""
    try:
        return expression.text(context)
    except XPathError:
        return ""


def ask_number(expression: Expression, context: Context) -> float:
    """Return the value as a number, NaN for none."""
    try:
        return expression.number(context)
    except XPathError:
        return nan


def holds(condition: EvaluateTruth, context: Context, *, otherwise: bool) -> bool:
    """Return what a compiled condition says, `otherwise` where it has no answer."""
    try:
        return condition(context)
    except XPathError:
        return otherwise


def ask_truth(expression: Expression, context: Context, *, otherwise: bool) -> bool:
    """Return the value as true or false, `otherwise` for none."""
    try:
        return expression.truth(context)
    except XPathError:
        return otherwise


def ask_nodes(expression: Expression, context: Context) -> Sequence[Node]:
    """Return the nodes, none where there is no answer."""
    try:
        return expression.nodes(context)
    except XPathError:
        return ()

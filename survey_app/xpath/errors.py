"""What can be wrong with an expression.

Room: xpath. The form room turns each of these into a finding with its place in the form.
Promise: a text names parts of the form, never an answer.
"""

from typing import ClassVar

from survey_app.errors import SurveyError


class XPathError(SurveyError):
    """An expression that cannot be read, compiled or evaluated."""

    code = "XPATH-001"
    msgid = "The expression {expression} cannot be used. Check it in the form."
    exit_code: ClassVar[int] = 2


class XPathSyntaxError(XPathError):
    """The text breaks the grammar of XPath."""

    code = "XPATH-002"
    msgid = (
        "The expression {expression} cannot be read at character {position}. "
        "Check brackets, quotes and operators there."
    )


class ExpressionTooLargeError(XPathError):
    """The text is longer, or nested deeper, than any honest form needs."""

    code = "XPATH-003"
    msgid = (
        "The expression that begins with {expression} is longer or nested deeper than allowed. "
        "Split it into several calculations."
    )


class UnknownFunctionError(XPathError):
    """A function this engine does not have."""

    code = "XPATH-004"
    msgid = "There is no function {function}(). Check its spelling."


class ArgumentCountError(XPathError):
    """A function called with too few or too many arguments."""

    code = "XPATH-005"
    msgid = (
        "The function {function}() cannot be called with this number of arguments: {count}. "
        "Check it."
    )


class NotNodesError(XPathError):
    """Something other than nodes where only nodes will do."""

    code = "XPATH-006"
    msgid = (
        "The function or path {function} needs the path of a question or a list. Check the call."
    )


class VariableError(XPathError):
    """A `$variable`, which forms do not have."""

    code = "XPATH-007"
    msgid = "The variable {variable} has no value in a form. Use the name of a question."


class TooMuchWorkError(XPathError):
    """An expression whose work or text multiplies beyond all honest use."""

    code = "XPATH-009"
    msgid = (
        "An expression looks at more than {limit} places or letters at once. "
        "Split it into several calculations, or look at fewer places in its brackets."
    )


class EvaluationError(XPathError):
    """A call whose arguments make no sense together."""

    code = "XPATH-008"
    msgid = "The function {function}() was given something it cannot work with. Check the call."

"""Short ways to build the functions that need all their arguments.

Room: xpath.
"""

from collections.abc import Callable

from survey_app.xpath.calls import Arguments
from survey_app.xpath.evaluation import Context, Evaluate, Value

Build = Callable[[Arguments], Evaluate]


def from_number(compute: Callable[[float], Value]) -> Build:
    """Return the builder of a function of one number."""

    def build(arguments: Arguments) -> Evaluate:
        argument = arguments.number(0)
        return lambda context: compute(argument(context))

    return build


def from_numbers(compute: Callable[[float, float], Value]) -> Build:
    """Return the builder of a function of two numbers."""

    def build(arguments: Arguments) -> Evaluate:
        first, second = arguments.number(0), arguments.number(1)
        return lambda context: compute(first(context), second(context))

    return build


def from_text(compute: Callable[[str], Value]) -> Build:
    """Return the builder of a function of one text."""

    def build(arguments: Arguments) -> Evaluate:
        argument = arguments.text(0)
        return lambda context: compute(argument(context))

    return build


def from_texts(compute: Callable[[str, str], Value]) -> Build:
    """Return the builder of a function of two texts."""

    def build(arguments: Arguments) -> Evaluate:
        first, second = arguments.text(0), arguments.text(1)
        return lambda context: compute(first(context), second(context))

    return build


def constant(value: Value) -> Build:
    """Return the builder of a function that always answers `value`."""
    return lambda _arguments: lambda _context: value


def from_context(compute: Callable[[Context], Value]) -> Build:
    """Return the builder of a function without arguments that looks at where it stands."""
    return lambda _arguments: compute

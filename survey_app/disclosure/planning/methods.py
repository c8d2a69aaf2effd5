"""How a value is protected, as the form says it: `band:18,25`, `level:1`, `drop`.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 3.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from types import MappingProxyType

from survey_app.disclosure.errors import MethodError


@dataclass(frozen=True)
class Method:
    """One verb and its arguments.

    >>> str(Method("band", ("18", "25")))
    'band:18,25'
    """

    verb: str
    arguments: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.arguments:
            return self.verb
        return f"{self.verb}:{','.join(self.arguments)}"

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """Return the arguments as numbers."""
        return tuple(Decimal(argument) for argument in self.arguments)


DROP = Method("drop")
KEEP = Method("keep")
REVIEW = Method("review")
PSEUDONYM = Method("pseudonym")
SHIFT = Method("date", ("shift",))
COUNT = Method("count")
PROVINCES = Method("level", ("1",))
MEANS = Method("means")


def read_method(text: str) -> Method:
    """Return the method that `text` names; blanks around its parts do not matter.

    Raises: MethodError, quoting the text.

    >>> read_method("band: 18, 25,35").numbers
    (Decimal('18'), Decimal('25'), Decimal('35'))
    """
    verb, _, tail = text.strip().partition(":")
    arguments = tuple(part.strip() for part in tail.split(",")) if tail.strip() else ()
    accept = _VERBS.get(verb.strip())
    if accept is None or not accept(arguments):
        raise MethodError(method=text.strip())
    return Method(verb.strip(), tuple(_plain(argument) for argument in arguments))


def _plain(argument: str) -> str:
    return argument.removeprefix("+") if _is_number(argument) else argument


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite() and re.fullmatch(r"[+-]?[\d.]+", text) is not None
    except InvalidOperation:
        return False


def _nothing(arguments: tuple[str, ...]) -> bool:
    return not arguments


def _edges(arguments: tuple[str, ...]) -> bool:
    if not arguments or not all(_is_number(argument) for argument in arguments):
        return False
    edges = [Decimal(argument) for argument in arguments]
    return all(low < high for low, high in pairwise(edges))


def _one_integer(arguments: tuple[str, ...]) -> bool:
    return len(arguments) == 1 and re.fullmatch(r"\d+", arguments[0]) is not None


def _one_positive_integer(arguments: tuple[str, ...]) -> bool:
    return _one_integer(arguments) and int(arguments[0]) > 0


def _percent(arguments: tuple[str, ...]) -> bool:
    return _one_integer(arguments) and 0 < int(arguments[0]) < 100  # noqa: PLR2004


def _level(arguments: tuple[str, ...]) -> bool:
    return len(arguments) == 1 and arguments[0] in {"0", "1", "2"}


def _precision(arguments: tuple[str, ...]) -> bool:
    return len(arguments) == 1 and arguments[0] in {"year", "quarter", "shift"}


def _column(arguments: tuple[str, ...]) -> bool:
    return len(arguments) == 1 and re.fullmatch(r"[A-Za-z_][\w.-]*", arguments[0]) is not None


_VERBS: Mapping[str, Callable[[tuple[str, ...]], bool]] = MappingProxyType(
    {
        "drop": _nothing,
        "keep": _nothing,
        "review": _nothing,
        "count": _nothing,
        "pseudonym": _nothing,
        "band": _edges,
        "top": _one_positive_integer,
        "bottom": _one_integer,
        "round": _one_positive_integer,
        "date": _precision,
        "level": _level,
        "geo": _column,
        "means": _nothing,
        "swap": _percent,
    }
)

"""Cut an expression into tokens, each with its place.

Room: xpath.
Spec: W3C XPath 1.0, section 3.7 (with its rule for `*` and operator names).
"""

import re
from enum import Enum, auto
from typing import NamedTuple

from survey_app.xpath.errors import ExpressionTooLargeError, XPathSyntaxError

LONGEST_EXPRESSION = 64 * 1024
"""Unit: characters. The longest expression of the public forms has about 6,000."""

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n]+)
      | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<literal>"[^"]*"|'[^']*')
      | (?P<path>(?:/(?:[^\W\d][\w.\-·]*|\.\.)(?![\w.\-·:]))+(?![ \t\r\n]*(?:\(|::)))
      | (?P<name>[^\W\d][\w.\-·]*(?::(?!:)(?:[^\W\d][\w.\-·]*|\*))?)
      | (?P<symbol>::|//|\.\.|!=|<=|>=|[()\[\].@,|+\-=<>*/$])""",
    re.VERBOSE,
)
"""`path` is a run of slashes and plain names in one piece: most of what forms are made of."""
_OPERATOR_NAME = re.compile(r"and|or|div|mod")
_SYMBOL_OPERATORS = frozenset({"/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", "*"})
_OPENING = frozenset({"@", "::", "(", "[", ","})
"""Symbols after which a value is expected, as after an operator."""


class TokenKind(Enum):
    """What a token is."""

    NUMBER = auto()
    LITERAL = auto()
    NAME = auto()
    OPERATOR = auto()
    SYMBOL = auto()
    PATH = auto()
    END = auto()


class Token(NamedTuple):
    """A piece of the text; `at` counts characters from 0."""

    kind: TokenKind
    text: str
    at: int


def tokens(expression: str) -> list[Token]:
    """Return the tokens of `expression`, closed by one END token.

    Raises: XPathSyntaxError, ExpressionTooLargeError.

    >>> [token.text for token in tokens("../age >= 18")]
    ['..', '/', 'age', '>=', '18', '']
    """
    if len(expression) > LONGEST_EXPRESSION:
        raise ExpressionTooLargeError(expression=expression[:40])
    found: list[Token] = []
    at, end, after_operand, scan = 0, len(expression), False, _TOKEN.match
    while at < end:
        match = scan(expression, at)
        if match is None:
            raise XPathSyntaxError(expression=expression, position=at + 1)
        group, text = match.lastgroup, match.group()
        if group == "blank":
            at += len(text)
            continue
        if group == "symbol":
            kind = _kind_of_symbol(text, after_operand=after_operand)
            after_operand = kind is not TokenKind.OPERATOR and text not in _OPENING
        else:
            operator = _OPERATOR_NAME.match(text) if after_operand and group == "name" else None
            text = text if operator is None else operator.group()
            kind = _KINDS[group or ""] if operator is None else TokenKind.OPERATOR
            after_operand = operator is None
        found.append(Token(kind, text, at))
        at += len(text)
    found.append(Token(TokenKind.END, "", at))
    return found


def _kind_of_symbol(text: str, *, after_operand: bool) -> TokenKind:
    if text == "*" and not after_operand:
        return TokenKind.NAME
    return TokenKind.OPERATOR if text in _SYMBOL_OPERATORS else TokenKind.SYMBOL


_KINDS = {
    "name": TokenKind.NAME,
    "number": TokenKind.NUMBER,
    "literal": TokenKind.LITERAL,
    "path": TokenKind.PATH,
}

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
_OPERAND_EXPECTED_AFTER = _SYMBOL_OPERATORS | frozenset({"@", "::", "(", "[", ","})


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
        if match.lastgroup == "blank":
            at = match.end()
            continue
        token = _token(match, after_operand=after_operand)
        found.append(token)
        at += len(token.text)
        after_operand = _ends_operand(token)
    found.append(Token(TokenKind.END, "", at))
    return found


def _token(match: re.Match[str], *, after_operand: bool) -> Token:
    text, at, group = match.group(), match.start(), match.lastgroup
    if group == "symbol":
        if text == "*" and not after_operand:
            return Token(TokenKind.NAME, text, at)
        kind = TokenKind.OPERATOR if text in _SYMBOL_OPERATORS else TokenKind.SYMBOL
        return Token(kind, text, at)
    if group == "name":
        operator = _OPERATOR_NAME.match(text) if after_operand else None
        if operator:
            return Token(TokenKind.OPERATOR, operator.group(), at)
        return Token(TokenKind.NAME, text, at)
    return Token(_KINDS[group or ""], text, at)


_KINDS = {"number": TokenKind.NUMBER, "literal": TokenKind.LITERAL, "path": TokenKind.PATH}


def _ends_operand(last: Token) -> bool:
    """Say whether a token can be the end of a value, so that an operator follows."""
    kind = last.kind
    if kind is TokenKind.OPERATOR:
        return False
    if kind is TokenKind.SYMBOL:
        return last.text not in _OPERAND_EXPECTED_AFTER
    return True

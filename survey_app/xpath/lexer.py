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
    r"""[ \t\r\n]*(?:
        ((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
      | ("[^"]*"|'[^']*')
      | ((?:/(?:[^\W\d][\w.\-·]*|\.\.)(?![\w.\-·:]))+(?![ \t\r\n]*(?:\(|::)))
      | ([^\W\d][\w.\-·]*(?::(?!:)(?:[^\W\d][\w.\-·]*|\*))?)
      | (::|//|\.\.|!=|<=|>=|[()\[\].@,|+\-=<>*/$])
      | ([^ \t\r\n]))""",
    re.VERBOSE,
)
"""A number, a literal, a path, a name, a symbol, or what is none of these.

A path is a run of slashes and plain names in one piece: most of what forms are made of.
"""
_BLANKS = " \t\r\n"
_OPERATOR_NAME = re.compile(r"and|or|div|mod")
_SYMBOL_OPERATORS = frozenset({"/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="})
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
    end = len(expression.rstrip(_BLANKS))  # or a search would go through blanks at the end n² times
    after_operand, matches = False, _TOKEN.finditer(expression, 0, end)
    while match := next(matches, None):
        group = match.lastindex or _WRONG
        text, start, kind = match[group], match.start(group), _KINDS[group]
        if group == _SYMBOL:
            kind, after_operand = _SYMBOLS[text] if text != "*" else _STAR[after_operand]
        elif group == _WRONG:
            raise XPathSyntaxError(expression=expression, position=start + 1)
        elif group == _NAME and after_operand and (word := _OPERATOR_NAME.match(text)):
            kind, text, after_operand = TokenKind.OPERATOR, word.group(), False
            if start + len(text) < match.end():  # `2 div-1`: what follows is read anew
                matches = _TOKEN.finditer(expression, start + len(text), end)
        else:
            after_operand = True
        found.append(Token(kind, text, start))
    found.append(Token(TokenKind.END, "", len(expression)))
    return found


_KINDS = (
    TokenKind.END,
    TokenKind.NUMBER,
    TokenKind.LITERAL,
    TokenKind.PATH,
    TokenKind.NAME,
    TokenKind.SYMBOL,
    TokenKind.END,
)
"""By the number of the group in `_TOKEN`."""
_NAME, _SYMBOL, _WRONG = 4, 5, 6
_STAR = ((TokenKind.NAME, True), (TokenKind.OPERATOR, False))
"""What `*` is, and whether an operand has then been read: where none was, and where one was."""
_SYMBOLS = {
    text: (
        TokenKind.OPERATOR if text in _SYMBOL_OPERATORS else TokenKind.SYMBOL,
        text not in _SYMBOL_OPERATORS and text not in _OPENING,
    )
    for text in (*_SYMBOL_OPERATORS, *_OPENING, ")", "]", "..", ".", "$")
}

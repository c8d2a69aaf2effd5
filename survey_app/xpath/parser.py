"""Read an expression into its syntax tree.

Room: xpath.
Spec: W3C XPath 1.0, section 3 (grammar). Chains of one operator become one flat node, so that
long `a or b or c ...` need no deep recursion.
Promise: bounded time and depth for any text.
"""

from dataclasses import replace
from functools import lru_cache

from survey_app.xpath.errors import ExpressionTooLargeError, XPathSyntaxError
from survey_app.xpath.lexer import Token, TokenKind, tokens
from survey_app.xpath.syntax import (
    Arithmetic,
    Axis,
    Call,
    Comparison,
    Expression,
    Filter,
    Literal,
    Logic,
    NameTest,
    Negation,
    NodeType,
    Number,
    Path,
    Step,
    TypeTest,
    Union,
    Variable,
)

DEEPEST_NESTING = 100
"""Unit: brackets within brackets. Keeps reading and evaluating far below the stack's end."""

DEEPEST_PREDICATES = 30
"""Unit: predicates within predicates. Each takes more of the stack than a call does."""

MOST_WIDE_STEPS = 60
"""Unit: steps of one path along deep axes, such as `//`. Each may look at the whole form."""

_RANKS = {
    "or": 0,
    "and": 1,
    "=": 2,
    "!=": 2,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "+": 4,
    "-": 4,
    "*": 5,
    "div": 5,
    "mod": 5,
}
_LOGIC_RANKS = frozenset({0, 1})
_ARITHMETIC_RANKS = frozenset({4, 5})

_WHOLE = (TokenKind.PATH, TokenKind.LITERAL, TokenKind.NUMBER)
"""Tokens that are an operand by themselves, unless one of the next follows."""
_CONTINUING = frozenset({"[", "/", "//", "|"})

_NARROW = frozenset({Axis.CHILD, Axis.SELF, Axis.PARENT, Axis.ATTRIBUTE, Axis.NAMESPACE})
_AXES = {axis.value: axis for axis in Axis}
_NODE_TYPES = {kind.value: kind for kind in NodeType}
_ANY_NODE = TypeTest(NodeType.NODE)
_LONGEST_KEPT = 500  # characters; so long is no path of a form
_HERE = (Step(Axis.SELF, _ANY_NODE),)


def parse(expression: str) -> Expression:
    """Return the syntax tree of `expression`.

    Raises: XPathSyntaxError with the place, ExpressionTooLargeError.

    >>> parse("../age + 1").first.steps[1].test.name
    'age'
    """
    return _Reader(expression).whole()


class _Reader:
    """Recursive descent over the tokens; one method for each rule of the grammar."""

    def __init__(self, expression: str) -> None:
        self._text = expression
        self._tokens = tokens(expression)
        self._tokens.append(self._tokens[-1])  # so that one may always look one ahead
        self._next = 0
        self._depth = 0
        self._inside = 0

    def whole(self) -> Expression:
        tree = self._expression()
        if self._peek().kind is not TokenKind.END:
            raise self._unexpected()
        return tree

    # -- operators -----------------------------------------------------------------------

    def _expression(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise ExpressionTooLargeError(expression=self._text[:40])
        tree = self._operators(weakest=0)
        self._depth -= 1
        return tree

    def _operators(self, weakest: int) -> Expression:
        """Read operands joined by operators that bind at least as strongly as `weakest`."""
        at = self._peek().at
        left = self._operand()
        while (rank := self._rank()) >= weakest:
            rest: list[tuple[str, Expression]] = []
            while self._rank() == rank:
                operator = self._take().text
                rest.append((operator, self._operators(rank + 1)))
            left = self._joined(left, rank, rest, at)
        return left

    def _rank(self) -> int:
        token = self._tokens[self._next]
        return _RANKS.get(token.text, -1) if token.kind is TokenKind.OPERATOR else -1

    def _joined(
        self, first: Expression, rank: int, rest: list[tuple[str, Expression]], at: int
    ) -> Expression:
        if rank in _LOGIC_RANKS:
            return Logic(rest[0][0], (first, *(operand for _, operand in rest)), at)
        if rank in _ARITHMETIC_RANKS:
            return Arithmetic(first, tuple(rest), at)
        if len(rest) > DEEPEST_NESTING:
            raise ExpressionTooLargeError(expression=self._text[:40])
        for operator, operand in rest:
            first = Comparison(operator, first, operand, at)
        return first

    def _operand(self) -> Expression:
        token = self._tokens[self._next]
        if (token.kind in _WHOLE or token.text == ".") and not self._goes_on():
            self._next += 1
            return _leaf(token)
        at, signs = token.at, 0
        while self._takes_minus():
            signs += 1
        tree = self._path()
        if self._sees("|"):
            tree = self._union(tree, at)
        if signs:
            tree = Negation(tree, at)
        return Negation(tree, at) if signs and signs % 2 == 0 else tree

    def _goes_on(self) -> bool:
        """Say whether what follows the next token belongs to the same operand."""
        after = self._tokens[self._next + 1]
        return after.kind is TokenKind.PATH or after.text in _CONTINUING

    def _union(self, first: Expression, at: int) -> Expression:
        operands = [first]
        while self._takes("|"):
            operands.append(self._path())
        return Union(tuple(operands), at)

    def _takes_minus(self) -> bool:
        token = self._tokens[self._next]
        if token.text != "-" or token.kind is not TokenKind.OPERATOR:
            return False
        self._next += 1
        return True

    # -- paths ---------------------------------------------------------------------------

    def _path(self) -> Expression:
        token = self._peek()
        if not self._starts_primary(token):
            return self._location_path()
        primary = self._primary()
        if self._sees("["):
            primary = Filter(primary, self._predicates(), token.at)
        if not self._sees_slash():
            return primary
        return Path(primary, absolute=False, steps=self._more_steps(), at=token.at)

    def _starts_primary(self, token: Token) -> bool:
        kind = token.kind
        if kind is TokenKind.NAME:
            return self._peek(1).text == "(" and token.text not in _NODE_TYPES
        if kind is TokenKind.SYMBOL:
            return token.text in {"(", "$"}
        return kind is TokenKind.NUMBER or kind is TokenKind.LITERAL

    def _primary(self) -> Expression:
        token = self._take()
        if token.kind is TokenKind.NUMBER or token.kind is TokenKind.LITERAL:
            return _leaf(token)
        if token.text == "$":
            return self._variable(token)
        if token.text == "(" and token.kind is TokenKind.SYMBOL:
            inside = self._expression()
            self._expect(")")
            return inside
        return self._call(token)

    def _variable(self, dollar: Token) -> Expression:
        name = self._take()
        if name.kind is not TokenKind.NAME or name.text.endswith("*"):
            raise self._unexpected(name)
        return Variable(name.text, dollar.at)

    def _call(self, name: Token) -> Expression:
        if name.text.endswith("*"):
            raise self._unexpected(name)
        self._expect("(")
        if self._takes(")"):
            return Call(name.text, (), name.at)
        arguments = [self._expression()]
        while self._takes(","):
            arguments.append(self._expression())
        self._expect(")")
        return Call(name.text, tuple(arguments), name.at)

    def _location_path(self) -> Expression:
        token = self._peek()
        if token.kind is TokenKind.PATH:
            return Path(None, absolute=True, steps=self._more_steps(), at=token.at)
        if token.text == "//" and token.kind is TokenKind.OPERATOR:
            return Path(None, absolute=True, steps=self._more_steps(), at=token.at)
        if token.text == "/" and token.kind is TokenKind.OPERATOR:
            if self._starts_step(self._peek(1)):
                return Path(None, absolute=True, steps=self._more_steps(), at=token.at)
            self._take()
            return Path(None, absolute=True, steps=(), at=token.at)
        steps = (self._step(), *self._more_steps())
        return Path(None, absolute=False, steps=steps, at=token.at)

    def _more_steps(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while self._sees_slash():
            slash = self._take()
            if slash.kind is TokenKind.PATH:
                steps.extend(_plain_steps(slash.text))
                if self._sees("["):
                    steps[-1] = replace(steps[-1], predicates=self._predicates())
                continue
            if slash.text == "//":
                steps.append(Step(Axis.DESCENDANT_OR_SELF, _ANY_NODE))
            steps.append(self._step())
        if sum(step.axis not in _NARROW for step in steps) > MOST_WIDE_STEPS:
            raise ExpressionTooLargeError(expression=self._text[:40])
        return tuple(steps)

    @staticmethod
    def _starts_step(token: Token) -> bool:
        return token.kind is TokenKind.NAME or (
            token.kind is TokenKind.SYMBOL and token.text in {".", "..", "@"}
        )

    def _step(self) -> Step:
        token = self._peek()
        if not self._starts_step(token):
            raise self._unexpected()
        if token.kind is TokenKind.SYMBOL and token.text in {".", ".."}:
            self._take()
            axis = Axis.SELF if token.text == "." else Axis.PARENT
            return Step(axis, _ANY_NODE)
        axis = self._axis()
        return Step(axis, self._test(), self._predicates())

    def _axis(self) -> Axis:
        if self._takes("@"):
            return Axis.ATTRIBUTE
        if self._peek(1).text != "::":
            return Axis.CHILD
        name = self._take()
        self._take()
        if name.text not in _AXES:
            raise self._unexpected(name)
        return _AXES[name.text]

    def _test(self) -> NameTest | TypeTest:
        token = self._take()
        if token.kind is not TokenKind.NAME:
            raise self._unexpected(token)
        if self._sees("("):
            return self._type_test(token)
        prefix, _, name = token.text.rpartition(":")
        return NameTest(prefix or None, name)

    def _type_test(self, token: Token) -> TypeTest:
        if token.text not in _NODE_TYPES:
            raise self._unexpected(token)
        self._expect("(")
        kind, target = _NODE_TYPES[token.text], None
        if kind is NodeType.INSTRUCTION and self._peek().kind is TokenKind.LITERAL:
            target = self._take().text[1:-1]
        self._expect(")")
        return TypeTest(kind, target)

    def _predicates(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self._takes("["):
            self._inside += 1
            if self._inside > DEEPEST_PREDICATES:
                raise ExpressionTooLargeError(expression=self._text[:40])
            found.append(self._expression())
            self._inside -= 1
            self._expect("]")
        return tuple(found)

    # -- tokens --------------------------------------------------------------------------

    def _peek(self, ahead: int = 0) -> Token:
        return self._tokens[self._next + ahead]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        if token.kind is not TokenKind.END:
            self._next += 1
        return token

    def _sees(self, symbol: str) -> bool:
        return self._tokens[self._next].text == symbol

    def _takes(self, symbol: str) -> bool:
        """Go on if the symbol is next; say whether it was."""
        if self._tokens[self._next].text != symbol:
            return False
        self._next += 1
        return True

    def _sees_slash(self) -> bool:
        token = self._tokens[self._next]
        return token.kind is TokenKind.PATH or token.text in {"/", "//"}

    def _expect(self, symbol: str) -> None:
        if not self._takes(symbol):
            raise self._unexpected()

    def _unexpected(self, token: Token | None = None) -> XPathSyntaxError:
        at = (token or self._peek()).at
        return XPathSyntaxError(expression=self._text, position=at + 1)


def _leaf(token: Token) -> Expression:
    """Return what a token means that is an operand by itself."""
    if token.kind is TokenKind.PATH:
        names = "" if ".." in token.text else token.text
        return Path(None, absolute=True, steps=_plain_steps(token.text), at=token.at, names=names)
    if token.kind is TokenKind.LITERAL:
        return Literal(token.text[1:-1], token.at)
    if token.kind is TokenKind.SYMBOL:
        return Path(None, absolute=False, steps=_HERE, at=token.at)
    return Number(float(token.text), token.at)


def _plain_steps(path: str) -> tuple[Step, ...]:
    """Return the steps of a run of slashes and plain names; forms say each path many times."""
    return _steps_once(path) if len(path) <= _LONGEST_KEPT else _steps(path)


@lru_cache(maxsize=4096)
def _steps_once(path: str) -> tuple[Step, ...]:
    return _steps(path)


def _steps(path: str) -> tuple[Step, ...]:
    return tuple(
        Step(Axis.PARENT, _ANY_NODE) if name == ".." else Step(Axis.CHILD, NameTest(None, name))
        for name in path.split("/")[1:]
    )

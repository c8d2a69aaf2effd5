r"""Regular expressions that always finish: the time grows with the text, never explodes.

Room: xpath. All ways through a pattern are followed at once (Thompson's construction), so no
form can hang a laptop with `(a+)+$`.
Spec: ODK XForms 1.0, regex(): the whole text must match. The common part of Java's and
JavaScript's patterns is read; references back, looking ahead or behind and possessive
repetition are refused.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

LARGEST_PATTERN = 4000
"""Unit: states after every `{n}` is written out."""

MOST_STEPS = 5_000_000
"""Unit: states times letters."""

_DEEPEST_GROUP = 40

Accepts: TypeAlias = Callable[[str], bool]
Holds: TypeAlias = Callable[[str, int], bool]


class PatternError(ValueError):
    """The text is no pattern of the kind read here."""


@dataclass
class _State:
    """A point in the pattern: a letter to accept, a place to be at, or ways on."""

    accepts: Accepts | None = None
    holds: Holds | None = None
    ways: "list[_State]" = field(default_factory=list)


@dataclass(frozen=True)
class Pattern:
    """A pattern ready to be tried."""

    start: _State
    end: _State
    size: int

    def matches(self, text: str) -> bool:
        """Say whether the pattern matches the whole of `text`.

        Raises: PatternError where pattern and text together are too large.
        """
        if self.size * len(text) > MOST_STEPS:
            raise PatternError
        here: dict[int, _State] = {}
        self._spread(self.start, text, 0, here)
        for at, letter in enumerate(text):
            reached: dict[int, _State] = {}
            for state in here.values():
                if state.accepts is not None and state.accepts(letter):
                    for way in state.ways:
                        self._spread(way, text, at + 1, reached)
            if not reached:
                return False
            here = reached
        return id(self.end) in here

    @staticmethod
    def _spread(state: _State, text: str, at: int, seen: dict[int, _State]) -> None:
        waiting = [state]
        while waiting:
            one = waiting.pop()
            if id(one) in seen or (one.holds is not None and not one.holds(text, at)):
                continue
            seen[id(one)] = one
            if one.accepts is None:
                waiting.extend(one.ways)


@lru_cache(maxsize=256)
def pattern(source: str) -> Pattern:
    """Return `source` ready to be tried. Raises: PatternError.

    >>> pattern("^0?3[0-9]{9}$").matches("03001234567")
    True
    >>> pattern("(a+)+").matches("a" * 5000 + "b")
    False
    """
    return _Reader(source).whole()


@dataclass(frozen=True)
class _Piece:
    """A part of the pattern under construction: `copy` makes it once more."""

    start: _State
    end: _State


_Make: TypeAlias = Callable[[], _Piece]


class _Reader:
    """Reads a pattern; each rule returns what makes the piece, so that it can be repeated."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._depth = 0
        self._size = 0

    def whole(self) -> Pattern:
        make = self._either()
        if self._at < len(self._source):
            raise PatternError
        piece = make()
        return Pattern(piece.start, piece.end, self._size)

    def _either(self) -> _Make:
        self._depth += 1
        if self._depth > _DEEPEST_GROUP:
            raise PatternError
        branches = [self._row()]
        while self._next_is("|"):
            branches.append(self._row())
        self._depth -= 1
        return branches[0] if len(branches) == 1 else lambda: self._fork(branches)

    def _row(self) -> _Make:
        parts: list[_Make] = []
        while self._at < len(self._source) and self._source[self._at] not in "|)":
            parts.append(self._repeated())
        return lambda: self._chain([part() for part in parts])

    def _repeated(self) -> _Make:
        make = self._atom()
        while bounds := self._bounds():
            make = self._times(make, *bounds)
            self._next_is("?")
            if self._source[self._at : self._at + 1] == "+":
                raise PatternError
        return make

    def _bounds(self) -> tuple[int, int | None] | None:
        for mark, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._next_is(mark):
                return bounds
        if self._source[self._at : self._at + 1] != "{":
            return None
        close = self._source.find("}", self._at)
        inside = self._source[self._at + 1 : close] if close > 0 else ""
        least, comma, most = inside.partition(",")
        if not least.isdecimal() or not (most.isdecimal() or not most):
            raise PatternError
        self._at = close + 1
        low = int(least)
        high = low if not comma else int(most) if most else None
        if high is not None and high < low:
            raise PatternError
        return low, high

    def _times(self, make: _Make, least: int, most: int | None) -> _Make:
        if max(least, most or 0) > LARGEST_PATTERN:
            raise PatternError

        def build() -> _Piece:
            pieces = [make() for _ in range(least)]
            if most is None:
                pieces.append(self._loop(make()))
            else:
                pieces.extend(self._maybe(make()) for _ in range(most - least))
            return self._chain(pieces)

        return build

    def _atom(self) -> _Make:  # noqa: PLR0911 - one for each sign
        letter = self._take()
        if letter == "(":
            return self._group()
        if letter == "[":
            return self._letter(self._set())
        if letter == ".":
            return self._letter(lambda one: one != "\n")
        if letter == "^":
            return self._place(lambda _text, at: at == 0)
        if letter == "$":
            return self._place(lambda text, at: at == len(text))
        if letter == "\\":
            return self._escaped()
        if letter in "*+?{":
            raise PatternError
        return self._letter(lambda one: one == letter)

    def _group(self) -> _Make:
        if self._next_is("?") and not self._next_is(":"):
            raise PatternError
        make = self._either()
        if not self._next_is(")"):
            raise PatternError
        return make

    def _escaped(self) -> _Make:
        if self._source[self._at : self._at + 1] in {"b", "B"}:
            inside = self._take() == "B"
            return self._place(lambda text, at: _is_edge(text, at) is not inside)
        return self._letter(self._escape())

    def _escape(self) -> Accepts:
        known = _CLASSES.get(self._source[self._at : self._at + 1])
        if known is not None:
            self._at += 1
            return known
        letter = self._escaped_letter()
        return lambda one: one == letter

    def _escaped_letter(self) -> str:
        letter = self._take()
        if letter in _CODED:
            code = self._source[self._at : self._at + _CODED[letter]]
            self._at += _CODED[letter]
            return chr(_hexadecimal(code))
        if letter.isalnum() and letter not in _CONTROLS:
            raise PatternError
        return _CONTROLS.get(letter, letter)

    def _set(self) -> Accepts:
        negative = self._next_is("^")
        singles: list[Accepts] = []
        first = True
        while first or self._source[self._at : self._at + 1] != "]":
            first = False
            singles.append(self._set_member())
        self._at += 1
        members = tuple(singles)
        return lambda one: any(accepts(one) for accepts in members) is not negative

    def _set_member(self) -> Accepts:
        if self._source[self._at : self._at + 2][1:] in _CLASSES and self._next_is("\\"):
            return self._escape()
        low = self._set_letter()
        rest = self._source[self._at : self._at + 2]
        if not rest.startswith("-") or rest.endswith(("]", "-")):
            return lambda one: one == low
        self._at += 1
        high = self._set_letter()
        if high < low:
            raise PatternError
        return lambda one: low <= one <= high

    def _set_letter(self) -> str:
        letter = self._take()
        return self._escaped_letter() if letter == "\\" else letter

    # -- building --------------------------------------------------------------------------

    def _state(self, accepts: Accepts | None = None, holds: Holds | None = None) -> _State:
        self._size += 1
        if self._size > LARGEST_PATTERN:
            raise PatternError
        return _State(accepts, holds)

    def _letter(self, accepts: Accepts) -> _Make:
        def build() -> _Piece:
            end = self._state()
            start = self._state(accepts)
            start.ways.append(end)
            return _Piece(start, end)

        return build

    def _place(self, holds: Holds) -> _Make:
        def build() -> _Piece:
            state = self._state(None, holds)
            end = self._state()
            state.ways.append(end)
            return _Piece(state, end)

        return build

    def _chain(self, pieces: list[_Piece]) -> _Piece:
        start = end = self._state()
        for piece in pieces:
            end.ways.append(piece.start)
            end = piece.end
        return _Piece(start, end)

    def _fork(self, branches: list[_Make]) -> _Piece:
        start, end = self._state(), self._state()
        for make in branches:
            piece = make()
            start.ways.append(piece.start)
            piece.end.ways.append(end)
        return _Piece(start, end)

    def _loop(self, piece: _Piece) -> _Piece:
        start, end = self._state(), self._state()
        start.ways += [piece.start, end]
        piece.end.ways += [piece.start, end]
        return _Piece(start, end)

    def _maybe(self, piece: _Piece) -> _Piece:
        start = self._state()
        start.ways += [piece.start, piece.end]
        return _Piece(start, piece.end)

    # -- letters ---------------------------------------------------------------------------

    def _take(self) -> str:
        if self._at >= len(self._source):
            raise PatternError
        self._at += 1
        return self._source[self._at - 1]

    def _next_is(self, mark: str) -> bool:
        if self._source[self._at : self._at + 1] != mark:
            return False
        self._at += 1
        return True


def _hexadecimal(code: str) -> int:
    try:
        return int(code, 16)
    except ValueError as error:
        raise PatternError from error


def _is_digit(one: str) -> bool:
    return "0" <= one <= "9"


def _is_word(one: str) -> bool:
    return one == "_" or one.isalnum()


def _is_edge(text: str, at: int) -> bool:
    before = at > 0 and _is_word(text[at - 1])
    after = at < len(text) and _is_word(text[at])
    return before is not after


_CLASSES: dict[str, Accepts] = {
    "d": _is_digit,
    "D": lambda one: not _is_digit(one),
    "w": _is_word,
    "W": lambda one: not _is_word(one),
    "s": str.isspace,
    "S": lambda one: not one.isspace(),
}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0"}
_CODED = {"x": 2, "u": 4}

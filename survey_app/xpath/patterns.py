r"""Regular expressions that always finish: the time grows with the text, never explodes.

Room: xpath. All ways through a pattern are followed at once (Thompson's construction), so no
form can hang a laptop with `(a+)+$`.
Spec: ODK XForms 1.0, regex(): the whole text must match. What Java and JavaScript both read is
read, and Java's `(?i)` at the beginning and `\p{…}`; references back, looking behind and possessive
repetition are refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from survey_app.xpath.letters import CLASSES, Accepts, PatternError, hexadecimal, is_edge, named
from survey_app.xpath.states import Holds, Pattern, State

LARGEST_PATTERN = 4000
"""Unit: states after every `{n}` is written out."""

_DEEPEST_GROUP = 40

_MOST_REPETITIONS = 2
"""Of one part, written one behind the other: `a{2}{3}`."""

_COUNTS = re.compile(r"\{([0-9]{1,9})(,?)([0-9]{0,9})\}")


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

    start: State
    end: State


_Make: TypeAlias = Callable[[], _Piece]


class _Reader:
    """Reads a pattern; each rule returns what makes the piece, so that it can be repeated."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._depth = 0
        self._size = 0
        self._folds = source.startswith(_EITHER_CASE)
        if self._folds:
            self._at = len(_EITHER_CASE)

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
        for _ in range(_MOST_REPETITIONS):
            bounds = self._bounds()
            if bounds is None:
                return make
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
        found = _COUNTS.match(self._source, self._at)
        if not found or (found[3] and not found[2]):
            raise PatternError
        self._at = found.end()
        low = int(found[1])
        high = low if not found[2] else int(found[3]) if found[3] else None
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
            return self._place(lambda text, at: at == len(text.letters))
        if letter == "\\":
            return self._escaped()
        if letter in "*+?{":
            raise PatternError
        return self._letter(self._same(letter))

    def _group(self) -> _Make:
        if self._next_is("?") and not self._next_is(":"):
            return self._looking_ahead()
        make = self._either()
        if not self._next_is(")"):
            raise PatternError
        return make

    def _looking_ahead(self) -> _Make:
        is_wanted = self._next_is("=")
        if not (is_wanted or self._next_is("!")):
            raise PatternError
        make = self._group()

        def build() -> _Piece:
            piece = make()
            inside = Pattern(piece.start, piece.end, self._size)
            return self._place(lambda text, at: text.begins(inside, at) is is_wanted)()

        return build

    def _same(self, letter: str) -> Accepts:
        if not self._folds:
            return lambda one: one == letter
        folded = letter.casefold()
        return lambda one: one.casefold() == folded

    def _escaped(self) -> _Make:
        if self._source[self._at : self._at + 1] in {"b", "B"}:
            inside = self._take() == "B"
            return self._place(lambda text, at: is_edge(text.letters, at) is not inside)
        return self._letter(self._escape())

    def _escape(self) -> Accepts:
        known = CLASSES.get(self._source[self._at : self._at + 1])
        if known is not None:
            self._at += 1
            return known
        if self._source[self._at : self._at + 1] in {"p", "P"}:
            return self._property()
        return self._same(self._escaped_letter())

    def _property(self) -> Accepts:
        is_other = self._take() == "P"
        close = self._source.find("}", self._at)
        if not self._next_is("{") or close < 0:
            raise PatternError
        accepts = named(self._source[self._at : close])
        self._at = close + 1
        return (lambda one: not accepts(one)) if is_other else accepts

    def _escaped_letter(self) -> str:
        letter = self._take()
        if letter in _CODED:
            code = self._source[self._at : self._at + _CODED[letter]]
            self._at += _CODED[letter]
            return chr(hexadecimal(code))
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
        if self._folds:
            members = tuple(_in_either_case(accepts) for accepts in members)
        return lambda one: any(accepts(one) for accepts in members) is not negative

    def _set_member(self) -> Accepts:
        if self._source[self._at : self._at + 2][1:] in _OF_CLASSES and self._next_is("\\"):
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

    def _state(self, accepts: Accepts | None = None, holds: Holds | None = None) -> State:
        self._size += 1
        if self._size > LARGEST_PATTERN:
            raise PatternError
        return State(accepts, holds)

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


def _in_either_case(accepts: Accepts) -> Accepts:
    return lambda one: accepts(one) or accepts(one.lower()) or accepts(one.upper())


_EITHER_CASE = "(?i)"
_OF_CLASSES = {*CLASSES, "p", "P"}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0"}
_CODED = {"x": 2, "u": 4}

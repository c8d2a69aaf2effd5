"""Try a pattern on a text: all ways through it at once, so that the time grows with the text alone.

Room: xpath.
Promise: each letter is looked at once by each state, and once more by what looks ahead.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from survey_app.xpath.letters import Accepts, PatternError

MOST_STEPS = 5_000_000
"""Unit: states times letters."""

Holds: TypeAlias = Callable[["Tried", int], bool]


@dataclass
class State:
    """A point in the pattern: a letter to accept, a place to be at, or ways on."""

    accepts: Accepts | None = None
    holds: Holds | None = None
    ways: "list[State]" = field(default_factory=list)


_States: TypeAlias = dict[int, State]


@dataclass(frozen=True)
class Pattern:
    """A pattern ready to be tried."""

    start: State
    end: State
    size: int

    def steps(self, letters: str) -> int:
        """Return how many steps it may take to try a text."""
        return self.size * len(letters)

    def matches(self, letters: str) -> bool:
        """Say whether the pattern matches the whole of a text.

        Raises: PatternError where pattern and text together are too large.
        """
        if self.steps(letters) > MOST_STEPS:
            raise PatternError
        text = Tried(letters)
        here: _States = {}
        _spread(self.start, text, 0, here)
        for at, letter in enumerate(letters):
            reached: _States = {}
            for state in here.values():
                if state.accepts is not None and state.accepts(letter):
                    for way in state.ways:
                        _spread(way, text, at + 1, reached)
            if not reached:
                return False
            here = reached
        return id(self.end) in here

    @cached_property
    def leading_to(self) -> dict[int, list[State]]:
        """Return for each state those that have a way to it."""
        found: dict[int, list[State]] = {id(self.start): []}
        waiting = [self.start]
        while waiting:
            one = waiting.pop()
            for way in one.ways:
                if id(way) not in found:
                    found[id(way)] = []
                    waiting.append(way)
                found[id(way)].append(one)
        return found


class Tried:
    """A text while a pattern is tried on it, and what was seen in it by looking ahead."""

    def __init__(self, letters: str) -> None:
        self.letters = letters
        self._seen: dict[int, list[bool]] = {}

    def begins(self, inside: Pattern, at: int) -> bool:
        """Say whether some part of the text that begins at `at` matches `inside`."""
        if id(inside) not in self._seen:
            self._seen[id(inside)] = self._beginnings(inside)
        return self._seen[id(inside)][at]

    def _beginnings(self, inside: Pattern) -> list[bool]:
        """Return for each place whether a match begins there, read from the end of the text."""
        begins: list[bool] = []
        behind: _States = {}
        for at in range(len(self.letters), -1, -1):
            waiting = [inside.end]
            if behind:
                letter = self.letters[at]
                for state in behind.values():
                    before = inside.leading_to.get(id(state), [])
                    waiting += [one for one in before if one.accepts and one.accepts(letter)]
            behind = self._spread_back(waiting, inside, at)
            begins.append(id(inside.start) in behind)
        return begins[::-1]

    def _spread_back(self, waiting: list[State], inside: Pattern, at: int) -> _States:
        seen: _States = {}
        while waiting:
            one = waiting.pop()
            if id(one) not in seen:
                seen[id(one)] = one
                before = inside.leading_to.get(id(one), [])
                waiting += [each for each in before if not each.accepts and _holds(each, self, at)]
        return seen


def _holds(state: State, text: Tried, at: int) -> bool:
    return state.holds is None or state.holds(text, at)


def _spread(state: State, text: Tried, at: int, seen: _States) -> None:
    waiting = [state]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or not _holds(one, text, at):
            continue
        seen[id(one)] = one
        if one.accepts is None:
            waiting.extend(one.ways)

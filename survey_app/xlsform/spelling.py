"""The known word that a misspelt one was meant to be.

Room: xlsform (floor 4). Pure functions.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile

LONGEST_WORD = 100
SHORTEST_WORD = 3
"""Words of fewer letters are neighbours of too many others."""
MOST_LOOKS = 120_000
"""Unit: known words looked at for all guesses of one kind, a second at most. Sixty words may be
misspelt among two thousand before the next is only called unknown: nobody reads more guesses."""


def within(one: str, other: str, most: int) -> int:
    """Return how many letters to change, add, drop or swap to turn one word into the other.

    Where it is more than `most`, it is `most` and one: only what lies within so many steps of the
    diagonal is looked at, and only until nothing there can come back into reach.

    Source: Damerau 1964, restricted to adjacent swaps (optimal string alignment).

    >>> within("relevent", "relevant", 2), within("tpye", "type", 2), within("kin", "relevant", 2)
    (1, 1, 3)
    """
    far = most + 1
    if abs(len(one) - len(other)) > most:
        return far
    one, other = _apart(one, other)
    width = len(other)
    before: list[int] = []
    last = [min(to, far) for to in range(width + 1)]
    for at, letter in enumerate(one, start=1):
        start, end = max(1, at - most), min(width, at + most)
        row = [far] * (width + 1)
        row[0] = min(at, far)
        for to in range(start, end + 1):
            wanted = other[to - 1]
            best = min(last[to] + 1, row[to - 1] + 1, last[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                best = min(best, before[to - 2] + 1)
            row[to] = best
        if min(row) >= far and min(last) >= most:
            return far
        before, last = last, row
    return min(last[-1], far)


def _apart(one: str, other: str) -> tuple[str, str]:
    """Return two words without how both begin and how both end: no step is needed there."""
    head = _alike(one, other)
    one, other = one[head:], other[head:]
    tail = _alike(reversed(one), reversed(other))
    return one[: len(one) - tail], other[: len(other) - tail]


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """Return with how many equal letters both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that `word` misspells, or an empty text when none is near.

    >>> nearest("relevent", ["required", "relevant"]), nearest("province", ["relevant"])
    ('relevant', '')
    """
    if not SHORTEST_WORD <= len(word) <= LONGEST_WORD:
        return ""
    reach = 1 if len(word) <= 2 * SHORTEST_WORD - 1 else 2
    lower, letters = word.lower(), _letters(word)
    alike = [
        other
        for other in known
        if abs(len(other) - len(word)) <= reach
        and (letters ^ _letters(other)).bit_count() <= 2 * reach
    ]
    near = [(within(lower, other.lower(), reach), other) for other in alike]
    closest = min(near, default=(reach + 1, ""))
    return closest[1] if closest[0] <= reach else ""


class Guesses:
    """What misspelt words of one kind were meant to be; each word is looked up once."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = tuple(known)
        self._meant: dict[str, str] = {}

    def of(self, word: str) -> str:
        """Return the known word, or an empty text when none is near or too many were asked."""
        if word not in self._meant:
            seeks = len(self._meant) * len(self._known) < MOST_LOOKS
            self._meant[word] = nearest(word, self._known) if seeks else ""
        return self._meant[word]


@lru_cache(maxsize=100_000)
def _letters(word: str) -> int:
    """Return which letters a word has, as bits: one change of it turns two of them at most."""
    found = 0
    for letter in word.lower():
        found |= 1 << (ord(letter) % 61)
    return found

"""The words of an appearance: how the author of a form wants a question to look.

Room: web. Reads the words; which control follows from them is decided in kinds.py.
Spec: XLSForm, column `appearance`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

CALENDARS = (
    "islamic",
    "persian",
    "ethiopian",
    "coptic",
    "buddhist",
    "bikram-sambat",
    "myanmar",
)
MOST_COLUMNS = 12
WIDEST = 12

_CALLS = re.compile(r"\bsearch\s*\([^)]*\)")
_OTHER_PROGRAM = re.compile(r"\b(ex:|printer:)[^\s(]*(\([^)]*\))?")
_COLUMNS = re.compile(r"(?:columns|compact|quickcompact)-(\d{1,2})\Z")
_WIDTH = re.compile(r"w(\d{1,2})\Z")
_OLDER: Mapping[str, tuple[str, ...]] = {
    "compact": ("columns-pack",),
    "quickcompact": ("quick", "columns-pack"),
    "horizontal": ("columns",),
    "horizontal-compact": ("columns-pack",),
}
"""Older words, and those that say the same now."""


@dataclass(frozen=True)
class Look:
    """The words of one appearance, in small letters."""

    words: frozenset[str] = frozenset()

    def __contains__(self, word: object) -> bool:
        """Say whether the author wrote this word."""
        return word in self.words

    @property
    def columns(self) -> int:
        """Return how many columns of choices are wished; 0 when no number is given."""
        return min(self._number(_COLUMNS), MOST_COLUMNS)

    @property
    def width(self) -> int:
        """Return how many parts of the grid's row a question takes; 0 for a whole row."""
        return min(self._number(_WIDTH), WIDEST)

    @property
    def calendar(self) -> str:
        """Return the calendar that dates are written in; "" for the usual one."""
        return next((name for name in CALENDARS if name in self.words), "")

    def _number(self, pattern: re.Pattern[str]) -> int:
        found = [match for match in map(pattern.match, sorted(self.words)) if match]
        return int(found[0][1]) if found else 0


PLAIN = Look()


@lru_cache(maxsize=1_000)
def look_of(appearance: str) -> Look:
    """Return the words of `appearance`.

    What follows `ex:` and `printer:` is meant for another program and is left out; so is the
    old function search(), which is not the word of the same name.

    >>> sorted(look_of("W2 minimal search('towns', 'x')").words)
    ['minimal', 'w2']
    >>> sorted(look_of("ex:org.example(a='b c') numbers").words)
    ['ex:', 'numbers']
    >>> sorted(look_of("quickcompact").words)
    ['columns-pack', 'quick', 'quickcompact']
    >>> look_of("columns-3 likert").columns, look_of("w2").width
    (3, 2)
    """
    text = _CALLS.sub(" ", appearance.lower())
    words = _OTHER_PROGRAM.sub(r"\1", text).split()
    newer = [word for old in words for word in _OLDER.get(old, ())]
    counted = ["columns"] if any(map(_COLUMNS.match, words)) else []
    return Look(frozenset([*words, *newer, *counted]))

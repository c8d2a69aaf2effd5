"""An intruder who holds several crossings and solves them together, exactly.

Support for tests: he knows every shown cell and every count of one variable, and asks of a number
whether any table of all variables at once has it in a hidden cell.
"""

from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Known:
    """How many women there are at some places of the table of all variables together."""

    places: frozenset[int]
    women: int


class Intruder:
    """Holds `crossings`, and `singles`: for each variable the count of each of its labels."""

    def __init__(self, crossings, singles):
        self.names = list(singles)
        self.cells = list(product(*(list(singles[name]) for name in self.names)))
        counts = [
            Known(self._where({name: label}), count)
            for name, labels in singles.items()
            for label, count in labels.items()
        ]
        shown = [self._shown(one) for one in crossings]
        rest = [_without(one, cells) for one in counts for cells in shown]
        self.known = [*counts, *(one for cells in shown for one in cells), *rest]

    def thinks_possible(self, numbers, **cell):
        """Return which of `numbers` can stand in the cell with these labels."""
        places = self._where(cell)
        return [n for n in numbers if self._fits([*self.known, Known(places, n)])]

    def _shown(self, crossing):
        return [
            Known(self._where({crossing.row_variable: row, crossing.column_variable: column}), n)
            for row, line in zip(crossing.row_labels, crossing.counts, strict=True)
            for column, n in zip(crossing.column_labels, line, strict=True)
            if n is not None
        ]

    def _where(self, labels):
        return frozenset(
            at
            for at, cell in enumerate(self.cells)
            if all(cell[self.names.index(name)] == label for name, label in labels.items())
        )

    def _fits(self, known):
        most = max(one.women for one in known)
        return solved([0] * len(self.cells), [most] * len(self.cells), known)


def _without(whole, parts):
    """Return what is left of a count when the shown cells inside of it are taken away."""
    inside = [one for one in parts if one.places < whole.places]
    places = whole.places.difference(*(one.places for one in inside))
    return Known(places, whole.women - sum(one.women for one in inside))


def solved(low, high, known):
    """Say whether whole numbers between `low` and `high` fit all that is known."""
    if not _narrowed(low, high, known):
        return False
    wide = [at for at in range(len(low)) if low[at] < high[at]]
    if not wide:
        return True
    at = min(wide, key=lambda one: high[one] - low[one])
    half = (low[at] + high[at]) // 2
    return any(
        solved([*low[:at], least, *low[at + 1 :]], [*high[:at], most, *high[at + 1 :]], known)
        for least, most in ((half + 1, high[at]), (low[at], half))
    )


def _narrowed(low, high, known):
    """Narrow `low` and `high` in place by what is known; False when nothing fits."""
    is_changed = True
    while is_changed:
        is_changed = False
        for one in known:
            lows, highs = sum(low[at] for at in one.places), sum(high[at] for at in one.places)
            if not lows <= one.women <= highs:
                return False
            for at in one.places:
                least = max(low[at], one.women - (highs - high[at]))
                most = min(high[at], one.women - (lows - low[at]))
                if (least, most) != (low[at], high[at]):
                    lows, highs = lows + least - low[at], highs + most - high[at]
                    low[at], high[at] = least, most
                    is_changed = True
    return True

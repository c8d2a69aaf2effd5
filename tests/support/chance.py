"""One way to draw, from Hypothesis (which shrinks what fails) or from a number (which is fast)."""

from random import Random

from hypothesis import note
from hypothesis import strategies as st


class Chance:
    """Draws from rows; `below(n)` gives a whole number from 0 up to, not including, n.

    `note` remembers what was drawn, for whoever has to look at a failure.
    """

    def __init__(self, below, note=lambda _what: None):
        self.below = below
        self.note = note

    def pick(self, row):
        return row[self.below(len(row))]

    def whole(self, least, most):
        return least + self.below(most - least + 1)

    def sometimes(self, one_in):
        return self.below(one_in) == one_in - 1


def from_seed(seed, remember=lambda _what: None):
    return Chance(Random(seed).randrange, remember)


def from_hypothesis(data):
    return Chance(lambda most: data.draw(st.integers(0, most - 1)), lambda what: note(str(what)))

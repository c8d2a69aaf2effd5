"""What a file says about being in it, and how many of its uniques are unique outside as well.

Room: disclosure (floor 5). Plain counting; no page, no file.
Spec: docs/spec/risk-report.md section 3.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from survey_app.disclosure.measures.population import Group, Population

Labels = Mapping[str, str | None]


@dataclass(frozen=True)
class Presence:
    """The least and the largest share of a counted group that is in the file.

    Someone who knows that a woman belongs to the group knows with this chance that she was asked.
    """

    least: Fraction
    largest: Fraction


def presence(rows: Sequence[Labels], population: Population) -> Presence | None:
    """Return the delta-presence of `rows` in the groups that the coordinator counted.

    The whole population is a group, too. None when nothing was counted.

    Source: Nergiz, Atzori, Clifton 2007, SIGMOD, delta-presence.

    >>> counted = Population(10, (Group({"area": "a"}, 4),))
    >>> presence([{"area": "a"}, {"area": "a"}, {"area": "b"}], counted)
    Presence(least=Fraction(3, 10), largest=Fraction(1, 2))
    """
    whole = () if not population.total else (Group({}, population.total),)
    shares = [
        Fraction(min(sum(group.holds(row) for row in rows), group.count), group.count)
        for group in (*whole, *population.groups)
        if group.count
    ]
    return Presence(min(shares), max(shares)) if shares else None


def unique_outside(sizes: Sequence[int], sampled: Fraction) -> Fraction:
    """Return how many of the unique rows are expected to be unique in the population as well.

    `sizes` holds the size of each class of the file, `sampled` the share of the population that
    is in it; 1 means that everybody is, and then every unique is one outside too.

    Unit: women, 0 to the number of classes of one.
    Source: Zayatz 1991 (US Bureau of the Census), from the sizes of the classes in the sample.

    >>> unique_outside([1, 1, 3], Fraction(1))
    Fraction(2, 1)
    >>> float(unique_outside([1, 1, 2, 3], Fraction(1, 2))) < 2
    True
    """
    frequency = Counter(sizes)
    ones = frequency[1]
    if not ones:
        return Fraction(0)
    chances = sum(
        Fraction(classes) * size * sampled * (1 - sampled) ** (size - 1)
        for size, classes in frequency.items()
    )
    return ones * Fraction(ones) * sampled / chances if chances else Fraction(0)

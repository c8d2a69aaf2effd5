"""Protect columns of numbers: group means, rounding, capped ends, and answers that are swapped.

Room: disclosure (floor 5). Pure; chance is passed in.
Spec: docs/spec/disclosure-plan.md section 10.
Promise: nobody's own number is left where fewer than k share it (means); the share of swapped
answers is known to whoever computes with them (swapping).
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

Draw = Callable[[], float]
"""Returns a number from 0 (included) to 1 (not included), as `random.Random(seed).random` does."""


def group_means(numbers: Sequence[Decimal], k: int) -> list[Decimal]:
    """Return each number as the mean of the k (up to 2k - 1) numbers nearest to it in size.

    The sum stays as it was but for the last of 28 digits. Fewer than k numbers become one mean.

    Source: Domingo-Ferrer, Mateo-Sanz 2002, IEEE TKDE, microaggregation of one variable.

    >>> [str(one) for one in group_means([Decimal(n) for n in (1, 9, 2, 8, 7)], 2)]
    ['1.5', '8', '1.5', '8', '8']
    """
    order = sorted(range(len(numbers)), key=lambda at: numbers[at])
    groups = max(len(order) // k, 1)
    found = list(numbers)
    for group in range(groups):
        members = order[group * k :] if group == groups - 1 else order[group * k : group * k + k]
        if members:
            mean = sum((numbers[at] for at in members), Decimal(0)) / len(members)
            for at in members:
                found[at] = mean
    return found


def rounded(numbers: Sequence[Decimal], base: int) -> list[Decimal]:
    """Return each number as the nearest multiple of `base`; half goes up.

    >>> [str(one) for one in rounded([Decimal("12.5"), Decimal(2)], 5)]
    ['15', '0']
    """
    return [(one / base).quantize(Decimal(1), ROUND_HALF_UP) * base for one in numbers]


def capped(numbers: Sequence[Decimal], k: int) -> list[Decimal]:
    """Return the numbers with the k largest as low as the k-th of them, and the k least as high.

    So nobody holds a record alone. Fewer than 2k numbers all become their median.

    >>> [int(one) for one in capped([Decimal(n) for n in (1, 2, 3, 4, 90)], 2)]
    [2, 2, 3, 4, 4]
    """
    ordered = sorted(numbers)
    if len(ordered) < 2 * k:
        return [ordered[len(ordered) // 2]] * len(numbers)
    low, high = ordered[k - 1], ordered[-k]
    return [min(max(one, low), high) for one in numbers]


def swapped(answers: Sequence[str], kept: float, draw: Draw) -> list[str]:
    """Return the answers, each kept with the chance `kept`, else drawn from all that were given.

    Drawing follows how often each answer was given, so the expected counts stay as they were,
    and nobody can be held to the answer that stands beside her.

    Source: Gouweleeuw et al. 1998, Journal of Official Statistics 14(4), post randomisation,
    invariant form.

    >>> swapped(["yes", "no"], 1.0, lambda: 0.5)
    ['yes', 'no']
    """
    ordered = sorted(answers)
    return [answer if draw() < kept else ordered[int(draw() * len(ordered))] for answer in answers]

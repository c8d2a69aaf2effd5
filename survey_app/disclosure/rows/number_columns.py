"""Protect a column that is shared row by row: group means, and answers that chance may swap.

Room: disclosure (floor 5). Pure; chance comes from a secret that is passed in.
Spec: docs/spec/disclosure-plan.md section 10.
Promise: nobody's own number is left where fewer than k share it (means); how often an answer is
    swapped is known to whoever computes with it, and the same woman gets the same answer every
    time (swapping).
"""

import hmac
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")
_STEPS = 2**32


def group_means(numbers: Sequence[Decimal], k: int) -> list[Decimal]:
    """Return each number as the mean of at least k numbers nearest to it in size, to two places.

    Equal numbers get the same mean, so it does not matter who stands where, and means of means
    are the same means. Fewer than k numbers become one mean.

    Source: Domingo-Ferrer, Mateo-Sanz 2002, IEEE TKDE, microaggregation of one variable.

    >>> [str(one) for one in group_means([Decimal(n) for n in (1, 9, 2, 8, 7)], 2)]
    ['1.5', '8', '1.5', '8', '8']
    """
    counts = Counter(numbers)
    groups: list[list[Decimal]] = [[]]
    for value in sorted(counts):
        if sum(counts[one] for one in groups[-1]) >= k:
            groups.append([])
        groups[-1].append(value)
    if len(groups) > 1 and sum(counts[one] for one in groups[-1]) < k:
        last = groups.pop()
        groups[-1] += last
    means = {value: _mean(group, counts) for group in groups for value in group}
    return [means[one] for one in numbers]


def swapped(
    answer: str, choices: Sequence[str], percent: int, *, secret: bytes, woman: str, variable: str
) -> str:
    """Return her answer, kept with the chance of `percent` in 100, else one drawn from `choices`.

    Every choice is drawn alike, so the chance of each answer to become another one is known:
    whoever computes can take it out of the totals, and nobody can be held to what stands beside
    her. Chance is drawn from the secret, the woman and the question: asking again tells nothing.

    Source: Gouweleeuw et al. 1998, Journal of Official Statistics 14(4), post randomisation.

    >>> {swapped("yes", ["yes", "no"], 99, secret=b"s", woman=str(n), variable="v")
    ...  for n in range(500)} == {"yes", "no"}
    True
    """
    place = f"{len(variable)}:{variable}{woman}".encode()
    drawn = hmac.digest(secret, place, "sha256")
    if int.from_bytes(drawn[:4], "big") * 100 < percent * _STEPS:
        return answer
    return sorted(choices)[int.from_bytes(drawn[4:20], "big") % len(choices)]


def _mean(group: Sequence[Decimal], counts: Counter[Decimal]) -> Decimal:
    whole = sum((value * counts[value] for value in group), Decimal(0))
    mean = whole / sum(counts[value] for value in group)
    return mean.quantize(_CENT, ROUND_HALF_UP).normalize() + 0

"""What a class gives away of an answer although its women cannot be told apart.

Room: disclosure (floor 5). Plain counting; no page, no file.
Spec: docs/spec/risk-report.md section 2.
Promise: nothing returned here names an answer; only distances and numbers.
"""

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from survey_app.disclosure.measures.risk import Label

Answers = Mapping[Hashable, Counter[Label]]

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Spread:
    """How evenly the answers of a class must be spread, where more is asked than l of them.

    Unit: `entropy` is a number of equally frequent answers, 1.0 upwards; `distance` is how far a
    class may be from all women, 0.0 to 1.0. None asks nothing.
    """

    entropy: float | None = None
    distance: float | None = None

    @property
    def asks(self) -> bool:
        """Say whether anything is asked."""
        return self.entropy is not None or self.distance is not None


ANY_SPREAD = Spread()


def uneven(
    classes: Sequence[Hashable], answers: Sequence[Label], spread: Spread
) -> frozenset[Hashable]:
    """Return the classes that are spread less evenly than asked.

    A class in which nobody answered, or every answer is hidden, tells nothing: it is left out,
    of the women to compare with as well.

    >>> uneven(["a", "a", "b", "b"], ["yes", "no", "yes", "yes"], Spread(entropy=1.5))
    frozenset({'b'})
    """
    told = {
        group: counts
        for group, counts in answers_by_class(classes, answers).items()
        if set(counts) != {None}
    }
    everybody: Counter[Label] = sum(told.values(), Counter())
    least, most = spread.entropy or 0.0, 1.0 if spread.distance is None else spread.distance
    return frozenset(
        group
        for group, counts in told.items()
        if math.exp(_entropy(counts)) < least - _ROUNDING
        or _distance(counts, everybody) > most + _ROUNDING
    )


def answers_by_class(classes: Sequence[Hashable], answers: Sequence[Label]) -> Answers:
    """Return for each class how often each answer was given; all kinds of empty are one."""
    found: dict[Hashable, Counter[Label]] = {}
    for group, answer in zip(classes, answers, strict=True):
        found.setdefault(group, Counter())[answer] += 1
    return found


def least_entropy(classes: Sequence[Hashable], answers: Sequence[Label]) -> float:
    """Return how many equally frequent answers the poorest class is worth: its entropy l.

    Unit: answers, 1.0 upwards; 0.0 when there are no rows.
    Source: Machanavajjhala et al. 2006, ICDE, entropy l-diversity.

    >>> round(least_entropy(["a", "a", "a", "a"], ["yes", "yes", "yes", "no"]), 2)
    1.75
    """
    return min(
        (math.exp(_entropy(counts)) for counts in answers_by_class(classes, answers).values()),
        default=0.0,
    )


def largest_distance(classes: Sequence[Hashable], answers: Sequence[Label]) -> float:
    """Return how far the answers of some class are from those of all women: its t.

    Unit: 0.0 (alike) to 1.0; the equal distance between answers.
    Source: Li, Li, Venkatasubramanian 2007, ICDE, t-closeness.

    >>> largest_distance(["a", "a", "b", "b"], ["yes", "yes", "yes", "no"])
    0.25
    """
    everybody = Counter(answers)
    return max(
        (_distance(counts, everybody) for counts in answers_by_class(classes, answers).values()),
        default=0.0,
    )


def _entropy(counts: Counter[Label]) -> float:
    total = counts.total()
    return -sum(count / total * math.log(count / total) for count in counts.values())


def _distance(counts: Counter[Label], everybody: Counter[Label]) -> float:
    own, all_ = counts.total(), everybody.total()
    return sum(abs(counts[one] / own - everybody[one] / all_) for one in everybody) / 2

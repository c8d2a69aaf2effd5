"""What a class gives away of an answer although its women cannot be told apart.

Room: disclosure (floor 5). Plain counting; no page, no file.
Spec: docs/spec/risk-report.md section 2.
Promise: nothing returned here names an answer; only distances and numbers.
"""

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from survey_app.disclosure.risk import Label

Answers = Mapping[Hashable, Counter[Label]]


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

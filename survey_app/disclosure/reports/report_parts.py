"""The parts of a risk report: one question, one sensitive answer, the texts, earlier releases.

Room: disclosure (floor 5).
Spec: docs/spec/risk-report.md section 1.
Promise: counts of women and of groups, never a value of a single woman.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.canonical import Json
from survey_app.disclosure.sentences import Sentence


@dataclass(frozen=True)
class VariableReport:
    """What happened to one question.

    Unit: `changed` and `hidden` count women whose answer was made coarser or kept back;
    `loss_permille` is how far up its rungs a key variable went, in thousandths.
    """

    name: str
    role: str
    method: str
    rank: int | None
    sensitivity: int
    released_as: str | None
    changed: int
    hidden: int
    loss_permille: int
    why_left_out: Sentence | None
    note: str

    def to_json(self) -> Json:
        """Return the part as JSON."""
        return {
            "name": self.name,
            "role": self.role,
            "method": self.method,
            "rank": self.rank,
            "sensitivity": self.sensitivity,
            "released_as": self.released_as,
            "changed": self.changed,
            "hidden": self.hidden,
            "loss_permille": self.loss_permille,
            "why_left_out": None if self.why_left_out is None else self.why_left_out.to_json(),
            "note": self.note,
        }


@dataclass(frozen=True)
class DiversityReport:
    """How many different answers the classes gave to one sensitive question.

    Unit: `least` counts answers in the poorest class, 0 when nobody answered; `records_below`
    counts women in classes with fewer than l answers, `homogeneous` those in classes that all
    gave the same one; `released_least` is the poorest class of what is released, None when
    the variable is not in it. `entropy_hundredths` is how many equally frequent answers the
    poorest class of it is worth, `distance_permille` how far a class is from all women. The first
    three, of the women before protection, are None in a report that leaves the team.
    """

    variable: str
    least: int | None
    records_below: int | None
    homogeneous: int | None
    released_least: int | None
    entropy_hundredths: int | None = None
    distance_permille: int | None = None

    def to_json(self) -> Json:
        """Return the part as JSON."""
        return {
            "variable": self.variable,
            "least": self.least,
            "records_below": self.records_below,
            "homogeneous": self.homogeneous,
            "released_least": self.released_least,
            "entropy_hundredths": self.entropy_hundredths,
            "distance_permille": self.distance_permille,
        }


@dataclass(frozen=True)
class OutsideReport:
    """What the file says about being in it, where the coordinator entered how many women there are.

    Unit: `least_permille` and `largest_permille` are the share of a counted group that is in the
    file; `unique_outside` is how many women who are alone in the file are expected to be the only
    one of their kind among all women, rounded up; None where the number of all is not known.
    """

    least_permille: int
    largest_permille: int
    unique_outside: int | None

    def to_json(self) -> Json:
        """Return the part as JSON."""
        return {
            "least_permille": self.least_permille,
            "largest_permille": self.largest_permille,
            "unique_outside": self.unique_outside,
        }


@dataclass(frozen=True)
class TextReport:
    """What readers decided about the free texts.

    Unit: texts, but for `words`, those of the cleared texts, and `replaced`, places in them where
    a role stands for what was said. `accepted`, `added` and `dismissed` count proposals that a
    reader took over, places that a reader found alone, and proposals that stayed; `read` counts
    the texts of which that is known, `read_twice` those that two people read.
    """

    cleared: int
    redacted: int
    held: int
    words: int = 0
    replaced: int = 0
    read: int = 0
    read_twice: int = 0
    accepted: int = 0
    added: int = 0
    dismissed: int = 0

    @property
    def per_hundred_words(self) -> Mapping[str, int]:
        """Return accepted, added and dismissed places in a hundred words, in hundredths."""
        counts = {"accepted": self.accepted, "added": self.added, "dismissed": self.dismissed}
        return {name: 10000 * one // max(self.words, 1) for name, one in counts.items()}

    @property
    def replaced_per_thousand_words(self) -> int:
        """Return how many places were replaced in a thousand words."""
        return 1000 * self.replaced // self.words if self.words else 0

    def to_json(self) -> Json:
        """Return the part as JSON."""
        return {
            "cleared": self.cleared,
            "redacted": self.redacted,
            "held": self.held,
            "words": self.words,
            "replaced": self.replaced,
            "replaced_per_thousand_words": self.replaced_per_thousand_words,
            "read": self.read,
            "read_twice": self.read_twice,
            "accepted": self.accepted,
            "added": self.added,
            "dismissed": self.dismissed,
            "hundredths_per_hundred_words": dict(self.per_hundred_words),
        }


@dataclass(frozen=True)
class EarlierDifference:
    """What this release and one earlier release tell together that neither tells alone.

    Unit: `classes` and `counts` are groups and counts that changed by 1 to k - 1 women; both have
    to be 0 before anything leaves. `number` counts the earlier releases of this form from 1;
    `women_then` is None where it is not said.
    """

    number: int
    audience: str
    same_plan: bool
    women_then: int | None
    classes: int
    counts: int

    def to_json(self) -> Json:
        """Return the part as JSON."""
        return {
            "number": self.number,
            "audience": self.audience,
            "same_plan": self.same_plan,
            "women_then": self.women_then,
            "classes": self.classes,
            "counts": self.counts,
        }


@dataclass(frozen=True)
class Reasons:
    """Why rows or answers are not shown, by reason; None where it is not said.

    Unit: rows, but for `starred`, answers.
    """

    dropped: int | None = 0
    held: int | None = 0
    starred: int = 0

    def to_json(self) -> Json:
        """Return the part as JSON."""
        return {"dropped": self.dropped, "held": self.held, "starred": self.starred}

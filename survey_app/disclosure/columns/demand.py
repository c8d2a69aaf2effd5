"""What every class of a released file has to keep: k, l and t.

Room: disclosure (floor 5), hub only.
Spec: docs/spec/disclosure-plan.md section 8.
"""

from dataclasses import dataclass

import numpy as np

from survey_app.disclosure.columns.coded import Codes, Flags, Shares
from survey_app.disclosure.columns.grouping import Classes


@dataclass(frozen=True)
class Demand:
    """The least that a class must give to be shown.

    `k` women; `l` different answers (None: not asked for), counted or, with `entropy`, spread
    as evenly as `l` equally frequent ones; an answer distribution no farther than `t` from the
    one of all women (None: not asked for). `silent` is the code of no answer, where that is not
    to count as one of the `l`.

    Source: Sweeney 2002; Machanavajjhala et al. 2006 (distinct and entropy l-diversity);
    Li, Li, Venkatasubramanian 2007 (t-closeness, equal distance).
    """

    k: int
    l: int | None = None  # noqa: E741 - the name of the thing: l-diversity
    entropy: bool = False
    t: float | None = None
    silent: int | None = None

    @property
    def asks_answers(self) -> bool:
        """Say whether the sensitive answers matter."""
        return bool(self.l and self.l > 1) or self.t is not None

    def met_by(self, classes: Classes, everybody: Shares | None = None) -> Flags:
        """Return for each class whether it may be shown.

        `everybody` is the share of each answer among all women; only `t` needs it.
        """
        sizes = classes.sizes
        met: Flags = sizes >= self.k
        if self.l and self.l > 1:
            met &= (
                classes.entropies >= np.log(self.l) - 1e-12
                if self.entropy
                else (self._told(classes) >= self.l)
            )
        if self.t is not None and everybody is not None:
            met &= classes.distances(everybody) <= self.t + 1e-12
        return met

    def _told(self, classes: Classes) -> Codes:
        """Return how many different answers each class gave, silence not counted."""
        if self.silent is None:
            return classes.distinct
        is_silent = (classes.answers == self.silent).astype(np.int64)
        told: Codes = classes.distinct - np.add.reduceat(is_silent, classes.starts)
        return told

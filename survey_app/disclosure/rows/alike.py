"""The women of a release as they stand together, and what of their answers has to be hidden.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md sections 5 and 9.
Promise: a class is hidden as a whole or not at all; what is hidden is not given back by another
column.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from survey_app.disclosure.measures.closeness import Spread, uneven
from survey_app.disclosure.measures.risk import Label, answers_of_others, distinct_values
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.rows.echoes import Telling, echoes
from survey_app.disclosure.rows.masked_columns import without_thin_numbers
from survey_app.microdata.cells import Cell
from survey_app.xform.empties import EmptyKind

Answers = Mapping[str, Sequence[Cell]]

HIDDEN = Cell(None, EmptyKind.REDACTED)


@dataclass(frozen=True)
class Alike:
    """The women of a release as they stand together, and how much their answers must differ.

    Shape: `classes` has the labels of each woman; each of `parts` what an earlier release tells
    of her class as well; `keys` are the labels by their variables; `telling` names the classes that
    hide an answer whatever it is.
    """

    plan: Plan
    classes: Sequence[tuple[Cell, ...]]
    parts: Sequence[Sequence[tuple[Hashable, bool]]]
    telling: Telling
    spread: Spread
    keys: Answers = field(default_factory=dict)

    def diverse_and_thick(self, said: Answers) -> Answers:
        """Return `said` with what tells hidden: in poor classes, and means few rows share."""
        shown = self._diverse(said)
        while (thick := without_thin_numbers(self.plan, shown)) != shown:
            shown = self._diverse(thick)
        return shown

    def quiet(self, beside: Answers, said: Answers, shown: Answers) -> Answers:
        """Return the answers `beside` with every class hidden that tells what `shown` hides.

        `said` are those answers before anything was hidden.
        """
        poor = {name: self._hidden_in(cells) for name, cells in shown.items()}
        found = echoes(self.plan, {**said, **beside}, self.classes, poor, self.keys)
        return {
            name: self._without(cells, found[name] | self.telling.get(name, frozenset()))
            for name, cells in beside.items()
        }

    def _diverse(self, said: Answers) -> Answers:
        """Return `said` with every class hidden that gives its answers away, until none is left.

        What is hidden is no longer there to compare with, so where closeness to all is asked, the
        classes that are left are looked at again.
        """
        shown = self._hiding(said)
        while self.spread.asks and shown != said:
            said, shown = shown, self._hiding(shown)
        return shown

    def _hiding(self, said: Answers) -> Answers:
        """Return `said` with every class hidden in which fewer than l answers differ.

        Seen from inside a class is hidden, too, in which only one woman answered otherwise: she
        would know what all others said. So no hiding tells that a class agreed.
        A class is hidden as well where that is so for a part of it that an earlier release sets
        apart. The echoes of what is hidden go with it: follow-ups that were asked, or not, because
        of it, and what is computed from it.
        """
        poor = {
            name: self._poor(cells, self.classes, from_inside=asks_from_inside(self.plan))
            | self.telling.get(name, frozenset())
            for name, cells in said.items()
        }
        for name, cells in said.items():
            for part in self.parts:
                told = self._poor(cells, part, from_inside=False)
                poor[name] |= {one[0] for one in told if isinstance(one, tuple)}
        found = echoes(self.plan, said, self.classes, poor, self.keys)
        return {
            name: self._without(cells, poor[name] | found[name]) for name, cells in said.items()
        }

    def _without(self, cells: Sequence[Cell], hidden: frozenset[Hashable]) -> Sequence[Cell]:
        return [
            HIDDEN if group in hidden else cell
            for group, cell in zip(self.classes, cells, strict=True)
        ]

    def _hidden_in(self, cells: Sequence[Cell]) -> frozenset[Hashable]:
        pairs = zip(self.classes, cells, strict=True)
        return frozenset(group for group, cell in pairs if cell == HIDDEN)

    def _poor(
        self, cells: Sequence[Cell], classes: Sequence[Hashable], *, from_inside: bool
    ) -> frozenset[Hashable]:
        values = [cell.value for cell in cells]
        answers = _answers_told(classes, values, from_inside=from_inside)
        few = {group for group, different in answers.items() if different < self.plan.l}
        tells = uneven(classes, values, self.spread) if self.spread.asks else frozenset()
        return frozenset(few) | tells


def asks_from_inside(plan: Plan) -> bool:
    """Say whether those who know one answer of a class are reckoned with.

    A team holds all answers anyway; l of 1 asks for nothing.
    """
    return plan.l > 1 and plan.audience is not Audience.TEAM


def _answers_told(
    classes: Sequence[Hashable], answers: Sequence[Label], *, from_inside: bool
) -> Mapping[Hashable, int]:
    """Return how many different answers each class gives to somebody outside of it, or inside.

    Shape: classes in which nobody answered are left out.
    """
    if from_inside:
        return answers_of_others(classes, answers)
    found = distinct_values(classes, answers)
    return {group: len(different) for group, different in found.items()}

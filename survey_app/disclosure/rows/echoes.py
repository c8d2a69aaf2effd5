"""Hide what follows from an answer, asked or computed, where that would give it away.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 5.
Promise: what a follow-up shows of a class in which the answer before it is hidden, having been
asked or not, also occurs with another answer, or with none; so does what is computed from it. No
class falls into those who were asked and those who were not because of what others know about a
woman.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence

from survey_app.disclosure.planning.asking import A_REPEAT
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.planning.roles import Role, Shape
from survey_app.microdata.cells import Cell
from survey_app.xform.empties import EmptyKind

Columns = Mapping[str, Sequence[Cell]]
Telling = Mapping[str, frozenset[Hashable]]
States = Sequence[Hashable]
Occurring = Mapping[Hashable, frozenset[str]]


def echoes(
    plan: Plan,
    said: Columns,
    classes: Sequence[Hashable],
    hidden: Mapping[str, frozenset[Hashable]],
    keys: Columns | None = None,
) -> Telling:
    """Return for each variable the classes in which it would give a hidden answer away.

    `said` are all answers before anything was hidden, `hidden` the classes without an answer,
    `keys` the labels of the key variables. Only what the form asks because of the hidden answer,
    or of one that it is made from, can tell it by having been asked: whether anything else was
    asked depends on other answers. It may tell beside what else decides about it and is shown, and
    beside another one that is asked because of the same answer.

    Shape: each column of `said` and of `keys` is as long as `classes`.

    >>> yes, no, why, unasked = Cell("yes"), Cell("no"), Cell("why"), Cell(None, 94)
    >>> said = {"beaten": [yes, yes, yes, no], "why": [why, why, why, unasked]}
    >>> plan = Plan("f", "1", {}, askers={"why": frozenset({"beaten"})})
    >>> echoes(plan, said, ["a", "a", "b", "b"], {"beaten": frozenset("a")})["why"]
    frozenset({'a'})
    """
    found: dict[str, set[Hashable]] = {name: set() for name in said}
    versions = _versions(said) if any(hidden.values()) else ()
    for name, poor in hidden.items():
        if not poor or not any(cell.value for cell in said[name]):
            continue  # nothing to give away
        told = _Told(plan, name, said, keys or {}, versions)
        others = [other for other in said.keys() - {name} if told.may_be_by(other)]
        for group, women in _women_of(classes, poor).items() if others else ():
            shown = {one for one in told.known if group not in hidden.get(one, ())}
            for other in told.by_each_or_all(sorted(others), women, frozenset(shown)):
                found[other].add(group)
    return {name: frozenset(groups) for name, groups in found.items()}


def _versions(said: Columns) -> States:
    """Return what tells by which version of the form each woman was asked: what it does not have.

    A version may ask of everybody what another asks because of an answer.
    """
    lacking = {
        name: [cell.empty == EmptyKind.NOT_IN_VERSION for cell in cells]
        for name, cells in said.items()
    }
    apart = [cells for cells in lacking.values() if any(cells)]
    women = max(map(len, said.values()), default=0)
    return list(zip(*apart, strict=True)) if apart else [()] * women


def _women_of(
    classes: Sequence[Hashable], poor: frozenset[Hashable]
) -> Mapping[Hashable, list[int]]:
    women: dict[Hashable, list[int]] = {}
    for at, group in enumerate(classes):
        if group in poor:
            women.setdefault(group, []).append(at)
    return women


class _Told:
    """What other columns tell of one answer, by the rows in which both can be seen."""

    def __init__(
        self, plan: Plan, name: str, said: Columns, keys: Columns, versions: States
    ) -> None:
        self._plan, self._name, self._said, self._versions = plan, name, said, versions
        self._answers = [cell.value for cell in said[name]]
        self.known = {**said, **keys}
        self._looked_at: dict[tuple[str, frozenset[str]], tuple[States, Occurring]] = {}

    def may_be_by(self, other: str) -> bool:
        """Say whether `other` is asked because of the answer, or made from it."""
        made_from = {self._name} | self._plan.origins.get(self._name, frozenset())
        askers = self._plan.askers.get(other, frozenset())
        return self._name in self._plan.origins.get(other, ()) or bool(askers & made_from)

    def by_each_or_all(
        self, others: Sequence[str], women: Sequence[int], shown: frozenset[str]
    ) -> Iterator[str]:
        """Yield those of `others` that leave one answer for a woman, alone or with the ones before.

        A state in which nobody answered tells that no answer was given, which is none.
        """
        left: dict[int, frozenset[str]] = {}
        for other in others:
            states, occur = self._states_of(other, shown)
            given = {at: occur[states[at]] for at in women if occur[states[at]]}
            narrowed = {at: left.get(at, answers) & answers for at, answers in given.items()}
            if any(len(one) == 1 for one in narrowed.values()):
                yield other
            else:
                left |= narrowed

    def _states_of(self, other: str, shown: frozenset[str]) -> tuple[States, Occurring]:
        """Return the state of `other` for each woman, and the answers given in each state."""
        origins = self._plan.origins.get(other, frozenset())
        beside = (self._plan.askers.get(other, frozenset()) | origins) & shown
        beside -= {self._name, other}
        if (other, beside) not in self._looked_at:
            is_made = self._name in origins or self._is_computed(other)
            asked = [(_was_asked(one), one.value if is_made else None) for one in self._said[other]]
            decided = [[cell.value for cell in self.known[one]] for one in sorted(beside)]
            states = list(zip(self._versions, asked, *decided, strict=True))
            occur: dict[Hashable, set[str]] = {state: set() for state in states}
            for state, answer in zip(states, self._answers, strict=True):
                occur[state].update(() if answer is None else (answer,))
            sets = {state: frozenset(given) for state, given in occur.items()}
            self._looked_at[other, beside] = states, sets
        return self._looked_at[other, beside]

    def _is_computed(self, other: str) -> bool:
        rule = self._plan.rules.get(other)
        return rule is not None and rule.shape is Shape.COMPUTED


def split_by_asking(plan: Plan, said: Columns, classes: Sequence[Hashable]) -> Telling:
    """Return for each variable the classes that fall apart by whether it was asked.

    Only where what others know about a woman decides about asking: her age, how many children she
    has. Whoever knows it would tell women apart who have the same labels.

    Shape: each column of `said` is as long as `classes`.
    """
    return {
        name: _split([_was_asked(cell) for cell in cells], classes)
        for name, cells in said.items()
        if any(_is_known_outside(plan, one) for one in plan.askers.get(name, ()))
    }


def joined(one: Telling, other: Telling) -> Telling:
    """Return the classes of both.

    >>> joined({"age": frozenset("a")}, {"age": frozenset("b")}) == {"age": frozenset("ab")}
    True
    """
    nothing: frozenset[Hashable] = frozenset()
    return {name: one.get(name, nothing) | other.get(name, nothing) for name in {*one, *other}}


def _is_known_outside(plan: Plan, asker: str) -> bool:
    return asker == A_REPEAT or (asker in plan.rules and plan.rules[asker].role is Role.QUASI)


def _split(asked: Sequence[bool], classes: Sequence[Hashable]) -> frozenset[Hashable]:
    states: dict[Hashable, set[bool]] = {}
    for group, state in zip(classes, asked, strict=True):
        states.setdefault(group, set()).add(state)
    return frozenset(group for group, found in states.items() if len(found) > 1)


def _was_asked(cell: Cell) -> bool:
    return cell.empty != EmptyKind.NOT_APPLICABLE

"""Hide what follows from an answer, asked or computed, where that would give it away.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 5.
Promise: what a follow-up shows of a class in which the answer before it is hidden, having been
asked or not, also occurs with another answer, or with none; so does what is computed from it. No
class falls into those who were asked and those who were not because of what others know about a
woman.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence

from survey_app.disclosure.asking import A_REPEAT, ANYTHING
from survey_app.disclosure.plan import Plan
from survey_app.disclosure.roles import Role
from survey_app.microdata.cells import Cell
from survey_app.xform.empties import EmptyKind

Columns = Mapping[str, Sequence[Cell]]
Telling = Mapping[str, frozenset[Hashable]]


def echoes(
    plan: Plan,
    said: Columns,
    classes: Sequence[Hashable],
    hidden: Mapping[str, frozenset[Hashable]],
) -> Telling:
    """Return for each variable the classes in which it would give a hidden answer away.

    `said` are all answers before anything was hidden, `hidden` the classes without an answer.
    Only what the form asks because of the hidden answer, or of one that it is made from, can tell
    it by having been asked: whether anything else was asked depends on other answers.

    Shape: each column of `said` is as long as `classes`.

    >>> yes, no, why, unasked = Cell("yes"), Cell("no"), Cell("why"), Cell(None, 94)
    >>> said = {"beaten": [yes, yes, yes, no], "why": [why, why, why, unasked]}
    >>> plan = Plan("f", "1", {}, askers={"why": frozenset({"beaten"})})
    >>> echoes(plan, said, ["a", "a", "b", "b"], {"beaten": frozenset("a")})["why"]
    frozenset({'a'})
    """
    found: dict[str, set[Hashable]] = {name: set() for name in said}
    for name, poor in hidden.items():
        answers = [cell.value for cell in said[name]]
        given = set(answers) - {None}
        if not poor or not given:
            continue  # nothing to give away
        for other in said.keys() - {name}:
            is_made = name in plan.origins.get(other, ())
            if is_made or _may_tell(plan, name, other):
                states = [(_was_asked(one), one.value if is_made else None) for one in said[other]]
                found[other].update(_telling(answers, states, classes, poor))
    return {name: frozenset(groups) for name, groups in found.items()}


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


def _may_tell(plan: Plan, name: str, other: str) -> bool:
    """Say whether `other` is asked, or not, because of `name` or what it is made from."""
    askers = plan.askers.get(other, frozenset())
    made_from = {name} | plan.origins.get(name, frozenset())
    return bool(askers & made_from or (askers and ANYTHING in askers | made_from))


def _is_known_outside(plan: Plan, asker: str) -> bool:
    return asker == A_REPEAT or (asker in plan.rules and plan.rules[asker].role is Role.QUASI)


def _split(asked: Sequence[bool], classes: Sequence[Hashable]) -> frozenset[Hashable]:
    states: dict[Hashable, set[bool]] = {}
    for group, state in zip(classes, asked, strict=True):
        states.setdefault(group, set()).add(state)
    return frozenset(group for group, found in states.items() if len(found) > 1)


def _was_asked(cell: Cell) -> bool:
    return cell.empty != EmptyKind.NOT_APPLICABLE


def _telling(
    answers: Sequence[str | None],
    states: Sequence[Hashable],
    classes: Sequence[Hashable],
    poor: frozenset[Hashable],
) -> Iterator[Hashable]:
    """Yield each class of `poor` with a state that occurs with one answer only.

    A state of which nobody answered tells that no answer was given, which is none.
    """
    occur: dict[Hashable, set[str | None]] = {state: set() for state in states}
    for state, answer in zip(states, answers, strict=True):
        occur[state].add(answer)
    telling = {state for state, given in occur.items() if len(given - {None}) == 1}
    return (
        group
        for group, state in zip(classes, states, strict=True)
        if group in poor and state in telling
    )

"""Hide whether a question was asked, where that would answer a question that is hidden.

Room: disclosure (floor 5).
Spec: docs/spec/disclosure-plan.md section 5.
Promise: what a follow-up shows of a class in which the answer before it is hidden, having been
asked or not, also occurs with another answer.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence

from survey_app.microdata.cells import Cell
from survey_app.xform.empties import EmptyKind

Columns = Mapping[str, Sequence[Cell]]


def echoes(
    said: Columns, classes: Sequence[Hashable], hidden: Mapping[str, frozenset[Hashable]]
) -> Mapping[str, frozenset[Hashable]]:
    """Return for each variable the classes in which it would give a hidden answer away.

    `said` are all answers before anything was hidden, `hidden` the classes without an answer.

    Shape: each column of `said` is as long as `classes`.

    >>> yes, no, why, unasked = Cell("yes"), Cell("no"), Cell("why"), Cell(None, 94)
    >>> said = {"beaten": [yes, yes, yes, no], "why": [why, why, why, unasked]}
    >>> echoes(said, ["a", "a", "b", "b"], {"beaten": frozenset("a")})["why"]
    frozenset({'a'})
    """
    found: dict[str, set[Hashable]] = {name: set() for name in said}
    for name, poor in hidden.items():
        answers = [cell.value for cell in said[name]]
        if not poor or len(set(answers) - {None}) <= 1:
            continue  # nothing to give away, or the same answer everywhere
        for other in said.keys() - {name}:
            found[other].update(_telling(answers, said[other], classes, poor))
    return {name: frozenset(groups) for name, groups in found.items()}


def _telling(
    answers: Sequence[str | None],
    follow_up: Sequence[Cell],
    classes: Sequence[Hashable],
    poor: frozenset[Hashable],
) -> Iterator[Hashable]:
    asked = [cell.empty != EmptyKind.NOT_APPLICABLE for cell in follow_up]
    occur: dict[bool, set[str | None]] = {True: set(), False: set()}
    for state, answer in zip(asked, answers, strict=True):
        occur[state].add(answer)
    telling = {state for state, given in occur.items() if len(given - {None}) <= 1}
    return (
        group
        for group, state in zip(classes, asked, strict=True)
        if group in poor and state in telling
    )

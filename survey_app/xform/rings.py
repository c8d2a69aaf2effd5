"""Rules that wait for each other, and what makes such a ring come to rest.

Room: xform.
Spec: docs/spec/form-definition.md, "Rings"; docs/adr/0114-rings-that-come-to-rest.md.
Promise: what comes out of here can be put in order; a ring whose values would grow is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from survey_app.xform.definition import NodeDef, QuestionDef
from survey_app.xform.errors import FormCycleError
from survey_app.xform.references import references
from survey_app.xform.rules import Rule
from survey_app.xform.seats import Seats
from survey_app.xpath.syntax import Call, Expression, Literal, Path

_OF_A_RING = frozenset({"relevant", "calculate", "readonly", "required"})


@dataclass(frozen=True)
class Rings:
    """What the rules of rings see as it was kept, the order without them, and their names."""

    keeps: Mapping[int, tuple[str, ...]]
    waits: Sequence[set[int]]
    told: tuple[FormCycleError, ...]


def untied(
    rules: Sequence[Rule],
    waits: Sequence[set[int]],
    alone: AbstractSet[int],
    nodes: Mapping[str, NodeDef],
    seats: Seats,
) -> Rings:
    """Return the rules untied; `alone` are those that look at what they change themselves.

    Raises: FormCycleError for a ring that would not come to rest, or leads out of its instance.
    """
    free = [set(before) for before in waits]
    keeps: dict[int, tuple[str, ...]] = {}
    told: list[FormCycleError] = []
    for ring in _rings(waits, alone):
        error = FormCycleError(names=_names(rules, ring))
        changing = _changing(rules, ring)
        if not _may_turn(rules, ring, changing, seats):
            raise error
        hiding = {one for one in ring if rules[one].aspect == "relevant"}
        for at in ring:
            keeps[at] = changing
            free[at] -= hiding
        for values in _rings(free, alone & set(ring)):
            if set(values) <= set(ring):
                _let_turn(rules, values, free, nodes)
        told.append(error)
    return Rings(keeps, free, tuple(told))


def _let_turn(
    rules: Sequence[Rule],
    ring: Sequence[int],
    free: Sequence[set[int]],
    nodes: Mapping[str, NodeDef],
) -> None:
    """Let the calculations of a ring run in the order of the form. Raises: FormCycleError."""
    paths = frozenset(rules[at].path for at in ring)
    for at in ring:
        rule = rules[at]
        if rule.aspect == "calculate" and not _hands_on(rule.expression.tree, rule, paths, nodes):
            raise FormCycleError(names=_names(rules, ring))
        free[at].difference_update(one for one in ring if one >= at)


def _hands_on(
    tree: Expression, rule: Rule, paths: AbstractSet[str], nodes: Mapping[str, NodeDef]
) -> bool:
    """Say whether an expression makes nothing new of the values of its ring.

    It may ask for them in a condition, and give one of them back as it is.
    """
    looks = references(tree, rule.path, nodes)
    if isinstance(tree, Path):  # the text of a group would hold the value itself
        return all(isinstance(nodes.get(one.path), QuestionDef) for one in looks)
    given = _given(tree)
    if given:
        return all(_hands_on(one, rule, paths, nodes) for one in given)
    return all(one.path not in paths for one in looks)


def _given(tree: Expression) -> Sequence[Expression]:
    """Return the parts of which one is given as it is; none where something else is made."""
    if not isinstance(tree, Call):
        return ()
    told = [one for one in tree.arguments if not (isinstance(one, Literal) and not one.text)]
    match tree.name:
        case "if":
            return tree.arguments[1:]
        case "coalesce" | "once" | "string":
            return tree.arguments
        case "concat" if len(told) == 1:
            return told
        case _:
            return ()


def _may_turn(
    rules: Sequence[Rule], ring: Sequence[int], changing: Sequence[str], seats: Seats
) -> bool:
    """Say whether each rule stands where it sees all that its ring changes, once each."""
    if not all(rules[at].aspect in _OF_A_RING for at in ring):
        return False
    if not all(path in seats.places for path in changing):
        return False
    seen = {seats.places[path].home for path in changing}
    homes = {seats.home_of(rules[at].path) for at in ring}
    return all(seats.hops(home, there) is not None for home in homes for there in seen)


def _changing(rules: Sequence[Rule], ring: Sequence[int]) -> tuple[str, ...]:
    changing = (rules[at].path for at in ring if rules[at].aspect in {"relevant", "calculate"})
    return tuple(dict.fromkeys(changing))


def _names(rules: Sequence[Rule], ring: Sequence[int]) -> str:
    return ", ".join(dict.fromkeys(rules[at].path.rpartition("/")[2] for at in ring))


def _rings(waits: Sequence[set[int]], alone: AbstractSet[int]) -> Iterator[list[int]]:
    """Yield the rules that wait for each other or for themselves, ring by ring, in order."""
    for ring in _components(waits):
        if len(ring) > 1 or ring[0] in alone:
            yield sorted(ring)


def _components(waits: Sequence[set[int]]) -> Iterator[list[int]]:
    """Yield the strongly connected parts (Tarjan's way, without recursion)."""
    number: dict[int, int] = {}
    lowest: dict[int, int] = {}
    stack: list[int] = []
    open_ones: set[int] = set()
    for start in range(len(waits)):
        if start in number:
            continue
        walk = [(start, iter(sorted(waits[start])))]
        number[start] = lowest[start] = len(number)
        stack.append(start)
        open_ones.add(start)
        while walk:
            at, left = walk[-1]
            following = next(left, None)
            if following is None:
                walk.pop()
                if walk:
                    above = walk[-1][0]
                    lowest[above] = min(lowest[above], lowest[at])
                if lowest[at] == number[at]:
                    part = _cut(stack, at)
                    open_ones.difference_update(part)
                    yield part
            elif following not in number:
                number[following] = lowest[following] = len(number)
                stack.append(following)
                open_ones.add(following)
                walk.append((following, iter(sorted(waits[following]))))
            elif following in open_ones:
                lowest[at] = min(lowest[at], number[following])


def _cut(stack: list[int], at: int) -> list[int]:
    place = stack.index(at)
    part = stack[place:]
    del stack[place:]
    return part

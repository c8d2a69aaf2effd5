"""What an expression means at a place: walk the tuples, walk the places.

An absolute path inside a repeat means the same instance, unless a function on many nodes is given
those of that repeat alone, or the path chooses an instance by a predicate (docs/spec/form-definition.md).
"""

from dataclasses import dataclass, replace
from math import copysign, fmod, inf, isnan, nan
from typing import Any

from reference.functions import FUNCTIONS, NO_LIST, ON_MANY, indexed_repeat
from reference.spots import in_order
from reference.values import number, text, truth


@dataclass(frozen=True)
class Here:
    """Where we stand; `origin` is where the whole expression stands; `form` answers questions."""

    spot: Any
    origin: Any
    form: Any
    position: int = 1
    size: int = 1


def value_at(tree, spot, form):
    return meaning(tree, Here(spot, spot, form))


def meaning(tree, here):  # noqa: C901, PLR0911 - one for each kind of tuple
    match tree:
        case ("number" | "text", value):
            return value
        case ("minus", inside):
            return -number(meaning(inside, here))
        case ("two", operator, left, right):
            return TWO[operator](left, right, here)
        case ("filter", inside, predicates):
            return kept(meaning(inside, here), predicates, here)
        case ("path", start, absolute, steps):
            return walked(start, absolute, steps, here)
        case ("call", "indexed-repeat", arguments):
            return indexed_repeat(arguments, here, meaning)
        case ("call", name, arguments):
            if len(arguments) <= ON_MANY.get(name, 0):
                arguments = [
                    ("whole", one) if one[0] == "path" and (name, at) not in NO_LIST else one
                    for at, one in enumerate(arguments)
                ]
            return FUNCTIONS[name](here, *(Later(one, here) for one in arguments))
        case ("whole", ("path", None, True, steps)):
            return of_many(steps, here)
        case ("whole", path):
            return meaning(path, here)


class Later:
    """An argument, looked at when a function wants it."""

    def __init__(self, tree, here):
        self.tree, self.here = tree, here

    @property
    def value(self):
        return meaning(self.tree, self.here)

    @property
    def number(self):
        return number(self.value)

    @property
    def text(self):
        return text(self.value)

    @property
    def truth(self):
        return truth(self.value)


# -- paths ---------------------------------------------------------------------------------


def top(spot):
    return [spot, *spot.upwards()][-1]


def walked(start, absolute, steps, here):
    if start is not None:
        return along(meaning(start, here), steps, here)
    if not absolute:
        return along([here.spot], steps, here)
    return from_the_repeat(steps, [here.origin, *here.origin.upwards()], here)


def from_the_repeat(steps, row, here):
    for repeat in [one for one in row if one.kind == "repeat"]:
        names = repeat.path.split("/")[1:]
        if len(steps) > len(names) and steps[: len(names)] == [("child", n, []) for n in names]:
            return along([repeat], steps[len(names) :], here)
    return along([top(here.origin)], steps, here)


def of_many(steps, here):
    """A function takes every instance of the innermost repeat that the path goes through."""
    row = [one for one in steps if one[0] != "self"]
    plain = next((at for at, (axis, _n, _p) in enumerate(row) if axis != "child"), len(row))
    paths = ["/" + "/".join(n for _a, n, _p in row[: at + 1]) for at in range(plain)]
    innermost = max((one for one in paths if one in here.form.repeats), key=len, default="")
    own = [one for one in here.origin.upwards() if innermost.startswith(one.path + "/")]
    return from_the_repeat(steps, own, here)


def along(spots, steps, here):
    for axis, name, predicates in steps:
        found = []
        for spot in spots:
            row = [one for one in AXES[axis](spot) if name == "node()" or passes(one, name)]
            found += kept(row, predicates, here)
        spots = found
    return in_order(spots)


def passes(spot, name):
    return spot.above is not None and name in {"*", spot.name}


def siblings(spot):
    return spot.above.inside if spot.above is not None else []


def before(spot):
    row = siblings(spot)
    return row[: next((at for at, one in enumerate(row) if one is spot), 0)][::-1]


def after(spot):
    row = siblings(spot)
    return row[next((at for at, one in enumerate(row) if one is spot), len(row)) + 1 :]


AXES = {
    "child": lambda spot: spot.inside,
    "parent": lambda spot: [] if spot.above is None else [spot.above],
    "self": lambda spot: [spot],
    "descendant": lambda spot: spot.everything()[1:],
    "descendant-or-self": lambda spot: spot.everything(),
    "ancestor": lambda spot: spot.upwards(),
    "preceding-sibling": before,
    "following-sibling": after,
}


def kept(spots, predicates, here):
    for predicate in predicates:
        row = []
        for position, spot in enumerate(spots, 1):
            inner = replace(here, spot=spot, position=position, size=len(spots))
            found = meaning(predicate, inner)
            right = found == position if type(found) is float else truth(found)
            if right:
                row.append(spot)
        spots = row
    return spots


# -- operators -----------------------------------------------------------------------------


def divided(left, right):
    if isnan(left) or isnan(right) or left == right == 0:
        return nan
    return left / right if right else copysign(inf, left) * copysign(1, right)


def remainder(left, right):
    return nan if right == 0 or isnan(right) or left in (inf, -inf) else fmod(left, right)


def arithmetic(compute):
    def run(left, right, here):
        return compute(number(meaning(left, here)), number(meaning(right, here)))

    return run


def equal(one, other):
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return number(one) == number(other) or abs(number(one) - number(other)) < 1e-12


def singles(value):
    return [one.seen for one in value] if isinstance(value, list) else [value]


def equality(wanted):
    def run(left, right, here):
        one, other = meaning(left, here), meaning(right, here)
        if isinstance(one, bool) or isinstance(other, bool):
            return (truth(one) == truth(other)) is wanted
        return any(equal(a, b) is wanted for a in singles(one) for b in singles(other))

    return run


def order(holds):
    def run(left, right, here):
        one, other = meaning(left, here), meaning(right, here)
        return any(holds(number(a), number(b)) for a in singles(one) for b in singles(other))

    return run


TWO = {
    "or": lambda left, right, here: truth(meaning(left, here)) or truth(meaning(right, here)),
    "and": lambda left, right, here: truth(meaning(left, here)) and truth(meaning(right, here)),
    "|": lambda left, right, here: in_order([*meaning(left, here), *meaning(right, here)]),
    "=": equality(wanted=True),
    "!=": equality(wanted=False),
    "<": order(lambda one, other: one < other),
    "<=": order(lambda one, other: one <= other),
    ">": order(lambda one, other: one > other),
    ">=": order(lambda one, other: one >= other),
    "+": arithmetic(lambda one, other: one + other),
    "-": arithmetic(lambda one, other: one - other),
    "*": arithmetic(lambda one, other: one * other),
    "div": arithmetic(divided),
    "mod": arithmetic(remainder),
}

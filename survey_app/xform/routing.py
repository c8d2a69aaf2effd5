"""Work out the routes of a form from what its rules look at.

Room: xform.
Spec: docs/spec/form-definition.md, "Rules".
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from survey_app.xform.definition import NodeDef, RepeatDef
from survey_app.xform.paths import depth_of, is_within, parent_path
from survey_app.xform.routes import Follow, Follows, Route, Routes
from survey_app.xform.rules import Dependent, Rule
from survey_app.xform.seats import Seats

_SEES_TEXTS = frozenset({"calculate", "relevant", "readonly", "required"})


def routes_of(
    rules: Sequence[Rule],
    dependents: Mapping[str, Sequence[Dependent]],
    nodes: Mapping[str, NodeDef],
    seats: Seats,
    waiting: AbstractSet[int],
) -> Routes:
    """Return the routes of a form; `waiting` are the ranks of the rules that may be put off."""
    repeats = [path for path, node in nodes.items() if isinstance(node, RepeatDef)]
    tops = [next(iter(nodes)), *repeats]
    near: dict[str, tuple[Follow, ...]] = {}
    far: dict[str, tuple[Route, ...]] = {}
    late: dict[str, tuple[Route, ...]] = {}
    for path, every in dependents.items():
        found = [one for one in every if one.rule.rank not in waiting]
        if len(found) < len(every):
            late[path] = tuple(
                _route(path, one.rule, one.depth) for one in every if one.rule.rank in waiting
            )
        follows = [(one, _follow(path, one, seats)) for one in found]
        near[path] = tuple(follow for _, follow in follows if follow is not None)
        far[path] = tuple(
            _route(path, one.rule, one.depth) for one, follow in follows if follow is None
        )
    return Routes(
        near=near,
        asking=_only_asking(near, rules),
        far={path: row for path, row in far.items() if row},
        late=late,
        waiting=frozenset(rules[rank].path for rank in waiting),
        by_growth={path: _structural(dependents, path, moved=False) for path in repeats},
        by_shrinking={path: _structural(dependents, path, moved=True) for path in repeats},
        circular={rule.path: rule for rule in rules if rule.circular},
        seated={path: tuple(_seated(path, rules, seats)) for path in tops},
        scattered={path: tuple(_scattered(path, rules, seats)) for path in tops},
    )


def place_of(rule: Rule) -> str:
    """Return the place of the node for which a rule runs: around the repeat for a count."""
    return parent_path(rule.path) if rule.aspect == "count" else rule.path


def _only_asking(near: Follows, rules: Sequence[Rule]) -> Follows:
    """Return the follows whose rules may give something else when a blank place is relevant."""
    asking = {rule.rank for rule in rules if _asks_relevance(rule)}
    kept = {path: tuple(one for one in row if one.rank in asking) for path, row in near.items()}
    return {path: row for path, row in kept.items() if row}


def _asks_relevance(rule: Rule) -> bool:
    """Say whether it counts for a rule that a blank place is relevant; lists of choices ask it."""
    sees_texts = rule.aspect in _SEES_TEXTS and not rule.keeps
    return not sees_texts or rule.expression.asks_relevance


def _follow(path: str, dependent: Dependent, seats: Seats) -> Follow | None:
    target = place_of(dependent.rule)
    seat = seats.places.get(target)
    if seat is None or depth_of(seat.home) > max(1, min(dependent.depth, depth_of(target))):
        return None
    hops = seats.hops(seats.home_of(path), seat.home)
    return None if hops is None else Follow(dependent.rule.rank, hops, seat.number)


def _route(path: str, rule: Rule, depth: int) -> Route:
    target = place_of(rule)
    shared = max(1, min(depth, depth_of(target)))
    return Route(rule.rank, depth_of(path) - shared, tuple(target.split("/")[shared + 1 :]))


def _structural(
    dependents: Mapping[str, Sequence[Dependent]], repeat: str, *, moved: bool
) -> tuple[Route, ...]:
    """Return routes from the node around a repeat, for when it grows or shrinks.

    `moved` is True when instances that stay may have changed their position.
    """
    around = depth_of(repeat) - 1
    found: dict[int, Route] = {}
    for path, row in dependents.items():
        if path != repeat and not is_within(path, repeat):
            continue
        for one in row:
            if one.depth > around and not (moved and path == repeat):
                continue
            target = place_of(one.rule)
            shared = max(1, min(one.depth, around, depth_of(target)))
            names = tuple(target.split("/")[shared + 1 :])
            route = Route(one.rule.rank, around - shared, names)
            known = found.get(one.rule.rank)
            if known is None or route.climb > known.climb:
                found[one.rule.rank] = route
    return tuple(found.values())


def _inside(top: str, rules: Sequence[Rule]) -> Iterable[tuple[Rule, str]]:
    """Yield the rules that must run when `top` is new; what only tells the page need not."""
    for rule in rules:
        place = place_of(rule)
        if rule.aspect != "shown" and (place == top or is_within(place, top)):
            yield rule, place


def _seated(top: str, rules: Sequence[Rule], seats: Seats) -> Iterable[Follow]:
    home = seats.home_of(top)
    for rule, place in _inside(top, rules):
        seat = seats.places.get(place)
        if seat is not None and seat.home == home:
            yield Follow(rule.rank, 0, seat.number)


def _scattered(top: str, rules: Sequence[Rule], seats: Seats) -> Iterable[Route]:
    home = seats.home_of(top)
    for rule, place in _inside(top, rules):
        seat = seats.places.get(place)
        if seat is None or seat.home != home:
            yield Route(rule.rank, 0, tuple(place.split("/")[depth_of(top) + 1 :]))

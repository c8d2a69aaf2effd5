"""Put the rules of a form in the order in which they must run, or name what hinders it.

Room: xform.
Spec: docs/spec/form-definition.md, "Rules".
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from survey_app.xform.definition import NodeDef
from survey_app.xform.errors import FormCycleError, FormError
from survey_app.xform.paths import depth_of, is_within, parent_path
from survey_app.xform.references import Reference, led_to, references
from survey_app.xform.rings import untied
from survey_app.xform.rules import Dependent, Rule
from survey_app.xform.seats import Seats
from survey_app.xpath.expression import Expression
from survey_app.xpath.syntax import Call, Path

_CHANGES_ITSELF = frozenset({"calculate", "choices"})
_KEEPING = frozenset({"coalesce", "once"})
_CHANGES_BELOW = frozenset({"relevant", "count"})


@dataclass(frozen=True)
class RuleBook:
    """The rules in running order, and which to run again when a place changes."""

    rules: tuple[Rule, ...]
    dependents: Mapping[str, tuple[Dependent, ...]]


def rule_book(
    rules: Sequence[Rule], nodes: Mapping[str, NodeDef], seats: Seats, aside: list[FormError]
) -> RuleBook:
    """Return the rules ranked; `aside` is told of circles that come to rest or are left out.

    Raises: FormCycleError naming the questions of another circle.
    """
    rules = _without_texts_of_own_groups(rules, nodes, aside)
    looks = _looks(rules, nodes)
    circular = _circular_counts(rules, looks)
    needed = [
        [] if at in circular else _needed(rule, look)
        for at, (rule, look) in enumerate(zip(rules, looks, strict=True))
    ]
    waits = _waits(rules, needed)
    alone = frozenset(_looking_at_themselves(rules, looks))
    order: list[int] = _order(waits)
    keeps: Mapping[int, tuple[str, ...]] = {}
    if alone or len(order) < len(rules):
        rings = untied(rules, waits, alone, nodes, seats)
        order, keeps = _order(rings.waits), rings.keeps
        aside.extend(rings.told)
    ranked = {
        at: rules[at]._replace(rank=rank, circular=at in circular, keeps=keeps.get(at, ()))
        for rank, at in enumerate(order)
    }
    dependents: dict[str, dict[int, Dependent]] = {}
    for at in order:
        for path, depth, _chosen in looks[at]:
            if ranked[at].keeps and ranked[at].gives == path:
                continue  # what it gives itself is no reason to work it out anew
            row = dependents.setdefault(path, {})
            known = row.get(at)
            if known is None or depth < known.depth:  # the least depth reaches most instances
                row[at] = Dependent(ranked[at], depth)
    return RuleBook(
        tuple(ranked[at] for at in order),
        {path: tuple(row.values()) for path, row in dependents.items()},
    )


def _looks(rules: Sequence[Rule], nodes: Mapping[str, NodeDef]) -> Sequence[AbstractSet[Reference]]:
    """Return what each rule looks at: once for an expression that many places share.

    Only an attribute makes a difference between them: it may be the one of the place itself.
    """
    shared: dict[tuple[Expression, bool], AbstractSet[Reference]] = {}
    found: list[AbstractSet[Reference]] = []
    for rule in rules:
        key = rule.expression, rule.aspect == "calculate"
        look = shared.get(key)
        if look is None:
            look = references(rule.expression.tree, rule.stands_at, nodes, read=key[1])
            if "@" not in rule.expression.source and "attribute" not in rule.expression.source:
                shared[key] = look
        found.append(look)
    return found


def _without_texts_of_own_groups(
    rules: Sequence[Rule], nodes: Mapping[str, NodeDef], aside: list[FormError]
) -> Sequence[Rule]:
    """Return the rules without calculations that give the text of a group around them.

    It would hold the value itself; where a group has no text (JavaRosa) it is blank.
    """
    left_out = [rule for rule in rules if _gives_what_holds_it(rule, nodes)]
    aside.extend(FormCycleError(names=rule.path.rpartition("/")[2]) for rule in left_out)
    return [rule for rule in rules if rule not in left_out] if left_out else rules


def _gives_what_holds_it(rule: Rule, nodes: Mapping[str, NodeDef]) -> bool:
    tree = rule.expression.tree
    if rule.aspect != "calculate" or not isinstance(tree, Path):
        return False
    if tree.names:
        return is_within(rule.path, tree.names)
    ends = led_to(tree, rule.path, nodes)
    return bool(ends) and all(is_within(rule.path, one) for one in ends)


def _circular_counts(
    rules: Sequence[Rule], looks: Sequence[Iterable[Reference]]
) -> AbstractSet[int]:
    """Return the counts that depend, by whatever way, on what is in their own repeat."""
    counts = [at for at, rule in enumerate(rules) if rule.aspect == "count"]
    if not counts:
        return frozenset()
    pairs = zip(rules, looks, strict=True)
    waits = _waits(rules, [_needed(rule, look) for rule, look in pairs])
    return {
        at
        for at in counts
        if any(
            one.path == rules[at].path or is_within(one.path, rules[at].path) for one in looks[at]
        )
        or _reaches(at, waits)
    }


def _reaches(start: int, waits: Sequence[set[int]]) -> bool:
    """Say whether a rule waits, by whatever way, for itself."""
    seen: set[int] = set()
    waiting = list(waits[start])
    while waiting:
        at = waiting.pop()
        if at == start:
            return True
        if at not in seen:
            seen.add(at)
            waiting.extend(waits[at])
    return False


def _needed(rule: Rule, looks: Iterable[Reference]) -> list[str]:
    """Return the places that must be up to date before the rule runs."""
    return [
        one.path
        for one in looks
        if not one.chosen
        and not (rule.aspect == "count" and is_within(one.path, rule.path))
        and not (rule.aspect == "count" and one.path == rule.path)
    ]


def _looking_at_themselves(
    rules: Sequence[Rule], looks: Sequence[Iterable[Reference]]
) -> Iterator[int]:
    """Yield the rules that look at what they change."""
    for at, (rule, look) in enumerate(zip(rules, looks, strict=True)):
        if rule.aspect in {"count", "choices", "shown"} or rule.aspect.startswith("@"):
            continue
        if _is_list_node(rule) or _keeps(rule):
            continue
        if any(_is_itself(one, rule) for one in look):
            yield at


def _is_itself(look: Reference, rule: Rule) -> bool:
    """Say whether what a rule looks at is what it changes: for relevance, all inside too.

    Who chooses may mean another instance, but not where both surely share the own one.
    """
    if look.path == rule.path:
        return not look.chosen
    is_inside = rule.aspect == "relevant" and is_within(look.path, rule.path)
    return is_inside and (not look.chosen or look.depth >= depth_of(rule.path))


def _is_list_node(rule: Rule) -> bool:
    """A group or repeat may ask for its own place (`position(.)`): that is no value."""
    return rule.aspect != "calculate" and "position(" in rule.expression.source


def _keeps(rule: Rule) -> bool:
    """A calculation may look at its own value to keep it: it comes to rest at once."""
    tree = rule.expression.tree
    return rule.aspect == "calculate" and isinstance(tree, Call) and tree.name in _KEEPING


def _waits(rules: Sequence[Rule], needed: Sequence[Sequence[str]]) -> list[set[int]]:
    """Return for each rule the rules that must have run before it."""
    makers = _makers(rules)
    known = {path: makers.of(path) for path in {path for paths in needed for path in paths}}
    waits: list[set[int]] = [
        {maker for path in paths for maker in known[path] if maker != at}
        for at, paths in enumerate(needed)
    ]
    calculated = {rule.path: at for at, rule in enumerate(rules) if rule.aspect == "calculate"}
    counts = {rule.path: at for at, rule in enumerate(rules) if rule.aspect == "count"}
    for at, rule in enumerate(rules):
        if rule.aspect == "choices" and rule.path in calculated:
            waits[at].add(calculated[rule.path])
        if rule.aspect == "calculate" and "once" in rule.expression.source:
            # a row that is about to be taken out keeps nothing
            waits[at].update(one for path, one in counts.items() if is_within(rule.path, path))
    return waits


def _order(waits: Sequence[set[int]]) -> list[int]:
    """Return the places of the rules in running order; those not bound keep their order.

    Those of a circle, and what waits for them, are left out.
    """
    followers: dict[int, list[int]] = {}
    for at, before in enumerate(waits):
        for one in before:
            followers.setdefault(one, []).append(at)
    left = [len(before) for before in waits]
    ready = [at for at, count in enumerate(left) if not count]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        at = heapq.heappop(ready)
        order.append(at)
        for one in followers.get(at, ()):
            left[one] -= 1
            if not left[one]:
                heapq.heappush(ready, one)
    return order


@dataclass(frozen=True)
class _Makers:
    """The rules that can change what is seen at a place: its own, and those of groups above."""

    own: Mapping[str, Sequence[int]]
    below: Mapping[str, Sequence[int]]

    def of(self, path: str) -> list[int]:
        found = [*self.own.get(path, ())]
        above = parent_path(path)
        while above:
            found += self.below.get(above, ())
            above = parent_path(above)
        return found


def _makers(rules: Sequence[Rule]) -> _Makers:
    own: dict[str, list[int]] = {}
    below: dict[str, list[int]] = {}
    for at, rule in enumerate(rules):
        if rule.aspect in _CHANGES_ITSELF or rule.aspect in _CHANGES_BELOW:
            own.setdefault(rule.path, []).append(at)
        if rule.aspect in _CHANGES_BELOW:
            below.setdefault(rule.path, []).append(at)
    return _Makers(own, below)

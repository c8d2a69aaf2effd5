"""From a place that changed to the rules that look at it: worked out once for a form.

Room: interview.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.interview.live import LiveNode
from survey_app.xform.definition import FormDef, RepeatDef, Rule
from survey_app.xform.paths import depth_of, is_within


@dataclass(frozen=True)
class Route:
    """From a changed node: up so many steps, then down by names to the nodes of a rule."""

    rule: Rule
    climb: int
    names: tuple[str, ...]

    def targets(self, node: LiveNode) -> list[LiveNode]:
        """Return the nodes for which the rule must run again when `node` changes."""
        here = node
        for _ in range(self.climb):
            if here.parent is None:
                return []
            here = here.parent
        return descend(here, self.names)


@dataclass(frozen=True)
class Routes:
    """All routes of a form: by the place that changed, by the repeat that grew or shrank.

    `circular` holds the counts that depend on what is in their own repeat. `within` lists the
    rules at or below each place, in running order.
    """

    by_path: Mapping[str, tuple[Route, ...]]
    by_growth: Mapping[str, tuple[Route, ...]]
    by_shrinking: Mapping[str, tuple[Route, ...]]
    circular: Mapping[str, Rule]
    within: Mapping[str, tuple[tuple[Rule, tuple[str, ...]], ...]]


def descend(node: LiveNode, names: tuple[str, ...]) -> list[LiveNode]:
    """Return the nodes reached from `node` by going down name by name."""
    row = [node]
    for name in names:
        if len(row) == 1:
            row = list(row[0].named(name))
        else:
            row = [child for one in row for child in one.named(name)]
    return row


def routes_of(form: FormDef) -> Routes:
    """Return the routes of a form."""
    repeats = [path for path, node in form.nodes.items() if isinstance(node, RepeatDef)]
    return Routes(
        by_path={
            path: tuple(_route(path, one.rule, one.depth) for one in dependents)
            for path, dependents in form.dependents.items()
        },
        by_growth={path: _structural(form, path, moved=False) for path in repeats},
        by_shrinking={path: _structural(form, path, moved=True) for path in repeats},
        circular={rule.path: rule for rule in form.rules if rule.circular},
        within={
            path: tuple(
                (rule, _names_below(path, _home(rule)))
                for rule in form.rules
                if _home(rule) == path or is_within(_home(rule), path)
            )
            for path, node in form.nodes.items()
            if isinstance(node, RepeatDef) or node is form.root
        },
    )


def _home(rule: Rule) -> str:
    """Return the place of the node for which a rule runs: around the repeat for a count."""
    return rule.path.rpartition("/")[0] if rule.aspect == "count" else rule.path


def _names_below(above: str, path: str) -> tuple[str, ...]:
    return tuple(path.split("/")[depth_of(above) + 1 :])


def _route(path: str, rule: Rule, depth: int) -> Route:
    shared = max(1, min(depth, depth_of(_home(rule))))
    return Route(rule, depth_of(path) - shared, tuple(_home(rule).split("/")[shared + 1 :]))


def _structural(form: FormDef, repeat: str, *, moved: bool) -> tuple[Route, ...]:
    """Return routes from the node around a repeat, for when it grows or shrinks.

    `moved` is True when instances that stay may have changed their position.
    """
    around = depth_of(repeat) - 1
    found: dict[int, Route] = {}
    for path, dependents in form.dependents.items():
        if path != repeat and not is_within(path, repeat):
            continue
        for one in dependents:
            if one.depth > around and not (moved and path == repeat):
                continue
            shared = max(1, min(one.depth, around, depth_of(_home(one.rule))))
            route = Route(
                one.rule, around - shared, tuple(_home(one.rule).split("/")[shared + 1 :])
            )
            known = found.get(one.rule.rank)
            if known is None or route.climb > known.climb:
                found[one.rule.rank] = route
    return tuple(found.values())

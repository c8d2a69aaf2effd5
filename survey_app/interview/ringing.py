"""What a rule of a ring sees: the places of its ring as they were kept.

Room: interview.
Spec: docs/spec/form-definition.md, "Rings".
Promise: a condition does not depend on what it hides itself, so that it is the same after loading.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from survey_app.interview.live import LiveNode
from survey_app.xform.definition import FormDef
from survey_app.xform.rules import Rule
from survey_app.xform.seats import Seats
from survey_app.xpath.evaluation import Context, Evaluate, EvaluateTruth, Value
from survey_app.xpath.expression import Expression
from survey_app.xpath.values import is_nodes, text_of

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class KeptExpression(Expression):
    """An expression that is worked out while these places count as relevant.

    `places` are hops and seats, seen from where the expression stands.
    """

    places: Sequence[tuple[int, int]] = ()

    @cached_property
    def value(self) -> Evaluate:
        """What computes the value as it is."""
        plain = self.compiler.value(self.tree)
        return self._around(lambda context: _said(plain(context)))

    @cached_property
    def truth(self) -> EvaluateTruth:
        """What computes the value as true or false."""
        return self._around(self.compiler.truth(self.tree))

    def _around(self, evaluate: Callable[[Context], T]) -> Callable[[Context], T]:
        def compute(context: Context) -> T:
            node = context.node
            if not isinstance(node, LiveNode):
                return evaluate(context)
            around = node.home.around
            tops = [around[hops][number] for hops, number in self.places]
            with _as_kept([one for one in tops if isinstance(one, LiveNode)]):
                return evaluate(context)

        return compute


def _said(value: Value) -> Value:
    """Return a value that does not change any more: what nodes say now."""
    return text_of(value) if is_nodes(value) else value


def kept_rule(rule: Rule, form: FormDef) -> Rule:
    """Return a rule of a ring, reading what its ring changes as it was kept."""
    known, seats = rule.expression, form.seats
    seen = form.keep("rings")
    wanted = seats.home_of(rule.path), rule.keeps
    if wanted not in seen:
        seen[wanted] = tuple(_seats_seen(seats, wanted[0], rule.keeps))
    places = cast("Sequence[tuple[int, int]]", seen[wanted])
    kept = KeptExpression(known.source, known.tree, known.compiler, known.calls, places)
    return rule._replace(expression=kept)


def _seats_seen(seats: Seats, home: str, paths: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield hops and seat of each place that can be seen from a home."""
    for path in paths:
        hops = seats.hops(home, seats.places[path].home)
        if hops is not None:
            yield hops, seats.places[path].number


@contextmanager
def _as_kept(tops: Sequence[LiveNode]) -> Iterator[None]:
    """Let these places and what is inside them count as relevant for a while."""
    before = [(node, node.relevant, node.shown) for top in tops for node in _hidden(top)]
    try:
        yield
    finally:
        for node, relevant, shown in reversed(before):
            node.relevant = relevant
            node.show(shown)


def _hidden(top: LiveNode) -> Iterator[LiveNode]:
    """Yield what is hidden at `top` and inside it, each just before it is let in."""
    if top.relevant:
        return
    for node in top.everything():
        relevant = node is top or (
            node.own_relevant and node.parent is not None and node.parent.relevant
        )
        yield node
        node.relevant = relevant
        node.show(node.value if relevant else "")

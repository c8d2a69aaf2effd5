"""Keep everything up to date: run the rules that look at what changed, in their order.

Room: interview.
Spec: docs/spec/form-definition.md, "Rules"; ODK XForms 1.0.
Rules of the machine: a rule runs only when something it looks at changed; it stops where its
result is as before; every rule runs after those it needs; the number of runs is bounded.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from heapq import heappop, heappush
from typing import NoReturn

from survey_app.interview.asking import ask, ask_nodes, holds
from survey_app.interview.attributing import work_out_attribute
from survey_app.interview.casting import computed
from survey_app.interview.cells import cell, still_offered
from survey_app.interview.errors import EndlessRulesError
from survey_app.interview.growing import counts_around, how_many, pattern_of, take_out
from survey_app.interview.host import FormHost
from survey_app.interview.inheriting import inherit, spread_lock, spread_relevance
from survey_app.interview.live import LiveNode, grow, place_for, stand_in
from survey_app.interview.places import Places, climbed, descend, ref_of
from survey_app.interview.putting_off import PutOff
from survey_app.interview.steps import Step, is_asked_again, steps_of
from survey_app.xform.definition import FormDef, RepeatDef
from survey_app.xform.empties import EmptyKind
from survey_app.xform.routes import Follows, Route
from survey_app.xform.rules import Rule
from survey_app.xpath.budget import LONGEST_TEXT, work_of
from survey_app.xpath.evaluation import Context, Value
from survey_app.xpath.nodes import relevant_nodes

MOST_INSTANCES = 10_000
"""Unit: instances. A count above it is cut, and so are counts that make more in all."""

_MOST_TURNS = 1_000
_TURNS_LEFT_BY_RINGS = 800  # what swings in a ring stays as it is then: no answer is refused
_TIMES_ALONE = 1
"""A rule that calls for nothing but itself so many times will never stop."""
_WORK_LIKE_A_TURN = 5_000
"""Unit: nodes looked at. With it, rules that go round in circles end in time, however wide."""


class Recalculation:
    """Runs rules over the nodes of one interview.

    `shape` grows whenever a place becomes relevant or irrelevant, comes or goes: until then, the
    same places can be reached in the same order, and `places` remembers what references meant.
    """

    def __init__(self, form: FormDef, host: FormHost, document: LiveNode) -> None:
        self._form = form
        self._routes = form.routes
        self._near, self._far, self._late = form.routes.near, form.routes.far, form.routes.late
        self._put_off = PutOff(form.routes.late)
        self._host = host
        self._document = document
        self._ranks: list[int] = []
        self._steps = steps_of(form)
        self._waiting: list[LiveNode | dict[LiveNode, None] | None] = [None] * len(form.rules)
        self._appliers: dict[str, Callable[[Step, LiveNode, Context], None]] = {
            "relevant": self._relevant,
            "readonly": self._readonly,
            "required": self._required,
            "choices": self._offered,
            "count": self._count,
            "shown": self._shown,
        }
        self._only: Callable[[Rule], bool] | None = None
        self._in_rings = any(rule.keeps for rule in form.rules)
        self._filters = {rule.path: rule for rule in form.rules if rule.aspect == "choices"}
        self._room = MOST_INSTANCES
        self.shape = 0
        self.places = Places(form, document)
        self.grown: list[LiveNode] = []

    # -- what changes from outside --------------------------------------------------------

    def set_value(self, node: LiveNode, value: str) -> None:
        """Put an answer in its place; run() brings the rest up to date."""
        if node.value == value:
            return
        node.value = value
        node.view = None
        if self._routes.circular:
            self._something_said(node)
        if self._filters and value and node.offered is None and node.path in self._filters:
            self._add(self._filters[node.path].rank, node)
        if self._show(node) or self._in_rings:  # a ring sees also what is hidden
            self._call_dependents(node)

    def mark_empty(self, node: LiveNode, kind: EmptyKind | None, reason: str = "") -> None:
        """Say why a place is empty; None for an answer or for nothing said."""
        if node.empty is not kind or node.reason != reason:
            if (node.empty is None) is not (kind is None):
                self._call_dependents(node)  # a count asks whether it was said
            node.empty, node.reason = kind, reason
            node.view = None
            if self._routes.circular:
                self._something_said(node)

    def touched(self, node: LiveNode) -> None:
        """Call for what looks at a node whose XML attributes changed."""
        node.view = None
        self._call_dependents(node)

    def add_instance(self, container: LiveNode, definition: RepeatDef) -> LiveNode:
        """Put a new instance after the others and give it all its rules."""
        node = self._new_instance(container, definition)
        self._structure_changed(container, self._routes.by_growth.get(definition.path, ()))
        return node

    def remove_instance(self, node: LiveNode) -> None:
        """Take an instance away with all it holds."""
        container, definition = node.parent, node.definition
        if container is None or not isinstance(definition, RepeatDef):
            return
        container.drop(node)
        self._structure_changed(container, self._routes.by_shrinking.get(definition.path, ()))

    def move_instance(self, node: LiveNode, place: int) -> None:
        """Give an instance another place among the others, and work out what looks at places."""
        container, definition = node.parent, node.definition
        if container is None or not isinstance(definition, RepeatDef) or place == node.place:
            return
        container.move(node, place)
        self._structure_changed(container, self._routes.by_shrinking.get(definition.path, ()))

    def put_instance(self, node: LiveNode, place: int) -> None:
        """Put an instance that was taken away in again, at a place among the others."""
        container, definition = node.parent, node.definition
        if container is None or not isinstance(definition, RepeatDef):
            return
        container.put(node, place_for(container, definition))
        container.move(node, min(place, node.place))
        self.settle(node)
        self._structure_changed(container, self._routes.by_shrinking.get(definition.path, ()))

    def settle(self, top: LiveNode) -> None:
        """Give `top` and all inside it their inherited state, and put all its rules in line."""
        self.shape += 1
        self.places.clear()
        for node in top.everything():
            inherit(node)
            self._show(node)
            node.view = None
        for rank, _hops, number in self._routes.seated.get(top.path, ()):
            seated = top.home[number]
            if isinstance(seated, LiveNode):
                self._add(rank, seated)
        for route in self._routes.scattered.get(top.path, ()):
            for target in descend(top, route.names):
                self._add(route.rank, target)

    def take_up(self, top: LiveNode, *, rings_stay: bool) -> None:
        """Work out the conditions of a loaded interview; values and numbers stay as loaded.

        Conditions of time or chance stay as loaded too; so do those of rings, where `rings_stay`.
        """
        self._only = partial(is_asked_again, rings_stay=rings_stay)
        self.settle(top)
        self.run()
        self._only = None

    def work_out(self, pairs: Iterable[tuple[Rule, LiveNode]]) -> None:
        """Run these rules at these nodes, and those they call for."""
        for rule, node in pairs:
            self._add(rule.rank, node)
        self.run()

    def tongue_changed(self) -> None:
        """Put in line the rules whose result depends on the language."""
        for rule in self._form.rules:
            if rule.expression.speaks:
                for target in descend(self._document, tuple(rule.path.split("/")[1:])):
                    self._add(rule.rank, target)

    def run(self) -> None:
        """Run the waiting rules, and those they call for. Raises: EndlessRulesError.

        In running order every rule comes once; how often the order may be begun again is bounded.
        """
        if not self._ranks:
            return
        ranks, waiting, steps = self._ranks, self._waiting, self._steps
        context = Context(self._document, self._host)
        left, last, alone = _MOST_TURNS, -1, 0
        while ranks:
            rank = heappop(ranks)
            found, waiting[rank] = waiting[rank], None
            step = steps[rank]
            if rank > last and left >= 0 and isinstance(found, LiveNode):  # as nearly always
                last, alone = rank, 0
                context.node = context.current = found
                context.left = None
                self._take(step, found, context)
                continue
            alone = alone + 1 if rank == last and isinstance(found, LiveNode) else 0
            again, last = rank <= last, rank
            if again and left < _TURNS_LEFT_BY_RINGS and step.rule.keeps:
                continue
            for node in found if isinstance(found, dict) else (found,):
                if node is None:
                    continue
                if left < 0 or alone > _TIMES_ALONE:
                    self._stop(node)
                context.node = context.current = node
                context.left = None
                self._take(step, node, context)
                if again:
                    left -= work_of(context) // _WORK_LIKE_A_TURN
            left -= again

    def complete(self) -> None:
        """Work out what was put off: what no rule, text or action of the form reads."""
        for rank, node in self._put_off.due():
            self._add(rank, node)
        self.run()

    def _take(self, step: Step, node: LiveNode, context: Context) -> None:
        """Run one rule for one node."""
        if not step.steady:
            self._host.turn(node, step.aspect)
        if step.data_type:
            self._calculate(node, ask(step.evaluate, context), step.data_type, context)
        else:
            self._appliers.get(step.aspect, self._attribute)(step, node, context)

    def _stop(self, node: LiveNode) -> NoReturn:
        self._ranks.clear()
        self._waiting = [None] * len(self._form.rules)
        raise EndlessRulesError(ref=ref_of(node))

    # -- one rule -------------------------------------------------------------------------

    def _calculate(self, node: LiveNode, value: Value, data_type: str, context: Context) -> None:
        kept = computed(value, data_type, context)
        if kept == node.value:
            return
        if len(kept) > LONGEST_TEXT:
            self._stop(node)
        self.set_value(node, kept)

    def _relevant(self, step: Step, node: LiveNode, context: Context) -> None:
        own = holds(step.decide, context, otherwise=True)
        if own is node.own_relevant:
            return
        node.own_relevant = own
        if node.children:
            for one in spread_relevance(node):
                self.shape += 1
                self._taken_in_or_out(one)
        elif node.parent is None or node.parent.relevant:
            node.relevant = own
            self.shape += 1
            self._taken_in_or_out(node)
        for one in node.everything() if self._in_rings else ():
            self._call_dependents(one)

    def _taken_in_or_out(self, node: LiveNode) -> None:
        """Call for those that look at a place that came or went: some also count a blank one."""
        node.view = None
        everybody = self._show(node) or node.children or self._in_rings
        self._call_dependents(node, None if everybody else self._routes.asking)

    def _readonly(self, step: Step, node: LiveNode, context: Context) -> None:
        own = holds(step.decide, context, otherwise=False)
        if own is node.own_readonly:
            return
        node.own_readonly = own
        for one in spread_lock(node):
            one.view = None

    def _required(self, step: Step, node: LiveNode, context: Context) -> None:
        required = holds(step.decide, context, otherwise=False)
        if required is not node.required:
            node.required, node.view = required, None

    def _offered(self, step: Step, node: LiveNode, context: Context) -> None:
        question = node.question
        if question is None or question.itemset is None:
            return
        node.view = None
        if not node.value:
            node.offered = None
            return
        column, rows = question.itemset.value_path, ask_nodes(step.rule.expression, context)
        node.offered = frozenset(cell(row, column) for row in relevant_nodes(rows))
        self.refresh(node)

    def _count(self, step: Step, container: LiveNode, _context: Context) -> None:
        rule = step.rule
        definition = self._form.nodes[rule.path]
        if not isinstance(definition, RepeatDef):
            return
        here = Context(stand_in(self._form, definition, container), self._host)
        present = list(container.named(definition.name))
        most = min(MOST_INSTANCES, len(present) + self._room)
        wanted = how_many(rule, here, present, most)
        for _ in range(len(present), wanted):
            self._next_instance(container, definition)
        take_out(container, present[wanted:], self._ranks, self._waiting)
        if wanted > len(present):
            self._structure_changed(container, self._routes.by_growth.get(rule.path, ()))
        elif wanted < len(present):
            self._structure_changed(container, self._routes.by_shrinking.get(rule.path, ()))

    def _attribute(self, step: Step, node: LiveNode, _context: Context) -> None:
        if work_out_attribute(step.rule, node, self._host):
            self.touched(node)

    def _shown(self, _step: Step, node: LiveNode, _context: Context) -> None:
        node.view = None

    # -- what follows ---------------------------------------------------------------------

    def refresh(self, node: LiveNode) -> None:
        """Work out what rules see of a node; call for those that look at it if it changed."""
        if self._show(node):
            node.view = None
            self._call_dependents(node)

    def _show(self, node: LiveNode) -> bool:
        shown = node.value if node.relevant else ""
        offered = node.offered
        if shown and offered is not None:
            shown = still_offered(node.question, shown, offered)
        if shown == node.shown:
            return False
        node.show(shown)
        return True

    def _call_dependents(self, node: LiveNode, near: Follows | None = None) -> None:
        path = node.path
        if path not in self._near:
            return
        waiting, ranks, homes = self._waiting, self._ranks, node.home.around
        for rank, hops, number in (self._near if near is None else near).get(path, ()):
            target = homes[hops][number]
            if isinstance(target, LiveNode):
                if (known := waiting[rank]) is None and self._only is None:
                    waiting[rank] = target
                    heappush(ranks, rank)
                elif known is not target:
                    self._add(rank, target)
        if path in self._far:
            self._call(node, self._far[path])
        if path in self._late and self._only is None:
            self._put_off.note(node)

    def _call(self, node: LiveNode, routes: Sequence[Route]) -> None:
        """Put in line the rules at the end of `routes`, seen from `node`."""
        for route in routes:
            here = climbed(node, route.climb)
            if here is not None:
                for target in descend(here, route.names):
                    self._add(route.rank, target)

    def _next_instance(self, container: LiveNode, definition: RepeatDef) -> None:
        """Put back the instance that a smaller count took out, or a new one."""
        parked = container.unpark(definition.name)
        if parked is None:
            self._new_instance(container, definition)
        else:
            container.put(parked, place_for(container, definition))
            self.settle(parked)

    def _new_instance(self, container: LiveNode, definition: RepeatDef) -> LiveNode:
        pattern = pattern_of(container, definition, self._form)
        node = grow(pattern, definition, container, self._form)
        container.put(node, place_for(container, definition))
        self.settle(node)
        self._room -= definition.count is not None
        self.grown.append(node)
        return node

    def _something_said(self, node: LiveNode) -> None:
        """Ask the counts again that wait for something to be said in their last instance."""
        for rule, container in counts_around(node, self._routes.circular):
            self._add(rule.rank, container)

    def _structure_changed(self, container: LiveNode, routes: Sequence[Route]) -> None:
        self.shape += 1
        self.places.clear()
        container.view = None
        self._call(container, routes)

    def _add(self, rank: int, node: LiveNode) -> None:
        if self._only is not None and not self._only(self._form.rules[rank]):
            return
        waiting, known = self._waiting, self._waiting[rank]
        if known is None:
            waiting[rank] = node
            heappush(self._ranks, rank)
        elif isinstance(known, dict):
            known[node] = None
        elif known is not node:
            waiting[rank] = {known: None, node: None}

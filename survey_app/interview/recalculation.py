"""Keep everything up to date: run the rules that look at what changed, in their order.

Room: interview.
Spec: docs/spec/form-definition.md, "Rules"; ODK XForms 1.0.
Rules of the machine: a rule runs only when something it looks at changed; it stops where its
result is as before; every rule runs after those it needs; the number of runs is bounded.
"""

import heapq
from collections.abc import Sequence
from math import isnan
from typing import NoReturn

from survey_app.interview.asking import ask_nodes, ask_number, ask_truth, ask_value
from survey_app.interview.casting import computed
from survey_app.interview.errors import EndlessRulesError
from survey_app.interview.host import FormHost
from survey_app.interview.live import LiveNode, grow, place_for
from survey_app.interview.places import ref_of
from survey_app.interview.routes import Route, Routes, descend
from survey_app.xform.definition import FormDef, InitialNode, RepeatDef, Rule
from survey_app.xform.empties import EmptyKind
from survey_app.xpath.budget import LONGEST_TEXT, work_of
from survey_app.xpath.evaluation import Context
from survey_app.xpath.nodes import relevant_nodes
from survey_app.xpath.values import zone_of

MOST_INSTANCES = 10_000
"""Unit: instances of one repeat. A count above it is cut."""

_CONDITIONS = frozenset({"relevant", "readonly", "required", "choices"})
_RUNS_FOR_EACH = 40
_RUNS_ALWAYS = 60
_TIMES_ALONE = 1
"""A rule that calls for nothing but itself so many times will never stop."""
_WORK_LIKE_A_RUN = 5_000
"""Unit: nodes looked at. With it, rules that go round in circles end in time however wide they are;
what a rule costs at most when it runs for the first time is what it brings."""


class Recalculation:
    """Runs rules over the nodes of one interview.

    `shape` grows whenever a place becomes relevant or irrelevant, comes or goes: as long as it
    stands still, the same places can be reached in the same order.
    """

    def __init__(self, form: FormDef, routes: Routes, host: FormHost, document: LiveNode) -> None:
        self._form = form
        self._routes = routes
        self._host = host
        self._document = document
        self._heap: list[tuple[int, int, LiveNode, Rule]] = []
        self._waiting: set[tuple[int, int]] = set()
        self._serial = 0
        self._only: frozenset[str] | None = None
        self._filters = {rule.path: rule for rule in form.rules if rule.aspect == "choices"}
        self.shape = 0
        self.changed: dict[int, LiveNode] = {}
        self.grown: list[LiveNode] = []

    # -- what changes from outside --------------------------------------------------------

    def set_value(self, node: LiveNode, value: str) -> None:
        """Put an answer in its place; run() brings the rest up to date."""
        if node.value != value:
            node.value = value
            self._mark(node)
            self._something_said(node)
            if value and node.offered is None and node.path in self._filters:
                self._add(self._filters[node.path], node)
        self.refresh(node)

    def mark_empty(self, node: LiveNode, kind: EmptyKind | None, reason: str = "") -> None:
        """Say why a place is empty; None for an answer or for nothing said."""
        if (node.empty, node.reason) != (kind, reason):
            node.empty, node.reason = kind, reason
            self._mark(node)
            self._something_said(node)

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

    def settle(self, top: LiveNode) -> None:
        """Give `top` and all inside it their inherited state, and put all its rules in line."""
        self.shape += 1
        for node in top.everything():
            self._inherit(node)
            self._show(node)
            self._mark(node)
        for rule, names in self._routes.within.get(top.path, ()):
            for target in descend(top, names):
                self._add(rule, target)

    def take_up(self, top: LiveNode) -> None:
        """Work out the conditions of a loaded interview; values and numbers stay as loaded.

        Conditions that depend on time or chance were loaded too and are not asked again.
        """
        self._only = _CONDITIONS
        self.settle(top)
        self.run()
        self._only = None

    def tongue_changed(self) -> None:
        """Put in line the rules whose result depends on the language."""
        for rule in self._form.rules:
            if rule.expression.speaks:
                names = tuple(rule.path.split("/")[1:])
                for target in descend(self._document, names):
                    self._add(rule, target)

    def run(self) -> None:
        """Run the waiting rules, and those they call for. Raises: EndlessRulesError."""
        left = _RUNS_ALWAYS + _RUNS_FOR_EACH * len(self._heap)
        seen: set[tuple[int, int]] = set()
        before, alone = (-1, 0), 0
        while self._heap:
            rank, _serial, node, rule = heapq.heappop(self._heap)
            key = (rank, id(node))
            self._waiting.discard(key)
            if key not in seen:
                seen.add(key)
                left += _RUNS_FOR_EACH
            alone = alone + 1 if key == before else 0
            before = key
            if left < 0 or alone > _TIMES_ALONE:
                self._stop(node)
            left -= 1 + self._apply(rule, node) // _WORK_LIKE_A_RUN

    def _stop(self, node: LiveNode) -> NoReturn:
        self._heap.clear()
        self._waiting.clear()
        raise EndlessRulesError(ref=ref_of(node))

    # -- one rule -------------------------------------------------------------------------

    def _apply(self, rule: Rule, node: LiveNode) -> int:
        """Run a rule for a node and return the work it was."""
        expression = rule.expression
        if not expression.steady:
            self._host.turn(node, rule.aspect)
        context = Context(node, self._host)
        match rule.aspect:
            case "calculate":
                question = node.question
                if question is not None:
                    value = ask_value(expression, context)
                    kept = computed(value, question.bind.data_type, zone_of(context))
                    if len(kept) > LONGEST_TEXT:
                        self._stop(node)
                    self.set_value(node, kept)
            case "relevant":
                self._set_relevant(node, own=ask_truth(expression, context, otherwise=True))
            case "readonly":
                self._set_readonly(node, own=ask_truth(expression, context, otherwise=False))
            case "required":
                required = ask_truth(expression, context, otherwise=False)
                if required is not node.required:
                    node.required = required
                    self._mark(node)
            case "choices":
                self._set_offered(node, context, rule)
            case _:
                self._set_count(node, rule)
        return work_of(context)

    def _set_relevant(self, node: LiveNode, *, own: bool) -> None:
        if own is node.own_relevant:
            return
        node.own_relevant = own
        waiting = [node]
        while waiting:
            one = waiting.pop()
            relevant = one.own_relevant and (one.parent is None or one.parent.relevant)
            if relevant is one.relevant:
                continue
            one.relevant = relevant
            self.shape += 1
            self._mark(one)
            if one.children:
                self._call_dependents(one)
                waiting.extend(reversed(one.children))
            else:
                self.refresh(one)

    def _set_readonly(self, node: LiveNode, *, own: bool) -> None:
        if own is node.own_readonly:
            return
        node.own_readonly = own
        waiting = [node]
        while waiting:
            one = waiting.pop()
            readonly = one.own_readonly or (one.parent is not None and one.parent.readonly)
            if readonly is not one.readonly:
                one.readonly = readonly
                self._mark(one)
                waiting.extend(one.children)

    def _set_offered(self, node: LiveNode, context: Context, rule: Rule) -> None:
        question = node.question
        if question is None or question.itemset is None:
            return
        self._mark(node)
        if not node.value:
            node.offered = None
            return
        column = question.itemset.value_path
        node.offered = frozenset(
            cell.text()
            for row in relevant_nodes(ask_nodes(rule.expression, context))
            for cell in row.named(column)[:1]
        )
        self.refresh(node)

    def _set_count(self, container: LiveNode, rule: Rule) -> None:
        definition = self._form.nodes[rule.path]
        if not isinstance(definition, RepeatDef):
            return
        seat = LiveNode(definition, container)
        number = ask_number(rule.expression, Context(seat, self._host))
        wanted = 0 if isnan(number) else int(max(0, min(MOST_INSTANCES, number)))
        present = list(container.named(definition.name))
        if rule.circular and wanted > len(present):
            wanted = len(present) + (not present or _is_touched(present[-1]))
        for _ in range(len(present), wanted):
            self._next_instance(container, definition)
        for extra in reversed(present[wanted:]):
            container.park(extra)
        if wanted > len(present):
            self._structure_changed(container, self._routes.by_growth.get(rule.path, ()))
        elif wanted < len(present):
            self._structure_changed(container, self._routes.by_shrinking.get(rule.path, ()))

    # -- what follows ---------------------------------------------------------------------

    def refresh(self, node: LiveNode) -> None:
        """Work out what rules see of a node; call for those that look at it if it changed."""
        if self._show(node):
            self._mark(node)
            self._call_dependents(node)

    def _show(self, node: LiveNode) -> bool:
        shown = node.value if node.relevant else ""
        if shown and node.offered is not None:
            offered = node.offered
            shown = " ".join(name for name in shown.split(" ") if name in offered)
        if shown == node.shown:
            return False
        node.shown = shown
        return True

    def _inherit(self, node: LiveNode) -> None:
        parent = node.parent
        node.relevant = node.own_relevant and (parent is None or parent.relevant)
        node.readonly = node.own_readonly or (parent is not None and parent.readonly)

    def _mark(self, node: LiveNode) -> None:
        self.changed[id(node)] = node

    def _call_dependents(self, node: LiveNode) -> None:
        for route in self._routes.by_path.get(node.path, ()):
            for target in route.targets(node):
                self._add(route.rule, target)

    def _next_instance(self, container: LiveNode, definition: RepeatDef) -> None:
        """Put back the instance that a smaller count took out, or a new one."""
        parked = container.unpark(definition.name)
        if parked is None:
            self._new_instance(container, definition)
            return
        container.put(parked, place_for(container, definition))
        self.settle(parked)

    def _new_instance(self, container: LiveNode, definition: RepeatDef) -> LiveNode:
        node = grow(self._pattern(container, definition), definition, container, self._form.nodes)
        container.put(node, place_for(container, definition))
        self.settle(node)
        self.grown.append(node)
        return node

    def _something_said(self, node: LiveNode) -> None:
        """Ask the counts again that wait for something to be said in their last instance."""
        if not self._routes.circular:
            return
        here = node
        while here.parent is not None:
            rule = self._routes.circular.get(here.path)
            if rule is not None:
                self._add(rule, here.parent)
            here = here.parent

    def _structure_changed(self, container: LiveNode, routes: Sequence[Route]) -> None:
        self.shape += 1
        self._mark(container)
        for route in routes:
            for target in route.targets(container):
                self._add(route.rule, target)

    def _add(self, rule: Rule, node: LiveNode) -> None:
        if self._only is not None and (
            rule.aspect not in self._only
            or (rule.aspect != "choices" and not rule.expression.steady)
        ):
            return
        key = (rule.rank, id(node))
        if key not in self._waiting:
            self._waiting.add(key)
            self._serial += 1
            heapq.heappush(self._heap, (rule.rank, self._serial, node, rule))

    def _pattern(self, container: LiveNode, definition: RepeatDef) -> InitialNode:
        """Return what the next instance starts as: the form's own one at that place, if any."""
        at = len(container.named(definition.name))
        if definition.count is not None and definition.repeat is None:
            return definition.defaults[at] if at < len(definition.defaults) else definition.template
        return definition.template


def _is_touched(instance: LiveNode) -> bool:
    """Say whether anything was said in an instance."""
    return any(
        node.empty is not None or node.value != question.default
        for node in instance.everything()
        if (question := node.question) is not None and question.control not in {None, "note"}
    )

"""Set values when something happens: the form is opened, a repeat grows, an answer changes.

Room: interview.
Spec: ODK XForms 1.0, "events" and "setvalue"; docs/spec/form-definition.md, "Parts".
Rule: what is set as a form or an instance begins gives way to a calculation of the same place.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from survey_app.interview.asking import ask_nodes, ask_value
from survey_app.interview.attributes import LiveAttribute
from survey_app.interview.attributing import act_on_attribute
from survey_app.interview.casting import computed
from survey_app.interview.growing import brought
from survey_app.interview.host import FormHost
from survey_app.interview.live import LiveNode
from survey_app.interview.places import descend
from survey_app.interview.recalculation import Recalculation
from survey_app.xform.actions import FIRST_LOAD, LOAD, NEW_REPEAT, VALUE_CHANGED
from survey_app.xform.definition import Action, FormDef
from survey_app.xform.kept import clean_text
from survey_app.xform.rules import Rule
from survey_app.xpath.evaluation import Context
from survey_app.xpath.nodes import Node

_BEGINS = frozenset({FIRST_LOAD, NEW_REPEAT})
_DEEPEST_CHAIN = 50


class Happenings:
    """Runs the actions of a form at their events; `preload` fills an instance as it begins."""

    def __init__(
        self,
        form: FormDef,
        host: FormHost,
        engine: Recalculation,
        document: LiveNode,
        preload: Callable[[LiveNode], None],
    ) -> None:
        self._form = form
        self._host = host
        self._engine = engine
        self._document = document
        self._preload = preload
        self._by_trigger: dict[str, list[Action]] = {}
        self._set: dict[LiveNode, None] = {}
        self._spared: AbstractSet[LiveNode] = frozenset()
        for action in form.actions:
            if VALUE_CHANGED in action.events and action.trigger is not None:
                self._by_trigger.setdefault(action.trigger, []).append(action)

    def opened(self, *, first: bool = True) -> None:
        """The form was opened: for the first time, or to go on with what was finished.

        Instances that a count added beyond those of the form, also for what is set here, are new,
        not opened. Taking up a draft is neither: it changes nothing.
        """
        grown, self._engine.grown = self._engine.grown, []
        for node in grown:
            if brought(node, self._form) is None:
                self._engine.grown.append(node)
            else:
                self._preload(node)
        events = {FIRST_LOAD, LOAD, "xforms-ready"} if first else {LOAD}
        for action in self._form.actions:
            if events & set(action.events):
                beyond = set(self._engine.grown)
                for seat in self._seats(action):
                    if not beyond or beyond.isdisjoint(_around(seat)):
                        self._run(action, seat, 0)
        self._calculate_again()
        self.settled()

    def put_back(self, spared: AbstractSet[LiveNode]) -> None:
        """Settle instances that were there before: what they set then at `spared` is over."""
        self._spared = spared
        self.settled()
        self._spared = frozenset()

    def settled(self) -> None:
        """Bring everything up to date; then tell every new instance of a repeat that it is new."""
        self._engine.run()
        while self._engine.grown:
            new, self._engine.grown = self._engine.grown, []
            for node in new:
                self._preload(node)
                for action in self._form.actions:
                    if NEW_REPEAT in action.events and action.repeat == node.path:
                        for seat in descend(node, _names_below(node.path, action.context)):
                            self._run(action, seat, 0)
            self._calculate_again()
            self._engine.run()

    def answered(self, node: LiveNode, chain: int = 0) -> None:
        """The answer at `node` has changed."""
        for action in self._by_trigger.get(node.path, ()):
            self._run(action, node, chain)

    def _calculate_again(self) -> None:
        """Work out the calculations of the places that were just set."""
        done: dict[str, list[LiveNode]] = {}
        for node in self._set:
            done.setdefault(node.path, []).append(node)
        self._set.clear()
        if done:
            found = [one for one in self._form.rules if one.path in done and _calculates(one)]
            self._engine.work_out((rule, node) for rule in found for node in done[rule.path])

    def _seats(self, action: Action) -> Sequence[LiveNode]:
        """Return the nodes from which an action of the opened form looks."""
        return descend(self._document, tuple(action.context.split("/")[1:]))

    def _run(self, action: Action, seat: LiveNode, chain: int) -> None:
        found = ask_nodes(action.target, Context(seat, self._host))
        if found and isinstance(found[0], LiveAttribute):
            self._set_attributes(action, found)
            return
        target = found[0] if found else None
        if not isinstance(target, LiveNode) or target.question is None or chain > _DEEPEST_CHAIN:
            return
        if target in self._spared:
            return
        before = target.value
        if _BEGINS & set(action.events):
            self._set[target] = None
        self._engine.set_value(target, self._value(action, target))
        self._engine.mark_empty(target, None)
        self._engine.run()
        if target.value != before:
            self.answered(target, chain + 1)

    def _set_attributes(self, action: Action, found: Sequence[Node]) -> None:
        """Set an attribute in every instance that is there: each entity has an id of its own."""
        for target in found:
            node = target.parent
            if (
                isinstance(target, LiveAttribute)
                and isinstance(node, LiveNode)
                and act_on_attribute(action, target, node, self._host)
            ):
                if _BEGINS & set(action.events):
                    self._set[node] = None
                self._engine.touched(node)
        self._engine.run()

    def _value(self, action: Action, target: LiveNode) -> str:
        if action.value is None:
            return clean_text(action.text)
        if not action.value.steady:
            self._host.turn(target, "setvalue")
        context = Context(target, self._host)
        kind = target.question.data_type if target.question else "string"
        return computed(ask_value(action.value, context), kind, context)


def _calculates(rule: Rule) -> bool:
    return rule.aspect == "calculate" or rule.aspect.startswith("@")


def _around(node: LiveNode) -> Iterator[LiveNode]:
    """Yield a node and those around it."""
    here: LiveNode | None = node
    while here is not None:
        yield here
        here = here.parent


def _names_below(above: str, path: str) -> tuple[str, ...]:
    return tuple(path[len(above) :].split("/")[1:])

"""What the expressions of an interview may ask of it.

Room: interview.
Promise: chance is drawn from the seed and the place that asks, so that the order in which
questions are answered, and saving and loading, cannot change it.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from survey_app.clock import Clock
from survey_app.interview.environment import nobody_signed
from survey_app.interview.live import LiveNode
from survey_app.interview.places import ref_of
from survey_app.xform.definition import FormDef
from survey_app.xpath.nodes import Node

_BITS = 53


class FormHost:
    """Answers for time, chance, lists and texts. `turn` names who asks before each evaluation."""

    def __init__(self, form: FormDef, document: LiveNode, clock: Clock, seed: str) -> None:
        self._form = form
        self._document = document
        self._clock = clock
        self.seed = seed
        self.own_lists: Mapping[str, Node] = {}
        self.is_signed: Callable[[bytes, bytes, bytes], bool] = nobody_signed
        self.read_text: Callable[[str], str] = lambda name: name
        self.read_choice: Callable[[str, str, Node], str] = lambda value, _path, _node: value
        self._who: tuple[LiveNode, str] = (document, "")
        self._draws = 0

    def turn(self, node: LiveNode, purpose: str) -> None:
        """Say who evaluates next: chance is drawn for this node and purpose."""
        self._who = (node, purpose)
        self._draws = 0

    def now(self) -> datetime:
        """Return the present moment with its zone."""
        return self._clock.now()

    def root(self, _node: Node) -> Node:
        """Return the document node: absolute paths always mean the answers."""
        return self._document

    def instance(self, name: str) -> Node | None:
        """Return a list, or the answers under the name of their own instance.

        `own_lists` are those of this interview: they stand before those of the form.
        """
        found = self.own_lists.get(name) or self._form.instances.get(name)
        if found is not None:
            return found
        own = dict(self._form.initial.attributes).get("id")
        return self._document if name == own else None

    def random(self) -> float:
        """Return a number from 0 up to, not including, 1."""
        return (int.from_bytes(self._draw()[:8], "big") >> (64 - _BITS)) / (1 << _BITS)

    def uuid(self) -> str:
        """Return a new random UUID."""
        return str(UUID(bytes=self._draw()[:16], version=4))

    def itext(self, name: str) -> str:
        """Return a text of the form in the language of the moment."""
        return self.read_text(name)

    def choice_name(self, value: str, path: str, node: Node) -> str:
        """Return the label of a choice of the select at `path`."""
        return self.read_choice(value, path, node)

    def _draw(self) -> bytes:
        node, purpose = self._who
        self._draws += 1
        text = "\x1f".join((self.seed, ref_of(node), purpose, str(self._draws)))
        return hashlib.sha256(text.encode()).digest()

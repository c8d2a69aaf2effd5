"""The rows of a repeat that a person may arrange: into another order, out, and back in.

Room: interview.
Spec: docs/spec/interview-draft.md, "Rows".
Promise: a row that was taken out and put back stands where it stood, with all it held.
"""

from collections.abc import Callable
from dataclasses import dataclass

from survey_app.interview.errors import RepeatFixedError
from survey_app.interview.live import LiveNode
from survey_app.interview.places import find, ref_of
from survey_app.interview.works import Works
from survey_app.xform.definition import RepeatDef


@dataclass(frozen=True, repr=False)
class RowTakenOut:
    """A row that is not part of the interview now: where it stood, and all it held."""

    repeat_ref: str
    place: int
    node: LiveNode


class Rows:
    """What may be done with rows besides adding one; `settled` is told after each deed.

    Rules: only rows that a person may add and remove; places count from 1.
    """

    def __init__(self, works: Works, settled: Callable[[], object]) -> None:
        self._works = works
        self._settled = settled

    def move(self, ref: str, place: int) -> str:
        """Give the row at `ref` another place among its like; return its new reference.

        A place before the first is the first, one after the last the last.

        Raises: RepeatFixedError.
        """
        node, around = self._row(ref)
        last = len(around.named(node.name))
        self._works.engine.move_instance(node, min(max(place, 1), last))
        self._settled()
        return ref_of(node)

    def take_out(self, ref: str) -> RowTakenOut:
        """Remove the row at `ref`; what comes back puts it in again. Raises: RepeatFixedError."""
        node, _ = self._row(ref)
        taken = RowTakenOut(ref.rpartition("[")[0], node.place, node)
        self._works.trail.noted("delete repeat", ref)
        self._works.trail.forget(ref)
        self._works.engine.remove_instance(node)
        self._settled()
        return taken

    def put_back(self, taken: RowTakenOut) -> str:
        """Put a row in again where it stood; return its reference. Raises: RepeatFixedError."""
        node = taken.node
        around = node.parent
        above = taken.repeat_ref.rpartition("/")[0]
        there = find(self._works.form, self._works.document, above)
        if node.place or around is None or there is not around:
            raise RepeatFixedError(ref=taken.repeat_ref)
        self._works.engine.put_instance(node, taken.place)
        self._settled()
        self._works.trail.noted("add repeat", ref_of(node))
        return ref_of(node)

    def _row(self, ref: str) -> tuple[LiveNode, LiveNode]:
        node = find(self._works.form, self._works.document, ref)
        definition = None if node is None else node.definition
        if node is None or node.parent is None or not isinstance(definition, RepeatDef):
            raise RepeatFixedError(ref=ref)
        if definition.count is not None or definition.fixed:
            raise RepeatFixedError(ref=ref)
        return node, node.parent

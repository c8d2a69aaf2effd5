"""The nodes of an interview from the XML of its submission.

Room: interview.
Spec: docs/spec/submission.md, "Back into an interview".
Promise: what the submission says stands as it says it; what it does not hold is as the form
brings it, and is named, because rules have to work it out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from survey_app.interview.attributes import LiveAttribute, attribute_named
from survey_app.interview.errors import SubmissionDamagedError
from survey_app.interview.live import LiveNode, bare, grow, plant
from survey_app.interview.recalculation import MOST_INSTANCES
from survey_app.xform.definition import (
    FormDef,
    GroupDef,
    NodeDef,
    QuestionDef,
    RepeatDef,
)
from survey_app.xform.document import elements
from survey_app.xform.empties import EmptyKind, empty_kind
from survey_app.xform.instance import InitialNode
from survey_app.xform.kept import clean_text
from survey_app.xform.names import SURVEY, local, short_name

EMPTY = f"{{{SURVEY}}}empty"
REASON = f"{{{SURVEY}}}reason"
COMMENT = f"{{{SURVEY}}}comment"
_SAID = frozenset(
    {EmptyKind.REFUSED, EmptyKind.DONT_KNOW, EmptyKind.NOT_ASKED, EmptyKind.WITHDRAWN}
)
_OF_THE_FORM = frozenset({"id", "version", "orx:version"})
_BESIDE_A_VALUE = frozenset({EMPTY, REASON, COMMENT})


@dataclass
class Restored:
    """A document node, and the nodes in it that the submission did not hold.

    `left_out` are those whose surroundings it did hold: they were irrelevant then.
    """

    document: LiveNode
    absent: list[LiveNode] = field(default_factory=list)
    left_out: list[LiveNode] = field(default_factory=list)


def restored(form: FormDef, root: etree._Element) -> Restored:
    """Return the nodes of a submission. Raises: SubmissionDamagedError for too many instances."""
    reader = _Reader(form)
    document = reader.result.document
    document.put(reader.present(root, form.initial, form.root, document))
    return reader.result


class _Reader:
    """Walks definition and XML side by side."""

    def __init__(self, form: FormDef) -> None:
        self._form = form
        self.result = Restored(plant(form))

    def present(
        self, element: etree._Element, initial: InitialNode, definition: NodeDef, parent: LiveNode
    ) -> LiveNode:
        if isinstance(definition, QuestionDef):
            return self._answered(element, initial, definition, parent)
        node = bare(initial, definition, parent, self._form)
        self._read_attributes(element, node)
        rows: dict[str, list[etree._Element]] = {}
        for one in elements(element):
            rows.setdefault(local(one), []).append(one)
        brought: dict[str, list[InitialNode]] = {}
        for child in initial.children:
            if not child.is_template:
                brought.setdefault(child.name, []).append(child)
        for inner in definition.children:
            self._child(node, inner, rows.get(inner.name, ()), brought.get(inner.name, ()))
        return node

    def _child(
        self,
        node: LiveNode,
        inner: NodeDef,
        row: Sequence[etree._Element],
        brought: Sequence[InitialNode],
    ) -> None:
        """Put into `node` what is in the XML; `brought` is what the form brings at this place."""
        if isinstance(inner, RepeatDef):
            if len(row) > MOST_INSTANCES:
                raise SubmissionDamagedError(form=self._form.form_id)
            is_fixed = inner.fixed and inner.count is None
            for one in row[: len(inner.defaults)] if is_fixed else row:
                node.put(self.present(one, inner.template, inner, node))
            for initial in brought[len(row) :] if is_fixed else ():
                node.put(self._absent(initial, inner, node))
        elif brought and row:
            node.put(self.present(row[0], brought[-1], inner, node))
        elif brought:
            node.put(self._absent(brought[-1], inner, node))

    def _answered(
        self, element: etree._Element, initial: InitialNode, definition: QuestionDef, node: LiveNode
    ) -> LiveNode:
        answered = grow(initial, definition, node, self._form)
        self._read_attributes(element, answered)
        answered.value = clean_text(str(element.xpath("string()")))
        answered.comment = clean_text(element.get(COMMENT, ""))
        kind = empty_kind(element.get(EMPTY, ""))
        if kind in _SAID and not answered.value:
            answered.empty, answered.reason = kind, clean_text(element.get(REASON, ""))
        return answered

    def _absent(self, initial: InitialNode, definition: NodeDef, node: LiveNode) -> LiveNode:
        grown = grow(initial, definition, node, self._form)
        self.result.left_out.append(grown)
        for one in grown.everything():
            if one.question is not None and one.question.screen_only:
                one.value = ""
            self.result.absent.append(one)
        return grown

    def _read_attributes(self, element: etree._Element, node: LiveNode) -> None:
        is_root = isinstance(node.definition, GroupDef) and node.definition is self._form.root
        for key, value in element.attrib.items():
            name = short_name(str(key))
            if (is_root and name in _OF_THE_FORM) or key in _BESIDE_A_VALUE:
                continue
            attribute = attribute_named(node.attributes, name)
            if attribute is None and name in self._of_instances.get(node.path, ()):
                attribute = LiveAttribute(name, "", node)
                node.attributes = [*node.attributes, attribute]
            if attribute is not None:
                attribute.value = clean_text(str(value))

    @cached_property
    def _of_instances(self) -> Mapping[str, frozenset[str]]:
        """Return by path the attributes that the form gives to one of its instances or another."""
        found: dict[str, set[str]] = {}
        waiting = [
            (path, one)
            for path, node in self._form.nodes.items()
            if isinstance(node, RepeatDef)
            for one in node.defaults
        ]
        while waiting:
            path, initial = waiting.pop()
            found.setdefault(path, set()).update(name for name, _ in initial.attributes)
            waiting += [(f"{path}/{child.name}", child) for child in initial.children]
        return {path: frozenset(names) for path, names in found.items() if names}

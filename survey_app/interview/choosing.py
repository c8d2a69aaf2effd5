"""The choices of a select at a place and a moment.

Room: interview.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey_app.interview.asking import ask_nodes
from survey_app.interview.host import FormHost
from survey_app.interview.live import LiveNode
from survey_app.interview.speaking import Speaker, TextPart, joined
from survey_app.xform.definition import FormDef, Itemset, QuestionDef, StaticChoice
from survey_app.xform.paths import static_path
from survey_app.xpath.evaluation import Context
from survey_app.xpath.nodes import Node


@dataclass(frozen=True)
class Choice:
    """One choice as it is shown now; `extra` holds the other columns of its list.

    `parts` are the label in pieces; `media` the addresses of its image, big-image, audio and
    video, those there are.
    """

    value: str
    label: str
    extra: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[TextPart, ...] = ()
    media: Mapping[str, str] = field(default_factory=dict)


class Chooser:
    """Lists the choices of selects, and names single ones."""

    def __init__(self, form: FormDef, host: FormHost, speaker: Speaker) -> None:
        self._form = form
        self._host = host
        self._speaker = speaker

    def choices(self, node: LiveNode, question: QuestionDef) -> tuple[Choice, ...]:
        """Return what is offered at `node`, in the order of the list."""
        found = tuple(self._written(one, node) for one in question.choices)
        if question.itemset is None:
            return found
        itemset = question.itemset
        return found + tuple(self._listed(row, itemset, node) for row in self.rows(node, itemset))

    def values(self, node: LiveNode, question: QuestionDef) -> frozenset[str]:
        """Return the names of the choices offered at `node`."""
        found = {one.value for one in question.choices}
        if question.itemset is not None:
            column = question.itemset.value_path
            found.update(_cell(row, column) for row in self.rows(node, question.itemset))
        return frozenset(found)

    def rows(self, node: LiveNode, itemset: Itemset) -> list[Node]:
        """Return the rows of a list that are offered at `node`; rows without a name are not."""
        if not itemset.nodeset.steady:
            self._host.turn(node, "choices")
        found = ask_nodes(itemset.nodeset, Context(node, self._host))
        return [row for row in found if row.relevant and _cell(row, itemset.value_path)]

    def name(self, value: str, path: str, node: Node) -> str:
        """Return the label of choice `value` of the select at `path`, seen from `node`."""
        here = node if isinstance(node, LiveNode) else None
        target = static_path(path, here.path if here else "")
        definition = self._form.nodes.get(target or "")
        if here is None or not isinstance(definition, QuestionDef):
            return ""
        seat = self._seat(path, here, definition)
        for choice in self.choices(seat, definition):
            if choice.value == value:
                return choice.label
        return ""

    def _seat(self, path: str, here: LiveNode, definition: QuestionDef) -> LiveNode:
        target = self._form.expression_at(path, here.path)
        found = ask_nodes(target, Context(here, self._host))
        first = found[0] if found else None
        return first if isinstance(first, LiveNode) else LiveNode(definition, here.parent)

    def _written(self, choice: StaticChoice, node: LiveNode) -> Choice:
        parts = self._speaker.parts(choice.label, node)
        media = self._speaker.media(choice.label, node)
        return Choice(choice.value, joined(parts), parts=parts, media=media)

    def _listed(self, row: Node, itemset: Itemset, node: LiveNode) -> Choice:
        label = _cell(row, itemset.label_path) if itemset.label_path else ""
        value = _cell(row, itemset.value_path)
        known = {itemset.value_path, itemset.label_path}
        extra = {
            cell.name: cell.text() for cell in row.children if cell.name and cell.name not in known
        }
        if not itemset.label_is_text_id:
            return Choice(value, label or value, extra, (TextPart(label or value),))
        parts, media = self._speaker.by_id(label, node), self._speaker.media_by_id(label, node)
        return Choice(value, joined(parts), extra, parts, media)


def _cell(row: Node, column: str) -> str:
    """Return the text of a column of a row; the column may be a path of several steps."""
    here = row
    for step in column.split("/"):
        if step in {"", "."}:
            continue
        cells = here.named(step)
        if not cells:
            return ""
        here = cells[0]
    return here.text()

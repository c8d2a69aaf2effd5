"""The choices of a select at a place and a moment.

Room: interview.
"""

from collections.abc import Mapping

from survey_app.immutable import immutable
from survey_app.interview.asking import ask_nodes
from survey_app.interview.cells import cell
from survey_app.interview.host import FormHost
from survey_app.interview.live import LiveNode
from survey_app.interview.places import absent
from survey_app.interview.speaking import NOTHING, Speaker, TextPart
from survey_app.xform.definition import FormDef, Itemset, QuestionDef, StaticChoice
from survey_app.xform.paths import static_path
from survey_app.xpath.evaluation import Context
from survey_app.xpath.nodes import Node


@immutable
class Choice:
    """One choice as it is shown now, without the other columns of its list.

    `parts` are the label in pieces; `media` the addresses of its image, big-image, audio and
    video, those there are.
    """

    value: str
    label: str
    parts: tuple[TextPart, ...]
    media: Mapping[str, str]


class Offer:
    """The choices offered at one moment; `lasts` while the answers they come from stand."""

    __slots__ = ("_places", "choices", "lasts")

    def __init__(self, choices: tuple[Choice, ...], *, lasts: bool = True) -> None:
        self.choices = choices
        self.lasts = lasts
        self._places: Mapping[str, int] | None = None

    @property
    def places(self) -> Mapping[str, int]:
        """Return where each name stands in the list, from 0; worked out at first use."""
        if self._places is None:
            names = dict.fromkeys([choice.value for choice in self.choices])
            self._places = {name: at for at, name in enumerate(names)}
        return self._places


NO_OFFER = Offer(())


class Chooser:
    """Lists the choices of selects, and names single ones.

    Lists that no answer can change, and rows without a value in their label, are put together
    once for the form and the language.
    """

    def __init__(self, form: FormDef, host: FormHost, speaker: Speaker) -> None:
        self._form = form
        self._host = host
        self._speaker = speaker
        self.tongue_changed()
        self._ruled = {rule.path for rule in form.rules if rule.aspect == "choices"}

    def tongue_changed(self) -> None:
        """Take up what was put together in the language of the moment.

        An interview with lists of its own shares nothing: they may hold what others answered.
        """
        if self._host.own_lists:
            self._fixed, self._rows = {}, {}
            return
        self._fixed = self._form.keep(f"offers in {self._speaker.language}")
        self._rows = self._form.keep(f"rows in {self._speaker.language}")

    def choices(self, node: LiveNode, question: QuestionDef) -> tuple[Choice, ...]:
        """Return what is offered at `node`, in the order of the list."""
        return self.offer(node, question).choices

    def offer(self, node: LiveNode, question: QuestionDef) -> Offer:
        """Return what is offered at `node`, in the order of the list."""
        known = self._fixed.get(question.path)
        if isinstance(known, Offer):
            return known
        made = self._made(node, question)
        if made.lasts and question.path not in self._ruled:
            self._fixed[question.path] = made
        return made

    def _made(self, node: LiveNode, question: QuestionDef) -> Offer:
        itemset = question.itemset
        if itemset is None:
            return self._written_out(node, question) if question.choices else NO_OFFER
        if question.choices:
            written, listed = self._written_out(node, question), self._listing(node, itemset)
            lasts = written.lasts and listed.lasts
            return Offer(written.choices + listed.choices, lasts=lasts)
        if not itemset.whole:
            return self._listing(node, itemset)
        key = itemset.nodeset.source, itemset.columns
        known = self._fixed.get(key)
        if isinstance(known, Offer):
            return known
        made = self._listing(node, itemset)
        if made.lasts:
            self._fixed[key] = made
        return made

    def _written_out(self, node: LiveNode, question: QuestionDef) -> Offer:
        """Return the choices that stand in the body of the form."""
        lasts = all(_is_fixed(one, self._speaker) for one in question.choices)
        return Offer(tuple([self._written(one, node) for one in question.choices]), lasts=lasts)

    def _listing(self, node: LiveNode, itemset: Itemset) -> Offer:
        """Return the choices that come from a list."""
        found, lasts = [], itemset.nodeset.steady
        for row in self.rows(node, itemset):
            choice, stays = self._row(row, itemset, node)
            found.append(choice)
            lasts = lasts and stays
        return Offer(tuple(found), lasts=lasts)

    def _row(self, row: Node, itemset: Itemset, node: LiveNode) -> tuple[Choice, bool]:
        """Return the choice of a row, and whether it stays as it is while the answers stand."""
        key = (id(row), itemset.columns)
        known = self._rows.get(key)
        if isinstance(known, Choice):
            return known, True
        choice = self._listed(row, itemset, node)
        if not row.fixed:
            return choice, True
        label = cell(row, itemset.label_path)
        if itemset.label_is_text_id and not self._speaker.is_fixed(label):
            return choice, False
        self._rows[key] = choice
        return choice, True

    def rows(self, node: LiveNode, itemset: Itemset) -> list[Node]:
        """Return the rows of a list that are offered at `node`; rows without a name are not."""
        if not itemset.nodeset.steady:
            self._host.turn(node, "choices")
        found = ask_nodes(itemset.nodeset, Context(node, self._host))
        return [row for row in found if row.relevant and cell(row, itemset.value_path)]

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
        return first if isinstance(first, LiveNode) else absent(self._form, definition, here)

    def _written(self, choice: StaticChoice, node: LiveNode) -> Choice:
        value, label = choice
        parts, text = self._speaker.said(label, node)
        return Choice(value, text, parts, self._speaker.media(label, node))

    def _listed(self, row: Node, itemset: Itemset, node: LiveNode) -> Choice:
        label = cell(row, itemset.label_path) if itemset.label_path else ""
        value = cell(row, itemset.value_path)
        if not itemset.label_is_text_id:
            said = TextPart(label or value, is_value=not row.fixed)
            return Choice(value, said.text, (said,), NOTHING)
        text, media = self._speaker.by_id(label, node), self._speaker.media_by_id(label, node)
        return Choice(value, text.text, text.parts, media)


def _is_fixed(choice: StaticChoice, speaker: Speaker) -> bool:
    """Say whether no answer can change what a choice says."""
    label = choice.label
    if label.source is not None:
        return False
    if label.text_id is not None:
        return speaker.is_fixed(label.text_id)
    return all(isinstance(part, str) for part in label.template)

"""What one interview leaves for the next on the same laptop, and how the next one reads it.

Room: interview.
Spec: docs/spec/kept-answers.md.
Promise: of the answers only those the form itself names through last-saved, and none that could
hurt; entities only where the study asked for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from survey_app.interview.entities import SAVE_TO, EntityChange
from survey_app.interview.places import static_ref
from survey_app.interview.recalculation import MOST_INSTANCES
from survey_app.interview.submission import Submission
from survey_app.xform.definition import FormDef, NodeDef
from survey_app.xform.last_saved import KEPT_LEVELS
from survey_app.xform.references import references
from survey_app.xpath.nodes import NodeKind, TreeNode

KEEP_ENTITIES = "sa:keep_entities"
_LABEL = "/meta/entity/label"
_TRUE = frozenset({"yes", "true", "1"})
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Kept:
    """What earlier interviews on this laptop left: answers by reference, entities in order."""

    answers: Mapping[str, str] = field(default_factory=lambda: _NONE)
    entities: tuple[EntityChange, ...] = ()


NOTHING_KEPT = Kept()


def kept_answers(form: FormDef, submission: Submission) -> Mapping[str, str]:
    """Return the answers of a submission that the next interview with the form may read."""
    allowed = set(form.last_saved.kept)
    return {one.ref: one.value for one in submission.answers if one.value and one.path in allowed}


def kept_entities(form: FormDef, submission: Submission) -> tuple[EntityChange, ...]:
    """Return the entities that join their lists on this laptop: none unless the study says so.

    Properties stay out where their question is painful, dangerous, or does not say what it is,
    and labels where they are made from such a question. A name may stay: a study that asks for
    this asks to find a thing again.
    """
    if form.extra.get(KEEP_ENTITIES, "").lower() not in _TRUE:
        return ()
    withheld = {
        node.bind.extra[SAVE_TO]
        for node in form.nodes.values()
        if SAVE_TO in node.bind.extra and not _is_quiet(node)
    }
    labelled = all(_is_harmless(form, node) for node in form.nodes.values())
    return tuple(
        replace(
            one,
            label=one.label if labelled else one.entity_id,
            properties={
                name: text for name, text in one.properties.items() if name not in withheld
            },
        )
        for one in submission.entities
    )


def _is_harmless(form: FormDef, node: NodeDef) -> bool:
    """Say whether a node is no label of an entity, or one made from harmless answers only."""
    if not node.path.endswith(_LABEL) or node.bind.calculate is None:
        return True
    looked_at = references(node.bind.calculate.tree, node.path, form.nodes)
    return all(_is_quiet(form.nodes[one.path]) for one in looked_at)


def _is_quiet(node: NodeDef) -> bool:
    return node.bind.extra.get("sa:sensitivity", "") in KEPT_LEVELS


def lists_of(form: FormDef, kept: Kept) -> Mapping[str, TreeNode]:
    """Return the lists of an interview that differ from those of its form, by name."""
    found = {name: _instance(form, kept.answers) for name in form.last_saved.instances}
    for dataset in {one.dataset for one in kept.entities} & form.instances.keys():
        changes = [one for one in kept.entities if one.dataset == dataset]
        found[dataset] = _joined(form.instances[dataset], changes)
    return found


def _instance(form: FormDef, answers: Mapping[str, str]) -> TreeNode:
    """Return an instance with nothing in it but these answers, each in its own place."""
    top = TreeNode(NodeKind.DOCUMENT)
    top.add(TreeNode(NodeKind.ELEMENT, form.root.name))
    for ref in answers:
        if static_ref(ref) in form.last_saved.kept:
            _place(top, ref).value = answers[ref]
    return top


def _place(top: TreeNode, ref: str) -> TreeNode:
    """Return the node at a reference, made with those before it where they are missing."""
    here = top
    for step in ref.split("/")[1:]:
        name, _, position = step.rstrip("]").partition("[")
        at = min(int(position or 1), MOST_INSTANCES)
        while len(here.named(name)) < at:
            here.add(TreeNode(NodeKind.ELEMENT, name))
        here = here.named(name)[at - 1]
    return here


def _joined(base: TreeNode, changes: Sequence[EntityChange]) -> TreeNode:
    """Return a list with what interviews created and updated; its own rows stay as they are.

    What creates alone comes first: a correction that creates a row anew, in the place of an
    interview that was withdrawn, is later than the updates that were made to the row since.
    """
    rows = list(base.children[0].children) if base.children else []
    places = {_cell(row, "name"): at for at, row in enumerate(rows)}
    for one in sorted(changes, key=lambda one: one.update or not one.create):
        at = places.get(one.entity_id)
        if at is not None and one.update:
            rows[at] = _row(one, _cells(rows[at]))
        elif at is None and one.create:
            places[one.entity_id] = len(rows)
            rows.append(_row(one, {}))
    top = TreeNode(NodeKind.DOCUMENT)
    root = top.add(TreeNode(NodeKind.ELEMENT, "root"))
    root.children = rows
    return top


def _row(change: EntityChange, before: Mapping[str, str]) -> TreeNode:
    version = before.get("__version", "")
    cells = {
        **before,
        "name": change.entity_id,
        "label": change.label or before.get("label", ""),
        "__version": str(int(version) + 1) if version.isdecimal() else "1",
        **change.properties,
    }
    row = TreeNode(NodeKind.ELEMENT, "item")
    for name, text in cells.items():
        row.add(TreeNode(NodeKind.ELEMENT, name, value=text))
    return row


def _cells(row: TreeNode) -> Mapping[str, str]:
    return {cell.name: cell.text() for cell in row.children}


def _cell(row: TreeNode, name: str) -> str:
    found = row.named(name)
    return found[0].text() if found else ""

"""Every choice a select can ever offer, for codebooks: filters taken away.

Room: xform.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from survey_app.xform.body import Control
from survey_app.xform.definition import ChoiceDef, Itemset, StaticChoice
from survey_app.xform.wording import Translations, Wording, plain
from survey_app.xpath.evaluation import Context
from survey_app.xpath.expression import compile_tree
from survey_app.xpath.nodes import Node, NodeKind, TreeNode
from survey_app.xpath.syntax import Call, Expression, Filter, Path

_NOWHERE = TreeNode(NodeKind.DOCUMENT)
_Lists = dict[tuple[Expression, str, str, bool], tuple[ChoiceDef, ...]]


def catalogue(
    translations: Translations, instances: Mapping[str, TreeNode]
) -> Callable[[Control], Callable[[], tuple[ChoiceDef, ...]]]:
    """Return what gives the choices of a control, worked out when first asked for.

    Questions that offer one list share its choices: whoever asks for all of them pays once a list.
    """
    lists: _Lists = {}

    def of_control(control: Control) -> Callable[[], tuple[ChoiceDef, ...]]:
        known: list[tuple[ChoiceDef, ...]] = []

        def all_choices() -> tuple[ChoiceDef, ...]:
            if not known:
                known.append(_choices(control, translations, instances, lists))
            return known[0]

        return all_choices

    return of_control


def _choices(
    control: Control,
    translations: Translations,
    instances: Mapping[str, TreeNode],
    lists: _Lists,
) -> tuple[ChoiceDef, ...]:
    written = tuple(_written(one, translations) for one in control.choices)
    itemset = control.itemset
    tree = None if itemset is None else _unfiltered(itemset.nodeset.tree)
    if itemset is None or tree is None:
        return written
    known = tree, itemset.value_path, itemset.label_path, itemset.label_is_text_id
    if known not in lists:
        rows = _rows(itemset, tree, instances)
        lists[known] = tuple(_listed(row, itemset, translations) for row in rows)
    return (*written, *lists[known]) if written else lists[known]


def _tongues(translations: Translations) -> Sequence[str]:
    return translations.languages or ("",)


def _written(choice: StaticChoice, translations: Translations) -> ChoiceDef:
    labels = {name: _said(choice.label, translations, name) for name in _tongues(translations)}
    return ChoiceDef(choice.value, labels)


def _said(wording: Wording, translations: Translations, language: str) -> str:
    if wording.text_id is None:
        return plain(wording.template)
    return plain(translations.find(wording.text_id, language))


def _rows(itemset: Itemset, tree: Expression, instances: Mapping[str, TreeNode]) -> Sequence[Node]:
    bare = compile_tree(itemset.nodeset.source, tree)
    return bare.nodes(Context(_NOWHERE, _ListsOnly(instances)))


def _unfiltered(tree: Expression) -> Expression | None:
    """Return the path into a list without its predicates; None for other places."""
    match tree:
        case Call(name="randomize"):
            return _unfiltered(tree.arguments[0])
        case Filter():
            return _unfiltered(tree.primary)
        case Call(name="instance"):
            return tree
        case Path():
            if tree.start is None or _unfiltered(tree.start) is None:
                return None
            steps = tuple(replace(step, predicates=()) for step in tree.steps)
            return replace(tree, steps=steps, start=_unfiltered(tree.start))
        case _:
            return None


def _listed(row: Node, itemset: Itemset, translations: Translations) -> ChoiceDef:
    cells = {cell.name: cell.text() for cell in row.children}
    label = cells.get(itemset.label_path, "")
    labels = {
        name: plain(translations.find(label, name)) if itemset.label_is_text_id else label
        for name in _tongues(translations)
    }
    known = {itemset.value_path, itemset.label_path}
    return ChoiceDef(
        cells.get(itemset.value_path, ""),
        labels,
        {name: text for name, text in cells.items() if name not in known},
    )


class _ListsOnly:
    """A host for paths that look at lists and nothing else."""

    def __init__(self, instances: Mapping[str, TreeNode]) -> None:
        self._instances = instances

    def now(self) -> datetime:
        return datetime.fromtimestamp(0, tz=UTC)

    def root(self, _node: Node) -> Node:
        return _NOWHERE

    def instance(self, name: str) -> Node | None:
        return self._instances.get(name)

    def random(self) -> float:
        return 0.0

    def uuid(self) -> str:
        return ""

    def is_signed(self, _key: bytes, _signature: bytes, _message: bytes) -> bool:
        return False

    def itext(self, _name: str) -> str:
        return ""

    def choice_name(self, _value: str, _path: str, _node: Node) -> str:
        return ""

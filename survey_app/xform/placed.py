"""Keep of a body only what has a place in the instance; remember the rest.

Room: xform. Other tools show a form although a question of it has no place; so do we, without
that question. A group without a place only arranges what is inside it.
"""

from collections.abc import Iterator, Mapping, Sequence

from survey_app.xform.definition import BodyItem, NodeDef, QuestionDef
from survey_app.xform.errors import FormError, FormPathError

_SAID = {"question": "a question of the body", "repeat": "a repeat of the body"}


def placed_items(
    items: Sequence[BodyItem], nodes: Mapping[str, NodeDef], aside: list[FormError]
) -> tuple[BodyItem, ...]:
    """Return the items that have a place; what has none is added to `aside`."""
    return tuple(_placed(items, nodes, aside))


def _placed(
    items: Sequence[BodyItem], nodes: Mapping[str, NodeDef], aside: list[FormError]
) -> Iterator[BodyItem]:
    for item in items:
        has_place = item.path is None or _fits(item, nodes.get(item.path))
        if not has_place:
            place = _SAID.get(item.kind, "a group of the body")
            aside.append(FormPathError(place=place, path=item.path or "?"))
        if has_place and item.kind == "question":
            yield item
        elif has_place or item.kind == "group":
            inside = placed_items(item.children, nodes, aside)
            yield item._replace(children=inside, path=item.path if has_place else None)


def _fits(item: BodyItem, node: NodeDef | None) -> bool:
    """Say whether the place can hold what the body shows there: an answer needs one of its own."""
    return node is not None and (item.kind != "question" or isinstance(node, QuestionDef))

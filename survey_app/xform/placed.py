"""Keep of a body only what has a place in the instance; remember the rest.

Room: xform. Other tools show a form although a question of it has no place; so do we, without
that question. A group without a place only arranges what is inside it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from survey_app.xform.definition import BodyItem
from survey_app.xform.errors import FormError, FormPathError

_SAID = {"question": "a question of the body", "repeat": "a repeat of the body"}


def placed_items(
    items: Sequence[BodyItem], paths: Collection[str], aside: list[FormError]
) -> tuple[BodyItem, ...]:
    """Return the items that have a place; what has none is added to `aside`."""
    return tuple(_placed(items, paths, aside))


def _placed(
    items: Sequence[BodyItem], paths: Collection[str], aside: list[FormError]
) -> Iterator[BodyItem]:
    for item in items:
        has_place = item.path is None or item.path in paths
        if not has_place:
            place = _SAID.get(item.kind, "a group of the body")
            aside.append(FormPathError(place=place, path=item.path or "?"))
        if has_place and item.kind == "question":
            yield item
        elif has_place or item.kind == "group":
            inside = placed_items(item.children, paths, aside)
            yield replace(item, children=inside, path=item.path if has_place else None)

"""The entities that a submission creates or updates.

Room: interview.
Spec: docs/spec/submission.md, "Entities"; ODK XForms, entities 2024.1 and 2025.1.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from survey_app.xform.definition import FormDef, NodeDef
from survey_app.xform.document import elements
from survey_app.xform.names import local
from survey_app.xform.paths import depth_of, is_within, parent_path

SAVE_TO = "entities:saveto"
_TRUE = frozenset({"1", "true"})


@dataclass(frozen=True)
class EntityChange:
    """One entity that an interview creates, updates, or both (whichever it turns out to need).

    `base_version` is the version that was shown when it was updated, "" where none was.
    `properties` holds the saved answers that are part of the submission, by property.
    """

    dataset: str
    entity_id: str
    label: str
    create: bool
    update: bool
    base_version: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


def entity_changes(form: FormDef, root: etree._Element) -> tuple[EntityChange, ...]:
    """Return the entities that a submission really creates or updates, in document order."""
    paths = [path for path, node in form.nodes.items() if is_entity(node)]
    scopes = [_scope(path) for path in paths]
    return tuple(
        change
        for path in paths
        for scope in _reached(root, _names(form.root.path, _scope(path)))
        for element in _reached(scope, ("meta", "entity"))
        if (change := _change(form, scopes, path, scope, element)) is not None
    )


def is_entity(node: NodeDef) -> bool:
    """Say whether a place of the form stands for an entity."""
    if node.name != "entity" or not parent_path(node.path).endswith("/meta"):
        return False
    return bool(dict(node.attributes).get("dataset"))


def _change(
    form: FormDef,
    scopes: list[str],
    path: str,
    scope: etree._Element,
    element: etree._Element,
) -> EntityChange | None:
    create, update = (element.get(name, "") in _TRUE for name in ("create", "update"))
    if not (create or update):
        return None
    labels = _reached(element, ("label",))
    return EntityChange(
        dataset=element.get("dataset", ""),
        entity_id=element.get("id", ""),
        label=(labels[0].text or "") if labels else "",
        create=create,
        update=update,
        base_version=element.get("baseVersion", ""),
        properties=dict(_properties(form, scopes, _scope(path), scope)),
    )


def _properties(
    form: FormDef, scopes: list[str], own: str, scope: etree._Element
) -> Iterator[tuple[str, str]]:
    """Yield the answers that are saved to the entity of `own`: those in no deeper scope."""
    for path, node in form.nodes.items():
        name = node.bind.extra.get(SAVE_TO)
        if not name or _innermost(path, scopes) != own:
            continue
        for found in _reached(scope, _names(own, path))[:1]:
            yield name, found.text or ""


def _innermost(path: str, scopes: Sequence[str]) -> str:
    return max((one for one in scopes if is_within(path, one)), key=len, default="")


def _scope(entity_path: str) -> str:
    """Return the place whose answers an entity takes: what is around its meta."""
    return parent_path(parent_path(entity_path))


def _names(above: str, path: str) -> tuple[str, ...]:
    return tuple(path.split("/")[depth_of(above) + 1 :])


def _reached(start: etree._Element, names: tuple[str, ...]) -> list[etree._Element]:
    row = [start]
    for name in names:
        row = [child for one in row for child in elements(one) if local(child) == name]
    return row

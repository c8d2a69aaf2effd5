"""Join instance, binds and body into one tree of definitions.

Room: xform.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from survey_app.xform.binds import bind_of
from survey_app.xform.body import Body, Control
from survey_app.xform.definition import (
    Bind,
    ChoiceDef,
    GroupDef,
    NodeDef,
    QuestionDef,
    RepeatDef,
)
from survey_app.xform.expressions import ExpressionBook
from survey_app.xform.instance import InitialNode
from survey_app.xpath.syntax import Call

_BARE_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
Catalogue = Callable[[Control], Callable[[], tuple[ChoiceDef, ...]]]


@dataclass(frozen=True)
class Plan:
    """What is needed to define a place: the binds and the body by path."""

    binds: Mapping[str, Mapping[str, str]]
    body: Body
    book: ExpressionBook
    catalogue: Catalogue


def definition_of(initial: InitialNode, plan: Plan) -> GroupDef:
    """Return the definition of the root. Raises: FormExpressionError."""
    return _group([initial], "", None, plan)


def nodes_by_path(root: GroupDef) -> Mapping[str, NodeDef]:
    """Return every definition by its path, in document order."""
    found: dict[str, NodeDef] = {}
    waiting: list[NodeDef] = [root]
    while waiting:
        node = waiting.pop()
        found[node.path] = node
        if not isinstance(node, QuestionDef):
            waiting.extend(reversed(node.children))
    return found


def _define(alike: Sequence[InitialNode], above: str, repeat: str | None, plan: Plan) -> NodeDef:
    """Return the definition of nodes that share a path."""
    path = f"{above}/{alike[0].name}"
    if path in plan.body.repeats:
        return _repeat(alike, path, repeat, plan)
    if any(one.children for one in alike) or (
        path in plan.body.groups and path not in plan.body.controls
    ):
        return _group(alike, above, repeat, plan)
    return _question(alike[0], path, repeat, plan)


def _children(
    alike: Sequence[InitialNode], path: str, repeat: str | None, plan: Plan
) -> tuple[NodeDef, ...]:
    by_name: dict[str, list[InitialNode]] = {}
    for one in alike:
        for child in one.children:
            by_name.setdefault(child.name, []).append(child)
    return tuple(_define(row, path, repeat, plan) for row in by_name.values())


def _bind(path: str, plan: Plan) -> Bind:
    attributes = plan.binds.get(path)
    return Bind() if attributes is None else bind_of(attributes, path, plan.book)


def _group(alike: Sequence[InitialNode], above: str, repeat: str | None, plan: Plan) -> GroupDef:
    first = alike[0]
    path = f"{above}/{first.name}"
    shown = plan.body.groups.get(path)
    return GroupDef(
        name=first.name,
        path=path,
        prefix=first.prefix,
        uri=first.uri,
        bind=_bind(path, plan),
        children=_children(alike, path, repeat, plan),
        repeat=repeat,
        label=None if shown is None else shown.label,
        appearance="" if shown is None else shown.appearance,
        attributes=first.attributes,
    )


def _count(written: str, template: InitialNode) -> str:
    """Return what counts a repeat, as it is meant at the repeat.

    A bare name that is nothing in the repeat stands beside it, as JavaRosa reads it: read at the
    repeat it would be a count of nothing, and nobody would ever be asked.
    """
    count = written.strip()
    is_beside = _BARE_NAME.match(count) and all(one.name != count for one in template.children)
    return f"../{count}" if is_beside else count


def _repeat(alike: Sequence[InitialNode], path: str, repeat: str | None, plan: Plan) -> RepeatDef:
    template = next((one for one in alike if one.is_template), alike[0])
    facts = plan.body.repeats[path]
    around = plan.body.groups.get(path)
    count = _count(facts.count or "", template)
    return RepeatDef(
        name=template.name,
        path=path,
        prefix=template.prefix,
        uri=template.uri,
        bind=_bind(path, plan),
        children=_children(alike, path, path, plan),
        repeat=repeat,
        template=template,
        defaults=tuple(one for one in alike if not one.is_template),
        count=plan.book.at(count, path) if count else None,
        fixed=facts.fixed,
        label=facts.label or (around.label if around else None),
        appearance=facts.appearance or (around.appearance if around else ""),
        attributes=template.attributes,
    )


def _question(initial: InitialNode, path: str, repeat: str | None, plan: Plan) -> QuestionDef:
    bind = _bind(path, plan)
    control = plan.body.controls.get(path)
    if control is None:
        return QuestionDef(
            name=initial.name,
            path=path,
            prefix=initial.prefix,
            uri=initial.uri,
            bind=bind,
            repeat=repeat,
            default=initial.value,
            attributes=initial.attributes,
        )
    return QuestionDef(
        name=initial.name,
        path=path,
        prefix=initial.prefix,
        uri=initial.uri,
        bind=bind,
        repeat=repeat,
        default=initial.value,
        control=_control_kind(control, bind),
        appearance=control.appearance,
        label=control.label,
        hint=control.hint,
        choices=control.choices,
        itemset=control.itemset,
        parameters=control.parameters,
        all_choices=plan.catalogue(control),
        attributes=initial.attributes,
    )


def _control_kind(control: Control, bind: Bind) -> str:
    """A text that can never be typed into is a note."""
    tree = None if bind.readonly is None else bind.readonly.tree
    never = isinstance(tree, Call) and tree.name == "true"
    if control.kind == "input" and never and bind.calculate is None:
        return "note"
    return control.kind

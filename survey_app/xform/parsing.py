"""Read a form: XForm XML in, an immutable definition out.

Room: xform. The door: `parse`.
Spec: docs/spec/form-definition.md; ODK XForms 1.0.
Promise: a form that comes out of here opens; every fault has one clear error. What other tools
pass over (a question or bind without a place, a text that is not there) is set aside, and told.
"""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from survey_app.xform.actions import Surroundings, read_actions
from survey_app.xform.binds import bind_elements
from survey_app.xform.body import read_body, repeat_paths
from survey_app.xform.catalogue import catalogue
from survey_app.xform.checking import check_choice_names
from survey_app.xform.definition import FormDef, GroupDef, NodeDef, QuestionDef, RepeatDef
from survey_app.xform.document import FormParts, form_parts, read_xml
from survey_app.xform.errors import (
    FormError,
    FormItextError,
    FormPathError,
    FormStructureError,
)
from survey_app.xform.expressions import ExpressionBook
from survey_app.xform.instance import as_kept, initial_node, joined
from survey_app.xform.last_saved import last_saved
from survey_app.xform.lists import secondary_instances
from survey_app.xform.names import WELL_KNOWN, short_name
from survey_app.xform.not_offered import not_offered
from survey_app.xform.placed import placed_items
from survey_app.xform.putting_off import put_off
from survey_app.xform.ranking import rule_book
from survey_app.xform.references import references
from survey_app.xform.routing import routes_of
from survey_app.xform.rules import Rule
from survey_app.xform.seats import seats_of
from survey_app.xform.structure import Plan, definition_of, nodes_by_path
from survey_app.xform.texts import translations
from survey_app.xform.wording import Translations, Wording, outputs_of
from survey_app.xpath.expression import Expression


def parse(xform_xml: bytes, files: Mapping[str, bytes] | None = None) -> FormDef:
    """Return the definition of a form; `files` are the lists that came with it, by name.

    Raises: FormError and its kinds, each naming what is wrong and where.
    """
    with nothing_is_garbage():
        return _parsed(xform_xml, files or {})


@contextmanager
def nothing_is_garbage() -> Iterator[None]:
    """Let the collector rest: a form only grows while it is read, and there is much of it.

    What was read then counts as old, so that the next small collection does not walk over it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _all_is_old()
            gc.enable()


def _all_is_old() -> None:
    """Count everything there is as old; what the server keeps for ever stays kept."""
    keeps = gc.get_freeze_count()
    gc.freeze()
    if not keeps:
        gc.unfreeze()


def _parsed(xform_xml: bytes, files: Mapping[str, bytes]) -> FormDef:
    parts = form_parts(read_xml(xform_xml))
    initial = initial_node(parts.primary)
    root_path = f"/{initial.name}"
    repeats = repeat_paths(parts.body, root_path)
    initial = joined(initial, repeats)
    if root_path in repeats:
        raise FormStructureError(part="a place around the repeat of its root")
    seats = seats_of(initial, repeats)
    instances = secondary_instances(parts.model, files)
    own = dict(initial.attributes).get("id", "")
    book = ExpressionBook(
        {**WELL_KNOWN, **parts.namespaces}, repeats, seats, "" if own in set(instances) else own
    )
    aside: list[FormError] = []
    binds = bind_elements(parts.model, root_path, aside)
    initial = as_kept(initial, binds)
    bind_ids = {facts["id"]: path for path, facts in binds.items() if "id" in facts}
    body = read_body(parts.body, root_path, book, bind_ids)
    tongues = translations(parts.model, aside)
    root = definition_of(initial, Plan(binds, body, book, catalogue(tongues, instances)))
    nodes = nodes_by_path(root)
    items = placed_items(body.items, nodes, aside)
    aside.extend(FormPathError(place="a bind", path=one) for one in binds if one not in nodes)
    told = _told(nodes, tongues, book, aside)
    for where, expression in book.used():
        if "choice-name" in expression.source:
            check_choice_names(expression.tree, where, nodes)
    rules = rule_book(_rules(nodes, told), nodes, seats, aside)
    around = Surroundings(root_path, nodes.keys(), bind_ids, aside)
    actions = read_actions(parts.model, parts.body, book, around)
    saved = last_saved(parts.model, (one for _, one in book.used()), nodes)
    calls = frozenset[str]().union(*(one.calls for _, one in book.used()))
    attributes = dict(initial.attributes)
    waiting = put_off(rules.rules, rules.dependents, nodes, actions, tongues)
    return FormDef(
        form_id=attributes.get("id") or initial.uri or initial.name,
        version=attributes.get("version") or attributes.get("orx:version", ""),
        title=parts.title,
        xml=xform_xml,
        root=root,
        initial=initial,
        body=items,
        translations=tongues,
        questions=_questions(nodes, root_path),
        nodes=nodes,
        extra=_extra(parts),
        actions=actions,
        rules=rules.rules,
        dependents=rules.dependents,
        instances=instances,
        expression_at=book.at,
        seats=seats,
        routes=routes_of(rules.rules, rules.dependents, nodes, seats, waiting),
        namespaces=parts.namespaces,
        last_saved=saved,
        not_offered=not_offered(parts, nodes, saved, calls, files),
        set_aside=tuple(aside),
    )


def _extra(parts: FormParts) -> Mapping[str, str]:
    """Return what the settings sheet left on the model: "sdc:k" and the like."""
    return {short_name(str(key)): str(value) for key, value in parts.model.attrib.items()}


def _questions(nodes: Mapping[str, NodeDef], root: str) -> Mapping[str, QuestionDef]:
    found: dict[str, QuestionDef] = {}
    for path, node in nodes.items():
        if isinstance(node, QuestionDef) and not path.startswith(f"{root}/meta/"):
            found.setdefault(node.name, node)
    return found


def _told(
    nodes: Mapping[str, NodeDef],
    tongues: Translations,
    book: ExpressionBook,
    aside: list[FormError],
) -> list[tuple[str, Expression]]:
    """Return the expressions inside texts, each with the place that shows it.

    A text that no language has is set aside.
    """
    found: list[tuple[str, Expression]] = []
    ids = tongues.ids
    for path, node in nodes.items():
        for wording in _wordings(node):
            if wording.text_id is not None and wording.text_id not in ids:
                aside.append(FormItextError(place=path, text=wording.text_id))
            if wording.source is not None:
                found.append((path, book.at(wording.source, path)))
            found.extend((path, book.at(one.source, path)) for one in outputs_of(wording, tongues))
    return found


def _wordings(node: NodeDef) -> Iterator[Wording]:
    bind = node.bind
    candidates = [node.label, bind.constraint_message, bind.required_message]
    if isinstance(node, QuestionDef):
        candidates.append(node.hint)
        candidates.extend(choice.label for choice in node.choices)
    yield from (one for one in candidates if one is not None)


def _rules(nodes: Mapping[str, NodeDef], told: Sequence[tuple[str, Expression]]) -> list[Rule]:
    """Return every expression that keeps something up to date, in document order.

    `told` and constraints change nothing but what the page shows of a place.
    """
    kept = [
        Rule(aspect, path, expression, 0)
        for path, node in nodes.items()
        for aspect, expression in _aspects(node, nodes)
        if expression is not None
    ]
    constraints = [
        (path, node.bind.constraint)
        for path, node in nodes.items()
        if isinstance(node, QuestionDef) and node.bind.constraint is not None
    ]
    shown = dict.fromkeys((*constraints, *told))
    return kept + [Rule("shown", path, expression, 0) for path, expression in shown]


def _aspects(
    node: NodeDef, nodes: Mapping[str, NodeDef]
) -> Iterator[tuple[str, Expression | None]]:
    bind = node.bind
    yield "relevant", bind.relevant
    if isinstance(node, RepeatDef):
        yield "count", node.count
    yield "calculate", None if isinstance(node, GroupDef | RepeatDef) else bind.calculate
    yield "readonly", bind.readonly
    yield "required", bind.required
    yield from ((f"@{name}", expression) for name, expression in bind.attributes.items())
    if isinstance(node, QuestionDef) and node.itemset is not None:
        nodeset = node.itemset.nodeset
        if node.itemset.filtered or references(nodeset.tree, node.path, nodes):
            yield "choices", nodeset

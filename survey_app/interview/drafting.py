"""An interview as bytes, and back: nothing may change on the way.

Room: interview.
Spec: docs/spec/interview-draft.md. Canonical JSON; only what rules cannot work out again.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from survey_app.canonical import Json, NotCanonicalError, canonical_json, read_canonical_json
from survey_app.interview.attributes import LiveAttribute, attribute_named, attributes_to_keep
from survey_app.interview.errors import DraftDamagedError
from survey_app.interview.live import LiveNode, bare, plant
from survey_app.interview.places import find, ref_of
from survey_app.interview.trail import Line, packed_lines, read_lines
from survey_app.xform.definition import (
    FormDef,
    GroupDef,
    NodeDef,
    QuestionDef,
    RepeatDef,
)
from survey_app.xform.empties import empty_kind
from survey_app.xform.instance import InitialNode

FORMAT = "survey-app/interview/1"
_PARKED = "parked:"
_COMMENT = "comment"
_HELD = frozenset({"relevant", "readonly", "required"})


@dataclass(frozen=True)
class Draft:
    """What a saved interview holds besides its nodes.

    `rings_stay` says that conditions of rings stay as they stand: what closed them was not
    submitted, so nothing could say it again.
    """

    language: str
    seed: str
    instance_id: str
    stopped: bool
    deprecated: str = ""
    last_saved: Mapping[str, str] = field(default_factory=dict)
    trail: tuple[Line, ...] = ()
    rings_stay: bool = False


def save(form: FormDef, draft: Draft, document: LiveNode) -> bytes:
    """Return the interview as canonical JSON."""
    root = document.children[0]
    extra: dict[str, Json] = {}
    if draft.deprecated:
        extra["deprecated"] = draft.deprecated
    if draft.last_saved:
        extra["last_saved"] = {**draft.last_saved}
    if draft.rings_stay:
        extra["rings_stay"] = True
    if draft.trail:
        extra["trail"] = packed_lines(draft.trail)
    return canonical_json(
        {
            **extra,
            "format": FORMAT,
            "form": form.form_hash,
            "language": draft.language,
            "seed": draft.seed,
            "instance": draft.instance_id,
            "stopped": draft.stopped,
            "answers": _packed(root),
            "held": _held(form, root, draft.rings_stay),
        }
    )


def emptied(form: FormDef, saved: bytes, groups: Sequence[str]) -> bytes:
    """Return a saved interview in which nothing stands inside these groups, given by path.

    They stand in no repeat and hold none.
    """
    fields = cast("dict[str, Json]", read_canonical_json(saved))
    for path in groups:
        *outer, name = path.split("/")[2:]
        there = fields["answers"]
        for step in outer:
            there = there.get(step) if isinstance(there, dict) else None
        if isinstance(there, dict) and name in there:
            there[name] = _nothing_in(form.nodes[path])
    return canonical_json(fields)


def _nothing_in(group: NodeDef) -> dict[str, Json]:
    inner = group.inner if isinstance(group, GroupDef) else ()
    return {one.name: _nothing_in(one) for one in inner}


def load(form: FormDef, saved: bytes) -> tuple[Draft, LiveNode]:
    """Return the facts and the document node of a saved interview.

    Raises: DraftDamagedError when the bytes are not of this form.
    """
    try:
        fields = cast("Mapping[str, Json]", read_canonical_json(saved))
        if fields["format"] != FORMAT or fields["form"] != form.form_hash:
            raise DraftDamagedError(form=form.form_id)
        draft = Draft(
            _text(fields["language"]),
            _text(fields["seed"]),
            _text(fields["instance"]),
            fields["stopped"] is True,
            _text(fields.get("deprecated", "")),
            _texts(fields.get("last_saved", {})),
            read_lines(fields.get("trail", [])),
            fields.get("rings_stay", False) is True,
        )
        document = plant(form)
        root = _unpacked(fields["answers"], form.initial, form.root, document, form)
        document.put(root)
        held = cast("Mapping[str, Sequence[str]]", fields["held"])
        _hold(form, document, held, draft.rings_stay)
    except (NotCanonicalError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise DraftDamagedError(form=form.form_id) from error
    return draft, document


def _text(field: Json) -> str:
    if not isinstance(field, str):
        raise TypeError
    return field


def _texts(fields: Json) -> Mapping[str, str]:
    if not isinstance(fields, dict):
        raise TypeError
    return {name: _text(text) for name, text in fields.items()}


def _packed(node: LiveNode) -> Json:
    if node.question is not None:
        return _packed_question(node)
    packed: dict[str, Json] = {**_attributes(node)}
    for child in node.children:  # most of a form are questions, and most of them are silent
        question = child.question
        if question is not None and (
            child.value
            or child.empty is not None
            or child.comment
            or question.default
            or child.place > 1
            or (child.attributes and _attributes(child))
        ):
            packed.setdefault(question.name, _packed_question(node.named(question.name)[0]))
    definition = node.definition
    for inner in definition.inner if isinstance(definition, GroupDef | RepeatDef) else ():
        row = node.named(inner.name)
        if isinstance(inner, RepeatDef):
            packed[inner.name] = [_packed(one) for one in row]
            if aside := node.kept_aside(inner.name):
                packed[_PARKED + inner.name] = [_packed(one) for one in aside]
        else:
            packed[inner.name] = _packed(row[0]) if row else None
    return packed


def _attributes(node: LiveNode) -> dict[str, str]:
    if not node.attributes:
        return {}
    definition = node.definition
    repeated = isinstance(definition, RepeatDef) or (
        definition is not None and definition.repeat is not None
    )
    return attributes_to_keep(node.attributes, every=repeated)


def _packed_question(node: LiveNode) -> Json:
    attributes = _attributes(node)
    if node.comment:
        attributes = {**attributes, _COMMENT: node.comment}
    if node.empty is None and not attributes:
        return node.value
    word = "" if node.empty is None else node.empty.word
    packed: list[Json] = [node.value, word, node.reason]
    return [*packed, {**attributes}] if attributes else packed


def _unpacked(
    packed: Json, initial: InitialNode, definition: NodeDef, parent: LiveNode, form: FormDef
) -> LiveNode:
    node = bare(initial, definition, parent, form)
    if isinstance(definition, QuestionDef):
        _answer(node, packed)
        return node
    fields = cast("Mapping[str, Json]", packed)
    _put_attributes(node, fields)
    by_name = {one.name: one for one in initial.children if not one.is_template}
    for inner in definition.children:
        if isinstance(inner, RepeatDef):
            _unpack_repeat(fields, inner, node, form)
        elif isinstance(inner, GroupDef):
            pattern = by_name.get(inner.name)
            if pattern is not None:
                node.put(_unpacked(fields[inner.name], pattern, inner, node, form))
        elif inner.name in by_name:
            node.put(_unpacked(fields.get(inner.name, ""), by_name[inner.name], inner, node, form))
    return node


def _unpack_repeat(
    fields: Mapping[str, Json], definition: RepeatDef, node: LiveNode, form: FormDef
) -> None:
    parked = cast("Sequence[Json]", fields.get(_PARKED + definition.name, ()))
    for one in (*cast("Sequence[Json]", fields[definition.name]), *parked):
        node.put(_unpacked(one, definition.template, definition, node, form))
    for _ in parked:
        node.park(node.named(definition.name)[-1])
    if parked and node.parked is not None:
        node.parked[definition.name].reverse()


def _answer(node: LiveNode, packed: Json) -> None:
    if isinstance(packed, str):
        node.value = packed
        return
    value, word, reason, *more = cast("Sequence[Json]", packed)
    node.value, node.empty, node.reason = _text(value), empty_kind(_text(word)), _text(reason)
    for attributes in more:
        fields = cast("Mapping[str, Json]", attributes)
        node.comment = _text(fields.get(_COMMENT, ""))
        _put_attributes(node, fields)


def _put_attributes(node: LiveNode, fields: Mapping[str, Json]) -> None:
    for name, value in fields.items():
        if not name.startswith("@"):
            continue
        attribute = attribute_named(node.attributes, name[1:])
        if attribute is None:  # of an instance that the form wrote differently from its template
            attribute = LiveAttribute(name[1:], "", node)
            node.attributes = [*node.attributes, attribute]
        attribute.value = _text(value)


def _held(form: FormDef, root: LiveNode, rings_stay: bool) -> dict[str, Json]:  # noqa: FBT001
    """Return the conditions that stay as they stood."""
    held: dict[str, Json] = {}
    watched = _watched(form, rings_stay)
    for node in root.everything() if watched else ():
        if aspects := watched.get(node.path):
            states = {
                "relevant": node.own_relevant,
                "readonly": node.own_readonly,
                "required": node.required,
            }
            held[ref_of(node)] = sorted(aspect for aspect in aspects if states[aspect])
    return held


@lru_cache(maxsize=32)
def _watched(form: FormDef, rings_stay: bool) -> Mapping[str, AbstractSet[str]]:  # noqa: FBT001
    """Return which conditions of which places stay as they stood; found once for a form."""
    watched: dict[str, set[str]] = {}
    for rule in form.rules:
        if rule.aspect in _HELD and rule.stays(rings_stay=rings_stay):
            watched.setdefault(rule.path, set()).add(rule.aspect)
    return watched


def _hold(
    form: FormDef,
    document: LiveNode,
    held: Mapping[str, Sequence[str]],
    rings_stay: bool,  # noqa: FBT001
) -> None:
    """Put the conditions that stay back as they stood."""
    watched = _watched(form, rings_stay)
    for ref, true in held.items():
        node = find(form, document, ref)
        if node is None:
            raise DraftDamagedError(form=form.form_id)
        for aspect in watched.get(node.path, ()):
            if aspect == "relevant":
                node.own_relevant = "relevant" in true
            elif aspect == "readonly":
                node.own_readonly = "readonly" in true
            else:
                node.required = "required" in true

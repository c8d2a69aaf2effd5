"""Read the body of a form: what is shown, in which order, with which choices.

Room: xform.
Spec: ODK XForms 1.0, "body elements".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from survey_app.xform.definition import BodyItem, Itemset, StaticChoice
from survey_app.xform.document import elements
from survey_app.xform.errors import FormChoicesError, FormPathError, FormStructureError
from survey_app.xform.expressions import ExpressionBook
from survey_app.xform.lists import as_answered
from survey_app.xform.names import attribute, local, short_name
from survey_app.xform.paths import static_path
from survey_app.xform.texts import children_by_name, wording
from survey_app.xform.wording import Wording
from survey_app.xpath.expression import Expression
from survey_app.xpath.syntax import Call, Filter, Literal, Path, walk

CONTROLS = frozenset(
    {"input", "select", "select1", "upload", "trigger", "range", "rank", "secret", "textarea"}
)
_SCALE = re.compile(r"\s*(-?\d+(\.\d*)?|-?\.\d+|\d{4}-\d\d.*|\d\d:\d\d.*)\s*\Z")
"""Where a range may begin and end: a number, a date or a time."""
_KNOWN = frozenset({"ref", "bind", "nodeset", "appearance", "class"})


class Control(NamedTuple):
    """A question as the body shows it."""

    kind: str
    path: str
    appearance: str
    label: Wording | None
    hint: Wording | None
    choices: tuple[StaticChoice, ...]
    itemset: Itemset | None
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class RepeatFacts:
    """What the body says of a repeat."""

    count: str | None
    fixed: bool
    label: Wording | None
    appearance: str


@dataclass(frozen=True)
class Body:
    """The whole body: order, and what it says of each place."""

    items: tuple[BodyItem, ...]
    controls: Mapping[str, Control]
    repeats: Mapping[str, RepeatFacts]
    groups: Mapping[str, BodyItem]


def repeat_paths(body: etree._Element | None, root: str) -> frozenset[str]:
    """Return the static paths of all repeats."""
    found: set[str] = set()

    def look(parent: etree._Element, context: str) -> None:
        for element in elements(parent):
            inner = _place(element, context) or context
            if local(element) == "repeat":
                found.add(inner)
            if local(element) in {"group", "repeat"}:
                look(element, inner)

    if body is not None and next(body.iter("{*}repeat"), None) is not None:
        look(body, root)
    return frozenset(found)


def read_body(
    body: etree._Element | None, root: str, book: ExpressionBook, bind_ids: Mapping[str, str]
) -> Body:
    """Return the body. Raises: FormStructureError, FormPathError, FormChoicesError."""
    reader = _Reader(book, bind_ids)
    items = () if body is None else reader.items(body, root)
    return Body(items, reader.controls, reader.repeats, reader.groups)


def _place(element: etree._Element, context: str) -> str | None:
    source = element.get("ref") or element.get("nodeset")
    return static_path(source, context) if source else None


class _Reader:
    """Walks the body once; `context` is what relative references start from."""

    def __init__(self, book: ExpressionBook, bind_ids: Mapping[str, str]) -> None:
        self.controls: dict[str, Control] = {}
        self.repeats: dict[str, RepeatFacts] = {}
        self.groups: dict[str, BodyItem] = {}
        self._book = book
        self._bind_ids = bind_ids

    def items(self, parent: etree._Element, context: str) -> tuple[BodyItem, ...]:
        found: list[BodyItem] = []
        for element in elements(parent):
            name = local(element)
            if name == "group":
                found.append(self._group(element, context))
            elif name == "repeat":
                found.append(self._repeat(element, context))
            elif name in CONTROLS:
                found.append(self._control(element, context))
        return tuple(found)

    def _group(self, element: etree._Element, context: str) -> BodyItem:
        path = self._optional_place(element, context)
        item = BodyItem(
            "group",
            path,
            self.items(element, path or context),
            wording(children_by_name(element).get("label")),
            element.get("appearance", ""),
        )
        if path is not None:
            self.groups.setdefault(path, item)
        return item

    def _repeat(self, element: etree._Element, context: str) -> BodyItem:
        path = self._optional_place(element, context)
        if path is None:
            raise FormStructureError(part="nodeset of a repeat")
        fixed = attribute(element, "noAddRemove")
        self.repeats[path] = RepeatFacts(
            count=attribute(element, "count"),
            fixed=fixed is not None and "false" not in fixed,
            label=wording(children_by_name(element).get("label")),
            appearance=element.get("appearance", ""),
        )
        return BodyItem(
            "repeat",
            path,
            self.items(element, path),
            self.repeats[path].label,
            self.repeats[path].appearance,
        )

    def _control(self, element: etree._Element, context: str) -> BodyItem:
        path = self._optional_place(element, context)
        if path is None:
            raise FormStructureError(part=f"ref of a {local(element)}")
        kind = {"secret": "input", "textarea": "input"}.get(local(element), local(element))
        inside = children_by_name(element)
        itemset = inside.get("itemset")
        control = Control(
            kind=kind,
            path=path,
            appearance=_appearance(element),
            label=wording(inside.get("label")),
            hint=wording(inside.get("hint")),
            choices=_static_choices(element) if "item" in inside else (),
            itemset=None if itemset is None else self._itemset(itemset, path),
            parameters=_parameters(element),
        )
        if kind == "range":
            _check_scale(control)
        self.controls.setdefault(path, control)
        return BodyItem("question", path)

    def _itemset(self, element: etree._Element, path: str) -> Itemset:
        source = element.get("nodeset", "").strip()
        inside = children_by_name(element)
        value, label = inside.get("value"), inside.get("label")
        if not source or value is None:
            raise FormChoicesError(place=path)
        nodeset = self._book.at(source, path)
        label_source = (label.get("ref") or "").strip() if label is not None else ""
        is_text_id = label_source.startswith("jr:itext(")
        return Itemset(
            nodeset=nodeset,
            value_path=(value.get("ref") or "").strip() or "value",
            label_path=label_source[len("jr:itext(") : -1].strip() if is_text_id else label_source,
            label_is_text_id=is_text_id,
            filtered=_is_filtered(nodeset),
            whole=_is_whole(nodeset),
        )

    def _optional_place(self, element: etree._Element, context: str) -> str | None:
        bind = element.get("bind")
        if bind is not None and bind in self._bind_ids:
            return self._bind_ids[bind]
        source = element.get("ref") or element.get("nodeset")
        if not source:
            return None
        path = static_path(source, context)
        if path is None:
            raise FormPathError(place=local(element), path=source)
        return path


def _appearance(element: etree._Element) -> str:
    """Return the words of an appearance; "search" is an older word for "autocomplete"."""
    words = element.get("appearance", "")
    older = "search" in words.split() and "autocomplete" not in words.split()
    return f"{words} autocomplete" if older else words


def _check_scale(control: Control) -> None:
    for end in ("start", "end"):
        if not _SCALE.match(control.parameters.get(end, "0")):
            raise FormStructureError(part=f"number as {end} of the range {control.path}")


def _parameters(element: etree._Element) -> Mapping[str, str]:
    """Return the attributes that are no reference and no appearance."""
    named = {short_name(str(key)): str(value) for key, value in element.attrib.items()}
    return {name: value for name, value in named.items() if name not in _KNOWN}


def _static_choices(element: etree._Element) -> tuple[StaticChoice, ...]:
    return tuple(_static_choice(one) for one in element.iterchildren("{*}item"))


def _static_choice(item: etree._Element) -> StaticChoice:
    value = label = None
    for child in item:
        name = local(child)
        if name == "value" and value is None:
            value = child
        elif name == "label" and label is None:
            label = child
    if value is None:
        raise FormStructureError(part="value of a choice")
    return StaticChoice(as_answered((value.text or "").strip()), wording(label) or Wording())


def _is_filtered(nodeset: Expression) -> bool:
    return any(
        isinstance(part, Filter)
        or (isinstance(part, Path) and any(step.predicates for step in part.steps))
        for part in walk(nodeset.tree)
    )


def _is_whole(nodeset: Expression) -> bool:
    """Say whether a path takes all rows of a list that it names itself."""
    match nodeset.tree:
        case Path(start=Call(name="instance", arguments=(Literal(),))):
            return not _is_filtered(nodeset)
        case _:
            return False

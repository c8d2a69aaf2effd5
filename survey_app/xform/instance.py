"""Read the instance a form begins with.

Room: xform.
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import NamedTuple

from lxml import etree

from survey_app.xform.document import elements
from survey_app.xform.kept import READERS, TIMED, plain_decimal, typed
from survey_app.xform.kinds import data_type
from survey_app.xform.names import JAVAROSA, local, short_name, uri_of

_FRACTION = re.compile(r"\s*(-?\d+)\.\d+\s*\Z")
_HOUR = re.compile(r"\s*(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d(?::[\d.]+)?\s*\Z")
_LOOSE = {"int": _FRACTION, "date": _HOUR}
"""What stands behind these is cut off: the fraction of a whole number, the hour of a day."""
_EXPONENT = re.compile(r"\s*[+-]?(?:\d{1,30}\.?\d{0,30}|\.\d{1,30})[eE][+-]?\d{1,2}\s*\Z", re.ASCII)
_ONE_DIGIT = re.compile(r"(?<![\d.])(\d)(?![\d.])")
_TEMPLATE = f"{{{JAVAROSA}}}template"


class InitialNode(NamedTuple):
    """A node of the instance as the form brings it."""

    name: str
    prefix: str
    uri: str
    value: str
    attributes: tuple[tuple[str, str], ...]
    children: "tuple[InitialNode, ...]"
    is_template: bool = False


def as_kept(
    initial: InitialNode, binds: Mapping[str, Mapping[str, str]], above: str = ""
) -> InitialNode:
    """Return a node whose numbers, times and places are written as answers of their type are kept.

    Of a whole number what stands behind the point is cut off, of a day the hour: spreadsheets
    write a day as midnight. What can be no answer of its type is blank, as at the peers.
    """
    path = f"{above}/{initial.name}"
    children = tuple(as_kept(child, binds, path) for child in initial.children)
    value = initial.value
    if value and not children:
        value = _of_type(value, data_type(binds.get(path, {}).get("type", "")))
    if value != initial.value:
        return initial._replace(value=value)
    return initial if children == initial.children else initial._replace(children=children)


def _of_type(value: str, kind: str) -> str:
    """Return a value as an answer of its type is kept; blank when it is none."""
    if kind not in READERS:
        return value
    if kind in TIMED:
        value = _ONE_DIGIT.sub(r"0\1", value)
    pattern = _LOOSE.get(kind)
    found = pattern.match(value) if pattern else None
    kept = typed("T".join(found.groups()) if found else value, kind)
    if kept is not None:
        return kept
    if kind == "decimal" and _EXPONENT.match(value):
        return plain_decimal(f"{Decimal(value.strip()):f}")
    day = typed(value, "date") if kind == "dateTime" else None
    return "" if day is None else f"{day}T00:00"


def joined(initial: InitialNode, repeats: AbstractSet[str], above: str = "") -> InitialNode:
    """Return a node in which every group stands once: parts of one that is no repeat are one.

    Groups of one name that hold the same names are not parts: they stay as they are.
    """
    path = f"{above}/{initial.name}"
    rows: dict[object, InitialNode] = {}
    for number, child in enumerate(initial.children):
        known = rows.get(child.name)
        if not child.children or f"{path}/{child.name}" in repeats:
            rows[number] = child
        elif known is None:
            rows[child.name] = child
        elif _names(known) & _names(child):
            rows[number] = child
        else:
            rows[child.name] = _with_part(known, child)
    children = tuple(joined(child, repeats, path) for child in rows.values())
    return initial if children == initial.children else initial._replace(children=children)


def _names(node: InitialNode) -> set[str]:
    return {child.name for child in node.children}


def _with_part(known: InitialNode, part: InitialNode) -> InitialNode:
    attributes = tuple({**dict(part.attributes), **dict(known.attributes)}.items())
    return known._replace(attributes=attributes, children=known.children + part.children)


def initial_node(element: etree._Element) -> InitialNode:
    """Return an element of the instance with all inside it."""
    inside = elements(element)
    return InitialNode(
        name=local(element),
        prefix=str(element.prefix or ""),
        uri=uri_of(element),
        value="" if inside else _text(element),
        attributes=tuple(
            (short_name(str(key)), str(value))
            for key, value in element.attrib.items()
            if str(key) != _TEMPLATE
        ),
        children=tuple(initial_node(child) for child in inside),
        is_template=element.get(_TEMPLATE) is not None,
    )


def _text(element: etree._Element) -> str:
    return (element.text or "") if not len(element) else str(element.xpath("string()"))

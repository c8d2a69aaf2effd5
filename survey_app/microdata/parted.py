"""A submission as a skeleton and its answers, so that each answer can be sealed by itself.

Room: microdata. Bytes in, bytes out.
Spec: docs/spec/parts.md section 4.
Promise: the skeleton holds no answer and nothing that was made from one; joined with all parts it
    is the submission, byte for byte.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import cast

from lxml import etree

from survey_app.canonical import Json, canonical_json, read_canonical_json
from survey_app.xform.empties import EmptyKind
from survey_app.xform.names import SURVEY, local

REST = ""  # what is no answer of its own and may quote one: a label, a name of the instance
_STAYS = frozenset({"instanceID", "deprecatedID"})
_OF_THE_ROOT = ("id", "version", f"{{{SURVEY}}}")


def parted(xml: bytes, names: Collection[str]) -> tuple[bytes, Mapping[str, bytes]]:
    """Return the skeleton of a submission, and by the name of its question each answer.

    Shape: a question inside a repeat is one part with all its answers; `REST` is the remainder.

    >>> skeleton, parts = parted(b"<data><age>40</age></data>", {"age"})
    >>> b"40" in skeleton, joined(skeleton, parts, {"age"}).count(b"40")
    (False, 1)
    """
    root = _root(xml)
    found: dict[str, list[Json]] = {}
    for name, element in _places(root, names):
        attributes: list[Json] = [[str(key), str(value)] for key, value in element.items()]
        found.setdefault(name, []).append([element.text, attributes])
        _clear(element, is_root=element is root)
    return _bytes(root), {name: canonical_json(answers) for name, answers in found.items()}


def joined(skeleton: bytes, parts: Mapping[str, bytes], names: Collection[str]) -> bytes:
    """Return the submission with the answers of `parts`; those of missing parts are withdrawn."""
    root = _root(skeleton)
    answers = {name: iter(_read(part)) for name, part in parts.items()}
    for name, element in _places(root, names):
        if name in answers:
            text, attributes = next(answers[name])
            element.text = text
            element.attrib.clear()
            element.attrib.update(attributes)
        elif name != REST:
            element.set(f"{{{SURVEY}}}empty", EmptyKind.WITHDRAWN.word)
    return _bytes(root)


def _places(root: etree._Element, names: Collection[str]) -> Iterator[tuple[str, etree._Element]]:
    """Yield every element that may hold something, with the part it belongs to."""
    for element in root.iter(etree.Element):
        name = local(element)
        if len(element) == 0 and name in names:
            yield name, element
        elif name not in _STAYS:
            yield REST, element


def _clear(element: etree._Element, *, is_root: bool) -> None:
    for key in list(element.attrib):
        if not (is_root and str(key).startswith(_OF_THE_ROOT)):
            del element.attrib[key]
    element.text = None


def _read(part: bytes) -> list[tuple[str | None, list[tuple[str, str]]]]:
    return cast("list[tuple[str | None, list[tuple[str, str]]]]", read_canonical_json(part))


def _root(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

"""Read the XML of a form, safely, and find its parts.

Room: xform.
Promise: no entity is expanded, nothing is fetched.
"""

from dataclasses import dataclass
from itertools import chain
from typing import cast

from lxml import etree

from survey_app.xform.errors import FormDepthError, FormStructureError, FormXmlError
from survey_app.xform.names import local

DEEPEST = 255
"""Unit: elements inside each other. libxml2 reads no deeper, and no questionnaire needs it."""
_NAMED = 3


@dataclass(frozen=True)
class FormParts:
    """The elements of a form that everything else is read from."""

    model: etree._Element
    primary: etree._Element
    body: etree._Element | None
    title: str
    namespaces: dict[str, str]


def read_xml(data: bytes) -> etree._Element:
    """Return the root element. Raises: FormXmlError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)  # what is left blank at the end is XML
    except etree.XMLSyntaxError as error:
        if "depth" in error.msg:
            raise _too_deep(data) from error
        raise FormXmlError(line=error.lineno or 0) from error
    except ValueError as error:
        raise FormXmlError(line=0) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormXmlError(line=1)
    return root


def _too_deep(data: bytes) -> FormDepthError:
    """Return what is wrong with a form that is nested too deep: the element where it is so."""
    reader = etree.XMLPullParser(("start", "end"), resolve_entities=False, huge_tree=True)
    reader.feed(data.strip())
    names: list[str] = []
    for event, one in reader.read_events():
        element = cast("etree._Element", one)  # noqa: SLF001 - lxml has no other name for it
        if event == "end":
            names.pop()
        else:
            names.append(local(element))
        if len(names) == DEEPEST:
            place, line = "/".join(names[-_NAMED:]), cast("int | None", element.sourceline)
            return FormDepthError(limit=DEEPEST, place=place, line=line or 0)
    return FormDepthError(limit=DEEPEST, place="–", line=0)


def form_parts(root: etree._Element) -> FormParts:
    """Return the parts of a form. Raises: FormStructureError naming what is not there."""
    model = _first(root, "model")
    if model is None:
        raise FormStructureError(part="model")
    primary = next(
        (child for instance in _children(model, "instance") for child in elements(instance)), None
    )
    if primary is None:
        raise FormStructureError(part="instance")
    title = _first(root, "title")
    return FormParts(
        model=model,
        primary=primary,
        body=_first(root, "body"),
        title="" if title is None else (title.text or "").strip(),
        namespaces={
            str(prefix): str(uri)
            for element in (root, model, primary)
            for prefix, uri in element.nsmap.items()
            if prefix
        },
    )


def elements(parent: etree._Element) -> list[etree._Element]:
    """Return the child elements, without comments."""
    return list(parent.iterchildren("*"))


def _children(parent: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in elements(parent) if local(child) == name]


def _first(root: etree._Element, name: str) -> etree._Element | None:
    """Return the element of this name at the top or in the head, else the first anywhere.

    A question may be called `body` or `title` too.
    """
    tag = "{*}" + name
    heads = [head.iterchildren(tag) for head in root.iterchildren("{*}head")]
    return next(chain(root.iterchildren(tag), *heads, root.iter(tag)), None)

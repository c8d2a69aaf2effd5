"""Read the texts of a form: labels, hints, messages, in every language.

Room: xform.
Spec: ODK XForms 1.0, "languages".
"""

import re
from collections.abc import Mapping
from html import unescape

from lxml import etree

from survey_app.xform.document import elements
from survey_app.xform.errors import FormError, FormStructureError
from survey_app.xform.names import local
from survey_app.xform.wording import Output, Template, Translations, Wording

_NAMELESS = "default"
_ESCAPED = re.compile(r"&(?:lt|gt|amp|quot|apos);")
_ITEXT_CALL = re.compile(r"""\s*jr:itext\(\s*(?:'(.*)'|"(.*)")\s*\)\s*\Z""", re.DOTALL)
"""One id between the outer quotes, as the peers read it: an id may hold an apostrophe."""


def translations(model: etree._Element, aside: list[FormError]) -> Translations:
    """Return the texts of all languages, the default one marked.

    A language without a name is called "default", and told in `aside`.
    """
    itext = next((one for one in elements(model) if local(one) == "itext"), None)
    if itext is None:
        return Translations()
    texts: dict[str, dict[str, dict[str, Template]]] = {}
    default = ""
    for tongue in elements(itext):
        name = tongue.get("lang") or _NAMELESS
        if not tongue.get("lang"):
            aside.append(FormStructureError(part="lang attribute of a translation"))
        if tongue.get("default") is not None and tongue.get("default") != "false":
            default = default or name
        texts[name] = _texts(tongue)
    names = tuple(texts)
    return Translations(names, default or (names[0] if names else ""), texts)


def _texts(tongue: etree._Element) -> dict[str, dict[str, Template]]:
    """Return the texts of one language by id and form; one without a value is not there.

    Older forms write a text long and short: the long one is read out, the short one where it is
    alone (JavaRosa).
    """
    found: dict[str, dict[str, Template]] = {}
    older: list[dict[str, Template]] = []
    for value in tongue.iter("{*}value"):
        text = value.getparent()
        forms = found.setdefault("" if text is None else text.get("id", ""), {})
        form = value.get("form", "")
        forms[form] = template(value)
        if form in {"long", "short"}:
            older.append(forms)
    for forms in older:
        forms[""] = forms.get("long", forms.get("", forms.get("short", ())))
    return found


def template(element: etree._Element) -> Template:
    """Return the text inside an element, cut at its outputs."""
    if not len(element):
        text = element.text
        return (text.strip(),) if text and not text.isspace() else ()
    pieces: list[str | Output] = []
    _collect(element, pieces)
    joined: list[str | Output] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return _trimmed(joined)


def _collect(element: etree._Element, pieces: list[str | Output]) -> None:
    if element.text:
        pieces.append(element.text)
    for child in element:
        if isinstance(child.tag, str):
            if local(child) == "output":
                pieces.append(Output(_once_escaped(child.get("value") or child.get("ref") or "")))
            else:
                _collect(child, pieces)
        if child.tail:
            pieces.append(child.tail)


def _once_escaped(source: str) -> str:
    """Return an expression as it was meant: pyxform escapes those in texts twice."""
    return _ESCAPED.sub(lambda found: unescape(found[0]), source) if "&" in source else source


def _trimmed(pieces: list[str | Output]) -> Template:
    if pieces and isinstance(pieces[0], str):
        pieces[0] = pieces[0].lstrip()
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip()
    return tuple(piece for piece in pieces if piece != "")


def wording(element: etree._Element | None) -> Wording | None:
    """Return what a label, hint or message element says."""
    if element is None:
        return None
    source = element.get("ref")
    if source is None:
        return Wording(template(element))
    text_id = itext_id(source)
    return Wording(text_id=text_id) if text_id is not None else Wording(source=source)


def message(text: str | None) -> Wording | None:
    """Return what a message attribute says: plain text, or the id of a text, or its expression."""
    if not text:
        return None
    text_id = itext_id(text)
    if text_id is not None:
        return Wording(text_id=text_id)
    return Wording(source=text) if text.lstrip().startswith("jr:itext(") else Wording((text,))


def itext_id(source: str) -> str | None:
    """Return the id in `jr:itext('id')`, None for other expressions.

    >>> itext_id("jr:itext('/data/age:label')"), itext_id("../age")
    ('/data/age:label', None)
    >>> itext_id("jr:itext('/data/know/Don't know:label')")
    "/data/know/Don't know:label"
    """
    if source.startswith("jr:itext('") and source.endswith("')") and source.count("'") == 2:  # noqa: PLR2004
        return source[10:-2]
    match = _ITEXT_CALL.match(source)
    return None if match is None else (match[1] if match[1] is not None else match[2])


def children_by_name(parent: etree._Element) -> Mapping[str, etree._Element]:
    """Return the first child element of each name."""
    found: dict[str, etree._Element] = {}
    for child in parent.iterchildren("*"):
        found.setdefault(local(child), child)
    return found

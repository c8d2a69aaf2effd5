"""Namespaces and names in the XML of forms and submissions.

Room: xform.
"""

from functools import lru_cache

from lxml import etree

XFORMS = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"
JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"
ODK = "http://www.opendatakit.org/xforms"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
SURVEY = "urn:survey-app:sa"
DISCLOSURE = "urn:survey-app:sdc"

WELL_KNOWN = {
    "h": XHTML,
    "jr": JAVAROSA,
    "orx": OPENROSA,
    "odk": ODK,
    "entities": ENTITIES,
    "sa": SURVEY,
    "sdc": DISCLOSURE,
}
_SHORT = {uri: prefix for prefix, uri in WELL_KNOWN.items()}


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; "" for comments."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def uri_of(element: etree._Element) -> str:
    """Return the namespace of an element, "" for none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag[0] == "{" else ""


@lru_cache(maxsize=1024)
def short_name(name: str) -> str:
    """Return an attribute's name as `prefix:name` for the namespaces that forms use.

    >>> short_name("{urn:survey-app:sdc}role"), short_name("type")
    ('sdc:role', 'type')
    """
    qualified = etree.QName(name)
    if not qualified.namespace:
        return qualified.localname
    prefix = _SHORT.get(qualified.namespace, qualified.namespace)
    return f"{prefix}:{qualified.localname}"


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute by its local name, in whatever namespace it stands."""
    for key, value in element.attrib.items():
        if etree.QName(str(key)).localname == name:
            return str(value)
    return None

"""A submission without answers that were taken back after it was finished.

Room: microdata. Bytes in, bytes out.
Spec: docs/spec/amendment.md section 3.
Promise: of a named question no value is left, wherever it stands; everything else stays.
"""

from collections.abc import Collection

from lxml import etree

from survey_app.xform.empties import EmptyKind
from survey_app.xform.names import SURVEY, local

_EMPTY = f"{{{SURVEY}}}empty"


def without_answers(xml: bytes, names: Collection[str]) -> bytes:
    """Return the submission with the questions `names` marked as withdrawn.

    >>> without_answers(b"<data><age>40</age><word>yes</word></data>", {"age"}).count(b"40")
    0
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(xml, parser)
    for element in root.iter(etree.Element):
        if local(element) in names:
            for child in list(element):
                element.remove(child)
            element.attrib.clear()
            element.text = None
            element.set(_EMPTY, EmptyKind.WITHDRAWN.word)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

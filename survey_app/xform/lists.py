"""Lists beside the questionnaire: inside the form, or in files that came with it.

Room: xform.
Spec: ODK XForms 1.0, "secondary instances" (XML, CSV, GeoJSON).
"""

import csv
import io
import json
from collections.abc import Mapping

from lxml import etree

from survey_app.xform.document import elements, read_xml
from survey_app.xform.errors import FormListError, FormXmlError
from survey_app.xform.names import XFORMS, local, uri_of
from survey_app.xpath.nodes import NodeKind, TreeNode

_BETWEEN_COLUMNS = ",;\t|"


def secondary_instances(
    model: etree._Element, files: Mapping[str, bytes]
) -> Mapping[str, TreeNode]:
    """Return the lists of a form by name, each as a document. Raises: FormListError."""
    found: dict[str, TreeNode] = {}
    for instance in [one for one in elements(model) if local(one) == "instance"][1:]:
        name = instance.get("id")
        if name:
            found[name] = _document(instance, files)
    return found


def _document(instance: etree._Element, files: Mapping[str, bytes]) -> TreeNode:
    inside = elements(instance)
    source = instance.get("src", "")
    data = files.get(source.rpartition("/")[2]) if source else None
    if data is not None:
        return list_of(source.rpartition("/")[2], data)
    top = TreeNode(NodeKind.DOCUMENT)
    if inside:
        top.add(tree_of(inside[0]))
    else:
        top.add(TreeNode(NodeKind.ELEMENT, "root"))
    return top


def list_of(file: str, data: bytes) -> TreeNode:
    """Return the list in a file as a document. Raises: FormListError."""
    top = TreeNode(NodeKind.DOCUMENT)
    _fill(top, file, data)
    return top


def tree_of(element: etree._Element) -> TreeNode:
    """Return an element as a light tree: blanks between elements are left out."""
    inside = elements(element) if len(element) else None
    node = TreeNode(NodeKind.ELEMENT, local(element), value="" if inside else _own_text(element))
    if prefix := element.prefix:
        uri = uri_of(element)
        node.prefix, node.uri = str(prefix), "" if uri == XFORMS else uri
    if element.keys():
        _add_attributes(node, element)
    if inside:
        node.adopt([tree_of(child) for child in inside])
    return node


def _add_attributes(node: TreeNode, element: etree._Element) -> None:
    for key, value in element.attrib.items():
        name = etree.QName(str(key))
        node.add(
            TreeNode(NodeKind.ATTRIBUTE, name.localname, uri=name.namespace or "", value=str(value))
        )


def _own_text(element: etree._Element) -> str:
    if len(element):
        return str(element.xpath("string()")).strip()
    return (element.text or "").strip()


def _fill(top: TreeNode, file: str, data: bytes) -> None:
    try:
        if file.endswith(".csv"):
            top.add(_table(data.decode("utf-8-sig")))
        elif file.endswith((".geojson", ".json")):
            top.add(_features(json.loads(data)))
        else:
            top.add(tree_of(read_xml(data)))
    except (csv.Error, ValueError, TypeError, LookupError, AttributeError, FormXmlError) as error:
        raise FormListError(file=file) from error


def rows_of(text: str) -> "csv.DictReader[str]":
    r"""Return the rows of a table; what stands most between its headings parts its columns.

    >>> rows_of("name\tlabel, short\rpb\tPunjab, Pb").fieldnames
    ['name', 'label, short']
    """
    headings = text.lstrip("\r\n").replace("\r", "\n").partition("\n")[0]
    mark = max(_BETWEEN_COLUMNS, key=headings.count)
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)


def _table(text: str) -> TreeNode:
    rows = rows_of(text)
    root = TreeNode(NodeKind.ELEMENT, "root")
    for row in rows:
        item = root.add(TreeNode(NodeKind.ELEMENT, "item"))
        for column, value in row.items():
            if isinstance(column, str) and column.strip():
                item.add(TreeNode(NodeKind.ELEMENT, column.strip(), value=(value or "").strip()))
    return root


def _features(data: Mapping[str, object]) -> TreeNode:
    """Return GeoJSON features as rows: geometry, id and each property a column."""
    root = TreeNode(NodeKind.ELEMENT, "root")
    features = data["features"]
    if not isinstance(features, list):
        raise TypeError
    for feature in features:
        item = root.add(TreeNode(NodeKind.ELEMENT, "item"))
        item.add(TreeNode(NodeKind.ELEMENT, "geometry", value=_geometry(feature["geometry"])))
        columns = {**(feature.get("properties") or {})}
        if "id" in feature:
            columns["id"] = feature["id"]
        for column, value in columns.items():
            item.add(TreeNode(NodeKind.ELEMENT, str(column), value=_plain(value)))
    return root


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _geometry(geometry: Mapping[str, object]) -> str:
    """Return points as "latitude longitude 0 0", with semicolons between."""
    kind, places = geometry["type"], geometry["coordinates"]
    if not isinstance(places, list):
        raise TypeError
    if kind == "Point":
        rows = [places]
    elif kind == "LineString":
        rows = places
    elif kind == "Polygon":
        rows = places[0]
    else:
        raise ValueError
    return "; ".join(f"{row[1]} {row[0]} 0 0" for row in rows)

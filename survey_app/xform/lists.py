"""Lists beside the questionnaire: inside the form, or in files that came with it.

Room: xform.
Spec: ODK XForms 1.0, "secondary instances" (XML, CSV, GeoJSON).
"""

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Mapping

from lxml import etree

from survey_app.xform.document import elements, read_xml
from survey_app.xform.errors import FormListError, FormXmlError
from survey_app.xform.names import XFORMS, local, uri_of
from survey_app.xpath.nodes import NodeKind, TreeNode

TEXT_ID = "itextId"
"""The column that names a text of the form: names are compared as they are written."""
_BETWEEN_COLUMNS = ",;\t|"


class Lists(Mapping[str, TreeNode]):
    """Lists by name, each as a document; one that stands in the form is read when first asked for.

    What stands in the form is kept as its bytes until then: an element would keep the whole form.
    """

    def __init__(self, ready: dict[str, TreeNode], written: Mapping[str, bytes]) -> None:
        self._ready, self._written = ready, written

    def __getitem__(self, name: str) -> TreeNode:
        found = self._ready.get(name)
        if found is None:
            found = self._ready.setdefault(name, _document(read_xml(self._written[name])))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter({**self._written, **self._ready})

    def __len__(self) -> int:
        return len(self._ready.keys() | self._written.keys())


def secondary_instances(model: etree._Element, files: Mapping[str, bytes]) -> Lists:
    """Return the lists of a form by name, each as a document. Raises: FormListError."""
    ready: dict[str, TreeNode] = {}
    written: dict[str, bytes] = {}
    for instance in [one for one in elements(model) if local(one) == "instance"][1:]:
        name = instance.get("id")
        if not name:
            continue
        file = instance.get("src", "").rpartition("/")[2]
        if file in files:
            written.pop(name, None)
            ready[name] = list_of(file, files[file])
        else:  # the last of a name is meant
            ready.pop(name, None)
            written[name] = etree.tostring(instance, encoding="utf-8", with_tail=False)
    return Lists(ready, written)


def _document(instance: etree._Element) -> TreeNode:
    inside = elements(instance)
    top = TreeNode(NodeKind.DOCUMENT)
    top.add(tree_of(inside[0]) if inside else TreeNode(NodeKind.ELEMENT, "root"))
    return top


def list_of(file: str, data: bytes) -> TreeNode:
    """Return the list in a file as a document. Raises: FormListError."""
    top = TreeNode(NodeKind.DOCUMENT)
    _fill(top, file, data)
    return top


def tree_of(element: etree._Element) -> TreeNode:
    """Return an element as a light tree: blanks between elements are left out."""
    name, inside = local(element), elements(element) if len(element) else None
    node = TreeNode(NodeKind.ELEMENT, name)
    if inside:
        node.adopt([tree_of(child) for child in inside])
    else:
        node.value = _own_text(element, name)
    if prefix := element.prefix:
        uri = uri_of(element)
        node.prefix, node.uri = str(prefix), "" if uri == XFORMS else uri
    if element.keys():
        _add_attributes(node, element)
    return node


def as_answered(text: str) -> str:
    """Return a text of a list as answers are kept (NFC), so that the two can be compared."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _own_text(element: etree._Element, name: str) -> str:
    text = str(element.xpath("string()")) if len(element) else element.text or ""
    return text.strip() if name == TEXT_ID else as_answered(text.strip())


def _add_attributes(node: TreeNode, element: etree._Element) -> None:
    for key, value in element.attrib.items():
        name = etree.QName(str(key))
        node.add(
            TreeNode(NodeKind.ATTRIBUTE, name.localname, uri=name.namespace or "", value=str(value))
        )


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
                item.add(
                    TreeNode(
                        NodeKind.ELEMENT, column.strip(), value=as_answered(value or "").strip()
                    )
                )
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
    return "" if value is None else as_answered(str(value))


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

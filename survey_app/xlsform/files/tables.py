"""The columns of a list that stands in a file beside the form.

Room: xlsform (floor 4).
Spec: ODK XForms 1.0, "secondary instances" (XML, CSV, GeoJSON).
Promise: of a long table only its headings are read.
"""

import csv
from collections.abc import Mapping
from pathlib import PurePath

from survey_app.xform.errors import FormListError
from survey_app.xform.lists import list_of, rows_of
from survey_app.xpath.nodes import TreeNode

LIST_ENDINGS = (".csv", ".xml", ".geojson")


def columns_of(name: str, data: bytes) -> tuple[str, ...] | None:
    """Return the columns of the list in a file; None when it cannot be read.

    >>> columns_of("towns.csv", b"name,label")
    ('name', 'label')
    """
    if name.endswith(".csv"):
        return _headings(data)
    try:
        top = list_of(name, data)
    except FormListError:
        return None
    items = [item for root in top.children for item in root.children]
    return tuple(dict.fromkeys(column.name for item in items for column in _inside(item)))


def file_of(name: str, files: Mapping[str, bytes]) -> str:
    """Return the file that instance() or pulldata() means by `name`, empty when there is none.

    >>> file_of("towns", {"towns.csv": b""}), file_of("towns.csv", {"towns.csv": b""})
    ('towns.csv', 'towns.csv')
    """
    wanted = (name, *(f"{name}{ending}" for ending in LIST_ENDINGS))
    return next((one for one in wanted if one in files), "")


def stem_of(name: str) -> str:
    """Return the name under which instance() knows the list of a file.

    >>> stem_of("towns.csv")
    'towns'
    """
    return PurePath(name).stem


def _headings(data: bytes) -> tuple[str, ...] | None:
    try:
        first = data.lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r", b"\n").split(b"\n", 1)[0]
        row = rows_of(first.decode()).fieldnames or ()
    except (UnicodeDecodeError, csv.Error):
        return None
    return tuple(column.strip() for column in row if column.strip())


def _inside(item: TreeNode) -> tuple[TreeNode, ...]:
    return tuple(child for child in item.children if child.name)

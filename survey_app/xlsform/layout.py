"""Where each row of the survey sheet stands in the form: its path.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6 (places); ODK XForms 1.0, "primary instance".
Promise: what pyxform adds by itself (counts, “other” answers, metadata) has its place too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from survey_app.xlsform.kinds import EXTERNAL, kind_of
from survey_app.xlsform.workbook import Row, Workbook

ROOT = "data"


@dataclass(frozen=True)
class Layout:
    """The places of a form.

    `rows` gives the row of each path, `paths` the path of each row by its number, `named` the
    path of each name (the first of that name). Below the paths of `open` other programs write:
    what stands there is not known.
    """

    root: str
    rows: Mapping[str, Row]
    paths: Mapping[int, str]
    named: Mapping[str, str]
    children: Mapping[str, frozenset[str]]
    open: frozenset[str]

    def row_at(self, path: str) -> Row | None:
        """Return the row of `path`, or of the nearest place around it that has one."""
        while path:
            found = self.rows.get(path)
            if found is not None:
                return found
            path = path.rpartition("/")[0]
        return None

    def is_open(self, path: str) -> bool:
        """Say whether `path` lies where the workbook alone does not tell what there is."""
        return any(path == one or path.startswith(f"{one}/") for one in self.open)


def layout_of(workbook: Workbook) -> Layout:
    """Return the places of the form that `workbook` describes.

    Two rows of one path share it; the first is its row.
    """
    maker = _Maker(workbook.settings.get("name") or ROOT)
    for row in workbook.questions():
        maker.add(row)
    return maker.layout()


class _Maker:
    """Walks the rows and knows the groups around each."""

    def __init__(self, root: str) -> None:
        self._root = f"/{root}"
        self._around = [self._root]
        self._rows: dict[str, Row] = {}
        self._paths: dict[int, str] = {}
        self._named: dict[str, str] = {}
        self._children: dict[str, set[str]] = {"": {root}, self._root: {"meta"}}
        self._open = {f"{self._root}/meta"}

    def add(self, row: Row) -> None:
        kind = kind_of(row.get("type"))
        if kind is not None and kind.place == "end":
            if len(self._around) > 1:
                self._around.pop()
            return
        if kind is not None and (kind.place == "setting" or kind.name in EXTERNAL):
            return
        name = row.get("name") or _given_name(row, kind.name if kind else "")
        path = self._place(row, name)
        if kind is None or "loop" in row.get("type").lower() or kind.name.startswith("osm"):
            self._open.add(path)
        if kind is not None and kind.or_other:
            self._place(row, f"{name}_other")
        if kind is not None and kind.place == "begin":
            if kind.name == "repeat":
                self._place(row, f"{name}_count")
                self._open.add(f"{path}/meta")
            if "table-list" in row.get("appearance"):
                self._open.add(path)
            self._around.append(path)
        self._paths[row.number] = path

    def _place(self, row: Row, name: str) -> str:
        above = self._around[-1]
        path = f"{above}/{name}"
        self._rows.setdefault(path, row)
        self._named.setdefault(name, path)
        self._children.setdefault(above, set()).add(name)
        self._children.setdefault(path, set())
        return path

    def layout(self) -> Layout:
        children = {path: frozenset(names) for path, names in self._children.items()}
        return Layout(
            self._root,
            MappingProxyType(self._rows),
            MappingProxyType(self._paths),
            MappingProxyType(self._named),
            MappingProxyType(children),
            frozenset(self._open),
        )


def _given_name(row: Row, kind: str) -> str:
    """Return the name that pyxform gives a row without one."""
    return kind if kind == "audit" else f"generated_note_name_{row.number}"

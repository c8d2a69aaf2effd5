"""What depends on what: rings, and answers that are not there yet.

Room: xlsform (floor 4).
"""

from collections.abc import Iterator, Mapping

from survey_app.xlsform import rules
from survey_app.xlsform.findings import Finding, at_cell
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.references import expression_cells
from survey_app.xlsform.workbook import SURVEY, Row, Workbook

_Graph = Mapping[str, frozenset[str]]


def check_order(workbook: Workbook) -> Iterator[Finding]:
    """Yield rings of dependence, and conditions on questions that are asked later."""
    rows = {row.get("name"): row for row in workbook.questions() if row.get("name")}
    for ring in _rings(_dependencies(workbook)):
        said = " → ".join((*ring, ring[0]))
        yield at_cell(rules.CYCLE, SURVEY, rows[ring[0]], "name", ring=said)
    yield from _asked_later(workbook, rows)


def _dependencies(workbook: Workbook) -> _Graph:
    """Return for each question what its value and its relevance look at.

    A question also depends on the groups around it: they decide whether it is asked.
    """
    graph: dict[str, set[str]] = {}
    around: list[str] = []
    for row in workbook.questions():
        kind, name = kind_of(row.get("type")), row.get("name")
        if kind is not None and kind.place == "end":
            if around:
                around.pop()
            continue
        graph.setdefault(name, set()).update(around)
        if kind is not None and kind.place == "begin":
            around.append(name)
    for cell in expression_cells(workbook):
        if cell.column in {"relevant", "calculation", "repeat_count"}:
            name = cell.row.get("name")
            graph.setdefault(name, set()).update(cell.references - {name})
    return {name: frozenset(needs & graph.keys()) for name, needs in graph.items() if name}


def _rings(graph: _Graph) -> Iterator[tuple[str, ...]]:
    """Yield one ring for each knot of `graph`, in the order of the sheet."""
    left = dict(graph)
    while True:
        left = _without_loose_ends(left)
        if not left:
            return
        ring = _walk_round(left)
        yield ring
        left = {name: needs for name, needs in left.items() if name not in ring}


def _without_loose_ends(graph: _Graph) -> dict[str, frozenset[str]]:
    """Return what is left when everything that depends on nothing left is taken away."""
    left = {name: needs & graph.keys() for name, needs in graph.items()}
    while free := [name for name, needs in left.items() if not needs]:
        for name in free:
            del left[name]
        left = {name: needs & left.keys() for name, needs in left.items()}
    return left


def _walk_round(graph: _Graph) -> tuple[str, ...]:
    """Return a ring: follow any need from the first name until one comes again."""
    order = list(graph)
    path = [order[0]]
    while True:
        needed = min(graph[path[-1]], key=order.index)
        if needed in path:
            return tuple(path[path.index(needed) :])
        path.append(needed)


def _asked_later(workbook: Workbook, rows: Mapping[str, Row]) -> Iterator[Finding]:
    screens = dict(_screens(workbook))
    for cell in expression_cells(workbook):
        if cell.column != "relevant":
            continue
        name = cell.row.get("name")
        for needed in sorted(cell.references & rows.keys() - {name}):
            kind = kind_of(rows[needed].get("type"))
            later = rows[needed].number > cell.row.number
            same_screen = screens.get(needed, needed) == screens.get(name, name)
            if later and kind is not None and kind.is_asked and not same_screen:
                yield at_cell(rules.ASKED_LATER, SURVEY, cell.row, cell.column, found=needed)


def _screens(workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Yield for each question inside a field-list the group it shares a screen with."""
    around: list[tuple[str, bool]] = []
    for row in workbook.questions():
        kind, name = kind_of(row.get("type")), row.get("name")
        if kind is not None and kind.place == "end":
            if around:
                around.pop()
            continue
        shared = next((group for group, is_list in around if is_list), "")
        if shared:
            yield name, shared
        if kind is not None and kind.place == "begin":
            around.append((name, "field-list" in row.get("appearance")))

"""What depends on what: rings, and answers that are not there yet.

Room: xlsform (floor 4).
"""

from collections.abc import Iterator, Mapping

from survey_app.xform.document import DEEPEST
from survey_app.xlsform.kinds import kind_of
from survey_app.xlsform.references import expression_cells, is_triggered, lasting_references
from survey_app.xlsform.rulebook import rules
from survey_app.xlsform.rulebook.findings import Finding, at_cell
from survey_app.xlsform.workbook import SURVEY, Row, Workbook

MOST_RINGS = 40
_Graph = Mapping[str, frozenset[str]]


def check_order(workbook: Workbook) -> Iterator[Finding]:
    """Yield rings of dependence, and conditions on questions that are asked later."""
    rows: dict[str, Row] = {}
    for row in workbook.questions():
        rows.setdefault(row.get("name"), row)
    graph, values = _dependencies(workbook)
    for ring in rings(graph):
        said = " → ".join((*ring, ring[0]))
        rule = rules.CYCLE if values.intersection(ring) else rules.RING_OF_CONDITIONS
        yield at_cell(rule, SURVEY, rows[ring[0]], "name", ring=said)
    yield from _asked_later(workbook, rows)


def _dependencies(workbook: Workbook) -> tuple[_Graph, frozenset[str]]:
    """Return what the value and the relevance of each question look at; and whose rings close.

    A ring closes where a value is calculated, or where a group hides what it looks at: then no
    order of running is right. Conditions alone may look at each other's answers. A question
    also depends on the groups around it: they decide whether it is asked.
    """
    graph: dict[str, set[str]] = {}
    around: list[str] = []
    values: set[str] = set()
    for row in workbook.questions():
        kind, name = kind_of(row.get("type")), row.get("name")
        if kind is not None and kind.place == "end":
            if around:
                around.pop()
            continue
        graph.setdefault(name, set()).update(around[:DEEPEST])
        if kind is not None and kind.place == "begin":
            around.append(name)
            values.add(name)
    for cell in expression_cells(workbook):
        if cell.column not in {"relevant", "calculation", "repeat_count"} or is_triggered(cell):
            continue
        name = cell.row.get("name")
        graph.setdefault(name, set()).update(lasting_references(cell) - {name})
        if cell.column == "calculation":
            values.add(name)
    needs = {name: frozenset(looked & graph.keys()) for name, looked in graph.items() if name}
    return needs, frozenset(values)


def rings(graph: _Graph) -> list[tuple[str, ...]]:
    """Return rings of `graph` that share no member, until none is left, in the order of the sheet.

    >>> looks = {"a": "bcd", "b": "a", "c": "d", "d": "c"}
    >>> rings({name: frozenset(others) for name, others in looks.items()})
    [('a', 'b'), ('c', 'd')]
    """
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in graph:
        while len(found) < MOST_RINGS and (ring := _ring_from(start, graph, done)):
            found.append(ring)
            done.update(ring)
    return found


def _ring_from(start: str, graph: _Graph, done: set[str]) -> tuple[str, ...]:
    """Return a ring that can be reached from `start` by names that are not `done` yet.

    Whatever leads to no ring is done for good. A walk with a stack of its own: forms with
    thousands of questions have long chains.
    """
    way: list[str] = []
    places: dict[str, int] = {}
    waiting = [] if start in done else [(start, iter(sorted(graph[start])))]
    while waiting:
        name, needs = waiting[-1]
        if name not in places:
            places[name] = len(way)
            way.append(name)
        needed = next(needs, None)
        if needed is None:
            waiting.pop()
            done.add(name)
            if way and way[-1] == name:
                places.pop(way.pop())
        elif needed in places:
            return tuple(way[places[needed] :])
        elif needed not in done:
            waiting.append((needed, iter(sorted(graph.get(needed, ())))))
    return ()


def _asked_later(workbook: Workbook, rows: Mapping[str, Row]) -> Iterator[Finding]:
    screens = dict(_screens(workbook))
    for cell in expression_cells(workbook):
        if cell.column != "relevant":
            continue
        name = cell.row.get("name")
        for needed in sorted(one for one in cell.references - {name} if one in rows):
            kind = kind_of(rows[needed].get("type"))
            later = rows[needed].number > cell.row.number
            same_screen = screens.get(needed, needed) == screens.get(name, name)
            if later and kind is not None and kind.is_asked and not same_screen:
                yield at_cell(rules.ASKED_LATER, SURVEY, cell.row, cell.column, found=needed)


def _screens(workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Yield for each question inside a field-list the group it shares a screen with."""
    around: list[str] = []
    for row in workbook.questions():
        kind, name = kind_of(row.get("type")), row.get("name")
        if kind is not None and kind.place == "end":
            if around:
                around.pop()
            continue
        shared = around[-1] if around else ""
        if shared:
            yield name, shared
        if kind is not None and kind.place == "begin":
            is_list = "field-list" in row.get("appearance")
            around.append(shared or (name if is_list else ""))

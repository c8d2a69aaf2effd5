"""Three ways to choose how coarse the key variables of a shared file are.

Room: disclosure (floor 5). The two that search large files load NumPy when they are asked for.
Spec: docs/spec/disclosure-plan.md sections 5 and 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from survey_app.disclosure.measures.risk import Columns
from survey_app.disclosure.planning.methods import Method
from survey_app.disclosure.rows.line_table import Key
from survey_app.disclosure.rows.search import Node, Search
from survey_app.microdata.cells import Cell

if TYPE_CHECKING:
    from survey_app.disclosure.columns.coded import CodedKey, CodedTable

_LEFT_OUT = "*"
_EMPTY = ""


class Recoding(StrEnum):
    """How the groups of a shared file are chosen, within the groups that the plan fixed."""

    RANKED = "ranked"
    BEST = "best"
    LOCAL = "local"


@dataclass(frozen=True)
class Labelled:
    """The key columns as they would be shown, and how they were made coarser.

    Unit: `losses` are thousandths of the way from the plan's own groups to leaving out.
    """

    columns: Columns
    methods: Mapping[str, Method]
    losses: Mapping[str, int]


def labelled(search: Search, node: Node) -> Labelled:
    """Return the key columns on the rungs of `node`."""
    return Labelled(search.columns(node), search.methods(node), search.losses(node))


def ranked_node(search: Search) -> Node | None:
    """Return the first node that fits, the least important key made coarser first."""
    node = next((node for node in search.path() if search.accepts(node)), None)
    return None if node is None else search.taken_back(node)


def best_node(search: Search) -> Node | None:
    """Return the node that loses least of all that fit; exact."""
    from survey_app.disclosure.columns.demand import Demand  # noqa: PLC0415 - the hub alone
    from survey_app.disclosure.columns.full_domain import full_domain  # noqa: PLC0415 - as above

    found = full_domain(
        _coded(search),
        Demand(search.plan.k),
        float(search.plan.max_drop),
        accepts=lambda node, _kept, _classes: search.accepts(node),
    )
    return None if found is None else found.node


def local_labels(search: Search, least: int) -> Labelled | None:
    """Return key columns that are coarse only where they have to be; None when nothing fits.

    Groups have `least` women or more.

    Only so many keys take part, the most important first, as a file of this size may have.
    """
    from survey_app.disclosure.columns.demand import Demand  # noqa: PLC0415 - the hub alone
    from survey_app.disclosure.columns.local_recoding import (  # noqa: PLC0415 - as above
        local_recoding,
    )

    keys = search.table.keys[: search.most_keys(search.table.records)]
    coded = _coded(search, keys)
    found = local_recoding(coded, Demand(least), float(search.plan.max_drop))
    if found is None:
        return None
    columns = {
        key.name: [
            None if not kept or label in {_EMPTY, _LEFT_OUT} else str(label)
            for label, kept in zip(one.shown(found.rungs[:, at]), found.kept, strict=True)
        ]
        for at, (key, one) in enumerate(zip(keys, coded.keys, strict=True))
    }
    losses = {
        key.name: int(1000 * float(found.rungs[:, at].mean()) / len(key.steps))
        for at, key in enumerate(keys)
    }
    methods = {key.name: Method("local", (str(key.steps[0].method),)) for key in keys}
    rest = {key.name: 1000 for key in search.table.keys[len(keys) :]}
    return Labelled(columns, methods, losses | rest)


def _coded(search: Search, keys: tuple[Key, ...] | None = None) -> "CodedTable":
    from survey_app.disclosure.columns.coded import CodedTable  # noqa: PLC0415 - the hub alone

    chosen = search.table.keys if keys is None else keys
    return CodedTable(tuple(_coded_key(key, search.table.columns[key.name]) for key in chosen))


def _coded_key(key: Key, cells: tuple[Cell, ...]) -> "CodedKey":
    """Return one key as numbers: the plan's own label on rung 0, left out on the last."""
    from survey_app.disclosure.columns.coded import (  # noqa: PLC0415 - the hub alone
        coded_key,
        codes_of,
        shares_lost,
    )

    codes, known = codes_of([cell.value for cell in cells])
    values = [None if value is None else str(value) for value in known]
    rungs = [
        [_EMPTY if value is None else (step.relabel(value) or _EMPTY) for value in values]
        for step in key.steps
    ]
    rungs.append([_LEFT_OUT] * len(values))
    return coded_key(key.name, codes, rungs, shares_lost(rungs))

"""The pure views of a set of revisions: current, conflicting, withdrawn, missing.

Room: merge (floor 6). The views themselves are text: plan.sql.
Spec: docs/spec/merged-dataset.md section 2.
Promise: order and repetition of what is given cannot be seen in what comes back.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import cast

from survey_app.canonical import canonical_json, sha256_hex
from survey_app.merge.engine import ColumnType, DuckDBEngine, Engine, Value
from survey_app.merge.revisions import Revision

_REVISION: Mapping[str, ColumnType] = {
    "rev": "VARCHAR",
    "rec": "VARCHAR",
    "op": "VARCHAR",
    "lamport": "BIGINT",
    "dev": "VARCHAR",
    "seq": "BIGINT",
    "prev": "VARCHAR",
    "form": "VARCHAR",
    "form_ver": "VARCHAR",
}
_EDGE: Mapping[str, ColumnType] = {"rev": "VARCHAR", "parent": "VARCHAR"}
_BUNDLE: Mapping[str, ColumnType] = {
    "bundle": "VARCHAR",
    "dev": "VARCHAR",
    "seq": "BIGINT",
    "prev": "VARCHAR",
    "log_count": "BIGINT",
    "log_digest": "VARCHAR",
}
_VIEW = re.compile(r"^-- view: (\w+): (.+)$", re.MULTILINE)


@dataclass(frozen=True, order=True)
class ReceivedBundle:
    """The place of one bundle on the feed of the device that signed it, and its log's head."""

    bundle: str
    dev: str
    seq: int
    prev: str
    log_count: int = 0
    log_digest: str = ""


@dataclass(frozen=True)
class Views:
    """Everything the set says, each part in a fixed order."""

    revisions: int
    bundles: int
    repeated: int
    withdrawn: tuple[str, ...]
    winners: Mapping[str, str]
    conflicts: Mapping[str, tuple[str, ...]]
    orphans: tuple[tuple[str, str, str], ...]
    clones: tuple[tuple[str, int], ...]
    gaps: tuple[tuple[str, int, int], ...]
    bundle_gaps: tuple[tuple[str, int, int], ...]
    forks: tuple[tuple[str, int, str], ...]
    setbacks: tuple[tuple[str, int, int, int], ...]
    feeds: tuple[tuple[str, int, int, int], ...]
    digest: str


def views(
    revisions: Sequence[Revision],
    bundles: Sequence[ReceivedBundle],
    engine: Callable[[], Engine] = DuckDBEngine,
) -> Views:
    """Return the views of the set that `revisions` and `bundles` name.

    `winners` maps every live record to the revision that speaks for it; `conflicts` maps a
    record to all of its heads; `digest` is equal exactly when two sets of revisions are equal.
    """
    running = engine()
    try:
        _load(running, revisions, bundles)
        for statement in statements():
            running.run(statement)
        return _read(running, received=len(revisions))
    finally:
        running.close()


def plan_text() -> str:
    """Return the text of the plan."""
    return files("survey_app.merge").joinpath("plan.sql").read_text("utf-8")


def statements() -> tuple[str, ...]:
    """Return the statements of the plan in their order."""
    code = re.sub(r"^--.*$", "", plan_text(), flags=re.MULTILINE)
    return tuple(part.strip() for part in code.split(";") if part.strip())


def purposes() -> Mapping[str, str]:
    """Return what each view of the plan is for, by its name."""
    return dict(_VIEW.findall(plan_text()))


def _load(engine: Engine, revisions: Sequence[Revision], bundles: Sequence[ReceivedBundle]) -> None:
    engine.create("received_revision", _REVISION)
    engine.create("received_edge", _EDGE)
    engine.create("received_bundle", _BUNDLE)
    engine.load("received_revision", _columns(revisions, _REVISION))
    edges = [(revision.rev, parent) for revision in revisions for parent in revision.parents]
    engine.load("received_edge", [[rev for rev, _ in edges], [parent for _, parent in edges]])
    engine.load("received_bundle", _columns(bundles, _BUNDLE))


def _columns(rows: Sequence[object], names: Mapping[str, ColumnType]) -> list[list[Value]]:
    return [[getattr(row, name) for row in rows] for name in names]


def _read(engine: Engine, *, received: int) -> Views:
    unique = _texts(engine, "SELECT rev FROM unique_revision ORDER BY rev")
    bundles = _texts(engine, "SELECT bundle FROM unique_bundle ORDER BY bundle")
    heads: dict[str, tuple[str, ...]] = {}
    for rec, rev in _pairs(
        engine,
        "SELECT h.rec, h.rev FROM head h JOIN conflict c ON c.rec = h.rec ORDER BY h.rec, h.rev",
    ):
        heads[rec] = (*heads.get(rec, ()), rev)
    return Views(
        revisions=len(unique),
        bundles=len(bundles),
        repeated=received - len(unique),
        withdrawn=_texts(engine, "SELECT rec FROM withdrawn ORDER BY rec"),
        winners=dict(_pairs(engine, "SELECT rec, rev FROM winner ORDER BY rec")),
        conflicts=heads,
        orphans=cast(
            "tuple[tuple[str, str, str], ...]",
            tuple(engine.rows("SELECT rec, rev, parent FROM orphan ORDER BY rec, rev, parent")),
        ),
        clones=cast(
            "tuple[tuple[str, int], ...]",
            tuple(engine.rows("SELECT dev, seq FROM clone ORDER BY dev, seq")),
        ),
        gaps=_spans(engine, "gap"),
        bundle_gaps=_spans(engine, "bundle_gap"),
        forks=cast(
            "tuple[tuple[str, int, str], ...]",
            tuple(engine.rows("SELECT dev, place, what FROM fork ORDER BY dev, what, place")),
        ),
        setbacks=cast(
            "tuple[tuple[str, int, int, int], ...]",
            tuple(engine.rows("SELECT dev, seq, log_count, known FROM setback ORDER BY dev, seq")),
        ),
        feeds=cast(
            "tuple[tuple[str, int, int, int], ...]",
            tuple(engine.rows("SELECT dev, revisions, records, last_seq FROM feed ORDER BY dev")),
        ),
        digest=sha256_hex(canonical_json(list(unique))),
    )


def _spans(engine: Engine, table: str) -> tuple[tuple[str, int, int], ...]:
    query = f"SELECT dev, first_missing, last_missing FROM {table} ORDER BY dev, first_missing"  # noqa: S608 - our own two names
    return cast("tuple[tuple[str, int, int], ...]", tuple(engine.rows(query)))


def _texts(engine: Engine, query: str) -> tuple[str, ...]:
    return tuple(cast("str", row[0]) for row in engine.rows(query))


def _pairs(engine: Engine, query: str) -> list[tuple[str, str]]:
    return cast("list[tuple[str, str]]", engine.rows(query))

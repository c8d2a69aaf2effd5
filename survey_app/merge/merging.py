"""Many bundles into one dataset: the union, its views, the winners as tables.

Room: merge (floor 6). Pure: rows in, tables and a report out.
Spec: docs/spec/merged-dataset.md.
Promise: the same set of rows gives the same tables, in whatever order, however often, and in
    however many bundles it arrived.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey_app.canonical import Json
from survey_app.merge.assembly import form_tables
from survey_app.merge.errors import DamagedRevisionError
from survey_app.merge.harmonise import Change, FormVersion
from survey_app.merge.revisions import Revision, read_revision
from survey_app.merge.tables import Table
from survey_app.merge.views import ReceivedBundle, Views, views
from survey_app.vault.chain import EMPTY, LogHead


@dataclass(frozen=True)
class ArrivedBundle:
    """A verified, opened bundle: where it stands on its device's feed, and what it says.

    Made by `arrived`, which proves every row.
    """

    bundle_id: str
    name: str
    device: str
    seq: int
    prev: str
    revisions: tuple[Revision, ...]
    log: LogHead = EMPTY


@dataclass(frozen=True)
class Merged:
    """One state of a study: the views of its set, and the tables of what is live."""

    views: Views
    bundles: tuple[ReceivedBundle, ...]
    revisions: Mapping[str, Revision]
    tables: tuple[Table, ...]
    changes: tuple[Change, ...]


def merge_bundles(
    bundles: Sequence[ArrivedBundle], forms: Mapping[str, FormVersion] | None = None
) -> Merged:
    """Return the union of `bundles`; `forms` maps form hashes to what is known of them.

    A form that is not in `forms` gives columns in alphabetical order and no renames.
    """
    once = {bundle.bundle_id: bundle for bundle in bundles}  # a bundle given twice is one bundle
    revisions = [revision for bundle in once.values() for revision in bundle.revisions]
    received = sorted(
        ReceivedBundle(one.bundle_id, one.device, one.seq, one.prev, one.log.count, one.log.digest)
        for one in once.values()
    )
    seen = views(revisions, received)
    by_name = {revision.rev: revision for revision in revisions}
    winners = [by_name[rev] for _, rev in sorted(seen.winners.items())]
    made = form_tables(winners, frozenset(seen.conflicts), forms or {})
    return Merged(seen, tuple(received), by_name, made.tables, made.changes)


def arrived(
    rows: Sequence[bytes],
    *,
    bundle_id: str,
    name: str,
    device: str,
    seq: int,
    prev: str,
    log: LogHead = EMPTY,
) -> ArrivedBundle:
    """Return the bundle that holds `rows`, each proved by its name and by the bundle's signer.

    `log` is where the device's log of operations stood, as its manifest says.

    Raises: DamagedRevisionError for a row that is not what its name says, or that speaks for
        another device than the one that signed the bundle.
    """
    found = []
    for number, line in enumerate(rows, start=1):
        revision = read_revision(line, row=number, bundle=name)
        if revision.dev != device:
            raise DamagedRevisionError(row=number, bundle=name)
        found.append(revision)
    return ArrivedBundle(bundle_id, name, device, seq, prev, tuple(found), log)


def differing_variables(first: Revision, second: Revision) -> tuple[str, ...]:
    """Return the names, not the values, in which two revisions of a record differ."""
    return tuple(sorted(_differing(first.body or {}, second.body or {})))


def _differing(first: Mapping[str, Json], second: Mapping[str, Json]) -> set[str]:
    found: set[str] = set()
    for part in ("values", "rosters"):
        one, other = first.get(part), second.get(part)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            found |= {key for key in set(one) | set(other) if one.get(key) != other.get(key)}
    here, there = _readings(first), _readings(second)
    return found | {variable for variable, *_ in here ^ there}


def _readings(body: Mapping[str, Json]) -> set[tuple[str, ...]]:
    """Return the reviewed texts with their places: two people may have read one differently."""
    texts = body.get("texts")
    return {
        tuple(str(text.get(part)) for part in ("variable", "roster", "row", "verdict", "text"))
        for text in (texts if isinstance(texts, list) else [])
        if isinstance(text, Mapping)
    }

"""The rows inside a bundle: one immutable statement each, named by its content.

Room: bundle (floor 6). Makes rows; the merge reads them.
Spec: docs/spec/bundle.md section 4.
Promise: the same interview at the same place of a feed gives the same row, byte for byte.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey_app.canonical import Json, canonical_json, sha256_hex


@dataclass(frozen=True)
class Feed:
    """How far a device's feed has come: bundles, rows, and the id of the last bundle."""

    bundles: int = 0
    rows: int = 0
    last_bundle: str = ""


@dataclass(frozen=True)
class Put:
    """A record that is new on the feed."""

    record: str
    form: str
    form_hash: str
    body: Mapping[str, Json]


@dataclass(frozen=True)
class Withdrawal:
    """A record that must not be used any more, whoever holds it."""

    record: str


def rows_of(
    statements: Sequence[Put | Withdrawal], *, device: str, feed: Feed
) -> tuple[bytes, ...]:
    """Return one canonical line per statement, chained after the last bundle of the feed.

    The order is that of the random record names, so a file tells nothing of the order in
    which people were interviewed.
    """
    lines: list[bytes] = []
    previous = feed.last_bundle
    ordered = sorted(statements, key=lambda one: (one.record, isinstance(one, Withdrawal)))
    for number, statement in enumerate(ordered, start=feed.rows + 1):
        content = _content(statement) | {"dev": device, "seq": number, "prev": previous}
        previous = sha256_hex(canonical_json(content))
        lines.append(canonical_json(content | {"rev": previous}))
    return tuple(lines)


def _content(statement: Put | Withdrawal) -> dict[str, Json]:
    common: dict[str, Json] = {"rec": statement.record, "parents": [], "lamport": 1}
    if isinstance(statement, Withdrawal):
        return common | {"op": "withdraw", "form": "", "form_ver": "", "body": None}
    return common | {
        "op": "put",
        "form": statement.form,
        "form_ver": statement.form_hash,
        "body": statement.body,
    }

"""Read one revision from its line, trusting only what its name proves.

Room: merge (floor 6). Bytes in, values out.
Spec: docs/spec/bundle.md section 4 (rows), docs/spec/merged-dataset.md section 1.
Promise: two revisions with one name have the same content, on whatever laptop.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast, get_args

from survey_app.canonical import (
    Json,
    NotCanonicalError,
    is_sha256_hex,
    read_canonical_json,
    sha256_hex,
)
from survey_app.merge.errors import DamagedRevisionError

Operation: TypeAlias = Literal["put", "withdraw", "resolve"]

_FIELDS = frozenset(
    ("body", "dev", "form", "form_ver", "lamport", "op", "parents", "prev", "rec", "rev", "seq")
)
_LARGEST = 2**53 - 1
_TAIL = re.compile(rb',"rev":"(?P<rev>[0-9a-f]{64})",(?P<seq>"seq":[0-9]+\})\Z')
_RECORD = re.compile(r"[0-9A-Za-z_-]{1,64}\Z")


@dataclass(frozen=True)
class Revision:
    """One immutable statement of one device about one record."""

    rev: str
    rec: str
    parents: tuple[str, ...]
    op: Operation
    lamport: int
    dev: str
    seq: int
    prev: str
    form: str
    form_ver: str
    body: Mapping[str, Json] | None


def read_revision(line: bytes, *, row: int = 1, bundle: str = "") -> Revision:
    """Return the revision a canonical JSON line holds, its name proved by its content.

    Raises: DamagedRevisionError, naming `row` and `bundle`, never the content.
    """
    try:
        value = read_canonical_json(line)
    except (NotCanonicalError, ValueError, RecursionError) as error:
        raise DamagedRevisionError(row=row, bundle=bundle) from error
    if not isinstance(value, Mapping) or not _well_formed(value) or not _is_named(line):
        raise DamagedRevisionError(row=row, bundle=bundle)
    return Revision(
        rev=cast("str", value["rev"]),
        rec=cast("str", value["rec"]),
        parents=tuple(cast("Sequence[str]", value["parents"])),
        op=cast("Operation", value["op"]),
        lamport=cast("int", value["lamport"]),
        dev=cast("str", value["dev"]),
        seq=cast("int", value["seq"]),
        prev=cast("str", value["prev"]),
        form=cast("str", value["form"]),
        form_ver=cast("str", value["form_ver"]),
        body=cast("Mapping[str, Json] | None", value["body"]),
    )


def _well_formed(value: Mapping[str, Json]) -> bool:
    return set(value) == _FIELDS and _types_fit(value) and _operation_fits(value)


def _types_fit(value: Mapping[str, Json]) -> bool:
    parents = value["parents"]
    return (
        isinstance(value["rec"], str)
        and bool(_RECORD.match(value["rec"]))
        and isinstance(value["form"], str)
        and _is_hash(value["dev"])
        and (value["prev"] == "" or _is_hash(value["prev"]))
        and (value["form_ver"] == "" or _is_hash(value["form_ver"]))
        and _is_count(value["lamport"])
        and _is_count(value["seq"])
        and isinstance(parents, list)
        and all(_is_hash(parent) for parent in parents)
        and parents == sorted(set(cast("list[str]", parents)))
    )


def _operation_fits(value: Mapping[str, Json]) -> bool:
    if value["op"] not in get_args(Operation):
        return False
    if value["op"] == "withdraw":
        return value["body"] is None
    return isinstance(value["body"], Mapping) and value["form_ver"] != ""


def _is_named(line: bytes) -> bool:
    """Say whether `rev` is the SHA-256 of everything else.

    In canonical bytes `rev` and `seq` are the last two fields, so leaving `rev` out needs no
    second writing of the whole row.
    """
    tail = _TAIL.search(line)
    if tail is None:
        return False
    content = line[: tail.start()] + b"," + tail["seq"]
    return sha256_hex(content) == tail["rev"].decode()


def _is_hash(value: Json) -> bool:
    return isinstance(value, str) and is_sha256_hex(value)


def _is_count(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _LARGEST

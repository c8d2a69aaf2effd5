"""The boxes of private parts opened again: whole by the study, coarse by the coordinator.

Room: workflows. Runs where the study's folder is.
Spec: docs/spec/private-part.md section 4.
Promise: what she answered alone is in the whole interview once; what was taken back stays away.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import cast

from survey_app.canonical import Json, NotCanonicalError, read_canonical_json
from survey_app.disclosure.deidentified.views import boxes_from_json
from survey_app.disclosure.errors import DamagedViewError
from survey_app.interview.private import with_pieces
from survey_app.merge.merging import ArrivedBundle
from survey_app.merge.revisions import Revision
from survey_app.microdata.cells import Cell, Row, row_from_json, row_to_json
from survey_app.microdata.errors import MalformedCellError
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.private import open_private, read_private
from survey_app.vault.records import Opened
from survey_app.xform.definition import FormDef
from survey_app.xform.empties import EmptyKind

_SILENT = frozenset({EmptyKind.UNREACHED, EmptyKind.NOT_APPLICABLE, EmptyKind.STOPPED})


def with_private_parts(
    form: FormDef, xml: bytes, boxes: Sequence[str], seeds: Sequence[bytes]
) -> bytes:
    """Return a submission with what is in the boxes in its place.

    Raises: SealBrokenError for another seed or an altered box; SubmissionDamagedError.
    """
    if not boxes:
        return xml
    pieces = [
        (said["path"], said["xml"].encode())
        for said in (cast("Mapping[str, str]", one) for one in _in_order(boxes, seeds))
    ]
    return with_pieces(form, xml, pieces)


def with_private_cells(arrived: ArrivedBundle, seeds: Sequence[bytes]) -> ArrivedBundle:
    """Return a bundle with the coarse private answers in the place of what was kept back.

    A box that does not open leaves its cells kept back.
    """
    return replace(arrived, revisions=tuple(_with_cells(one, seeds) for one in arrived.revisions))


def _with_cells(revision: Revision, seeds: Sequence[bytes]) -> Revision:
    body = revision.body
    if body is None or not body.get("private"):
        return revision
    values = dict(row_from_json(body.get("values")))
    found: dict[str, Cell] = {}
    for row in _rows(body, seeds):
        for name, cell in row.items():
            if name not in found or _counts(cell, found[name]):
                found[name] = cell
    waiting = {name for name, cell in values.items() if cell.empty == EmptyKind.REDACTED}
    values.update({name: cell for name, cell in found.items() if name in waiting})
    filled = {name: one for name, one in body.items() if name != "private"}
    return replace(revision, body={**filled, "values": row_to_json(values)})


def _rows(body: Mapping[str, Json], seeds: Sequence[bytes]) -> list[Row]:
    """Return what the boxes of a view hold; nothing where one of them cannot be read.

    Without the later one the earlier would speak for her, who may have said otherwise since.
    """
    try:
        return [row_from_json(row) for row in _in_order(boxes_from_json(body), seeds)]
    except (SealBrokenError, DamagedViewError, MalformedCellError):
        return []


def _counts(later: Cell, earlier: Cell) -> bool:
    """Say whether a later cell takes the place of an earlier one: left out counts over silence."""
    if later.is_answered or later.empty not in {*_SILENT, EmptyKind.NOT_ASKED}:
        return True
    return later.empty == EmptyKind.NOT_ASKED and earlier.empty in _SILENT


def _in_order(boxes: Sequence[str], seeds: Sequence[bytes]) -> list[Json]:
    """Return what the boxes hold, in the order in which they were sealed."""
    opened = sorted((_opened(box, seeds) for box in boxes), key=lambda one: one.context.revision)
    try:
        return [read_canonical_json(one.plaintext) for one in opened]
    except NotCanonicalError as error:
        raise SealBrokenError from error


def _opened(box: str, seeds: Sequence[bytes]) -> Opened:
    try:
        sealed = read_private(base64.b64decode(box, validate=True))
    except (binascii.Error, ValueError) as error:
        raise SealBrokenError from error
    for seed in seeds[:-1]:
        with suppress(SealBrokenError):
            return open_private(seed, sealed)
    return open_private(seeds[-1], sealed)

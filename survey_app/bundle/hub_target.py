"""A hub as a target, over http on the local network or https anywhere.

Room: bundle (floor 6). Standard library only; speaks to the named host and to no other.
Spec: docs/spec/objects-on-a-target.md section 4.
Promise: no redirect is followed, nothing waits for ever, and what a hub says of a bundle
    counts only with the signature of the expected key.
"""

import json
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from survey_app.bundle.address import HubAddress
from survey_app.bundle.errors import (
    LetGoError,
    TargetFailedError,
    TargetFullError,
    TargetRefusedError,
    UnknownReceiptKeyError,
)
from survey_app.bundle.hub_line import Answer, HubLine
from survey_app.bundle.objects import ASKED_AT_ONCE, Parcel
from survey_app.bundle.receipt import Receipt, verify_receipt
from survey_app.bundle.target import MissingObjectsError
from survey_app.canonical import is_sha256_hex

_DONE = frozenset((HTTPStatus.OK, HTTPStatus.CREATED))
_FULL = frozenset((HTTPStatus.INSUFFICIENT_STORAGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
_REASON_LENGTH = 40
_LET_GO = frozenset({"removed laptop", "cancelled pack"})


@dataclass(frozen=True)
class _Said:
    """What a refusing hub adds: a short reason, the pieces it lacks."""

    reason: str
    objects: tuple[str, ...]


class HubTarget:
    """The hub at one address."""

    def __init__(self, address: HubAddress, *, sleep: Callable[[float], None] = time.sleep) -> None:
        if not address.key:
            raise UnknownReceiptKeyError(target=address.label)
        self._address = address
        self._line = HubLine(address, sleep=sleep)

    @property
    def label(self) -> str:
        """The address without its key."""
        return self._address.label

    def have(self, objects: Sequence[str]) -> Collection[str]:
        """Return those of `objects` that the hub says it holds."""
        there: set[str] = set()
        for start in range(0, len(objects), ASKED_AT_ONCE):
            asked = objects[start : start + ASKED_AT_ONCE]
            answer = self._line.ask("GET", "/have?objects=" + ",".join(asked))
            self._expect(answer)
            there.update(_objects(answer.body))
        return there.intersection(objects)

    def put(self, name: str, piece: bytes) -> None:
        """Send one piece."""
        self._expect(self._line.ask("PUT", f"/objects/{name}", piece))

    def complete(self, parcel: Parcel, study: str) -> Receipt:
        """Send the list of pieces and return the hub's verified receipt."""
        answer = self._line.ask("PUT", f"/bundles/{parcel.bundle}", parcel.to_bytes())
        said = _said(answer.body)
        if answer.status == HTTPStatus.CONFLICT and said.objects:
            raise MissingObjectsError(said.objects)
        self._expect(answer)
        return verify_receipt(
            answer.body,
            bundle=parcel.bundle,
            study=study,
            trusted=(self._address.key,),
            target=self.label,
        )

    def close(self) -> None:
        """Hang up."""
        self._line.hang_up()

    def _expect(self, answer: Answer) -> None:
        if answer.status in _DONE:
            return
        if answer.status in _FULL:
            raise TargetFullError(target=self.label)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise TargetFailedError(target=self.label, status=answer.status)
        reason = _said(answer.body).reason or "none given"
        if reason in _LET_GO:
            raise LetGoError(target=self.label)
        raise TargetRefusedError(target=self.label, status=answer.status, reason=reason)


def _objects(body: bytes) -> tuple[str, ...]:
    return _said(body).objects


def _said(body: bytes) -> _Said:
    """Return what can be used of an answer that nobody signed: hashes and a plain word."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        return _Said("", ())
    reason, objects = fields.get("reason"), fields.get("objects")
    return _Said(
        _plain(reason) if isinstance(reason, str) else "",
        tuple(one for one in objects if isinstance(one, str) and is_sha256_hex(one))
        if isinstance(objects, list)
        else (),
    )


def _plain(reason: str) -> str:
    """Return a stranger's word as plain short ASCII: it will stand in a sentence of ours."""
    return "".join(one for one in reason if one.isascii() and (one.isalnum() or one in " -"))[
        :_REASON_LENGTH
    ]

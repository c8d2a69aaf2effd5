"""Where bundles go, and how one is sent there over a link that drops.

Room: bundle (floor 6). Knows what a target can do, not what it is.
Spec: docs/spec/objects-on-a-target.md section 3.
Promise: sending again sends only what is not there; the list of pieces goes last.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from survey_app.bundle.errors import TargetDamagedError
from survey_app.bundle.objects import Parcel, parcel_of, pieces_of
from survey_app.bundle.receipt import ReadBack, Receipt


class MissingObjectsError(Exception):
    """The target wants these pieces (again) before it takes the list."""

    def __init__(self, objects: Sequence[str]) -> None:
        super().__init__()
        self.objects = tuple(objects)


class Target(Protocol):
    """A folder or a hub."""

    @property
    def label(self) -> str:
        """The words under which a person knows the target; holds no key."""

    def have(self, objects: Sequence[str]) -> Collection[str]:
        """Return those of `objects` that are there, whole."""

    def put(self, name: str, piece: bytes) -> None:
        """Bring one piece; bringing it twice changes nothing."""

    def complete(self, parcel: Parcel, study: str) -> Receipt | ReadBack:
        """Bring the list of pieces and return the proof that the whole bundle is there.

        Raises: MissingObjectsError.
        """

    def close(self) -> None:
        """Hang up; the target may be used again."""


@dataclass(frozen=True)
class Sent:
    """What one sending did: the proof, and how many pieces had to travel."""

    bundle_id: str
    proof: Receipt | ReadBack
    pieces: int
    pieces_sent: int


def send(
    data: bytes,
    target: Target,
    *,
    study: str,
    on_piece: Callable[[int, int], None] = lambda _done, _all: None,
) -> Sent:
    """Bring the bundle file `data` to `target` and return the proof that it is there.

    `on_piece` is told (pieces done, pieces in all) as it goes.

    Raises: the errors of the target; TargetDamagedError when it loses what it was given.
    """
    parcel, pieces = parcel_of(data), pieces_of(data)
    there = set(target.have(list(pieces)))
    wanted = [name for name in pieces if name not in there]
    on_piece(len(there), len(pieces))
    for done, name in enumerate(wanted, start=len(there) + 1):
        target.put(name, pieces[name])
        on_piece(done, len(pieces))
    sent = len(wanted)
    try:
        proof = target.complete(parcel, study)
    except MissingObjectsError as missing:  # a piece was damaged or cleared meanwhile
        again = [name for name in missing.objects if name in pieces]
        for name in again:
            target.put(name, pieces[name])
        sent += len(again)
        proof = _complete_at_last(target, parcel, study)
    return Sent(parcel.bundle, proof, len(pieces), sent)


def _complete_at_last(target: Target, parcel: Parcel, study: str) -> Receipt | ReadBack:
    try:
        return target.complete(parcel, study)
    except MissingObjectsError as error:
        raise TargetDamagedError(target=target.label) from error

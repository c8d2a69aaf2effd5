"""The public side of a laptop, and the row of the store that keeps it.

Room: workflows.
Promise: a row that cannot be read, or is gone, is told as damage; it is never taken for a laptop
    without people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from survey_app.bundle.enrolment import EnrolmentProof, proof_from_json, verify_enrolment
from survey_app.canonical import (
    Json,
    NotCanonicalError,
    canonical_json,
    read_canonical_json,
    sha256_hex,
)
from survey_app.store.errors import StoreDamagedError
from survey_app.store.store import Store
from survey_app.vault.epochs import Epoch, epoch_from_json
from survey_app.vault.errors import SignatureError

DEVICE_KEY = "device"


@dataclass(frozen=True)
class Device:
    """The public side of this laptop."""

    verify_key: bytes
    site_key: bytes
    proof: EnrolmentProof
    site_epochs: tuple[Epoch, ...] = ()

    @property
    def device_id(self) -> str:
        """Return the laptop's random-looking name: 32 hexadecimal letters."""
        return sha256_hex(self.verify_key)[:32]


def proof_that_holds(device: Device, *, study_id: str, authority_key: bytes) -> EnrolmentProof:
    """Return the proof that the study let this laptop in.

    Raises: StoreDamagedError for one that rotted: every receiver would refuse what it vouches for.
    """
    try:
        verify_enrolment(
            device.proof,
            study_id=study_id,
            device_key=device.verify_key,
            authority_key=authority_key,
        )
    except SignatureError as error:
        raise StoreDamagedError from error
    return device.proof


def kept_device(store: Store) -> Device | None:
    """Return the device that the store keeps, None before people are enrolled.

    Raises: StoreDamagedError when its row is unreadable, or gone while people have slots: whoever
        took it for a laptop without people would enrol over their interviews.
    """
    kept = store.get_meta(DEVICE_KEY)
    if kept is None:
        if store.slot_ids():
            raise StoreDamagedError
        return None
    try:
        return read_device(read_canonical_json(kept))
    except (NotCanonicalError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreDamagedError from error


def read_device(data: Json) -> Device:
    """Return the public side of a laptop, from the JSON of `device_bytes`.

    Raises: KeyError, TypeError or ValueError when it is none.
    """
    fields = cast("Mapping[str, str]", data)
    return Device(
        verify_key=bytes.fromhex(fields["verify_key"]),
        site_key=bytes.fromhex(fields["site_key"]),
        proof=proof_from_json(fields["proof"]),
        site_epochs=tuple(
            map(epoch_from_json, cast("Sequence[Json]", fields.get("site_epochs", ())))
        ),
    )


def device_bytes(device: Device) -> bytes:
    """Return the public side of a laptop as the store keeps it."""
    return canonical_json(
        {
            "verify_key": device.verify_key.hex(),
            "site_key": device.site_key.hex(),
            "proof": device.proof.to_json(),
            "site_epochs": [epoch.to_json() for epoch in device.site_epochs],
        }
    )

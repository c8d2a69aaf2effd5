"""How a laptop proves that the study let it in.

Room: bundle. A pack carries a ticket: a signing key that the study's authority vouches for.
The laptop's own key is vouched for by the ticket, so every bundle carries a chain of two
signatures that ends at the authority key on the study's card.
Spec: docs/spec/enrolment.md.
Promise: a device that never held a pack of this study cannot make a valid proof.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from survey_app.canonical import Json, length_prefixed, read_hex
from survey_app.vault import signing

TICKET_PURPOSE = "enrolment-ticket"
DEVICE_PURPOSE = "enrolment-device"


@dataclass(frozen=True, repr=False)
class Ticket:
    """The right to enrol a laptop: kept in the pack, worth as much as the pack."""

    seed: bytes
    vouched: bytes


@dataclass(frozen=True)
class EnrolmentProof:
    """Public: authority signed the ticket key, the ticket signed the device key."""

    ticket_key: bytes
    ticket_signature: bytes
    device_signature: bytes

    def to_json(self) -> dict[str, Json]:
        """Return the proof with its bytes in hexadecimal."""
        return {
            "ticket_key": self.ticket_key.hex(),
            "ticket_signature": self.ticket_signature.hex(),
            "device_signature": self.device_signature.hex(),
        }


def proof_from_json(data: Json) -> EnrolmentProof:
    """Return the proof that `EnrolmentProof.to_json` described.

    Raises: KeyError, TypeError or ValueError when `data` is no proof.
    """
    fields = cast("Mapping[str, str]", data)
    return EnrolmentProof(
        read_hex(fields["ticket_key"]),
        read_hex(fields["ticket_signature"]),
        read_hex(fields["device_signature"]),
    )


def make_ticket(authority_seed: bytes, study_id: str) -> Ticket:
    """Return a fresh ticket that the authority of `study_id` vouches for."""
    seed = signing.new_signing_seed()
    message = length_prefixed(study_id.encode(), signing.verify_key_of(seed))
    return Ticket(seed, signing.sign(authority_seed, message, TICKET_PURPOSE))


def enrol(ticket: Ticket, study_id: str, device_key: bytes) -> EnrolmentProof:
    """Return the proof that the holder of `device_key` held `ticket`."""
    message = length_prefixed(study_id.encode(), device_key)
    return EnrolmentProof(
        ticket_key=signing.verify_key_of(ticket.seed),
        ticket_signature=ticket.vouched,
        device_signature=signing.sign(ticket.seed, message, DEVICE_PURPOSE),
    )


def verify_enrolment(
    proof: EnrolmentProof, *, study_id: str, device_key: bytes, authority_key: bytes
) -> None:
    """Return when the chain authority, ticket, device holds.

    Raises: vault.errors.SignatureError.
    """
    study = study_id.encode()
    signing.verify(
        authority_key,
        length_prefixed(study, proof.ticket_key),
        proof.ticket_signature,
        TICKET_PURPOSE,
    )
    signing.verify(
        proof.ticket_key,
        length_prefixed(study, device_key),
        proof.device_signature,
        DEVICE_PURPOSE,
    )

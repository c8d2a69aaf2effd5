"""The signed cover of a bundle: who sent it, its place on the feed, what it holds by hash.

Room: bundle (floor 6). No I/O; a manifest is read or refused, never repaired.
Spec: docs/spec/bundle.md section 2.
Promise: says nothing of a respondent: no form, no count of interviews, no time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from survey_app.bundle.enrolment import EnrolmentProof, proof_from_json
from survey_app.canonical import Json, canonical_json, is_sha256_hex, read_canonical_json
from survey_app.vault.chain import LogHead

FORMAT = "survey-app/bundle/1"
PURPOSE = "bundle-manifest"
_FIELDS = frozenset(("device", "enrolment", "format", "log", "payload", "prev", "seq", "study"))
_PROOF_SIZES = {"ticket_key": 64, "ticket_signature": 128, "device_signature": 128}
_LARGEST = 2**53 - 1
_LONGEST_STUDY = 128


@dataclass(frozen=True)
class Manifest:
    """What is signed.

    `prev` names the device's bundle before this one, "" for the first; `log` is where the
    laptop's signed log of operations stood, so that a rollback of the laptop shows.
    """

    study: str
    device: str
    enrolment: EnrolmentProof
    seq: int
    prev: str
    payload_sha256: str
    payload_size: int
    log: LogHead

    def to_bytes(self) -> bytes:
        """Return the one canonical text of the manifest, without a line end."""
        fields: dict[str, Json] = {
            "format": FORMAT,
            "study": self.study,
            "device": self.device,
            "enrolment": self.enrolment.to_json(),
            "seq": self.seq,
            "prev": self.prev,
            "payload": {"sha256": self.payload_sha256, "size": self.payload_size},
            "log": {"count": self.log.count, "digest": self.log.digest},
        }
        return canonical_json(fields)


def read_manifest(text: bytes) -> Manifest:
    """Return the manifest that `text` is, exactly.

    Raises: ValueError, TypeError, KeyError, RecursionError or NotCanonicalError for anything
        else; callers name the bundle.
    """
    fields = cast("Mapping[str, Json]", read_canonical_json(text))
    if not isinstance(fields, Mapping) or set(fields) != _FIELDS or fields["format"] != FORMAT:
        raise ValueError(FORMAT)
    payload = _exactly(fields["payload"], "sha256", "size")
    log = _exactly(fields["log"], "count", "digest")
    return Manifest(
        study=_study(fields["study"]),
        device=_hash(fields["device"]),
        enrolment=_proof(fields["enrolment"]),
        seq=_count(fields["seq"], least=1),
        prev=_hash_or_nothing(fields["prev"]),
        payload_sha256=_hash(payload["sha256"]),
        payload_size=_count(payload["size"], least=1),
        log=LogHead(_count(log["count"], least=0), _hash(log["digest"])),
    )


def _exactly(value: Json, *names: str) -> Mapping[str, Json]:
    if not isinstance(value, Mapping) or set(value) != set(names):
        raise ValueError(names)
    return value


def _proof(value: Json) -> EnrolmentProof:
    fields = _exactly(value, *_PROOF_SIZES)
    for name, size in _PROOF_SIZES.items():
        text = fields[name]
        if not isinstance(text, str) or len(text) != size or text != text.lower():
            raise ValueError(name)
    return proof_from_json(fields)


def _study(value: Json) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= _LONGEST_STUDY:
        raise ValueError("study")
    return value


def _hash(value: Json) -> str:
    if not isinstance(value, str) or not is_sha256_hex(value):
        raise ValueError("hash")
    return value


def _hash_or_nothing(value: Json) -> str:
    return "" if value == "" else _hash(value)


def _count(value: Json, *, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _LARGEST:
        raise ValueError("count")
    return value

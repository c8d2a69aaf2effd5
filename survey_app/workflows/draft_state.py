"""What a draft holds besides the interview: its form, its day, and where it stands.

Room: workflows.
Spec: docs/spec/draft.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from survey_app.canonical import Json, canonical_json, length_prefixed, read_canonical_json
from survey_app.vault.context import split_prefixed


@dataclass(frozen=True)
class SealedPart:
    """A private part as it lies in a draft: sealed to the study, and to the coordinator.

    Shape: both boxes in base64; nothing on the laptop opens either.
    """

    part_id: str
    name: str
    for_study: str
    for_coordinator: str


@dataclass(frozen=True)
class DraftState:
    """What a draft holds besides the interview itself.

    `reopened` says that it began as a submission, to be changed; `private` are the boxes of
    the parts that she answers alone.
    """

    form_id: str
    form_hash: str
    day: str
    screen: str
    saved: bytes
    reopened: bool = False
    private: tuple[SealedPart, ...] = ()


def draft_bytes(state: DraftState, screen: str, saved: bytes) -> bytes:
    """Return a draft as bytes: where it stands, and the saved interview."""
    heading: dict[str, Json] = {
        "form_id": state.form_id,
        "form_hash": state.form_hash,
        "day": state.day,
        "screen": screen,
    }
    if state.reopened:
        heading["reopened"] = "yes"
    if state.private:
        heading["private"] = [
            [one.part_id, one.name, one.for_study, one.for_coordinator] for one in state.private
        ]
    return length_prefixed(canonical_json(heading), saved)


def state_of(plaintext: bytes) -> DraftState:
    """Return what the bytes of a draft hold."""
    heading, saved = split_prefixed(plaintext)
    whole = cast("Mapping[str, Json]", read_canonical_json(heading))
    fields = cast("Mapping[str, str]", whole)
    private = cast("Sequence[Sequence[str]]", whole.get("private", ()))
    return DraftState(
        fields["form_id"],
        fields["form_hash"],
        fields["day"],
        fields["screen"],
        saved,
        reopened=fields.get("reopened") == "yes",
        private=tuple(SealedPart(*one) for one in private),
    )

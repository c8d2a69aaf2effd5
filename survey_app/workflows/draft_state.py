"""What a draft holds besides the interview: its form, its day, and where it stands.

Room: workflows.
Spec: docs/spec/draft.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from survey_app.canonical import Json, canonical_json, length_prefixed, read_canonical_json
from survey_app.vault.context import split_prefixed


@dataclass(frozen=True)
class DraftState:
    """What a draft holds besides the interview itself.

    `reopened` says that it began as a submission, to be changed.
    """

    form_id: str
    form_hash: str
    day: str
    screen: str
    saved: bytes
    reopened: bool = False


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
    return length_prefixed(canonical_json(heading), saved)


def state_of(plaintext: bytes) -> DraftState:
    """Return what the bytes of a draft hold."""
    heading, saved = split_prefixed(plaintext)
    fields = cast("Mapping[str, str]", read_canonical_json(heading))
    return DraftState(
        fields["form_id"],
        fields["form_hash"],
        fields["day"],
        fields["screen"],
        saved,
        reopened=fields.get("reopened") == "yes",
    )

"""What a draft holds besides the interview: its form, its day, and where it stands.

Room: workflows.
Spec: docs/spec/draft.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from survey_app.canonical import canonical_json, length_prefixed, read_canonical_json
from survey_app.vault.context import split_prefixed


@dataclass(frozen=True)
class DraftState:
    """What a draft holds besides the interview itself."""

    form_id: str
    form_hash: str
    day: str
    screen: str
    saved: bytes


def draft_bytes(state: DraftState, screen: str, saved: bytes) -> bytes:
    """Return a draft as bytes: where it stands, and the saved interview."""
    heading = canonical_json(
        {
            "form_id": state.form_id,
            "form_hash": state.form_hash,
            "day": state.day,
            "screen": screen,
        }
    )
    return length_prefixed(heading, saved)


def state_of(plaintext: bytes) -> DraftState:
    """Return what the bytes of a draft hold."""
    heading, saved = split_prefixed(plaintext)
    fields = cast("Mapping[str, str]", read_canonical_json(heading))
    return DraftState(
        fields["form_id"], fields["form_hash"], fields["day"], fields["screen"], saved
    )

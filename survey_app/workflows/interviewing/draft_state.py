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
class Chosen:
    """One difference between two keyings and what a person decided: who chose what, where."""

    ref: str
    which: str
    by: str


@dataclass(frozen=True)
class Paper:
    """A questionnaire on paper that is keyed in: its number, and which keying this is.

    Shape: `keying` is 1 or 2, and 0 for the one that was made of both; `chosen` in the order of
    the decisions.
    """

    number: str
    keying: int
    chosen: tuple[Chosen, ...] = ()


@dataclass(frozen=True)
class DraftState:
    """What a draft holds besides the interview itself.

    `pieces` are how many rows each file has, None in a draft that does not tell; `gaps` are files
    of which something was lost on the disk. `reopened` says that it began as a submission, to be
    changed; `private` are the boxes of the parts that she answers alone; `paper` says that it is
    keyed from one.
    """

    form_id: str
    form_hash: str
    day: str
    screen: str
    saved: bytes
    reopened: bool = False
    private: tuple[SealedPart, ...] = ()
    paper: Paper | None = None
    pieces: Mapping[str, int] | None = None
    gaps: tuple[str, ...] = ()


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
    if state.paper is not None:
        heading["paper"] = paper_json(state.paper)
    if state.pieces is not None:
        heading["pieces"] = {**state.pieces}
    if state.gaps:
        heading["gaps"] = list(state.gaps)
    return length_prefixed(canonical_json(heading), saved)


def state_of(plaintext: bytes) -> DraftState:
    """Return what the bytes of a draft hold."""
    heading, saved = split_prefixed(plaintext)
    whole = cast("Mapping[str, Json]", read_canonical_json(heading))
    fields = cast("Mapping[str, str]", whole)
    private = cast("Sequence[Sequence[str]]", whole.get("private", ()))
    paper = cast("Mapping[str, Json] | None", whole.get("paper"))
    return DraftState(
        fields["form_id"],
        fields["form_hash"],
        fields["day"],
        fields["screen"],
        saved,
        reopened=fields.get("reopened") == "yes",
        private=tuple(SealedPart(*one) for one in private),
        paper=None if paper is None else _paper(paper),
        pieces=cast("Mapping[str, int] | None", whole.get("pieces")),
        gaps=tuple(cast("Sequence[str]", whole.get("gaps", ()))),
    )


def paper_json(paper: Paper) -> Json:
    """Return what a draft, and the record that it becomes, say of the paper."""
    chosen: list[Json] = [[one.ref, one.which, one.by] for one in paper.chosen]
    return {"number": paper.number, "keying": paper.keying, "chosen": chosen}


def _paper(fields: Mapping[str, Json]) -> Paper:
    rows = cast("Sequence[Sequence[str]]", fields["chosen"])
    return Paper(
        str(fields["number"]), int(str(fields["keying"])), tuple(Chosen(*row) for row in rows)
    )

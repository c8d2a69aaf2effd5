"""What a bundle says of itself, without opening it.

Room: workflows.
Spec: docs/spec/bundle.md section 2.
"""

from dataclasses import dataclass
from pathlib import Path

from survey_app.bundle.container import bundle_id_of, is_sealed, refuse_unwhole
from survey_app.bundle.finding import find_bundles
from survey_app.bundle.manifest import Manifest
from survey_app.bundle.unpack import inspect, verify
from survey_app.errors import SurveyError
from survey_app.merge.errors import NothingToMergeError
from survey_app.vault.chain import head_words
from survey_app.workflows.study.studies import StudyCard


@dataclass(frozen=True)
class Cover:
    """Where a bundle comes from, as its laptop signed it."""

    study: str
    device: str
    place: int
    previous: str
    log_entries: int
    log_words: tuple[str, ...]


@dataclass(frozen=True)
class Inspection:
    """What can be seen of a bundle. `vouched` is None where no study was named to check against.

    `cover` is None where it is sealed and no study was named.
    """

    name: str
    bundle_id: str
    size: int
    cover: Cover | None
    vouched: bool | None


@dataclass(frozen=True)
class Overview:
    """All bundles of a place: what the good ones say, and why the others are refused."""

    seen: tuple[Inspection, ...]
    refused: tuple[SurveyError, ...]


def inspect_bundles(place: Path, card: StudyCard | None = None) -> tuple[Inspection, ...]:
    """Return what each bundle at `place` says; checked against `card` when it is given.

    Raises: NothingToMergeError, NotABundleError, NewerBundleError, DamagedBundleError,
        BundleSignatureError, OtherStudyError.
    """
    overview = look_through(place, card)
    for refusal in overview.refused:
        raise refusal
    return overview.seen


def look_through(place: Path, card: StudyCard | None = None) -> Overview:
    """Return what the bundles at `place` say; one bad bundle does not hide the good ones.

    Raises: NothingToMergeError when nothing is there.
    """
    found = tuple(find_bundles(place))
    if not found:
        raise NothingToMergeError(place=str(place))
    seen: list[Inspection] = []
    refused: list[SurveyError] = []
    for one in found:
        try:
            seen.append(_inspected(one.read(), one.name, card))
        except SurveyError as refusal:
            refused.append(refusal)
    return Overview(tuple(seen), tuple(refused))


def _inspected(data: bytes, name: str, card: StudyCard | None) -> Inspection:
    manifest: Manifest | None
    if card is not None:
        key = card.authority_key
        manifest = verify(data, name=name, study_id=card.study_id, authority_key=key).manifest
    elif is_sealed(data):
        refuse_unwhole(data, name=name)
        manifest = None
    else:
        manifest = inspect(data, name=name, study_keys=()).manifest
    return Inspection(
        name=name,
        bundle_id=bundle_id_of(data),
        size=len(data),
        cover=None if manifest is None else _cover(manifest),
        vouched=None if card is None else True,
    )


def _cover(manifest: Manifest) -> Cover:
    return Cover(
        study=manifest.study,
        device=manifest.device,
        place=manifest.seq,
        previous=manifest.prev,
        log_entries=manifest.log.count,
        log_words=head_words(manifest.log),
    )

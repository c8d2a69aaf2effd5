"""Many bundles become one dataset, in any order and any number of times.

Room: workflows.

    bundles -- verify, open with the working key --> rows -- merge --> tables, report

Spec: docs/spec/merged-dataset.md.
Promise: a bundle that is refused changes nothing; the others are merged, and the refusal is
said. The dataset is a function of the bundles in it, so merging again can only add.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from survey_app.bundle.container import file_name_of
from survey_app.bundle.finding import FoundBundle, find_bundles
from survey_app.bundle.unpack import open_bundle, verify
from survey_app.canonical import Json, sha256_hex
from survey_app.errors import SurveyError
from survey_app.merge.dataset import OBJECTS, StoredForm, claim, write_dataset
from survey_app.merge.errors import DamagedDatasetError, NothingToMergeError
from survey_app.merge.forms import form_version
from survey_app.merge.harmonise import FormVersion
from survey_app.merge.merging import ArrivedBundle, arrived, merge_bundles
from survey_app.vault import age
from survey_app.workflows.files import write_new_file
from survey_app.workflows.packs import read_pack
from survey_app.workflows.studies import StudyCard, open_key, read_study
from survey_app.xform import parse

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class MergeRun:
    """What one merge did. `new` bundles were not in the dataset before."""

    folder: Path
    given: int
    new: int
    refused: tuple[SurveyError, ...]
    report: Mapping[str, Json]


@dataclass(frozen=True)
class _Opened:
    """A bundle that passed every check, and its bytes as they came."""

    arrived: ArrivedBundle
    data: bytes


def merge(
    places: Sequence[Path],
    into: Path,
    study_folder: Path,
    passphrase: str,
    *,
    on_bundle: Progress = lambda _done, _all: None,
) -> MergeRun:
    """Merge the bundles at `places` into the dataset in `into`; return what happened.

    A place is a bundle file, or a folder of bundles (a stick, a shared folder, a hub). With no
    new bundle the dataset is written again from those it holds.

    Raises: NoStudyError, WrongPassphraseError, NotADatasetError, DatasetOfOtherStudyError,
        NothingToMergeError, DatasetFullError; the error of the first refused bundle when there
        is nothing else to merge.
    """
    card = read_study(study_folder)
    claim(into, card.study_id)
    found = [bundle for place in places for bundle in _found(place)]
    seed = open_key(study_folder, "analyst", passphrase)
    opened, refused = _open_all(found, card, seed, on_bundle)
    held = _held(into, card, seed, {one.arrived.bundle_id for one in opened})
    if not opened and not held:
        raise refused[0] if refused else NothingToMergeError(place=_named(places, into))
    for one in opened:
        write_new_file(into / OBJECTS / file_name_of(one.arrived.bundle_id), one.data)
    stored = _stored_forms(study_folder)
    arrivals = [one.arrived for one in (*held, *opened)]
    used = {revision.form_ver for one in arrivals for revision in one.revisions}
    merged = merge_bundles(arrivals, _versions(stored, used))
    report = write_dataset(into, merged, study=card.study_id, forms=stored)
    known = {one.arrived.bundle_id for one in held}
    new = {one.arrived.bundle_id for one in opened} - known
    return MergeRun(into, len(found), len(new), tuple(refused), report)


def _found(place: Path) -> list[FoundBundle]:
    found = list(find_bundles(place))
    if not found:
        raise NothingToMergeError(place=str(place))
    return found


def _open_all(
    found: Sequence[FoundBundle], card: StudyCard, seed: bytes, on_bundle: Progress
) -> tuple[list[_Opened], list[SurveyError]]:
    opened: dict[str, _Opened] = {}
    refused: list[SurveyError] = []
    for number, bundle in enumerate(found, start=1):
        try:
            one = _open(bundle, card, seed)
            opened[one.arrived.bundle_id] = one
        except SurveyError as refusal:
            refused.append(refusal)
        on_bundle(number, len(found))
    return list(opened.values()), refused


def _open(found: FoundBundle, card: StudyCard, seed: bytes) -> _Opened:
    data = found.read()
    sealed = verify(data, name=found.name, study_id=card.study_id, authority_key=card.authority_key)
    bundle = open_bundle(sealed, lambda payload: age.decrypt_file(payload, seed))
    read = arrived(
        bundle.rows,
        bundle_id=bundle.bundle_id,
        name=bundle.name,
        device=bundle.manifest.device,
        seq=bundle.manifest.seq,
        prev=bundle.manifest.prev,
        log=bundle.manifest.log,
    )
    return _Opened(read, data)


def _held(into: Path, card: StudyCard, seed: bytes, given: Iterable[str]) -> list[_Opened]:
    """Return the bundles that the dataset holds; a damaged one must be given again."""
    names = {file_name_of(bundle_id) for bundle_id in given}
    held = []
    for found in find_bundles(into / OBJECTS):
        try:
            one = _open(found, card, seed)
            if file_name_of(one.arrived.bundle_id) != found.name:
                raise DamagedDatasetError(file=f"{OBJECTS}/{found.name}")
            held.append(one)
        except SurveyError as error:
            if found.name not in names:
                raise DamagedDatasetError(file=f"{OBJECTS}/{found.name}") from error
    return held


def _stored_forms(study_folder: Path) -> dict[str, StoredForm]:
    """Return every questionnaire the study ever packed, by its hash."""
    return {
        sha256_hex(form.xform): StoredForm(form.xform, form.files)
        for path in sorted((study_folder / "packs").glob("*.pack"))
        for form in read_pack(path).forms
    }


def _versions(stored: Mapping[str, StoredForm], used: Collection[str]) -> dict[str, FormVersion]:
    return {
        name: form_version(parse(form.xform, form.files))
        for name, form in stored.items()
        if name in used
    }


def _named(places: Sequence[Path], into: Path) -> str:
    return ", ".join(str(place) for place in places) or str(into / OBJECTS)

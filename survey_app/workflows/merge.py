"""Many bundles become one dataset, in any order and any number of times.

Room: workflows.

    bundles -- verify, open with the working key --> rows -- merge --> tables, report

Spec: docs/spec/merged-dataset.md.
Promise: a bundle that is refused changes nothing; the others are merged, and the refusal is
said. The dataset is a function of the bundles in it, so merging again can only add.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from survey_app.bundle.container import file_name_of
from survey_app.bundle.errors import BundleOfRemovedError
from survey_app.bundle.finding import FoundBundle, find_bundles
from survey_app.bundle.manifest import Manifest
from survey_app.bundle.removals import Removals, allowed, refuse_removed
from survey_app.bundle.unpack import VerifiedBundle, open_bundle, verify
from survey_app.canonical import Json, sha256_hex
from survey_app.errors import SurveyError
from survey_app.i18n.catalogues import Catalogues
from survey_app.merge.dataset import OBJECTS, StoredForm, claim, write_dataset
from survey_app.merge.errors import DamagedDatasetError, NothingToMergeError
from survey_app.merge.forms import form_version
from survey_app.merge.harmonise import FormVersion
from survey_app.merge.merging import ArrivedBundle, arrived, merge_bundles
from survey_app.vault import age
from survey_app.vault.errors import SealBrokenError
from survey_app.workflows.files import write_new_file
from survey_app.workflows.interviewing.private_boxes import with_private_cells
from survey_app.workflows.places import shipped_translations
from survey_app.workflows.study.packs import read_pack
from survey_app.workflows.study.removing import removals_of
from survey_app.workflows.study.studies import StudyCard, open_keys, read_study
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
        NothingToMergeError, DatasetFullError; the error of the first refused bundle, the others
        as its notes, when there is nothing else to merge.
    """
    card = read_study(study_folder)
    claim(into, card.study_id)
    found = [bundle for place in places for bundle in _found(place)]
    seeds = open_keys(study_folder, "analyst", passphrase)
    door = _door(study_folder, card, seeds, [*found, *find_bundles(into / OBJECTS)])
    opened, refused = _open_all(found, door, on_bundle)
    held, gone = _held(into, door, {one.arrived.bundle_id for one in opened})
    told = {str(one) for one in refused}  # the same bundle may lie on the stick and here
    refused = [*refused, *(one for one in gone if str(one) not in told)]
    if not opened and not held:
        raise _all_told(refused) if refused else NothingToMergeError(place=_named(places, into))
    for one in opened:
        write_new_file(into / OBJECTS / file_name_of(one.arrived.bundle_id), one.data)
    stored = _stored_forms(study_folder)
    arrivals = [one.arrived for one in (*held, *opened)]
    used = {revision.form_ver for one in arrivals for revision in one.revisions}
    merged = merge_bundles(arrivals, _versions(stored, used))
    report = write_dataset(
        into,
        merged,
        study=card.study_id,
        forms=stored,
        translators=Catalogues(shipped_translations()).translators(),
    )
    known = {one.arrived.bundle_id for one in held}
    new = {one.arrived.bundle_id for one in opened} - known
    return MergeRun(into, len(found), len(new), tuple(refused), report)


@dataclass(frozen=True, repr=False)
class _Door:
    """What a bundle must pass: the study's card and keys, and what the study has let go."""

    card: StudyCard
    seeds: Sequence[bytes]
    removals: Removals
    counting: frozenset[str]


def _door(
    study_folder: Path, card: StudyCard, seeds: Sequence[bytes], found: Sequence[FoundBundle]
) -> _Door:
    removals = removals_of(study_folder, card)
    seen = _manifests(found, card) if removals.laptops else ()
    return _Door(card, seeds, removals, allowed(removals, seen))


def _manifests(found: Sequence[FoundBundle], card: StudyCard) -> Iterator[tuple[str, Manifest]]:
    for one in found:
        with suppress(SurveyError):  # it is refused again, and said, when it is opened
            sealed = _verified(one, card)
            yield sealed.bundle_id, sealed.manifest


def _all_told(refused: Sequence[SurveyError]) -> SurveyError:
    """Return the first refusal, the others noted beside it."""
    first, *others = refused
    for other in others:
        first.add_note(f"{other.code}: {other.message()}")
    return first


def _found(place: Path) -> list[FoundBundle]:
    found = list(find_bundles(place))
    if not found:
        raise NothingToMergeError(place=str(place))
    return found


def _open_all(
    found: Sequence[FoundBundle], door: _Door, on_bundle: Progress
) -> tuple[list[_Opened], list[SurveyError]]:
    opened: dict[str, _Opened] = {}
    refused: list[SurveyError] = []
    for number, bundle in enumerate(found, start=1):
        try:
            one = _open(bundle, door)
            opened[one.arrived.bundle_id] = one
        except SurveyError as refusal:
            refused.append(refusal)
        on_bundle(number, len(found))
    return list(opened.values()), refused


def _open(found: FoundBundle, door: _Door) -> _Opened:
    data = found.read()
    sealed = _verified(replace(found, read=lambda: data), door.card)
    refuse_removed(
        door.removals,
        door.counting,
        sealed.manifest,
        bundle_id=sealed.bundle_id,
        name=sealed.name,
    )
    bundle = open_bundle(sealed, lambda payload: _decrypted(payload, door.seeds))
    read = arrived(
        bundle.rows,
        bundle_id=bundle.bundle_id,
        name=bundle.name,
        device=bundle.manifest.device,
        seq=bundle.manifest.seq,
        prev=bundle.manifest.prev,
        log=bundle.manifest.log,
    )
    return _Opened(with_private_cells(read, door.seeds), data)


def _decrypted(payload: bytes, seeds: Sequence[bytes]) -> bytes:
    """Return the payload with the key of its time: the present one, or an earlier one."""
    for seed in seeds[:-1]:
        with suppress(SealBrokenError):
            return age.decrypt_file(payload, seed)
    return age.decrypt_file(payload, seeds[-1])


def _verified(found: FoundBundle, card: StudyCard) -> VerifiedBundle:
    return verify(
        found.read(), name=found.name, study_id=card.study_id, authority_key=card.authority_key
    )


def _held(into: Path, door: _Door, given: Iterable[str]) -> tuple[list[_Opened], list[SurveyError]]:
    """Return the bundles that the dataset holds, and why some of them count no more.

    A damaged one must be given again.
    """
    names = {file_name_of(bundle_id) for bundle_id in given}
    held: list[_Opened] = []
    gone: list[SurveyError] = []
    for found in find_bundles(into / OBJECTS):
        try:
            one = _open(found, door)
            if file_name_of(one.arrived.bundle_id) != found.name:
                raise DamagedDatasetError(file=f"{OBJECTS}/{found.name}")
            held.append(one)
        except BundleOfRemovedError as refusal:
            gone.append(refusal)
        except SurveyError as error:
            if found.name not in names:
                raise DamagedDatasetError(file=f"{OBJECTS}/{found.name}") from error
    return held, gone


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

"""A laptop that was lost, a pack in wrong hands: from now on what they send does not count.

Room: workflows. At the coordinator's.
Spec: docs/spec/removals.md.
Promise: what had arrived before the removal stays in the dataset, what is signed afterwards is
    refused at the merge; the list is signed by the study and only grows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from survey_app.bundle.errors import NoSuchLaptopError
from survey_app.bundle.finding import find_bundles
from survey_app.bundle.removals import Removals, laptop_id, read_removals, sign_removals
from survey_app.bundle.unpack import VerifiedBundle, verify
from survey_app.errors import SurveyError
from survey_app.merge.dataset import OBJECTS
from survey_app.vault import signing
from survey_app.vault.errors import SignatureError
from survey_app.workflows.errors import StudyDamagedError
from survey_app.workflows.files import write_new_file
from survey_app.workflows.study.packs import read_pack
from survey_app.workflows.study.studies import StudyCard, open_key, read_study
from survey_app.workflows.study.study_files import changing

LIST = "removals.json"
_WHOLE_ID, _LEAST = re.compile(r"[0-9a-f]{32}"), 8


def removals_of(study_folder: Path, card: StudyCard) -> Removals:
    """Return what the study has let go; nothing where no list was ever written.

    Raises: StudyDamagedError for a list that the study did not sign.
    """
    path = study_folder / LIST
    if not path.is_file():
        return Removals(card.study_id)
    try:
        data = path.read_bytes()
        return read_removals(data, study=card.study_id, authority_key=card.authority_key)
    except (OSError, SignatureError) as error:
        raise StudyDamagedError(folder=str(study_folder)) from error


def remove_laptop(study_folder: Path, passphrase: str, laptop: str, arrived: Sequence[Path]) -> int:
    """Let a laptop go; return how many of its bundles count.

    Given again, what arrived is added to what counts already.

    Shape: `laptop` is its whole id, or the first eight letters or more of its id or key;
        `arrived` are the datasets and folders with everything that arrived and shall count.
    Raises: NoStudyError, WrongPassphraseError, StudyBusyError; NoSuchLaptopError when the letters
        fit no laptop that sent something, or several.
    """
    with changing(study_folder):
        card = read_study(study_folder)
        authority = open_key(study_folder, "authority", passphrase)
        bundles = list(_arrived(arrived, card))
        named = _named(laptop, bundles)
        counting = frozenset(
            one.bundle_id for one in bundles if laptop_id(one.manifest.device) == named
        )
        known = removals_of(study_folder, card)
        counting |= known.laptops.get(named, frozenset())
        after = replace(known, laptops={**known.laptops, named: counting})
        write_new_file(study_folder / LIST, sign_removals(after, authority))
        return len(counting)


def cancel_pack(
    study_folder: Path, passphrase: str, pack: Path, arrived: Sequence[Path]
) -> tuple[str, ...]:
    """Let no laptop in any more with this pack; return the ids of those that stay, sorted.

    Given again, laptops of which something arrived since are added.

    Raises: NoStudyError, WrongPassphraseError, StudyBusyError, NotAPackError, PackDamagedError.
    """
    with changing(study_folder):
        card = read_study(study_folder)
        authority = open_key(study_folder, "authority", passphrase)
        ticket = signing.verify_key_of(read_pack(pack).ticket.seed)
        stays = frozenset(
            one.manifest.device
            for one in _arrived(arrived, card)
            if one.manifest.enrolment.ticket_key == ticket
        )
        known = removals_of(study_folder, card)
        stays |= known.packs.get(ticket.hex(), frozenset())
        after = replace(known, packs={**known.packs, ticket.hex(): stays})
        write_new_file(study_folder / LIST, sign_removals(after, authority))
        return tuple(sorted(map(laptop_id, stays)))


def _arrived(places: Sequence[Path], card: StudyCard) -> Iterator[VerifiedBundle]:
    """Yield the bundles at `places` that a laptop of the study signed; others do not count."""
    for place in places:
        inside = place / OBJECTS if (place / OBJECTS).is_dir() else place
        for found in find_bundles(inside):
            try:
                yield verify(
                    found.read(),
                    name=found.name,
                    study_id=card.study_id,
                    authority_key=card.authority_key,
                )
            except SurveyError:
                continue


def _named(laptop: str, bundles: Sequence[VerifiedBundle]) -> str:
    """Return the id of the laptop that `laptop` means. Raises: NoSuchLaptopError."""
    wanted = laptop.strip().lower()
    if _WHOLE_ID.fullmatch(wanted):
        return wanted  # also one that never sent anything
    keys = {one.manifest.device for one in bundles}
    named = {
        laptop_id(key)
        for key in keys
        if len(wanted) >= _LEAST and (key.startswith(wanted) or laptop_id(key).startswith(wanted))
    }
    if len(named) != 1:
        raise NoSuchLaptopError(laptop=laptop)
    return named.pop()

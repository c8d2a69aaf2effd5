"""New sealing keys for a study; what was sealed to the old ones stays readable.

Room: workflows.

    old keys, new keys -- rotate_study --> signed row of keys, new card --> new pack
    laptop's folder -- rewrap_laptop --> the same interviews, sealed to the new study key

Spec: docs/spec/key-epochs.md.
Promise: the authority signs each change after the one before; no body of an interview is
    opened when its key is wrapped again.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from survey_app.store.laptop import MakeEntry
from survey_app.store.rekeying import KeyChange, Wrapping
from survey_app.vault import chain, kem, rewrapping
from survey_app.vault.epochs import next_epoch
from survey_app.vault.errors import ChainError, SealBrokenError
from survey_app.vault.kdf import Argon2Cost
from survey_app.workflows.field_laptop.device import Device
from survey_app.workflows.field_laptop.laptop import Laptop, device_now, signed_entry
from survey_app.workflows.field_laptop.renewing import OLD_RECOVERY
from survey_app.workflows.keys.people_errors import NewestPackNeededError, RecoveryAlteredError
from survey_app.workflows.keys.recovering import Lost, checked, lost_people
from survey_app.workflows.keys.sharing import all_seeds
from survey_app.workflows.study.studies import StudyCard, epoch_row, read_study, write_study
from survey_app.workflows.study.study_files import changing

Row = TypeVar("Row")


@dataclass(frozen=True)
class Rewrapped:
    """What a re-wrapping did: how many finished interviews are under the new key.

    `damaged` are the ids of those that were altered on the disk: they stay as they are.
    """

    interviews: int
    damaged: tuple[str, ...] = ()


def rotate_study(folder: Path, passphrase: str, *, cost: Argon2Cost | None = None) -> StudyCard:
    """Give the study a new study key and a new working key; return the new card.

    The old ones stay in the key files, for what was sealed to them. Every laptop then needs a
    new pack, and the recovery sheets must be made again.

    Raises: NoStudyError, WrongPassphraseError, StudyDamagedError, StudyBusyError,
        FileNotWrittenError.
    """
    with changing(folder):
        card, seeds = read_study(folder), all_seeds(folder, passphrase)
        study, analyst, row = kem.new_seed(), kem.new_seed(), epoch_row(card.study_id)
        authority = seeds["authority"]
        before = card.epochs or (
            next_epoch(authority, row, (), (card.study_key, card.analyst_key)),
        )
        public = (kem.public_of(study), kem.public_of(analyst))
        after = (*before, next_epoch(authority, row, before, public))
        new = replace(card, study_key=public[0], analyst_key=public[1], epochs=after)
        number = len(before)
        kept = {f"study-{number}": seeds["study"], f"analyst-{number}": seeds["analyst"]}
        write_study(
            folder,
            new,
            {**seeds, **kept, "study": study, "analyst": analyst},
            passphrase,
            cost=cost,
        )
        return new


def rewrap_laptop(laptop: Laptop, card: StudyCard, seeds: Sequence[bytes]) -> Rewrapped:
    """Seal the finished interviews of this folder to the newest study key; bodies stay as they are.

    The laptop must have the newest pack. The log gets an entry for each interview, signed with
    the laptop's key, which the study key gives back.

    Raises: NotEnrolledError, NewestPackNeededError, NothingToRecoverError,
        RecoveryAlteredError, SealBrokenError.
    """
    device, store = device_now(laptop), laptop.store
    if laptop.study.study_key != card.study_key:
        raise NewestPackNeededError
    found = lost_people(store.recoveries(), store.get_meta(OLD_RECOVERY), device, seeds)
    device_seed = _device_seed(found, device, card)
    public = card.study_key

    def entry(record_id: str, digests: Sequence[str]) -> MakeEntry:
        return signed_entry(device_seed, chain.REWRAP, record_id, digests)

    def said(record_id: str, digests: Sequence[str]) -> MakeEntry:
        return signed_entry(device_seed, chain.REWRAP_AMENDMENTS, record_id, digests)

    store.change_keys(
        KeyChange(
            wrapping=Wrapping(
                record=_with_any(seeds, public, rewrapping.rewrap_to),
                attachment=_with_any(seeds, public, rewrapping.rewrap_to),
                amendment=_with_any(seeds, public, rewrapping.rewrap_to),
            ),
            rewrapped=entry,
            amendments_rewrapped=said,
        )
    )
    damaged = _damaged(laptop, device)
    whole = sum(record.record_id not in damaged for record in store.records())
    return Rewrapped(whole, tuple(sorted(damaged)))


def _device_seed(found: Sequence[Lost], device: Device, card: StudyCard) -> bytes:
    """Return the laptop's own seed from anybody's recovery. Raises: RecoveryAlteredError."""
    for lost in found:
        with suppress(RecoveryAlteredError):  # of one only: anybody can seal to the study key
            return checked(lost, device, card).held["device"]
    raise RecoveryAlteredError


def _damaged(laptop: Laptop, device: Device) -> frozenset[str]:
    with suppress(ChainError):  # a broken log is told where it is looked at
        return laptop.store.compare(device.verify_key).differing
    return frozenset()


def _with_any(
    seeds: Sequence[bytes], public: bytes, rewrap: Callable[[bytes, bytes, Row], Row]
) -> Callable[[Row], Row]:
    def again(row: Row) -> Row:
        for seed in seeds:
            try:
                return rewrap(seed, public, row)
            except SealBrokenError:
                continue
        raise SealBrokenError

    return again

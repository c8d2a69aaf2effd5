"""From a study to a laptop that its people can unlock.

Room: workflows.

    create_study -> make_pack -> (USB stick) -> install_pack -> enrol_laptop

Spec: docs/spec/study-pack.md, docs/spec/keys-and-slots.md, docs/spec/enrolment.md.
Promise: no secret of the study ever reaches the laptop; the recovery slot can be opened with
the study key only.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from survey_app.bundle.enrolment import enrol, verify_enrolment
from survey_app.canonical import sha256_hex
from survey_app.store.rekeying import KeyChange
from survey_app.store.store import Store
from survey_app.vault import chain, kem, signing
from survey_app.vault.epochs import next_epoch
from survey_app.vault.errors import SignatureError
from survey_app.vault.kdf import Argon2Cost, calibrated_cost
from survey_app.workflows.errors import (
    AlreadyEnrolledError,
    OlderKeysError,
    OtherStudyInstalledError,
    PackDamagedError,
)
from survey_app.workflows.field_laptop.device import DEVICE_KEY, Device, device_bytes, kept_device
from survey_app.workflows.field_laptop.laptop import PACK_KEY, installed_pack, signed_entry
from survey_app.workflows.field_laptop.person_slots import (
    PEOPLE_KEY,
    PersonRows,
    Role,
    new_slot_id,
    person_rows,
    person_words,
    sealed_people,
)
from survey_app.workflows.field_laptop.renewing import site_row
from survey_app.workflows.files import make_folder, write_new_file
from survey_app.workflows.study.packs import Pack, read_pack
from survey_app.workflows.study.repeated_packs import let_go_of_repeated, was_here
from survey_app.workflows.study.studies import StudyCard

NO_PRESETS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, repr=False)
class NewPerson:
    """Someone who shall unlock the laptop."""

    role: Role
    passphrase: str
    slot_id: str = field(default_factory=new_slot_id)

    @property
    def words(self) -> str:
        """The two words by which people speak of this slot."""
        return person_words(self.slot_id)


def install_pack(data: Path, pack_path: Path) -> StudyCard:
    """Put a verified pack into the laptop's folder `data`; a newer pack replaces an older one.

    An older one stays on the disk as long as it holds a questionnaire of its own.

    A damaged or lost one is replaced by any pack of the study that let this laptop in.

    Returns the study's public card, so that the person can compare its title.

    Raises: NotAPackError, PackDamagedError, OtherStudyInstalledError, OlderKeysError,
        FileNotWrittenError.
    """
    pack = read_pack(pack_path)
    make_folder(data)
    store = Store.open(data)
    try:
        _refuse_other_study(data, store, pack)
        write_new_file(data / "packs" / f"{pack.pack_hash}.pack", pack_path.read_bytes())
        store.set_meta(PACK_KEY, pack.pack_hash.encode())
        let_go_of_repeated(data, store, pack)
    finally:
        store.close()
    return pack.card


def goes_back(data: Path, pack_path: Path) -> bool:
    """Say whether the laptop in `data` had this pack before the one that is in place now.

    Raises: NotAPackError, PackDamagedError.
    """
    wanted = read_pack(pack_path).pack_hash
    if not (data / "packs").is_dir():
        return False
    store = Store.open(data)
    try:
        other = store.get_meta(PACK_KEY) not in {None, wanted.encode()}
        return other and was_here(data, store, wanted)
    finally:
        store.close()


def _refuse_other_study(data: Path, store: Store, pack: Pack) -> None:
    if store.get_meta(PACK_KEY) is None:
        return
    try:
        card = installed_pack(data, store).card
    except PackDamagedError:
        _refuse_whoever_did_not_let_it_in(store, pack)
        return
    if (card.study_id, card.authority_key) != (pack.card.study_id, pack.card.authority_key):
        raise OtherStudyInstalledError
    if card.study_key not in (pack.card.study_key, *pack.card.earlier_study_keys):
        raise OlderKeysError


def _refuse_whoever_did_not_let_it_in(store: Store, pack: Pack) -> None:
    """Where the installed pack is damaged or gone, ask the enrolment whose laptop this is.

    A laptop without people holds nothing yet that a pack could shut away.
    """
    device = kept_device(store)
    if device is None:
        return
    try:
        verify_enrolment(
            device.proof,
            study_id=pack.card.study_id,
            device_key=device.verify_key,
            authority_key=pack.card.authority_key,
        )
    except SignatureError as error:
        raise OtherStudyInstalledError from error


def is_enrolled(data: Path) -> bool:
    """Say whether the laptop in the folder `data` has its people already.

    Raises: StoreDamagedError.
    """
    store = Store.open(data)
    try:
        return kept_device(store) is not None
    finally:
        store.close()


def enrol_laptop(
    data: Path,
    people: Sequence[NewPerson],
    *,
    show: Callable[[], None] = lambda: None,
    cost: Argon2Cost | None = None,
) -> str:
    """Make the laptop's keys, one slot a person and the recovery slot; return the device id.

    All of it is written together: an enrolment that was cut short is simply done again. `show` is
    called once nothing but the writing is left to do: what it fails at sets nobody up.

    Raises: NotInstalledError, AlreadyEnrolledError, StoreDamagedError.
    """
    store = Store.open(data)
    try:
        pack = installed_pack(data, store)
        if kept_device(store) is not None:
            raise AlreadyEnrolledError
        return _enrol(store, pack, people, show, cost or calibrated_cost())
    finally:
        store.close()


def _enrol(
    store: Store,
    pack: Pack,
    people: Sequence[NewPerson],
    show: Callable[[], None],
    cost: Argon2Cost,
) -> str:
    device, site = signing.new_signing_seed(), kem.new_seed()
    card, verify_key = pack.card, signing.verify_key_of(device)
    device_id = sha256_hex(verify_key)[:32]
    shared = {
        "device": device,
        "site_public": kem.public_of(site),
        "authority": card.authority_key,
        "study_public": card.study_key,
    }
    rows: list[PersonRows] = []
    for person in people:
        rows.append(_rows_of(person, shared, site, cost, beside=[row.slot for row in rows]))
    roles = {row.slot_id: person.role for row, person in zip(rows, people, strict=True)}
    epoch = next_epoch(device, site_row(card.study_id, device_id), (), (shared["site_public"],))
    proof = enrol(pack.ticket, card.study_id, verify_key)
    show()
    store.change_keys(
        KeyChange(
            slots={row.slot_id: row.slot for row in rows},
            recoveries={row.slot_id: row.recovery for row in rows},
            settings={
                DEVICE_KEY: device_bytes(
                    Device(verify_key, shared["site_public"], proof, (epoch,))
                ),
                PEOPLE_KEY: sealed_people(site, roles, device_id),
            },
            entries=[signed_entry(device, chain.ENROL_PERSON, slot_id) for slot_id in roles],
        )
    )
    return device_id


def _rows_of(
    person: NewPerson,
    shared: Mapping[str, bytes],
    site: bytes,
    cost: Argon2Cost,
    *,
    beside: Sequence[bytes],
) -> PersonRows:
    held = {**shared, "draft": secrets.token_bytes(32)}
    if person.role.reviews:
        held["site"] = site
    return person_rows(
        person.slot_id, person.role, held, person.passphrase, cost=cost, beside=beside
    )

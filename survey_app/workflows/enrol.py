"""From a study to a laptop that its people can unlock.

Room: workflows.

    create_study -> make_pack -> (USB stick) -> install_pack -> enrol_laptop

Spec: docs/spec/study-pack.md, docs/spec/keys-and-slots.md, docs/spec/enrolment.md.
Promise: no secret of the study ever reaches the laptop; the recovery slot can be opened with
the study key only.
"""

import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from survey_app.bundle.enrolment import enrol, make_ticket
from survey_app.canonical import sha256_hex
from survey_app.store.rekeying import KeyChange
from survey_app.store.store import Store
from survey_app.vault import chain, kem, signing
from survey_app.vault.epochs import next_epoch
from survey_app.vault.kdf import Argon2Cost, calibrated_cost
from survey_app.vault.passphrase import new_passphrase
from survey_app.workflows.author import load_form
from survey_app.workflows.care_settings import CareSettings
from survey_app.workflows.errors import (
    AlreadyEnrolledError,
    FormNotReadyError,
    FormTwiceError,
    NoTranslationsError,
    OlderKeysError,
    OtherStudyInstalledError,
    PresetUnknownError,
)
from survey_app.workflows.files import make_folder, write_new_file
from survey_app.workflows.laptop import (
    DEVICE_KEY,
    PACK_KEY,
    Device,
    device_bytes,
    installed_pack,
    is_installed,
    signed_entry,
)
from survey_app.workflows.packs import NO_CARE, Pack, pack_bytes, read_pack
from survey_app.workflows.person_slots import (
    PEOPLE_KEY,
    PersonRows,
    Role,
    new_slot_id,
    person_rows,
    person_words,
    sealed_people,
)
from survey_app.workflows.renewing import site_row
from survey_app.workflows.studies import StudyCard, create_study, open_key, read_study
from survey_app.xform.parsing import parse
from survey_app.xlsform.compiled import CompiledForm
from survey_app.xlsform.shelf import user_shelf

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


@dataclass(frozen=True, repr=False)
class DemoStudy:
    """The demo's passphrases, shown once, and where its coordinator's folder is."""

    interviewer: str
    supervisor: str
    coordinator: str
    study_folder: Path


def make_pack(
    study_folder: Path,
    passphrase: str,
    *,
    form_folders: Sequence[Path],
    translations: Path,
    out: Path | None = None,
    presets: Mapping[str, str] = NO_PRESETS,
    care: CareSettings = NO_CARE,
) -> Path:
    """Return the path of a new signed pack; a copy stays in the study's folder.

    `out` is the file to write; left out, only the study's own copy is made. For a real study
    every respondent text must be translated into each language that the study has a cover title
    in, and reviewed; a demo may carry drafts. `presets` are values that every interview begins
    with, by the name of the question; a blank one is asked on the first page of the laptop. `care`
    says who helps, and how many interviews a day are enough.

    Raises: FormNotReadyError, FormTwiceError, PresetUnknownError, NoTranslationsError,
        NoStudyError, WrongPassphraseError, FileNotWrittenError.
    """
    card = read_study(study_folder)
    authority = open_key(study_folder, "authority", passphrase)
    if not translations.is_dir():
        raise NoTranslationsError(folder=str(translations))
    forms = [_ready_form(folder, translations, card) for folder in form_folders]
    _refuse_twice(forms)
    _refuse_unknown(presets, forms)
    ticket = make_ticket(authority, card.study_id)
    data = pack_bytes(card, forms, ticket, authority, presets, care=care)
    kept = study_folder / "packs" / f"{sha256_hex(data)}.pack"
    write_new_file(kept, data)
    if out is None:
        return kept
    write_new_file(out, data)
    return out


def _ready_form(folder: Path, translations: Path, card: StudyCard) -> CompiledForm:
    form = load_form(
        folder, translations, fielding=not card.demo, shelf=user_shelf() if card.demo else None
    )
    promised = () if card.demo else tuple(tag for tag, cover in card.cover_titles.items() if cover)
    absent = [tag for tag in promised if tag not in (*form.languages, *form.incomplete)]
    missing = ", ".join((*form.incomplete, *absent))
    if missing:
        raise FormNotReadyError(
            form=form.form_id, why=f"texts are missing ({missing})", folder=str(folder)
        )
    waiting = ", ".join(form.unreviewed)
    if waiting and not card.demo:
        raise FormNotReadyError(
            form=form.form_id, why=f"texts await native review ({waiting})", folder=str(folder)
        )
    return form


def _refuse_twice(forms: Sequence[CompiledForm]) -> None:
    seen: set[str] = set()
    for form in forms:
        if form.form_id in seen:
            raise FormTwiceError(form=form.form_id)
        seen.add(form.form_id)


def _refuse_unknown(presets: Mapping[str, str], forms: Sequence[CompiledForm]) -> None:
    if not presets:
        return
    names = {name for form in forms for name in parse(form.xform, form.files).questions}
    for name in presets:
        if name not in names:
            raise PresetUnknownError(name=name)


def install_pack(data: Path, pack_path: Path) -> StudyCard:
    """Put a verified pack into the laptop's folder `data`; a newer pack replaces an older one.

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
    finally:
        store.close()
    return pack.card


def _refuse_other_study(data: Path, store: Store, pack: Pack) -> None:
    if store.get_meta(PACK_KEY) is None:
        return
    card = installed_pack(data, store).card
    if (card.study_id, card.authority_key) != (pack.card.study_id, pack.card.authority_key):
        raise OtherStudyInstalledError
    if card.study_key not in (pack.card.study_key, *pack.card.earlier_study_keys):
        raise OlderKeysError


def is_enrolled(data: Path) -> bool:
    """Say whether the laptop in the folder `data` has its people already."""
    store = Store.open(data)
    try:
        return store.get_meta(DEVICE_KEY) is not None
    finally:
        store.close()


def enrol_laptop(data: Path, people: Sequence[NewPerson], *, cost: Argon2Cost | None = None) -> str:
    """Make the laptop's keys, one slot a person and the recovery slot; return the device id.

    All of it is written together: an enrolment that was cut short is simply done again.

    Raises: NotInstalledError, AlreadyEnrolledError.
    """
    store = Store.open(data)
    try:
        pack = installed_pack(data, store)
        if store.get_meta(DEVICE_KEY) is not None:
            raise AlreadyEnrolledError
        return _enrol(store, pack, people, cost or calibrated_cost())
    finally:
        store.close()


def _enrol(store: Store, pack: Pack, people: Sequence[NewPerson], cost: Argon2Cost) -> str:
    device, site = signing.new_signing_seed(), kem.new_seed()
    card, verify_key = pack.card, signing.verify_key_of(device)
    device_id = sha256_hex(verify_key)[:32]
    shared = {
        "device": device,
        "site_public": kem.public_of(site),
        "authority": card.authority_key,
        "study_public": card.study_key,
    }
    rows = [_rows_of(person, shared, site, cost) for person in people]
    roles = {row.slot_id: person.role for row, person in zip(rows, people, strict=True)}
    epoch = next_epoch(device, site_row(card.study_id, device_id), (), (shared["site_public"],))
    proof = enrol(pack.ticket, card.study_id, verify_key)
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
    person: NewPerson, shared: Mapping[str, bytes], site: bytes, cost: Argon2Cost
) -> PersonRows:
    held = {**shared, "draft": secrets.token_bytes(32)}
    if person.role.reviews:
        held["site"] = site
    return person_rows(person.slot_id, person.role, held, person.passphrase, cost=cost)


def install_demo(
    data: Path,
    study_folder: Path,
    *,
    form_folders: Sequence[Path],
    translations: Path,
    cover_titles: Mapping[str, str],
    care: CareSettings = NO_CARE,
    cost: Argon2Cost | None = None,
) -> DemoStudy:
    """Make a demo study beside the laptop and enrol its two people; nothing real is touched.

    The three passphrases are generated and exist nowhere else than in the result.

    Raises: AlreadyEnrolledError, FormNotReadyError, FileNotWrittenError, StudyExistsError.
    """
    words = [new_passphrase("digits") for _ in range(3)]
    demo = DemoStudy(words[0], words[1], words[2], study_folder)
    if (study_folder / "keys").exists() and not is_installed(data):
        shutil.rmtree(study_folder)  # left over from a demo that was cut short
    create_study(
        study_folder,
        demo.coordinator,
        title="Demo study",
        cover_titles=cover_titles,
        demo=True,
        cost=cost,
    )
    pack = make_pack(
        study_folder,
        demo.coordinator,
        form_folders=form_folders,
        translations=translations,
        care=care,
    )
    install_pack(data, pack)
    people = [
        NewPerson(Role.INTERVIEWER, demo.interviewer),
        NewPerson(Role.SUPERVISOR, demo.supervisor),
    ]
    enrol_laptop(data, people, cost=cost)
    return demo

"""The laptop of a field team: its vault, its study, and who has unlocked it.

Room: workflows. Every field leg (`collect`, `review`, `export`, `withdraw`) starts from here.
Spec: docs/spec/keys-and-slots.md.
Promise: keys that the disk could have swapped are compared with those inside the slot.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

from survey_app.canonical import (
    sha256_hex,
)
from survey_app.clock import Clock, SystemClock
from survey_app.errors import SurveyError
from survey_app.store.errors import StoreClosedError
from survey_app.store.key_turns import Guard, no_guard
from survey_app.store.store import Store
from survey_app.vault import chain, kem, signing, slots
from survey_app.vault.context import Context
from survey_app.vault.errors import WrongPassphraseError
from survey_app.workflows.errors import (
    InterviewerNeededError,
    NoSuchFormError,
    NotAPackError,
    NotEnrolledError,
    NotInstalledError,
    PackDamagedError,
    SupervisorNeededError,
)
from survey_app.workflows.field_laptop import handed
from survey_app.workflows.field_laptop.device import Device, kept_device
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.field_laptop.remembering import remember_head
from survey_app.workflows.field_laptop.renewing import SiteKeys, renewed, site_row
from survey_app.workflows.field_laptop.restoring import finish_restore
from survey_app.workflows.field_laptop.scratch import wipe_left
from survey_app.workflows.study.care_settings import CareSettings
from survey_app.workflows.study.packs import NO_CARE, Pack, PackedForm, read_pack
from survey_app.workflows.study.studies import StudyCard
from survey_app.xform.definition import FormDef
from survey_app.xform.parsing import parse

PACK_KEY = "pack"
FormsOfPacks = Mapping[str, Mapping[str, "InstalledForm"]]
_NOTHING_READ: FormsOfPacks = MappingProxyType({})


@dataclass(frozen=True)
class InstalledForm:
    """A questionnaire of the installed pack; `unreviewed` languages are drafts.

    `files` are the lists and media that came with it, by name.
    """

    definition: FormDef
    title: str
    titles: Mapping[str, str]
    unreviewed: tuple[str, ...]
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Laptop:
    """An opened data folder; `device` is None until people are enrolled.

    `presets` are what every new interview begins with, by question; blank ones are asked first.
    `care` is what the study settled about those who help and those who ask. `earlier` are forms of
    earlier packs that were read once, by id and hash.
    """

    data: Path
    store: Store
    study: StudyCard
    forms: Mapping[str, InstalledForm]
    presets: Mapping[str, str]
    clock: Clock
    device: Device | None
    care: CareSettings = NO_CARE
    earlier: dict[tuple[str, str], InstalledForm] = field(
        default_factory=dict, compare=False, repr=False
    )

    def close(self) -> None:
        """Put everything on the disk, note where the log ends, and let the folder go."""
        with suppress(StoreClosedError):
            remember_head(self.data, self.store)
        self.store.close()


@dataclass(frozen=True, repr=False)
class Person:
    """Someone who has unlocked the laptop; keys live here and nowhere else.

    `keys_hold` raises KeysChangedError, inside what writes, once these are the laptop's no more.
    """

    person_id: str
    role: Role
    draft_key: bytes
    device_seed: bytes
    site_key: bytes
    site_seed: bytes | None
    keys_hold: Guard = field(default=no_guard, compare=False)

    def interviews(self) -> bytes:
        """Return the key of the person's own drafts. Raises: InterviewerNeededError."""
        if self.role is Role.SUPERVISOR:
            raise InterviewerNeededError
        return self.draft_key

    def reviews(self) -> bytes:
        """Return the seed that opens views. Raises: SupervisorNeededError."""
        if self.site_seed is None:
            raise SupervisorNeededError
        return self.site_seed


def is_installed(data: Path) -> bool:
    """Say whether a study was installed in the folder `data`, people included or not.

    A restore that was cut at its last step is finished first.
    """
    finish_restore(data)
    return any((data / "packs").glob("*.pack"))


def open_laptop(
    data: Path, *, clock: Clock | None = None, read: FormsOfPacks = _NOTHING_READ
) -> Laptop:
    """Return the laptop in the folder `data`, locked; `read` are forms that need no reading.

    Raises: NotInstalledError, PackDamagedError, StoreBusyError, StoreDamagedError.
    """
    if not is_installed(data):
        raise NotInstalledError(folder=str(data))
    store = Store.open(data)
    wipe_left(data)  # copies of keys that a cut left, before one of them is destroyed here
    try:
        return _read_laptop(data, store, clock or SystemClock(), read)
    except BaseException:
        store.close()
        raise


def read_ahead(data: Path) -> FormsOfPacks:
    """Return the forms of the pack that came last, by the pack's hash, the store left closed.

    A process that will serve later reads them while it waits; nothing is a reason to fail.
    """
    packs = sorted((data / "packs").glob("*.pack"), key=lambda path: path.stat().st_mtime)
    with suppress(SurveyError, OSError):
        for path in packs[-1:]:
            pack = read_pack(path)
            return {pack.pack_hash: _installed_forms(pack)}
    return _NOTHING_READ


def installed_pack(data: Path, store: Store) -> Pack:
    """Return the verified pack that was installed last.

    Raises: NotInstalledError; PackDamagedError when its file is gone or not the one noted.
    """
    noted = store.get_meta(PACK_KEY)
    if noted is None:
        raise NotInstalledError(folder=str(data))
    try:
        pack = read_pack(data / "packs" / f"{noted.decode('ascii', 'replace')}.pack")
    except NotAPackError as error:
        raise PackDamagedError from error
    if pack.pack_hash.encode() != noted:
        raise PackDamagedError
    return pack


def _read_laptop(data: Path, store: Store, clock: Clock, read: FormsOfPacks) -> Laptop:
    pack = installed_pack(data, store)
    return Laptop(
        data=data,
        store=store,
        study=pack.card,
        forms=read.get(pack.pack_hash) or _installed_forms(pack),
        presets=pack.presets,
        clock=clock,
        device=kept_device(store),
        care=pack.care,
    )


def _installed_forms(pack: Pack) -> Mapping[str, InstalledForm]:
    return MappingProxyType({form.form_id: _installed(form) for form in pack.forms})


def _installed(form: PackedForm) -> InstalledForm:
    definition = parse(form.xform, form.files)
    return InstalledForm(definition, form.title, form.titles, form.unreviewed, form.files)


def find_form(laptop: Laptop, form_id: str, form_hash: str) -> InstalledForm:
    """Return the form in exactly the version that an open interview was begun with.

    A newer pack does not take the older ones away: an interview goes on with its own version.

    Raises: NoSuchFormError.
    """
    newest = laptop.forms.get(form_id)
    if newest is not None and newest.definition.form_hash == form_hash:
        return newest
    wanted = form_id, form_hash
    if wanted not in laptop.earlier:
        laptop.earlier[wanted] = _form_of_a_pack(laptop, form_id, form_hash)
    return laptop.earlier[wanted]


def _form_of_a_pack(laptop: Laptop, form_id: str, form_hash: str) -> InstalledForm:
    for pack in _whole_packs(laptop.data):
        if pack.card.authority_key != laptop.study.authority_key:
            continue
        for form in pack.forms:
            if form.form_id == form_id and sha256_hex(form.xform) == form_hash:
                return _installed(form)
    raise NoSuchFormError(form=form_id)


def _whole_packs(data: Path) -> Iterator[Pack]:
    """Yield every pack that can still be read: a damaged one does not take the others' forms."""
    for path in sorted((data / "packs").glob("*.pack")):
        with suppress(NotAPackError, PackDamagedError):
            yield read_pack(path)


def the_device(laptop: Laptop) -> Device:
    """Return the enrolled device. Raises: NotEnrolledError."""
    if laptop.device is None:
        raise NotEnrolledError
    return laptop.device


def unlock(laptop: Laptop, passphrase: str) -> Person:
    """Return the person whose passphrase this is.

    Every slot is tried, so the answer does not tell whose passphrase was nearly right.

    Raises: NotEnrolledError, WrongPassphraseError, StoreDamagedError; PackDamagedError when the
    disk holds other public keys than the slot.
    """
    keys_hold, device = laptop.store.keys_guard(), device_now(laptop)
    blob, found = open_slot(laptop, passphrase)
    slot = renewed(
        laptop.store, blob, found, passphrase, card=laptop.study, site=site_keys(laptop, device)
    )
    person = Person(
        person_id=slot.slot_id,
        role=Role(slot.role),
        draft_key=slot.secrets["draft"],
        device_seed=slot.secrets["device"],
        site_key=slot.secrets["site_public"],
        site_seed=slot.secrets.get("site"),
        keys_hold=keys_hold,
    )
    trusted = (
        slot.secrets["authority"] == laptop.study.authority_key,
        slot.secrets["study_public"] == laptop.study.study_key,
        signing.verify_key_of(person.device_seed) == device.verify_key,
        person.site_seed is None or kem.public_of(person.site_seed) == person.site_key,
    )
    if not all(trusted):
        raise PackDamagedError
    if person.role is not Role.SUPERVISOR:
        handed.say_hand_key(laptop.store, slot.slot_id, person.draft_key, person.device_seed)
        handed.take_in(laptop.store, slot.slot_id, person.draft_key)
    return person


def device_now(laptop: Laptop) -> Device:
    """Return the device with the site keys of this moment.

    Raises: NotEnrolledError, StoreDamagedError.
    """
    device = kept_device(laptop.store)
    if device is None:
        raise NotEnrolledError
    return device


def open_slot(laptop: Laptop, passphrase: str) -> tuple[bytes, slots.OpenSlot]:
    """Return the slot of a passphrase, sealed and opened; every slot is tried.

    Raises: WrongPassphraseError.
    """
    guess = slots.Guess(passphrase)
    opened = [
        (blob, found)
        for blob in laptop.store.slots()
        if (found := _try_slot(guess, blob)) is not None
    ]
    if not opened:
        raise WrongPassphraseError
    return opened[0]


def site_keys(laptop: Laptop, device: Device) -> SiteKeys:
    """Return the site keys of the laptop, with the row that its device signed."""
    row = site_row(laptop.study.study_id, device.device_id)
    return SiteKeys(device.site_key, device.site_epochs, row, device.verify_key)


def _try_slot(guess: slots.Guess, blob: bytes) -> slots.OpenSlot | None:
    try:
        return guess.open(blob)
    except WrongPassphraseError:
        return None


def context_of(laptop: Laptop, record_id: str, revision: int, form_hash: str) -> Context:
    """Return what is bound into every seal made on this laptop."""
    return Context(
        study=laptop.study.study_id,
        device=the_device(laptop).device_id,
        record=record_id,
        revision=revision,
        form=form_hash,
    )


def log_entry(
    person: Person, operation: str, record_id: str, rows: Sequence[str] = ()
) -> Callable[[chain.LogHead], bytes]:
    """Return the verb that makes the next entry of this laptop's log, signed by the laptop.

    It refuses, and with it the transaction that it is part of, once the keys of `person` were
    changed: what she sealed with them could not be opened.
    """
    signed = signed_entry(person.device_seed, operation, record_id, rows)

    def entry(head: chain.LogHead) -> bytes:
        person.keys_hold()
        return signed(head)

    return entry


def signed_entry(
    device_seed: bytes, operation: str, record_id: str, rows: Sequence[str] = ()
) -> Callable[[chain.LogHead], bytes]:
    """Return the verb that makes the next entry of the log of the laptop with that seed."""
    return partial(
        _signed_entry,
        operation=operation,
        record=record_id,
        rows=tuple(rows),
        device_seed=device_seed,
    )


def _signed_entry(
    head: chain.LogHead, *, operation: str, record: str, rows: Sequence[str], device_seed: bytes
) -> bytes:
    return chain.make_entry(
        head, operation=operation, record=record, rows=rows, device_seed=device_seed
    )

"""A forgotten passphrase costs nothing, when whoever holds the study key helps.

Room: workflows.

    laptop's folder -- recover_person --> new slot                       (the folder was brought)

    laptop -- make_request --> file -- answer_request --> file -- accept_answer --> new slot
                               (custodian, elsewhere)

Spec: docs/spec/recovery.md.
Promise: what comes back is compared with the laptop's enrolment, signed by the study, before a
    slot is made of it; a request and its answer open for nobody but the two who made them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from survey_app.bundle.enrolment import verify_enrolment
from survey_app.canonical import (
    Json,
    NotCanonicalError,
    canonical_json,
    read_canonical_json,
    read_hex,
    sha256_hex,
)
from survey_app.errors import SurveyError
from survey_app.store.rekeying import KeyChange
from survey_app.vault import chain, kem, signing, slots
from survey_app.vault.epochs import verify_epochs
from survey_app.vault.errors import SealBrokenError, SignatureError
from survey_app.vault.kdf import Argon2Cost, calibrated_cost
from survey_app.vault.words import word
from survey_app.workflows.field_laptop.device import Device, device_bytes, read_device
from survey_app.workflows.field_laptop.laptop import Laptop, device_now, signed_entry
from survey_app.workflows.field_laptop.person_slots import Role, person_rows, person_words
from survey_app.workflows.field_laptop.renewing import OLD_RECOVERY, site_row
from survey_app.workflows.keys.people import Member, refuse_taken
from survey_app.workflows.keys.people_errors import (
    NotARequestError,
    NothingToRecoverError,
    OtherRequestError,
    RecoveryAlteredError,
    WhichPersonError,
)
from survey_app.workflows.study.studies import StudyCard

REQUEST = "survey-app recovery request/1"
ANSWER = "survey-app recovery answer/1"
WAITING = "recovery-request"
_REQUEST_ROLE, _ROW = "request", "row-"
_LARGEST = 1 << 20


@dataclass(frozen=True, repr=False)
class Lost:
    """What the study key gave back of one person."""

    slot_id: str
    role: Role
    held: Mapping[str, bytes]

    @property
    def words(self) -> str:
        """The two words of the person's slot."""
        return person_words(self.slot_id)


def recover_person(
    laptop: Laptop,
    card: StudyCard,
    seeds: Sequence[bytes],
    passphrase: str,
    *,
    who: str = "",
    cost: Argon2Cost | None = None,
) -> Member:
    """Give a person of the laptop in this folder a new slot, opened by `passphrase`.

    `seeds` are the study's, the present one first; `who` are the words of the person, needed
    where there are several. Her drafts and everything else stay as they are; the old slot's
    bytes are wiped.

    Raises: NotEnrolledError, NothingToRecoverError, WhichPersonError, RecoveryAlteredError,
        SealBrokenError for another study's seed, WeakPassphraseError, PassphraseTakenError.
    """
    device = device_now(laptop)
    sealed = laptop.store.recoveries()
    found = lost_people(sealed, laptop.store.get_meta(OLD_RECOVERY), device, seeds)
    lost = checked(chosen(found, who, of=max(len(found), len(sealed))), device, card)
    refuse_taken(laptop, passphrase)
    return _keep(laptop, lost, passphrase, (), cost)


def make_request(laptop: Laptop, passphrase: str, *, cost: Argon2Cost | None = None) -> bytes:
    """Return a file that asks the custodian for a new slot, to be opened by `passphrase`.

    Only the newest request of a laptop can be answered.

    Raises: NotEnrolledError, NothingToRecoverError, WeakPassphraseError, PassphraseTakenError.
    """
    device, sealed = device_now(laptop), laptop.store.recoveries()
    if not sealed:
        raise NothingToRecoverError
    refuse_taken(laptop, passphrase)
    seed = kem.new_seed()
    request = canonical_json(
        {
            "format": REQUEST,
            "study_id": laptop.study.study_id,
            "device": read_canonical_json(device_bytes(device)),
            "reply_key": kem.public_of(seed).hex(),
            "people": {slot_id: blob.hex() for slot_id, blob in sealed.items()},
        }
    )
    waiting = slots.seal_slot(
        {
            "seed": seed,
            "request": request_digest(request).encode(),
            **{f"{_ROW}{slot_id}": _row_digest(blob) for slot_id, blob in sealed.items()},
        },
        passphrase,
        slot_id=device.device_id,
        role=_REQUEST_ROLE,
        cost=cost or calibrated_cost(),
    )
    laptop.store.set_meta(WAITING, waiting)
    return request


def request_words(request: bytes) -> str:
    """Return four words that both sides read out, so that nobody else's request is answered."""
    number = int(request_digest(request), 16)
    return " ".join(word(number >> (256 - 11 * at) & 2047) for at in range(1, 5))


def request_digest(request: bytes) -> str:
    """Return by what an answer names its request."""
    return sha256_hex(request)


def answer_request(
    request: bytes, card: StudyCard, seeds: Sequence[bytes], *, who: str = "", name: str = "file"
) -> tuple[bytes, str]:
    """Return the answer to a request, and the words of the person that it helps.

    Raises: NotARequestError, WhichPersonError, RecoveryAlteredError, SealBrokenError.
    """
    fields = _fields(request, REQUEST, name)
    try:
        device = read_device(fields["device"])
        reply_key = read_hex(cast("str", fields["reply_key"]))
        people = cast("Mapping[str, str]", fields["people"])
        sealed = {slot_id: read_hex(blob) for slot_id, blob in people.items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotARequestError(file=name) from error
    found = lost_people(sealed, None, device, seeds)
    lost = checked(chosen(found, who, of=len(sealed)), device, card)
    digest = request_digest(request)
    whole = {**lost.held, "role": lost.role.encode(), "slot": lost.slot_id.encode()}
    answer = canonical_json(
        {
            "format": ANSWER,
            "request": digest,
            "sealed": slots.seal_recovery(whole, reply_key, slot_id=digest).hex(),
        }
    )
    return answer, lost.words


def accept_answer(
    laptop: Laptop,
    answer: bytes,
    passphrase: str,
    *,
    name: str = "file",
    cost: Argon2Cost | None = None,
) -> Member:
    """Make the new slot from the answer; `passphrase` is the one chosen with the request.

    Raises: NotARequestError, OtherRequestError, WrongPassphraseError, RecoveryAlteredError,
        SealBrokenError.
    """
    fields = _fields(answer, ANSWER, name)
    waiting = laptop.store.get_meta(WAITING)
    if waiting is None:
        raise OtherRequestError
    asked = slots.open_slot(waiting, passphrase)
    digest = str(fields.get("request"))
    if asked.role != _REQUEST_ROLE or asked.secrets["request"] != digest.encode():
        raise OtherRequestError
    try:
        sealed = read_hex(cast("str", fields["sealed"]))
    except (KeyError, TypeError, ValueError) as error:
        raise NotARequestError(file=name) from error
    lost = _answered(slots.open_recovery(sealed, asked.secrets["seed"], slot_id=digest))
    _refuse_outdated(laptop, asked.secrets, lost.slot_id)
    device = device_now(laptop)
    return _keep(laptop, checked(lost, device, laptop.study), passphrase, (WAITING,), cost)


def is_waiting(laptop: Laptop) -> bool:
    """Say whether a request was made here whose answer has not come."""
    return laptop.store.get_meta(WAITING) is not None


def _answered(held: Mapping[str, bytes]) -> Lost:
    """Return the person of an answer. Raises: RecoveryAlteredError, also for nobody's name.

    Whoever saw the request can seal anything to its key.
    """
    whole = dict(held)
    try:
        slot_id = whole.pop("slot").decode()
    except (KeyError, ValueError) as error:
        raise RecoveryAlteredError from error
    return _lost(slot_id, whole)


def _refuse_outdated(laptop: Laptop, asked: Mapping[str, bytes], slot_id: str) -> None:
    """Raise when the person was removed, or has other keys, since the request was made.

    What the answer brings are the keys of that day: put in the place of later ones, they would
    shut the drafts that were wrapped again. A request of an earlier version does not say.
    """
    known, now = asked.get(f"{_ROW}{slot_id}"), laptop.store.recoveries().get(slot_id)
    says = any(name.startswith(_ROW) for name in asked)
    if says and (now is None or _row_digest(now) != known):
        raise OtherRequestError


def _row_digest(sealed: bytes) -> bytes:
    return sha256_hex(sealed).encode()


def lost_people(
    sealed: Mapping[str, bytes],
    laptop_wide: bytes | None,
    device: Device,
    seeds: Sequence[bytes],
) -> tuple[Lost, ...]:
    """Return every person that the seeds give back.

    `laptop_wide` is what the first version kept for a whole laptop; it knew no roles, so
    whoever is known from it alone comes back as an interviewer.

    What is damaged of one person keeps no other from being helped.

    Raises: NothingToRecoverError; SealBrokenError when no seed opens any, RecoveryAlteredError
        when what opens is not what this program seals.
    """
    found: dict[str, Lost] = {}
    hindered: SurveyError = NothingToRecoverError()
    ways = [partial(_by_first_version, laptop_wide, device, seeds)]
    ways += [partial(_of_one, slot_id, blob, seeds) for slot_id, blob in sealed.items()]
    for way in ways:
        try:
            found.update(way())
        except (SealBrokenError, RecoveryAlteredError) as error:  # anybody can seal to the study
            hindered = error
    if not found:
        raise hindered
    return tuple(found.values())


def _of_one(slot_id: str, blob: bytes, seeds: Sequence[bytes]) -> Mapping[str, Lost]:
    return {slot_id: _lost(slot_id, _opened(blob, seeds, slot_id))}


def _by_first_version(
    laptop_wide: bytes | None, device: Device, seeds: Sequence[bytes]
) -> Mapping[str, Lost]:
    if laptop_wide is None:
        return {}
    whole = _opened(laptop_wide, seeds, device.device_id)
    if "device" not in whole:
        raise RecoveryAlteredError
    return {
        name.removeprefix("draft-"): Lost(
            name.removeprefix("draft-"),
            Role.INTERVIEWER,
            {"device": whole["device"], "draft": key},
        )
        for name, key in whole.items()
        if name.startswith("draft-")
    }


def chosen(found: Sequence[Lost], who: str, *, of: int) -> Lost:
    """Return the person with the words `who`, or the only one; `of` is how many there are.

    Raises: WhichPersonError.
    """
    wanted = " ".join(who.lower().split())
    fitting = [lost for lost in found if not wanted or lost.words == wanted]
    if len(fitting) != 1 or not (wanted or of == 1):
        people = "; ".join(f"{lost.words} ({lost.role})" for lost in found)
        raise WhichPersonError(people=people)
    return fitting[0]


def _lost(slot_id: str, held: Mapping[str, bytes]) -> Lost:
    whole = dict(held)
    try:
        role = Role(whole.pop("role").decode())
    except (KeyError, ValueError) as error:
        raise RecoveryAlteredError from error
    return Lost(slot_id, role, whole)


def _opened(blob: bytes, seeds: Sequence[bytes], slot_id: str) -> Mapping[str, bytes]:
    for seed in seeds:
        try:
            return slots.open_recovery(blob, seed, slot_id=slot_id)
        except SealBrokenError:
            continue
    raise SealBrokenError


def checked(lost: Lost, device: Device, card: StudyCard) -> Lost:
    """Return `lost` with the public keys of today, once it fits an enrolled laptop of the study.

    Anybody can seal to the study key, so nothing in it is believed: the device key must be the
    one that the study let in, and the keys of others are taken from what was signed.

    Raises: RecoveryAlteredError.
    """
    try:
        verify_enrolment(
            device.proof,
            study_id=card.study_id,
            device_key=device.verify_key,
            authority_key=card.authority_key,
        )
        site_public = _signed_site_key(device, card.study_id)
        fits = signing.verify_key_of(lost.held["device"]) == device.verify_key
        if lost.role.reviews:
            fits = fits and kem.public_of(lost.held["site"]) == device.site_key
        if not fits or len(lost.held["draft"]) != kem.SEED_BYTES:
            raise RecoveryAlteredError
    except (SignatureError, KeyError, ValueError, SealBrokenError) as error:
        raise RecoveryAlteredError from error
    held = {
        **lost.held,
        "authority": card.authority_key,
        "study_public": card.study_key,
        "site_public": site_public,
    }
    return Lost(lost.slot_id, lost.role, held)


def _signed_site_key(device: Device, study_id: str) -> bytes:
    """Return the site key that the device signed last. Raises: SignatureError."""
    verify_epochs(device.verify_key, site_row(study_id, device.device_id), device.site_epochs)
    if device.site_epochs and device.site_epochs[-1].keys != (device.site_key,):
        raise SignatureError
    return device.site_key


def _keep(
    laptop: Laptop,
    lost: Lost,
    passphrase: str,
    gone_settings: Sequence[str],
    cost: Argon2Cost | None,
) -> Member:
    held = {**lost.held, "study_public": laptop.study.study_key}
    spent, beside = cost or calibrated_cost(), laptop.store.slots()
    rows = person_rows(lost.slot_id, lost.role, held, passphrase, cost=spent, beside=beside)
    entry = signed_entry(held["device"], chain.RECOVER_PERSON, lost.slot_id)
    laptop.store.change_keys(
        KeyChange(
            slots={lost.slot_id: rows.slot},
            recoveries={lost.slot_id: rows.recovery},
            gone_settings=gone_settings,
            entries=[entry],
        )
    )
    return Member(lost.slot_id, lost.words, lost.role)


def _fields(data: bytes, kind: str, name: str) -> Mapping[str, Json]:
    try:
        if len(data) > _LARGEST:
            raise NotARequestError(file=name)
        fields = read_canonical_json(data)
    except (NotCanonicalError, ValueError, RecursionError) as error:
        raise NotARequestError(file=name) from error
    if not isinstance(fields, dict) or fields.get("format") != kind:
        raise NotARequestError(file=name)
    return fields

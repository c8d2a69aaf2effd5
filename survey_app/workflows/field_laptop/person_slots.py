"""What one person of a laptop holds: a slot for her passphrase, the same sealed to the study.

Room: workflows.
Spec: docs/spec/keys-and-slots.md sections 4, 6 and 7.
Promise: the keys of others that lie beside hers (authority, study, site) are inside her slot,
    so none of them can be replaced on the disk.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import hexdigits
from types import MappingProxyType

from survey_app.canonical import canonical_json, read_canonical_json, sha256_hex
from survey_app.vault import sealing, slots
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.kdf import Argon2Cost
from survey_app.vault.words import WORDS, word

PEOPLE_KEY = "people"
_KIND = "people"
_ID_LETTERS = 32


class Role(StrEnum):
    """What a passphrase opens: own drafts, views, or (one-person team) both."""

    INTERVIEWER = "interviewer"
    SUPERVISOR = "supervisor"
    SOLO = "solo"

    @property
    def reviews(self) -> bool:
        """Say whether this role opens the anonymised sides."""
        return self is not Role.INTERVIEWER


@dataclass(frozen=True, repr=False)
class PersonRows:
    """One person as the store keeps her: her slot, and what it opens, sealed to the study."""

    slot_id: str
    slot: bytes
    recovery: bytes


def new_slot_id() -> str:
    """Return a fresh id: 32 hexadecimal letters that say nothing."""
    return secrets.token_hex(16)


def person_words(slot_id: str) -> str:
    """Return two words by which people speak of one slot; they tell neither name nor role.

    An id that is damaged on the disk has words, too: its slot can still be taken away.

    >>> person_words("00" * 16)
    'blackapple blackapple'
    """
    is_whole = len(slot_id) == _ID_LETTERS and set(slot_id) <= set(hexdigits)
    number = int(slot_id if is_whole else sha256_hex(slot_id.encode()), 16)
    return f"{word(number % WORDS)} {word(number // WORDS % WORDS)}"


def person_rows(
    slot_id: str,
    role: Role,
    held: Mapping[str, bytes],
    passphrase: str,
    *,
    cost: Argon2Cost,
    beside: Iterable[bytes] = (),
) -> PersonRows:
    """Return the rows of a person who holds the secrets `held`.

    Shape: `held` as in the specification, with `study_public` among it; `beside` are the slots
        of the laptop.
    Raises: WeakPassphraseError, MemoryShortError.
    """
    slot = slots.seal_slot(held, passphrase, slot_id=slot_id, role=role, cost=cost, beside=beside)
    return PersonRows(slot_id, slot, recovery_row(slot_id, role, held))


def recovery_row(slot_id: str, role: Role, held: Mapping[str, bytes]) -> bytes:
    """Return what a person's slot opens, sealed to the study key that it names."""
    whole = {**held, "role": role.encode()}
    return slots.seal_recovery(whole, held["study_public"], slot_id=slot_id)


def sealed_people(site_seed: bytes, people: Mapping[str, Role], device_id: str) -> bytes:
    """Return the list of the laptop's people, readable by its supervisors only."""
    listed = canonical_json({slot_id: str(role) for slot_id, role in people.items()})
    return sealing.wrap_under_key(site_seed, listed, kind=_KIND, name=device_id)


def read_people(site_seed: bytes, sealed: bytes | None, device_id: str) -> Mapping[str, Role]:
    """Return the laptop's people; an altered or missing list is an empty one.

    It only helps a person choose: what a slot opens is decided by the slot.
    """
    if sealed is None:
        return MappingProxyType({})
    try:
        listed = read_canonical_json(
            sealing.unwrap_under_key(site_seed, sealed, kind=_KIND, name=device_id)
        )
    except SealBrokenError:
        return MappingProxyType({})
    if not isinstance(listed, dict):
        return MappingProxyType({})
    return MappingProxyType({slot_id: Role(str(role)) for slot_id, role in listed.items()})

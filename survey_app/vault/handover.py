"""An unfinished interview on its way from one person of a laptop to another.

Room: vault. Bytes in, bytes out.
Spec: docs/spec/handover.md.
Promise: only the two together let it through: the supervisor takes away the outer seal and
    cannot open the inner one; the receiver opens the inner one and never sees it before.
    The outer seal opens only beside the very draft and files that were offered.
"""

import secrets
from dataclasses import dataclass, replace
from functools import partial

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey_app.canonical import length_prefixed, sha256_hex
from survey_app.vault import kem, sealing
from survey_app.vault.attachments import DraftAttachment
from survey_app.vault.context import split_prefixed
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.records import SealedDraft
from survey_app.vault.signing import sign, verify

PURPOSE = "hand key"
_OUTER, _INNER = "handover", "handed draft"
_FEWEST_PARTS = 2


@dataclass(frozen=True, repr=False)
class Handover:
    """A draft that is offered to somebody: already under the hand key, as hers.

    `envelope` holds the hand key: sealed to her, then sealed to the site.
    """

    draft_id: str
    to: str
    draft: SealedDraft
    attachments: tuple[DraftAttachment, ...]
    envelope: bytes


@dataclass(frozen=True, repr=False)
class Handed:
    """The hand key of a draft that was let through, sealed to its new owner."""

    draft_id: str
    owner: str
    envelope: bytes


def new_hand_key() -> bytes:
    """Return a fresh key that stands for a draft key while the draft is on its way."""
    return secrets.token_bytes(sealing.KEY_BYTES)


def hand_public(draft_key: bytes) -> bytes:
    """Return the public key to which drafts for the owner of `draft_key` are sealed."""
    return kem.public_of(_hand_seed(draft_key))


def signed_hand_key(draft_key: bytes, person: str, device_seed: bytes) -> bytes:
    """Return the statement that this is the person's key, signed by the laptop."""
    public = hand_public(draft_key)
    return length_prefixed(public, sign(device_seed, _stated(person, public), PURPOSE))


def read_hand_key(statement: bytes, person: str, device_key: bytes) -> bytes:
    """Return the public key of a statement.

    Raises: SealBrokenError for no statement, SignatureError for another person's or laptop's.
    """
    parts = split_prefixed(statement)
    if len(parts) != _FEWEST_PARTS:
        raise SealBrokenError
    public, signature = parts
    verify(device_key, _stated(person, public), signature, PURPOSE)
    return public


def sealed_offer(hand_key: bytes, offered: Handover, to_public: bytes, site: bytes) -> Handover:
    """Return the offer with the hand key sealed to its receiver, and that sealed to the site.

    The outer seal names what is offered by its hash: the supervisor, who can open nothing of it,
    sees whether it is whole.
    """
    name = _name(offered.draft_id, offered.to)
    inner = sealing.wrap_to_public(to_public, hand_key, kind=_INNER, name=name)
    outer = sealing.wrap_to_public(site, inner, kind=_OUTER, name=_whole_name(offered))
    return replace(offered, envelope=outer)


def let_through(site_seed: bytes, offered: Handover) -> Handed:
    """Return the hand key under the inner seal alone.

    Raises: SealBrokenError, also when draft or files are not those that were sealed; of an offer
        of an earlier program, which did not name them, the envelope alone is checked.
    """
    open_outer = partial(sealing.unwrap_with_seed, site_seed, offered.envelope, kind=_OUTER)
    try:
        inner = open_outer(name=_whole_name(offered))
    except SealBrokenError:
        inner = open_outer(name=_name(offered.draft_id, offered.to))
    return Handed(offered.draft_id, offered.to, inner)


def open_hand_key(draft_key: bytes, handed: Handed) -> bytes:
    """Return the hand key of a draft that was let through. Raises: SealBrokenError."""
    return sealing.unwrap_with_seed(
        _hand_seed(draft_key),
        handed.envelope,
        kind=_INNER,
        name=_name(handed.draft_id, handed.owner),
    )


def packed(offered: Handover) -> bytes:
    """Return draft and attachments of an offer as one row of bytes; the envelope stays apart."""
    pieces = [offered.draft.body, offered.draft.key]
    for one in offered.attachments:
        pieces += [one.attachment_id.encode(), one.body, one.key]
    return length_prefixed(*pieces)


def unpacked(draft_id: str, to: str, body: bytes, envelope: bytes) -> Handover:
    """Return the offer of `packed`. Raises: SealBrokenError."""
    parts = split_prefixed(body)
    if len(parts) < _FEWEST_PARTS or (len(parts) - _FEWEST_PARTS) % 3:
        raise SealBrokenError
    draft, key, *rest = parts
    files = tuple(
        DraftAttachment(rest[at].decode("ascii", "replace"), draft_id, rest[at + 1], rest[at + 2])
        for at in range(0, len(rest), 3)
    )
    return Handover(draft_id, to, SealedDraft(draft_id, to, draft, key), files, envelope)


def _hand_seed(draft_key: bytes) -> bytes:
    info = length_prefixed(b"survey_app", b"hand key/1")
    return HKDF(SHA256(), kem.SEED_BYTES, None, info).derive(draft_key)


def _stated(person: str, public: bytes) -> bytes:
    return length_prefixed(person.encode(), public)


def _name(draft_id: str, to: str) -> str:
    return f"{draft_id}/{to}"


def _whole_name(offered: Handover) -> str:
    return f"{_name(offered.draft_id, offered.to)}/{sha256_hex(packed(offered))}"

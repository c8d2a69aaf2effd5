"""The proof that a bundle arrived: signed by a hub, or read back from a folder.

Room: bundle (floor 6). No I/O.
Spec: docs/spec/receipt.md.
Promise: a receipt counts only for the bundle it names and the hub key that was expected.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast

from survey_app.bundle.errors import FalseReceiptError, UnknownReceiptKeyError
from survey_app.canonical import (
    Json,
    NotCanonicalError,
    canonical_json,
    is_sha256_hex,
    read_canonical_json,
    read_hex,
)
from survey_app.vault import signing
from survey_app.vault.errors import SignatureError

FORMAT = "survey-app/receipt/1"
PURPOSE = "bundle-receipt"
_FIELDS = frozenset(("format", "bundle", "study", "hub", "entry", "head", "signature"))


@dataclass(frozen=True)
class Receipt:
    """A hub says: `bundle` is here, whole, as entry number `entry` of my ledger."""

    bundle: str
    study: str
    hub: str
    entry: int
    head: str
    signature: bytes

    def to_bytes(self) -> bytes:
        """Return the canonical text of the receipt, its signature included."""
        return canonical_json({**_signed_fields(self), "signature": self.signature.hex()})


@dataclass(frozen=True)
class ReadBack:
    """A folder gave back, byte by byte, what was written to it."""

    bundle: str

    def to_bytes(self) -> bytes:
        """Return the canonical text that is kept beside the bundle's row."""
        return canonical_json({"format": FORMAT, "bundle": self.bundle, "read_back": True})


def sign_receipt(seed: bytes, *, bundle: str, study: str, entry: int, head: str) -> Receipt:
    """Return the receipt a hub with the signing key `seed` gives for `bundle`."""
    hub = signing.verify_key_of(seed).hex()
    unsigned = Receipt(bundle, study, hub, entry, head, b"")
    signature = signing.sign(seed, canonical_json(_signed_fields(unsigned)), PURPOSE)
    return Receipt(bundle, study, hub, entry, head, signature)


def verify_receipt(
    text: bytes, *, bundle: str, study: str, trusted: Collection[str], target: str
) -> Receipt:
    """Return the receipt in `text` when it is for `bundle` and signed by a `trusted` key.

    Raises: UnknownReceiptKeyError, FalseReceiptError.
    """
    receipt = _read(text, target)
    if receipt.hub not in trusted:
        raise UnknownReceiptKeyError(target=target)
    if receipt.bundle != bundle or receipt.study != study:
        raise FalseReceiptError(target=target)
    message = canonical_json(_signed_fields(receipt))
    try:
        signing.verify(bytes.fromhex(receipt.hub), message, receipt.signature, PURPOSE)
    except SignatureError as error:
        raise FalseReceiptError(target=target) from error
    return receipt


def _read(text: bytes, target: str) -> Receipt:
    try:
        fields = cast("Mapping[str, Json]", read_canonical_json(text))
        receipt = Receipt(
            bundle=cast("str", fields["bundle"]),
            study=cast("str", fields["study"]),
            hub=cast("str", fields["hub"]),
            entry=cast("int", fields["entry"]),
            head=cast("str", fields["head"]),
            signature=read_hex(cast("str", fields["signature"])),
        )
        fits = set(fields) == _FIELDS and fields["format"] == FORMAT and is_sha256_hex(receipt.hub)
    except (NotCanonicalError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise FalseReceiptError(target=target) from error
    if not fits:
        raise FalseReceiptError(target=target)
    return receipt


def _signed_fields(receipt: Receipt) -> dict[str, Json]:
    return {
        "format": FORMAT,
        "bundle": receipt.bundle,
        "study": receipt.study,
        "hub": receipt.hub,
        "entry": receipt.entry,
        "head": receipt.head,
    }

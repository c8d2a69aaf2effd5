"""Laptops and packs that the study has let go, in one signed list.

Room: bundle. Pure: bytes in, a verdict out.
Spec: docs/spec/removals.md.
Promise: of a removed laptop nothing counts but the bundles that had arrived when it was
    removed, and those that these name as coming before them. No clock has a say in it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from survey_app.bundle.errors import BundleOfRemovedError
from survey_app.bundle.manifest import Manifest
from survey_app.canonical import (
    Json,
    NotCanonicalError,
    canonical_json,
    is_sha256_hex,
    read_canonical_json,
    read_hex,
    sha256_hex,
)
from survey_app.vault import signing
from survey_app.vault.errors import SignatureError

FORMAT = "survey-app/removals/1"
PURPOSE = "removals"
_LAPTOP_ID, _TICKET = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Removals:
    """What was let go, with what stays of it.

    Shape: `laptops` maps the id of a laptop to the bundles that count; `packs` maps the ticket
        key of a pack to the devices that stay although they were enrolled with it.
    """

    study: str
    laptops: Mapping[str, frozenset[str]] = field(default_factory=dict)
    packs: Mapping[str, frozenset[str]] = field(default_factory=dict)


def sign_removals(removals: Removals, authority_seed: bytes) -> bytes:
    """Return the list as a file, signed by the study's authority."""
    body = _body(removals)
    signature = signing.sign(authority_seed, canonical_json(body), PURPOSE)
    return canonical_json({**body, "signature": signature.hex()})


def read_removals(data: bytes, *, study: str, authority_key: bytes) -> Removals:
    """Return the list in a file.

    Raises: SignatureError for a list of another study, an altered byte, another signer.
    """
    try:
        fields = cast("dict[str, Json]", read_canonical_json(data))
        signature = read_hex(cast("str", fields.pop("signature")))
        removals = Removals(
            study=cast("str", fields["study"]),
            laptops=_sets(fields["laptops"], _LAPTOP_ID),
            packs=_sets(fields["packs"], _TICKET),
        )
    except (NotCanonicalError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise SignatureError from error
    if _body(removals) != fields or removals.study != study:
        raise SignatureError
    signing.verify(authority_key, canonical_json(fields), signature, PURPOSE)
    return removals


def allowed(removals: Removals, bundles: Iterable[tuple[str, Manifest]]) -> frozenset[str]:
    """Return the bundles of removed laptops that count: listed, or named by one that counts."""
    before = {bundle_id: manifest.prev for bundle_id, manifest in bundles}
    waiting = [one for listed in removals.laptops.values() for one in listed]
    found: set[str] = set()
    while waiting:
        one = waiting.pop()
        if one and one not in found:
            found.add(one)
            waiting.append(before.get(one, ""))
    return frozenset(found)


def refuse_removed(
    removals: Removals, counting: frozenset[str], manifest: Manifest, *, bundle_id: str, name: str
) -> None:
    """Return quietly unless the bundle is of a laptop or a pack that was let go.

    Raises: BundleOfRemovedError.
    """
    stays = removals.packs.get(manifest.enrolment.ticket_key.hex())
    is_gone = laptop_id(manifest.device) in removals.laptops and bundle_id not in counting
    if is_gone or (stays is not None and manifest.device not in stays):
        raise BundleOfRemovedError(bundle=name)


def laptop_id(device_key: str) -> str:
    """Return the id of a laptop, as it was shown when it was enrolled, from its key in a bundle.

    >>> laptop_id("00" * 32)
    '66687aadf862bd776c8fc18b8e9f8e20'
    """
    return sha256_hex(bytes.fromhex(device_key))[:32]


def _body(removals: Removals) -> dict[str, Json]:
    return {
        "format": FORMAT,
        "study": removals.study,
        "laptops": {device: sorted(ids) for device, ids in removals.laptops.items()},
        "packs": {ticket: sorted(devices) for ticket, devices in removals.packs.items()},
    }


def _sets(value: Json, named: re.Pattern[str]) -> dict[str, frozenset[str]]:
    found = {
        name: frozenset(cast("list[str]", ids))
        for name, ids in cast("Mapping[str, Json]", value).items()
    }
    if not all(named.fullmatch(name) for name in found):
        raise ValueError("removals")
    if not all(is_sha256_hex(one) for ids in found.values() for one in ids):
        raise ValueError("removals")
    return found

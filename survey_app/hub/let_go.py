"""Laptops and packs that a study has let go, as the hub was told.

Room: hub (floor 7).
Spec: docs/spec/removals.md.
Promise: only a list that the study signed is believed, and never one that lets somebody in again.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from survey_app.bundle.errors import BundleOfRemovedError
from survey_app.bundle.manifest import Manifest
from survey_app.bundle.removals import (
    Removals,
    allowed,
    laptop_id,
    read_removals,
    refuse_removed,
)
from survey_app.durable import write_durably
from survey_app.hub.errors import (
    LaptopLetGoError,
    OlderRemovalsError,
    PackCancelledError,
    StrangeRemovalsError,
)
from survey_app.vault.errors import SignatureError

FOLDER = "removals"

Arrived = Callable[[str], Iterable[tuple[str, Manifest]]]


def keep_removals(hub: Path, study: str, authority_key: bytes, data: bytes) -> Removals:
    """Keep the newest list of a study in the folder of a hub, and return it.

    Raises: StrangeRemovalsError for a list that the study did not sign; OlderRemovalsError for
        one that lacks what the hub knows already.
    """
    new = _read(data, study, authority_key)
    known = removals_at(hub, study, authority_key)
    if not (known.laptops.keys() <= new.laptops.keys() and known.packs.keys() <= new.packs.keys()):
        raise OlderRemovalsError
    path = hub / FOLDER / f"{study}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, data)
    return new


def removals_at(hub: Path, study: str, authority_key: bytes) -> Removals:
    """Return what the hub knows of a study's removals. Raises: StrangeRemovalsError."""
    path = hub / FOLDER / f"{study}.json"
    return _read(path.read_bytes(), study, authority_key) if path.is_file() else Removals(study)


def refuse_let_go(removals: Removals, bundle: str, manifest: Manifest, arrived: Arrived) -> None:
    """Return quietly unless a bundle that is new to the hub comes from whom the study let go.

    One that was on its way when its laptop was removed is taken: a bundle that counts names it.
    `arrived` gives what the hub has of a laptop.

    Raises: LaptopLetGoError, PackCancelledError.
    """
    is_removed = laptop_id(manifest.device) in removals.laptops
    counting = allowed(removals, arrived(manifest.device)) if is_removed else frozenset()
    try:
        refuse_removed(removals, counting, manifest, bundle_id=bundle, name=bundle)
    except BundleOfRemovedError as error:
        raise (LaptopLetGoError if is_removed else PackCancelledError) from error


def _read(data: bytes, study: str, authority_key: bytes) -> Removals:
    try:
        return read_removals(data, study=study, authority_key=authority_key)
    except SignatureError as error:
        raise StrangeRemovalsError from error

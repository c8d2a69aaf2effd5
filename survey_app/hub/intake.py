"""Take pieces and lists from laptops; answer with receipts.

Room: hub (floor 7). Sees ciphertext, hashes and signatures; knows nothing of HTTP.
Spec: docs/spec/objects-on-a-target.md section 3, docs/spec/receipt.md.

The rules this machine keeps:
1. A piece is kept only under the hash of its own bytes.
2. A list is kept only when every piece is there and the bundle they make is signed by a laptop
   that the authority of a registered study let in.
3. A receipt is given only after the bundle and its ledger entry are on the disk.
4. What comes new from a laptop or a pack that the study has let go is set aside, with the reason;
   what came before stays, and its receipt is given again.
5. What contradicts an earlier bundle of the same laptop is kept, and said (`Feeds`).
6. Everything may be sent again; the answer is the same.
"""

import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from survey_app.bundle.container import file_name_of
from survey_app.bundle.errors import (
    BundleSignatureError,
    DamagedBundleError,
    NewerBundleError,
    NotABundleError,
    OtherStudyError,
)
from survey_app.bundle.folder_target import object_path, parcel_path
from survey_app.bundle.manifest import Manifest
from survey_app.bundle.objects import (
    LARGEST_PARCEL,
    OBJECT_SIZE,
    BadParcelError,
    Parcel,
    assemble,
    read_parcel,
)
from survey_app.bundle.receipt import Receipt, sign_receipt
from survey_app.bundle.removals import Removals
from survey_app.bundle.target import MissingObjectsError
from survey_app.bundle.unpack import inspect, verify
from survey_app.canonical import is_sha256_hex, sha256_hex
from survey_app.durable import hide_time, write_durably
from survey_app.hub.errors import (
    DamagedUploadError,
    ForgedBundleError,
    HubFullError,
    MalformedListError,
    RefusedError,
    TooLargeError,
    UnknownStudyError,
    WrongBytesError,
)
from survey_app.hub.feeds import Feeds
from survey_app.hub.ledger import Ledger
from survey_app.hub.let_go import refuse_let_go, removals_at
from survey_app.hub.place import HubPlace, hold
from survey_app.hub.quarantine import Quarantine
from survey_app.vault.chain import head_words

LEDGER = "ledger"
QUARANTINE = "quarantine"
FEEDS = "feeds"
KEPT_FREE = 32 * 1024 * 1024  # so that a ledger entry always finds room


@dataclass(frozen=True)
class HubStatus:
    """What a hub can say of itself without knowing anything."""

    key: str
    studies: tuple[str, ...]
    bundles: int
    quarantined: int
    head_words: tuple[str, ...]
    doubtful: tuple[str, ...]


class Intake:
    """An open hub: holds the folder until it is closed."""

    def __init__(self, place: HubPlace) -> None:
        self._held = hold(place.folder)
        self._place = place
        self._turn = threading.Lock()
        self._quarantine = Quarantine(place.folder / QUARANTINE)
        self._feeds = Feeds(place.folder / FEEDS)
        try:
            self._ledger = Ledger(place.folder / LEDGER, place.signing_seed)
        except BaseException:
            self._held.close()
            raise

    def close(self) -> None:
        """Let another process serve the folder."""
        self._held.close()

    def status(self) -> HubStatus:
        """Return the hub's numbers."""
        return _status(self._place, self._ledger, self._quarantine)

    def have(self, objects: Sequence[str]) -> tuple[str, ...]:
        """Return those of `objects` that are here, whole."""
        return tuple(name for name in objects if is_sha256_hex(name) and self._is_whole(name))

    def take_piece(self, name: str, piece: bytes) -> bool:
        """Keep a piece; say whether it was new.

        Raises: WrongBytesError, TooLargeError, HubFullError.
        """
        if len(piece) > OBJECT_SIZE:
            raise TooLargeError
        if not is_sha256_hex(name) or sha256_hex(piece) != name:
            self._quarantine.set_aside(piece, WrongBytesError.reason)
            raise WrongBytesError
        if self._is_whole(name):
            return False
        self._write(self._object(name), piece)
        return True

    def take_list(self, bundle: str, text: bytes) -> Receipt:
        """Return the receipt of `bundle` once all of it is here and believed.

        Raises: MissingObjectsError; RefusedError in its kinds; HubFullError.
        """
        parcel = _parcel(bundle, text)
        with self._turn:
            missing = [name for name in parcel.objects if not self._is_whole(name)]
            if missing:
                raise MissingObjectsError(sorted(set(missing)))
            manifest = self._manifest_of(parcel, received=self._ledger.find(bundle) is not None)
            self._write(parcel_path(self._place.folder, bundle), parcel.to_bytes())
            self._note(bundle, manifest)
            return self._receipt(bundle, manifest.study)

    def _note(self, bundle: str, manifest: Manifest) -> None:
        try:
            self._feeds.note(bundle, manifest)
        except OSError as error:
            raise HubFullError from error

    def _manifest_of(self, parcel: Parcel, *, received: bool) -> Manifest:
        """Return the manifest of the bundle that the pieces make, after every check."""
        data = b""
        try:
            data = self._assembled(parcel)
            manifest = self._believe(data, file_name_of(parcel.bundle))
            if not received:
                refuse_let_go(self._removals(manifest.study), parcel.bundle, manifest, self._of)
        except BadParcelError as error:
            raise MalformedListError from error
        except RefusedError as refusal:
            self._quarantine.set_aside(data, refusal.reason)
            raise
        return manifest

    def _assembled(self, parcel: Parcel) -> bytes:
        return assemble(parcel, lambda name: self._object(name).read_bytes())

    def _removals(self, study: str) -> Removals:
        return removals_at(self._place.folder, study, self._place.registry.studies[study])

    def _of(self, device: str) -> Iterator[tuple[str, Manifest]]:
        """Yield what came of a laptop, with its cover: read for one that was removed only."""
        for bundle in self._feeds.bundles_of(device):
            path = parcel_path(self._place.folder, bundle)
            data = self._assembled(_parcel(bundle, path.read_bytes()))
            seen = inspect(data, name=file_name_of(bundle), study_keys=self._study_keys)
            yield bundle, seen.manifest

    def _believe(self, data: bytes, name: str) -> Manifest:
        try:
            manifest = self._cover_of(data, name)
            key = self._place.registry.studies.get(manifest.study)
            if key is None:
                raise UnknownStudyError
            verify(data, name=name, study_id=manifest.study, authority_key=key)
        except (BundleSignatureError, OtherStudyError) as error:
            raise ForgedBundleError from error
        except (DamagedBundleError, NotABundleError, NewerBundleError) as error:
            raise DamagedUploadError from error
        return manifest

    def _cover_of(self, data: bytes, name: str) -> Manifest:
        try:
            return inspect(data, name=name, study_keys=self._study_keys).manifest
        except OtherStudyError as error:
            raise UnknownStudyError from error

    @property
    def _study_keys(self) -> tuple[bytes, ...]:
        return tuple(self._place.registry.studies.values())

    def _receipt(self, bundle: str, study: str) -> Receipt:
        try:
            entry = self._ledger.find(bundle) or self._ledger.append(bundle)
        except OSError as error:
            raise HubFullError from error
        return sign_receipt(
            self._place.signing_seed,
            bundle=bundle,
            study=study,
            entry=entry.head.count,
            head=entry.head.digest,
        )

    def _is_whole(self, name: str) -> bool:
        """Say whether a piece is here; one that rotted on the disk is set aside."""
        path = self._object(name)
        try:
            piece = path.read_bytes()
        except OSError:
            return False
        if sha256_hex(piece) == name:
            return True
        self._quarantine.set_aside(piece, WrongBytesError.reason)
        path.unlink(missing_ok=True)
        return False

    def _object(self, name: str) -> Path:
        return object_path(self._place.folder, name)

    def _write(self, path: Path, data: bytes) -> None:
        if shutil.disk_usage(self._place.folder).free < KEPT_FREE:
            raise HubFullError
        try:
            write_durably(path, data)
            hide_time(path, below=self._place.folder)
        except OSError as error:
            raise HubFullError from error


def read_status(place: HubPlace) -> HubStatus:
    """Return the numbers of a hub, also while another process serves it.

    Raises: LedgerDamagedError.
    """
    ledger = Ledger(place.folder / LEDGER, place.signing_seed, repair=False)
    return _status(place, ledger, Quarantine(place.folder / QUARANTINE))


def _status(place: HubPlace, ledger: Ledger, quarantine: Quarantine) -> HubStatus:
    return HubStatus(
        key=place.key,
        studies=tuple(sorted(place.registry.studies)),
        bundles=len(ledger),
        quarantined=len(quarantine),
        head_words=head_words(ledger.head),
        doubtful=Feeds(place.folder / FEEDS).doubtful(),
    )


def _parcel(bundle: str, text: bytes) -> Parcel:
    if len(text) > LARGEST_PARCEL:
        raise TooLargeError
    try:
        parcel = read_parcel(text)
    except BadParcelError as error:
        raise MalformedListError from error
    if parcel.bundle != bundle:
        raise MalformedListError
    return parcel

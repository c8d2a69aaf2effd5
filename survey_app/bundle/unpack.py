"""A file somebody handed over: believed only after every check has passed.

Room: bundle (floor 6). Bytes in, rows out; holds no key of its own.
Spec: docs/spec/bundle.md section 5 (the order of the checks).
Promise: a bundle with one altered byte, of another study, or of a laptop that the study
    never let in, gives nothing but its error.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from survey_app.bundle.container import (
    CLEAR_MAGIC,
    MAGIC,
    Container,
    bundle_id_of,
    is_sealed,
    refuse_unwhole,
    split,
    split_cover,
)
from survey_app.bundle.enrolment import verify_enrolment
from survey_app.bundle.errors import (
    BundleSignatureError,
    CannotOpenBundleError,
    DamagedBundleError,
    NewerBundleError,
    NotABundleError,
    OtherStudyError,
)
from survey_app.bundle.manifest import PURPOSE, Manifest, read_manifest
from survey_app.canonical import NotCanonicalError, sha256_hex
from survey_app.vault import signing
from survey_app.vault.errors import SealBrokenError, SignatureError
from survey_app.vault.padding import BODY_BLOCK, unpad

LARGEST_ROWS = 512 * 1024 * 1024


@dataclass(frozen=True)
class InspectedBundle:
    """A bundle that is whole and signed by the device it names; nobody vouched for that yet."""

    bundle_id: str
    name: str
    manifest: Manifest
    payload: bytes


@dataclass(frozen=True)
class VerifiedBundle:
    """A bundle of a laptop that the study's authority let in; still sealed."""

    bundle_id: str
    name: str
    manifest: Manifest
    payload: bytes


@dataclass(frozen=True)
class OpenedBundle:
    """A verified bundle and the rows that were in it."""

    bundle_id: str
    name: str
    manifest: Manifest
    rows: tuple[bytes, ...]


def inspect(data: bytes, *, name: str, study_keys: Sequence[bytes]) -> InspectedBundle:
    """Return what a bundle says of itself, checked as far as nobody has to vouch for it.

    Shape:  `study_keys` are the verify keys of the studies it may belong to: one opens its cover.
    Raises: NotABundleError, NewerBundleError, DamagedBundleError, OtherStudyError.
    """
    container, manifest = _signed(data, name, partial(split, study_keys=study_keys))
    if len(container.payload) != manifest.payload_size:
        raise DamagedBundleError(bundle=name)
    if sha256_hex(container.payload) != manifest.payload_sha256:
        raise DamagedBundleError(bundle=name)
    return InspectedBundle(bundle_id_of(data), name, manifest, container.payload)


def read_cover(start: bytes, *, name: str, study_keys: Sequence[bytes]) -> Manifest:
    """Return what the cover of a bundle says, from the first bytes of the file.

    Its signature is checked and its payload is not: enough to compare where a log stood.

    Shape:  `start` is more than LARGEST_MANIFEST bytes, or the whole file.
    Raises: NotABundleError, NewerBundleError, DamagedBundleError, OtherStudyError.
    """
    return _signed(start, name, partial(split_cover, study_keys=study_keys))[1]


def verify(data: bytes, *, name: str, study_id: str, authority_key: bytes) -> VerifiedBundle:
    """Return the bundle when it is whole, of this study, and of a laptop of this study.

    Raises: what `inspect` raises; OtherStudyError; BundleSignatureError.
    """
    seen = inspect(data, name=name, study_keys=(authority_key,))
    manifest = seen.manifest
    if manifest.study != study_id:
        raise OtherStudyError(bundle=name)
    try:
        verify_enrolment(
            manifest.enrolment,
            study_id=study_id,
            device_key=bytes.fromhex(manifest.device),
            authority_key=authority_key,
        )
    except SignatureError as error:
        raise BundleSignatureError(bundle=name) from error
    return VerifiedBundle(seen.bundle_id, name, manifest, seen.payload)


def open_bundle(bundle: VerifiedBundle, decrypt: Callable[[bytes], bytes]) -> OpenedBundle:
    """Return the rows of `bundle`; `decrypt` opens an age file with a key it keeps to itself.

    Raises: CannotOpenBundleError, DamagedBundleError.
    """
    try:
        padded = decrypt(bundle.payload)
    except SealBrokenError as error:
        raise CannotOpenBundleError(bundle=bundle.name) from error
    try:
        rows = _rows(unpad(padded, BODY_BLOCK))
    except (SealBrokenError, ValueError, zlib.error) as error:
        raise DamagedBundleError(bundle=bundle.name) from error
    return OpenedBundle(bundle.bundle_id, bundle.name, bundle.manifest, rows)


def _rows(compressed: bytes) -> tuple[bytes, ...]:
    """Return the lines; a stream that grows without end or goes on after its end is refused."""
    stream = zlib.decompressobj()
    text = stream.decompress(compressed, LARGEST_ROWS)
    whole = stream.eof and not stream.unused_data
    if not whole or (text and not text.endswith(b"\n")):
        raise ValueError("rows")
    return tuple(text[:-1].split(b"\n")) if text else ()


def _signed(
    data: bytes, name: str, split_with: Callable[..., Container]
) -> tuple[Container, Manifest]:
    """Return the parts and the manifest, when the laptop that it names signed it.

    A file that would be whole with the right first line is a damaged bundle, and no other thing.
    """
    try:
        container = split_with(data, name=name)
    except (NotABundleError, NewerBundleError) as refusal:
        if any(_would_be_whole(magic + data[len(magic) :], name) for magic in (MAGIC, CLEAR_MAGIC)):
            raise DamagedBundleError(bundle=name) from refusal
        raise
    return container, _checked(container, name)


def _would_be_whole(data: bytes, name: str) -> bool:
    try:
        if is_sealed(data):
            refuse_unwhole(data, name=name)
        else:
            _checked(split(data, name=name, study_keys=()), name)
    except DamagedBundleError:
        return False
    return True


def _checked(container: Container, name: str) -> Manifest:
    try:
        manifest = read_manifest(container.manifest)
        key = bytes.fromhex(manifest.device)
        signing.verify(key, container.manifest, container.signature, PURPOSE)
    except (
        SignatureError, NotCanonicalError, ValueError, TypeError, KeyError, RecursionError
    ) as error:  # fmt: skip
        raise DamagedBundleError(bundle=name) from error
    return manifest

r"""The bytes of a bundle: one way to write them, and every way in which they were ever written.

Room: bundle (floor 6). Knows the order of the parts, not their meaning.
Spec: docs/spec/bundle.md section 1.

    survey-app bundle 2 \n      the magic line
    <32 bytes>                  SHA-256 of all that follows
    <4144 bytes>                the cover, sealed: the manifest, \n, its signature in hexadecimal
    age-encryption.org/v1 ...   the payload, to the end of the file

Version 1 has the manifest and the signature in clear, each ended by \n, and no hash.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from survey_app.bundle.errors import (
    DamagedBundleError,
    NewerBundleError,
    NotABundleError,
    OtherStudyError,
)
from survey_app.canonical import sha256_hex
from survey_app.vault.covers import SEALED_BYTES, open_cover, seal_cover
from survey_app.vault.errors import SealBrokenError

MAGIC = b"survey-app bundle 2\n"
CLEAR_MAGIC = b"survey-app bundle 1\n"
LARGEST_MANIFEST = 16 * 1024
LARGEST_BUNDLE = 1024 * 1024 * 1024
SUFFIX = ".bundle"
_MARK = re.compile(rb"bundle [12]\n")  # a file whose start was cut or shifted is known by it
_ANY_MAGIC = re.compile(rb"survey-app bundle [0-9]{1,6}\n")
_SIGNATURE = re.compile(rb"[0-9a-f]{128}\Z")
_HASH_BYTES = 32
_COVER = len(MAGIC) + _HASH_BYTES
_PAYLOAD = _COVER + SEALED_BYTES
_NAME_LENGTH = 32


@dataclass(frozen=True)
class Container:
    """The parts of one bundle file, taken apart and not yet believed."""

    manifest: bytes
    signature: bytes
    payload: bytes


def join(container: Container, study_key: bytes) -> bytes:
    """Return the bytes of the file; its cover opens for who knows the study's verify key."""
    text = container.manifest + b"\n" + container.signature.hex().encode()
    rest = seal_cover(text, study_key, MAGIC) + container.payload
    return MAGIC + bytes.fromhex(sha256_hex(rest)) + rest


def split(data: bytes, *, name: str, study_keys: Sequence[bytes]) -> Container:
    """Return the parts of the file `data`; `name` is used in errors only.

    Raises: NotABundleError, NewerBundleError, DamagedBundleError; OtherStudyError when the cover
        was sealed for none of `study_keys`.
    """
    if is_sealed(data):
        refuse_unwhole(data, name=name)
        return _opened(data, name, study_keys)
    if data.startswith(CLEAR_MAGIC):
        return _clear(data, name)
    if MAGIC.startswith(data) or CLEAR_MAGIC.startswith(data) or _MARK.search(data[:40]):
        raise DamagedBundleError(bundle=name)
    if _ANY_MAGIC.match(data):
        raise NewerBundleError(bundle=name)
    raise NotABundleError(bundle=name)


def split_cover(start: bytes, *, name: str, study_keys: Sequence[bytes]) -> Container:
    """Return the parts as far as `start` has them; whether the rest is whole is not looked at.

    Raises: what `split` raises.
    """
    if is_sealed(start) and len(start) >= _PAYLOAD:
        return _opened(start, name, study_keys)
    return split(start, name=name, study_keys=study_keys)


def is_sealed(data: bytes) -> bool:
    """Say whether the cover of a bundle is sealed, as all are since version 2."""
    return data.startswith(MAGIC)


def refuse_unwhole(data: bytes, *, name: str) -> None:
    """Return when a file with a sealed cover is what was written; no key is needed.

    Raises: DamagedBundleError.
    """
    if len(data) <= _PAYLOAD or data[len(MAGIC) : _COVER].hex() != sha256_hex(data[_COVER:]):
        raise DamagedBundleError(bundle=name)


def payload_in(data: bytes) -> bytes:
    """Return the payload of a bundle that is known to be whole, without its cover.

    Any age tool opens it with a key of the study, also when nobody can read the cover any more.
    """
    return data[_PAYLOAD:] if is_sealed(data) else data[data.index(b"\nage-") + 1 :]


def bundle_id_of(data: bytes) -> str:
    """Return the identity of a bundle: the SHA-256 of the whole file."""
    return sha256_hex(data)


def file_name_of(bundle_id: str) -> str:
    """Return the neutral file name of a bundle.

    >>> file_name_of("ab" * 32)
    'abababababababababababababababab.bundle'
    """
    return bundle_id[:_NAME_LENGTH] + SUFFIX


def _opened(data: bytes, name: str, study_keys: Sequence[bytes]) -> Container:
    for key in study_keys:
        try:
            text = open_cover(data[_COVER:_PAYLOAD], key, MAGIC)
        except SealBrokenError:
            continue
        manifest, _, signature = text.rpartition(b"\n")
        if not _SIGNATURE.match(signature):
            raise DamagedBundleError(bundle=name)
        return Container(manifest, bytes.fromhex(signature.decode()), data[_PAYLOAD:])
    raise OtherStudyError(bundle=name)


def _clear(data: bytes, name: str) -> Container:
    end = data.find(b"\n", len(CLEAR_MAGIC), len(CLEAR_MAGIC) + LARGEST_MANIFEST)
    signature, line_end, payload = data[end + 1 :].partition(b"\n")
    if end < 0 or not line_end or not _SIGNATURE.match(signature) or not payload:
        raise DamagedBundleError(bundle=name)
    return Container(data[len(CLEAR_MAGIC) : end], bytes.fromhex(signature.decode()), payload)

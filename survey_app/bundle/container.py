r"""The bytes of a bundle: four parts, one way to write them, one way to read them.

Room: bundle (floor 6). Knows the order of the parts, not their meaning.
Spec: docs/spec/bundle.md section 1.

    survey-app bundle 1 \n      the magic line
    {"device":...} \n           the manifest, canonical JSON
    <128 hex> \n                its signature
    age-encryption.org/v1 ...   the payload, to the end of the file
"""

import re
from dataclasses import dataclass

from survey_app.bundle.errors import DamagedBundleError, NewerBundleError, NotABundleError
from survey_app.canonical import sha256_hex

MAGIC = b"survey-app bundle 1\n"
LARGEST_MANIFEST = 16 * 1024
LARGEST_BUNDLE = 1024 * 1024 * 1024
SUFFIX = ".bundle"
_MARK = MAGIC[-len(b"bundle 1\n") :]  # a file whose start was cut or shifted is still known by it
_ANY_MAGIC = re.compile(rb"survey-app bundle [0-9]{1,6}\n")
_SIGNATURE = re.compile(rb"[0-9a-f]{128}\Z")
_NAME_LENGTH = 32


@dataclass(frozen=True)
class Container:
    """The parts of one bundle file, taken apart and not yet believed."""

    manifest: bytes
    signature: bytes
    payload: bytes


def join(container: Container) -> bytes:
    """Return the bytes of the file."""
    return b"".join(
        (
            MAGIC,
            container.manifest,
            b"\n",
            container.signature.hex().encode(),
            b"\n",
            container.payload,
        )
    )


def split(data: bytes, *, name: str) -> Container:
    """Return the parts of the file `data`; `name` is used in errors only.

    Raises: NotABundleError, NewerBundleError, DamagedBundleError.
    """
    if not data.startswith(MAGIC):
        if MAGIC.startswith(data) or _MARK in data[: 2 * len(MAGIC)]:
            raise DamagedBundleError(bundle=name)
        if _ANY_MAGIC.match(data):
            raise NewerBundleError(bundle=name)
        raise NotABundleError(bundle=name)
    end = data.find(b"\n", len(MAGIC), len(MAGIC) + LARGEST_MANIFEST)
    signature, line_end, payload = data[end + 1 :].partition(b"\n")
    if end < 0 or not line_end or not _SIGNATURE.match(signature) or not payload:
        raise DamagedBundleError(bundle=name)
    return Container(data[len(MAGIC) : end], bytes.fromhex(signature.decode()), payload)


def bundle_id_of(data: bytes) -> str:
    """Return the identity of a bundle: the SHA-256 of the whole file."""
    return sha256_hex(data)


def file_name_of(bundle_id: str) -> str:
    """Return the neutral file name of a bundle.

    >>> file_name_of("ab" * 32)
    'abababababababababababababababab.bundle'
    """
    return bundle_id[:_NAME_LENGTH] + SUFFIX

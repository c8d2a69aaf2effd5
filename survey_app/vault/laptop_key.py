"""The key of what everybody of a laptop may read, and nobody without a passphrase.

Room: vault.
Spec: docs/spec/backup.md section 7.
Promise: whoever opens a slot of the laptop has it, and nobody has to keep it.
"""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey_app.canonical import length_prefixed

_KEY_BYTES = 32


def laptop_key(device_seed: bytes) -> bytes:
    """Return the key of the notes of a laptop.

    >>> laptop_key(bytes(32)).hex()[:16]
    '02eb95ed4649e3f6'
    """
    info = length_prefixed(b"survey_app", b"laptop notes key/1")
    return HKDF(SHA256(), _KEY_BYTES, None, info).derive(device_seed)

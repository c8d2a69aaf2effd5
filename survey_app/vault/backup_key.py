"""The key with which a laptop's own people open its backups.

Room: vault.
Spec: docs/spec/backup.md section 3.
Promise: whoever opens a slot of the laptop has it, and nobody has to keep it.
"""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey_app.canonical import length_prefixed
from survey_app.vault.kem import SEED_BYTES


def backup_seed(device_seed: bytes) -> bytes:
    """Return the seed of the key pair that a laptop's backups are sealed to, beside the study's.

    >>> backup_seed(bytes(32)).hex()[:16]
    '37ac50e277f4a437'
    """
    info = length_prefixed(b"survey_app", b"backup key/1")
    return HKDF(SHA256(), SEED_BYTES, None, info).derive(device_seed)

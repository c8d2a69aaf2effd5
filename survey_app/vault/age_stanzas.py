"""The two recipient kinds of age files that we write or read.

Room: vault.
Spec: docs/spec/age-files.md section 3; C2SP age v1, "Native recipient types".
Promise: every stanza of our kind is checked for its whole shape before any is opened.
"""

from collections.abc import Callable, Sequence

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey_app.vault import kem
from survey_app.vault.age_header import Stanza, from_base64, to_base64
from survey_app.vault.errors import RecipientError, SealBrokenError
from survey_app.vault.sealing import aead_open

FILE_KEY_BYTES = 16
X25519_BYTES = 32

_HYBRID, _X25519, _SCRYPT = "mlkem768x25519", "X25519", "scrypt"
_HYBRID_INFO = b"age-encryption.org/mlkem768x25519"
_X25519_INFO = b"age-encryption.org/v1/X25519"
_WRAPPED_BYTES = FILE_KEY_BYTES + kem.TAG_BYTES


def wrap_hybrid(recipient: bytes, file_key: bytes) -> Stanza:
    """Return the stanza for a hybrid public key. Raises: RecipientError."""
    sealed = kem.seal_to(recipient, file_key, _HYBRID_INFO)
    share, body = sealed[: kem.ENCAPSULATED_BYTES], sealed[kem.ENCAPSULATED_BYTES :]
    return Stanza((_HYBRID, to_base64(share).decode()), body)


def unwrap_hybrid(seed: bytes, stanzas: Sequence[Stanza]) -> bytes:
    """Return the file key from the stanza that `seed` opens. Raises: SealBrokenError."""
    return _first_opened(
        _shaped(stanzas, _HYBRID, kem.ENCAPSULATED_BYTES),
        lambda share, body: kem.open_with(seed, share + body, _HYBRID_INFO),
    )


def wrap_x25519(recipient: bytes, file_key: bytes) -> Stanza:
    """Return the stanza for an X25519 public key. Raises: RecipientError."""
    secret = X25519PrivateKey.generate()
    share = secret.public_key().public_bytes_raw()
    try:
        shared = secret.exchange(X25519PublicKey.from_public_bytes(recipient))
    except ValueError as error:  # a point of low order, not a key
        raise RecipientError from error
    key = _x25519_key(shared, share, recipient)
    # The wrapping key serves this one message, so the nonce may be fixed.
    return Stanza(
        (_X25519, to_base64(share).decode()),
        ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None),
    )


def unwrap_x25519(secret: bytes, stanzas: Sequence[Stanza]) -> bytes:
    """Return the file key from the stanza that `secret` opens. Raises: SealBrokenError."""
    private = X25519PrivateKey.from_private_bytes(secret)
    recipient = private.public_key().public_bytes_raw()

    def opened(share: bytes, body: bytes) -> bytes:
        shared = private.exchange(X25519PublicKey.from_public_bytes(share))
        return aead_open(_x25519_key(shared, share, recipient), body, None)

    try:
        return _first_opened(_shaped(stanzas, _X25519, X25519_BYTES), opened)
    except ValueError as error:  # a share of low order gives an all-zero secret
        raise SealBrokenError from error


def _shaped(stanzas: Sequence[Stanza], kind: str, share_bytes: int) -> list[tuple[bytes, bytes]]:
    """Return (share, body) of each stanza of `kind`; others are not ours to judge.

    A passphrase stanza may not stand beside another one, and we do not read it alone.
    """
    shaped = []
    for stanza in stanzas:
        if stanza.arguments[0] == _SCRYPT:
            raise SealBrokenError
        if stanza.arguments[0] != kind:
            continue
        if len(stanza.arguments) != 2 or len(stanza.body) != _WRAPPED_BYTES:  # noqa: PLR2004 - kind, share
            raise SealBrokenError
        share = from_base64(stanza.arguments[1].encode())
        if len(share) != share_bytes:
            raise SealBrokenError
        shaped.append((share, stanza.body))
    return shaped


def _first_opened(
    shaped: Sequence[tuple[bytes, bytes]], opened: Callable[[bytes, bytes], bytes]
) -> bytes:
    for share, body in shaped:
        try:
            return opened(share, body)
        except SealBrokenError:
            continue
    raise SealBrokenError


def _x25519_key(shared: bytes, share: bytes, recipient: bytes) -> bytes:
    return HKDF(SHA256(), 32, share + recipient, _X25519_INFO).derive(shared)

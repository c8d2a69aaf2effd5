"""Key pairs and signatures: what one key made, no other key and no other purpose accepts."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from survey_app.vault import kem, signing
from survey_app.vault.errors import RecipientError, SealBrokenError, SignatureError
from survey_app.vault.signing import new_signing_seed, sign, verify, verify_key_of

SEED = bytes(range(32))
PUBLIC = kem.public_of(SEED)


@given(st.binary(max_size=300), st.binary(max_size=100))
def test_opening_what_was_sealed_gives_it_back(plaintext, info):
    assert kem.open_with(SEED, kem.seal_to(PUBLIC, plaintext, info), info) == plaintext


def test_the_suite_is_the_post_quantum_hybrid():
    assert len(PUBLIC) == kem.PUBLIC_BYTES == 1216
    assert len(kem.seal_to(PUBLIC, b"", b"")) == 1088 + 32 + 16


def test_two_seeds_have_two_public_keys_and_two_names():
    other = kem.public_of(kem.new_seed())
    assert other != PUBLIC
    assert kem.key_id(other) != kem.key_id(PUBLIC)


def test_another_seed_or_another_info_opens_nothing():
    sealed = kem.seal_to(PUBLIC, b"answer", b"here")
    for seed, info in ((kem.new_seed(), b"here"), (SEED, b"there"), (b"short", b"here")):
        with pytest.raises(SealBrokenError):
            kem.open_with(seed, sealed, info)


def test_every_byte_of_a_sealed_text_matters():
    sealed = kem.seal_to(PUBLIC, b"answer", b"")
    for at in range(len(sealed)):
        with pytest.raises(SealBrokenError):
            kem.open_with(SEED, _flipped(sealed, at * 8 + at % 8), b"")


def test_the_top_bit_of_the_elliptic_share_matters_though_its_arithmetic_ignores_it():
    sealed = kem.seal_to(PUBLIC, b"answer", b"")
    with pytest.raises(SealBrokenError):
        kem.open_with(SEED, _flipped(sealed, 1119 * 8 + 7), b"")


def test_a_cut_or_lengthened_text_is_refused():
    sealed = kem.seal_to(PUBLIC, b"answer", b"")
    for altered in (b"", sealed[:10], sealed[:1120], sealed[:-1], sealed + b"\0"):
        with pytest.raises(SealBrokenError):
            kem.open_with(SEED, altered, b"")


@pytest.mark.parametrize("public", [b"", PUBLIC[:-1], PUBLIC + b"\0", b"\xff" * 1216])
def test_what_is_not_a_public_key_is_refused(public):
    with pytest.raises(RecipientError):
        kem.seal_to(public, b"answer", b"")


SIGNER = bytes(reversed(range(32)))
VERIFIER = verify_key_of(SIGNER)


@given(st.binary(max_size=200), st.text(min_size=1, max_size=20))
def test_a_signature_holds_for_its_message_and_purpose(message, purpose):
    verify(VERIFIER, message, sign(SIGNER, message, purpose), purpose)


@pytest.mark.parametrize(
    ("key", "message", "purpose"),
    [
        (VERIFIER, b"word", "receipt"),
        (VERIFIER, b"words", "pack"),
        (VERIFIER, b"", "wordpack"),
        (verify_key_of(new_signing_seed()), b"word", "pack"),
        (b"no key", b"word", "pack"),
        (bytes(32), b"word", "pack"),
    ],
    ids=["purpose", "message", "glued", "stranger", "short key", "zero key"],
)
def test_a_signature_holds_for_nothing_else(key, message, purpose):
    signature = sign(SIGNER, b"word", "pack")
    with pytest.raises(SignatureError):
        verify(key, message, signature, purpose)


def test_every_bit_of_a_signature_matters():
    signature = sign(SIGNER, b"word", "pack")
    for bit in range(len(signature) * 8):
        with pytest.raises(SignatureError):
            verify(VERIFIER, b"word", _flipped(signature, bit), "pack")


def _flipped(data, bit):
    altered = bytearray(data)
    altered[bit // 8] ^= 1 << bit % 8
    return bytes(altered)


def test_a_plain_signature_of_others_counts_for_its_key_and_message_only():
    key = Ed25519PrivateKey.from_private_bytes(b"C" * 32)
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"a card")
    assert signing.is_signed(public, signature, b"a card")
    assert not signing.is_signed(public, signature, b"another card")
    assert not signing.is_signed(public, key.sign(b""), b"a card")
    assert not signing.is_signed(public, signature[:-1] + b"\x00", b"a card")
    other = Ed25519PrivateKey.from_private_bytes(b"E" * 32).public_key().public_bytes_raw()
    assert not signing.is_signed(other, signature, b"a card")
    assert not signing.is_signed(b"no key", signature, b"a card")

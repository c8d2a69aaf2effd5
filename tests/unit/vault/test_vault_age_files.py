"""Age files: what our program writes, any age tool reads; what the format forbids is refused."""

import re

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from survey_app.vault import age_keys, kem
from survey_app.vault.age import decrypt_file, encrypt_file
from survey_app.vault.age_header import Stanza, header_text, read_header
from survey_app.vault.age_stanzas import unwrap_x25519, wrap_x25519
from survey_app.vault.age_stream import CHUNK_BYTES, open_stream, seal_stream
from survey_app.vault.errors import KeyTextError, RecipientError, SealBrokenError

SEED = bytes(range(32))
PUBLIC = kem.public_of(SEED)
SECRET = bytes(reversed(range(32)))
X25519 = X25519PrivateKey.from_private_bytes(SECRET).public_key().public_bytes_raw()


@given(st.binary(max_size=500))
def test_each_recipient_opens_the_file(plaintext):
    other = kem.new_seed()
    data = encrypt_file(plaintext, [PUBLIC, kem.public_of(other)])
    assert decrypt_file(data, SEED) == decrypt_file(data, other) == plaintext


def test_the_older_recipient_kind_is_still_read_and_written():
    data = encrypt_file(b"x", [X25519])
    assert decrypt_file(data, SECRET, kind="x25519") == b"x"
    with pytest.raises(SealBrokenError):
        decrypt_file(data, SEED, kind="x25519")
    with pytest.raises(SealBrokenError):
        decrypt_file(data, SECRET)


def test_a_file_has_the_head_of_the_specification():
    head, _, _ = encrypt_file(b"x", [PUBLIC]).partition(b"\n--- ")
    version, stanza, body = head.split(b"\n")
    assert version == b"age-encryption.org/v1"
    assert re.fullmatch(rb"-> mlkem768x25519 [A-Za-z0-9+/]{1494}", stanza)
    assert len(body) == 43


@pytest.mark.parametrize(
    "recipients", [[], [b""], [PUBLIC, X25519], [PUBLIC[:-1]], [bytes(32)], [b"\xff" * 1216]]
)
def test_missing_malformed_or_mixed_recipients_are_refused(recipients):
    with pytest.raises(RecipientError):
        encrypt_file(b"x", recipients)


def test_every_byte_of_a_file_matters_and_every_change_gives_the_same_error():
    data = encrypt_file(b"an answer", [X25519])
    said = set()
    for bit in range(len(data) * 8):
        altered = bytearray(data)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBrokenError) as refused:
            decrypt_file(bytes(altered), SECRET, kind="x25519")
        said.add(str(refused.value))
    assert len(said) == 1


def test_every_byte_of_a_hybrid_file_matters():
    data = encrypt_file(b"an answer", [PUBLIC])
    for at in range(len(data)):
        altered = bytearray(data)
        altered[at] ^= 1 << at % 8
        with pytest.raises(SealBrokenError):
            decrypt_file(bytes(altered), SEED)


def test_a_file_cut_anywhere_or_lengthened_is_refused():
    data = encrypt_file(b"an answer", [X25519])
    for altered in [data[:end] for end in range(len(data))] + [data + b"\0", b"\n" + data]:
        with pytest.raises(SealBrokenError):
            decrypt_file(altered, SECRET, kind="x25519")


STANZA = "-> X25519 " + "A" * 43 + "\n" + "A" * 43 + "\n"
MAC = "--- " + "A" * 43 + "\n"
VERSION = "age-encryption.org/v1\n"


def test_a_head_in_the_form_of_the_specification_is_read():
    assert len(read_header((VERSION + STANZA + "-> grease\n\n" + MAC).encode()).stanzas) == 2


@pytest.mark.parametrize(
    "head",
    [
        VERSION + MAC,
        VERSION.replace("v1", "v2") + STANZA + MAC,
        VERSION.replace("\n", "\r\n") + STANZA + MAC,
        VERSION + STANZA.replace("-> ", "->") + MAC,
        VERSION + STANZA.replace("-> ", "->  ") + MAC,
        VERSION + STANZA.replace("X25519 ", "X25519  ") + MAC,
        VERSION + STANZA.replace("X25519", "X25519\u00a0") + MAC,
        VERSION + "-> \n\n" + MAC,
        VERSION + "-> X25519 \n\n" + MAC,
        VERSION + "-> X25519 A\n" + MAC,
        VERSION + "-> X25519 A\n" + "A" * 64 + "\n" + MAC,
        VERSION + "-> X25519 A\n" + "A" * 65 + "\n\n" + MAC,
        VERSION + "-> X25519 A\nAAA=\n" + MAC,
        VERSION + "-> X25519 A\nAAB\n" + MAC,
        VERSION + "-> X25519 A\nAAAA\nAAAA\n" + MAC,
        VERSION + STANZA + MAC.replace("--- ", "---"),
        VERSION + STANZA + MAC.replace("\n", " \n"),
        VERSION + STANZA + "--- " + "A" * 42 + "B\n",
        VERSION + STANZA + "--- " + "A" * 42 + "\n",
        VERSION + STANZA,
    ],
)
def test_a_head_in_any_other_form_is_refused(head):
    with pytest.raises(SealBrokenError):
        read_header(head.encode())


def test_a_head_that_is_written_again_has_the_same_bytes():
    data = encrypt_file(b"x", [PUBLIC, PUBLIC])
    header = read_header(data)
    assert header_text(header.stanzas) == header.covered


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]
)
def test_payloads_around_the_chunk_border_come_back(size):
    plaintext = b"\x55" * size
    sealed = seal_stream(b"k" * 32, plaintext)
    assert len(sealed) == size + 16 * max(1, -(-size // CHUNK_BYTES))
    assert open_stream(b"k" * 32, sealed) == plaintext


def test_chunks_cannot_be_dropped_repeated_swapped_or_added():
    size = CHUNK_BYTES + 16
    sealed = seal_stream(b"k" * 32, b"".join(bytes([n]) * CHUNK_BYTES for n in range(3)))
    one, two, three = (sealed[at : at + size] for at in range(0, 3 * size, size))
    empty_last = seal_stream(b"k" * 32, b"")
    for altered in (
        one + two,
        two + three,
        one + three,
        two + one + three,
        one + two + two + three,
        one + two + three + three,
        one + two + three + empty_last,
        three,
        b"",
    ):
        with pytest.raises(SealBrokenError):
            open_stream(b"k" * 32, altered)


def test_an_empty_last_chunk_after_a_full_one_is_refused():
    cipher = ChaCha20Poly1305(b"k" * 32)
    full = cipher.encrypt(bytes(12), bytes(CHUNK_BYTES), None)
    empty = cipher.encrypt(bytes(10) + b"\x01\x01", b"", None)
    with pytest.raises(SealBrokenError):
        open_stream(b"k" * 32, full + empty)


def test_a_passphrase_stanza_beside_another_is_refused():
    file_key = b"f" * 16
    stanzas = [wrap_x25519(X25519, file_key)]
    assert unwrap_x25519(SECRET, stanzas) == file_key
    with pytest.raises(SealBrokenError):
        unwrap_x25519(SECRET, [*stanzas, Stanza(("scrypt", "A" * 22, "10"), bytes(32))])


def test_a_stock_tool_can_be_given_the_key_as_text():
    identity, recipient = age_keys.identity_text(SEED), age_keys.recipient_text(PUBLIC)
    assert identity.startswith("AGE-SECRET-KEY-PQ-1")
    assert recipient.startswith("age1pq1")
    assert age_keys.key_of_text(identity, age_keys.HYBRID_IDENTITY) == SEED
    assert age_keys.key_of_text(recipient, age_keys.HYBRID_RECIPIENT) == PUBLIC


def test_the_keys_printed_in_the_age_specification_are_read():
    identity = "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"
    seed = age_keys.key_of_text(identity, age_keys.HYBRID_IDENTITY)
    assert age_keys.identity_text(seed) == identity
    assert age_keys.recipient_text(kem.public_of(seed)).startswith(
        "age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7c"
    )
    older = "AGE-SECRET-KEY-1" + "GFPYYSJZ" * 6 + "GFPQ4EGAEX"
    assert age_keys.key_of_text(older, age_keys.X25519_IDENTITY) == b"\x42" * 32


def test_a_mistyped_key_is_noticed():
    text = age_keys.identity_text(SEED)
    for at in range(len(text)):
        typo = text[:at] + ("Q" if text[at] != "Q" else "P") + text[at + 1 :]
        with pytest.raises(KeyTextError):
            age_keys.key_of_text(typo, age_keys.HYBRID_IDENTITY)
    for other in ("", "1", text[:-1], text.lower()[:30] + text[30:]):
        with pytest.raises(KeyTextError):
            age_keys.key_of_text(other, age_keys.HYBRID_IDENTITY)


@pytest.mark.parametrize(
    ("letters", "spare"),
    [(52, 0b0001), (52, 0b1000), (1, 0), (3, 0), (6, 0)],
    ids=["a last bit", "a first bit", "five bits", "seven bits", "six bits"],
)
def test_a_key_whose_letters_leave_something_over_is_refused(letters, spare):
    """Right letters and a right check, but not the text of whole bytes."""
    values = [0] * (letters - 1) + [spare]
    check = age_keys._checksum(age_keys.HYBRID_IDENTITY, [*values, *[0] * 6]) ^ 1
    values += [check >> at & 31 for at in range(25, -1, -5)]
    text = age_keys.HYBRID_IDENTITY + "1" + "".join(age_keys._LETTERS[one] for one in values)
    with pytest.raises(KeyTextError):
        age_keys.key_of_text(text, age_keys.HYBRID_IDENTITY)


@pytest.mark.parametrize("bit", range(4))
def test_a_key_text_has_no_bit_beside_its_key(bit):
    prefix = age_keys.HYBRID_IDENTITY.lower()
    values = [age_keys._LETTERS.find(letter) for letter in _letters_of(SEED)]
    values[-1] |= 1 << bit
    check = age_keys._checksum(prefix, [*values, *[0] * 6]) ^ 1
    values += [check >> at & 31 for at in range(25, -1, -5)]
    text = prefix + "1" + "".join(age_keys._LETTERS[value] for value in values)
    with pytest.raises(KeyTextError):
        age_keys.key_of_text(text.upper(), age_keys.HYBRID_IDENTITY)


def _letters_of(seed):
    return age_keys.identity_text(seed).lower().rpartition("1")[2][:-6]

"""The public age vectors: each opens or is refused as it says; what opens is written again alike."""

import hashlib
import io
import zlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from survey_app.vault import age_keys
from survey_app.vault.age import _derived, decrypt_file, read_beginning
from survey_app.vault.age_copy import OpeningReader
from survey_app.vault.age_header import from_base64, header_text, read_header
from survey_app.vault.age_stream import open_stream, seal_stream
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.sealing import aead_open

FOLDER = Path(__file__).resolve().parents[1] / "vectors" / "cctv-age"
KINDS = {"AGE-SECRET-KEY-PQ-1": "hybrid", "AGE-SECRET-KEY-1": "x25519"}
PREFIXES = {"hybrid": age_keys.HYBRID_IDENTITY, "x25519": age_keys.X25519_IDENTITY}


@dataclass(frozen=True)
class Vector:
    """A file with what is said of it; a key may be given several times."""

    name: str
    said: dict[str, list[str]]
    file: bytes

    def one(self, key):
        return self.said[key][0]

    @property
    def seeds(self):
        for text in self.said.get("identity", ()):
            kind = next(kind for start, kind in KINDS.items() if text.startswith(start))
            yield kind, age_keys.key_of_text(text, PREFIXES[kind])


def read(path):
    head, _, file = path.read_bytes().partition(b"\n\n")
    said = {}
    for line in head.decode().splitlines():
        key, _, value = line.partition(": ")
        said.setdefault(key, []).append(value)
    if said.get("compressed") == ["zlib"]:
        file = zlib.decompress(file)
    return Vector(path.name, said, file)


VECTORS = [
    read(path) for path in sorted(FOLDER.iterdir()) if path.suffix != ".md" and path.stem[0] != "."
]
SEALED_TO_A_KEY = [one for one in VECTORS if "identity" in one.said]
WITH_A_PASSPHRASE = [one for one in VECTORS if "identity" not in one.said]


def named(vectors):
    return {"argvalues": vectors, "ids": [one.name for one in vectors]}


def opened(vector):
    """Return the plaintext; each identity is tried, as age tools do."""
    refused = None
    for kind, seed in vector.seeds:
        try:
            return decrypt_file(vector.file, seed, kind=kind)
        except SealBrokenError as error:
            refused = error
    raise refused


def judge(vector, open_it):
    """Hold what came of a file against what it says: all failures are one error here."""
    if vector.one("expect") == "success":
        assert hashlib.sha256(open_it(vector)).hexdigest() == vector.one("payload")
        return
    with pytest.raises(SealBrokenError):
        open_it(vector)


def test_no_vector_is_missing():
    assert len(VECTORS) == 110
    assert len(SEALED_TO_A_KEY) == 85
    assert sum(one.one("expect") == "success" for one in VECTORS) == 19


@pytest.mark.parametrize("vector", **named(SEALED_TO_A_KEY))
def test_a_file_sealed_to_a_key_does_what_it_says(vector):
    judge(vector, opened)


@pytest.mark.parametrize("vector", **named(SEALED_TO_A_KEY))
def test_read_piece_by_piece_it_does_what_it_says(vector, monkeypatch):
    """Large files are read so; nothing is believed before the end."""

    def whole(vector):
        refused = None
        for kind, seed in vector.seeds:
            begin = partial(read_beginning, kind=kind)
            monkeypatch.setattr("survey_app.vault.age_copy.read_beginning", begin)
            try:
                reader = OpeningReader(io.BytesIO(vector.file), seed)
                return b"".join(iter(lambda reader=reader: reader.read(5000), b""))
            except SealBrokenError as error:
                refused = error
        raise refused

    judge(vector, whole)


@pytest.mark.parametrize("vector", **named(WITH_A_PASSPHRASE))
def test_a_file_under_a_passphrase_is_refused_by_the_program(vector):
    with pytest.raises(SealBrokenError):
        decrypt_file(vector.file, bytes(32))
    with pytest.raises(SealBrokenError):
        decrypt_file(vector.file, bytes(32), kind="x25519")


@pytest.mark.parametrize("vector", **named(WITH_A_PASSPHRASE))
def test_head_and_payload_of_a_file_under_a_passphrase_do_what_they_say(vector, monkeypatch):
    """The program reads no passphrase kind; this test unwraps it, all else is the program's."""

    def unwrap(passphrase, stanzas):
        scrypt = [one for one in stanzas if one.arguments[0] == "scrypt"]
        if not scrypt or len(stanzas) != 1:
            raise SealBrokenError
        return _scrypt_key(passphrase, scrypt[0])

    def open_it(vector):
        monkeypatch.setattr("survey_app.vault.age.unwrap_hybrid", unwrap)
        return decrypt_file(vector.file, vector.said.get("passphrase", [""])[0].encode())

    judge(vector, open_it)


def _scrypt_key(passphrase, stanza):
    if len(stanza.arguments) != 3 or len(stanza.body) != 32:
        raise SealBrokenError
    salt, work = from_base64(stanza.arguments[1].encode()), stanza.arguments[2]
    if len(salt) != 16 or not work.isascii() or not work.isdigit() or work.startswith("0"):
        raise SealBrokenError
    if int(work) > 22:
        raise SealBrokenError
    salted = b"age-encryption.org/v1/scrypt" + salt
    key = Scrypt(salt=salted, length=32, n=2 ** int(work), r=8, p=1).derive(passphrase)
    return aead_open(key, stanza.body, None)


@pytest.mark.parametrize(
    "vector", **named([one for one in VECTORS if one.one("expect") != "header failure"])
)
def test_a_head_that_parses_is_written_again_byte_for_byte(vector):
    header = read_header(vector.file)
    assert header_text(header.stanzas) == header.covered == vector.file[: len(header.covered)]


@pytest.mark.parametrize(
    "vector", **named([one for one in SEALED_TO_A_KEY if one.one("expect") == "success"])
)
def test_a_payload_that_opens_is_sealed_again_byte_for_byte(vector):
    header = read_header(vector.file)
    nonce, sealed = vector.file[header.end :][:16], vector.file[header.end + 16 :]
    key = _derived(bytes.fromhex(vector.one("file key")), nonce, b"payload")
    assert seal_stream(key, open_stream(key, sealed)) == sealed

"""The certificate for phones: one small network, ninety days, no key of an authority left."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from survey_app.vault import hotspot
from survey_app.vault.errors import SealBrokenError

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HERE = IPv4Address("192.168.137.1")
SEED = bytes(range(32))


@pytest.fixture(scope="module")
def made():
    return hotspot.issue(HERE, NOW)


@pytest.fixture(scope="module")
def authority(made):
    return x509.load_der_x509_certificate(made.authority)


def test_the_authority_may_sign_for_its_own_small_network_only(authority):
    basic = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    names = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert basic.critical
    assert (basic.value.ca, basic.value.path_length) == (True, 0)
    assert names.critical
    assert names.value.permitted_subtrees == [
        x509.IPAddress(IPv4Network("192.168.137.0/24")),
        x509.DNSName(hotspot.INTERNAL_NAME),
    ]
    assert isinstance(authority.public_key().curve, ec.SECP256R1)


def test_the_leaf_is_signed_by_it_for_this_address_and_ninety_days(made, authority):
    leaf = x509.load_der_x509_certificate(made.leaf)
    leaf.verify_directly_issued_by(authority)
    assert leaf.not_valid_after_utc - NOW == timedelta(days=90)
    assert made.serves(HERE, NOW)
    assert not made.serves(IPv4Address("192.168.137.2"), NOW)
    assert not made.serves(HERE, NOW + timedelta(days=90))
    assert not made.serves(HERE, leaf.not_valid_before_utc - timedelta(seconds=1))
    assert made.serves(HERE, leaf.not_valid_before_utc)


def test_the_authority_signs_certificates_only_and_the_leaf_talks_only(made, authority):
    leaf = x509.load_der_x509_certificate(made.leaf)
    usages = [
        one.extensions.get_extension_for_class(x509.KeyUsage).value for one in (authority, leaf)
    ]
    assert [(one.key_cert_sign, one.digital_signature) for one in usages] == [
        (True, False),
        (False, True),
    ]


def test_the_key_of_the_authority_is_in_nothing_that_is_returned(made, authority):
    public = authority.public_key()
    for held in (made.authority, made.leaf, made.leaf_key):
        assert not _is_key_of(held, public)
    leaf = x509.load_der_x509_certificate(made.leaf).public_key()
    assert _is_key_of(made.leaf_key, leaf)  # the comparison can see


def _is_key_of(held, public):
    try:
        return hotspot.load_der_private_key(held, None).public_key() == public
    except ValueError:
        return False


def test_two_certificates_have_nothing_in_common():
    first, second = (hotspot.issue(HERE, NOW) for _ in range(2))
    assert first.words() != second.words()
    assert first.leaf_key != second.leaf_key


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")
def test_a_leaf_for_a_place_elsewhere_fails_even_when_the_authority_signed_it(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    root = hotspot._authority(key, IPv4Network("192.168.137.0/24"), NOW)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    for place, good in (
        (x509.DNSName("google.com"), False),
        (x509.IPAddress(IPv4Address("192.168.138.1")), False),
        (x509.IPAddress(HERE), True),
    ):
        leaf = (
            hotspot._begun(name, root.subject, NOW)
            .public_key(key.public_key())
            .add_extension(x509.SubjectAlternativeName([place]), critical=False)
            .sign(key, hashes.SHA256())
        )
        assert _openssl_accepts(tmp_path, root, leaf) is good, place


def _openssl_accepts(folder, root, leaf):
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "leaf.pem").write_bytes(leaf.public_bytes(Encoding.PEM))
    command = ["openssl", "verify", "-attime", str(int(NOW.timestamp())), "-CAfile", "root.pem"]
    done = subprocess.run([*command, "leaf.pem"], cwd=folder, capture_output=True, check=False)
    return done.returncode == 0


def test_every_altered_byte_of_the_sealed_certificate_is_refused(made):
    sealed = hotspot.seal_certificate(made, SEED)
    assert hotspot.open_certificate(sealed, SEED) == made
    for at in range(0, len(sealed), 7):
        altered = bytearray(sealed)
        altered[at] ^= 1
        with pytest.raises(SealBrokenError):
            hotspot.open_certificate(bytes(altered), SEED)
    with pytest.raises(SealBrokenError):
        hotspot.open_certificate(sealed, bytes(32))
    with pytest.raises(SealBrokenError):
        hotspot.open_certificate(b"", SEED)


def test_nothing_of_the_key_stands_in_clear_at_rest(made):
    sealed = hotspot.seal_certificate(made, SEED)
    for held in (made.leaf_key, made.authority, made.leaf):
        assert held[10:40] not in sealed
        assert held[10:40].hex().encode() not in sealed
    assert made.leaf_key[-32:] not in made.key_pem(b"password")
    assert b"ENCRYPTED" in made.key_pem(b"password")

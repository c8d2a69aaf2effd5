"""The certificate with which a laptop proves itself to the phones on its own hotspot.

Room: vault.
Spec: docs/spec/hotspot-certificate.md; RFC 5280 sections 4.2.1.9 and 4.2.1.10.
Promise: the key of the authority exists while one certificate is issued and is in no return
    value; what it signs holds for one small network and one invented name, nowhere else.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from survey_app.canonical import (
    NotCanonicalError,
    canonical_json,
    length_prefixed,
    read_canonical_json,
)
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.words import WORDS, word

INTERNAL_NAME = "desk.survey.internal"
LIFE = timedelta(days=90)
FINGERPRINT_WORDS = 6
NETWORK_BITS = 24

_FORMAT = b"survey_app hotspot certificate/1"
_GRACE = timedelta(days=1)  # a phone's clock may be behind
_NONCE_BYTES = 12


@dataclass(frozen=True, repr=False)
class HotspotCertificate:
    """What a laptop shows on its hotspot: authority and leaf (DER), and the key of the leaf."""

    authority: bytes
    leaf: bytes
    leaf_key: bytes

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the authority's certificate, as phones show it."""
        return hashlib.sha256(self.authority).hexdigest()

    def words(self) -> tuple[str, ...]:
        """Return the fingerprint as six words (66 bits), to be read aloud and compared."""
        number = int.from_bytes(hashlib.sha256(self.authority).digest(), "big")
        return tuple(
            word(number >> (256 - 11 * at) & (WORDS - 1)) for at in range(1, FINGERPRINT_WORDS + 1)
        )

    def serves(self, address: IPv4Address, now: datetime) -> bool:
        """Say whether it is good for this address today."""
        leaf = x509.load_der_x509_certificate(self.leaf)
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        in_time = leaf.not_valid_before_utc <= now < leaf.not_valid_after_utc
        return in_time and address in names.get_values_for_type(x509.IPAddress)

    def authority_pem(self) -> bytes:
        """Return the authority's certificate as the file that a phone is given."""
        return x509.load_der_x509_certificate(self.authority).public_bytes(Encoding.PEM)

    def chain_pem(self) -> bytes:
        """Return the leaf's certificate as a server loads it."""
        return x509.load_der_x509_certificate(self.leaf).public_bytes(Encoding.PEM)

    def key_pem(self, password: bytes) -> bytes:
        """Return the leaf's key under `password`: servers load it from a file."""
        key = load_der_private_key(self.leaf_key, None)
        return key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password)
        )


def issue(address: IPv4Address, now: datetime) -> HotspotCertificate:
    """Return a fresh authority's certificate for the network around `address`, and one leaf.

    The authority's key goes out of reach when this returns.
    """
    authority_key = ec.generate_private_key(ec.SECP256R1())
    leaf_key = ec.generate_private_key(ec.SECP256R1())
    authority = _authority(authority_key, IPv4Network((address, NETWORK_BITS), strict=False), now)
    leaf = _leaf(leaf_key, authority, authority_key, address, now)
    return HotspotCertificate(
        authority=authority.public_bytes(Encoding.DER),
        leaf=leaf.public_bytes(Encoding.DER),
        leaf_key=leaf_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    )


def seal_certificate(certificate: HotspotCertificate, device_seed: bytes) -> bytes:
    """Return the certificate with its key, for whoever has unlocked this laptop."""
    plain = canonical_json(
        {
            "authority": certificate.authority.hex(),
            "leaf": certificate.leaf.hex(),
            "leaf_key": certificate.leaf_key.hex(),
        }
    )
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(_sealing_key(device_seed)).encrypt(nonce, plain, _FORMAT)


def open_certificate(sealed: bytes, device_seed: bytes) -> HotspotCertificate:
    """Return what `seal_certificate` sealed. Raises: SealBrokenError."""
    nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        plain = ChaCha20Poly1305(_sealing_key(device_seed)).decrypt(nonce, body, _FORMAT)
        held = read_canonical_json(plain)
    except (InvalidTag, ValueError, NotCanonicalError) as error:
        raise SealBrokenError from error
    match held:
        case {"authority": str(authority), "leaf": str(leaf), "leaf_key": str(key)}:
            return HotspotCertificate(*map(bytes.fromhex, (authority, leaf, key)))
        case _:
            raise SealBrokenError


def _authority(
    key: ec.EllipticCurvePrivateKey, network: IPv4Network, now: datetime
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Notebook on this hotspot")])
    permitted = [x509.IPAddress(network), x509.DNSName(INTERNAL_NAME)]
    return (
        _begun(name, name, now)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _leaf(
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    address: IPv4Address,
    now: datetime,
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, INTERNAL_NAME)])
    names = [x509.IPAddress(address), x509.DNSName(INTERNAL_NAME)]
    return (
        _begun(name, authority.subject, now)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )


def _begun(name: x509.Name, issuer: x509.Name, now: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _GRACE)
        .not_valid_after(now + LIFE)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _sealing_key(device_seed: bytes) -> bytes:
    info = length_prefixed(_FORMAT, b"sealing key")
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(device_seed)

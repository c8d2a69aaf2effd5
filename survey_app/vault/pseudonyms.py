"""Keyed names for codes, and by how many days the dates of a record are moved.

Room: vault. Text in, text out; the key stays in here.
Spec: docs/spec/view.md section 7; RFC 2104 (HMAC), FIPS 180-4.
Promise: without the device key nobody can try out which value a name stands for, however few
values there are; the same value gives the same name on this laptop.
"""

import hmac
from collections.abc import Callable

from survey_app.canonical import length_prefixed

LONGEST_SHIFT = 364
_LENGTH = 16
_PURPOSE = b"survey_app pseudonym/1"


def pseudonyms(device_seed: bytes) -> Callable[[str], str]:
    """Return the function that names a value anew: 32 hexadecimal letters.

    Shape: the value is taken letter by letter; whoever asks writes it in one way first.

    >>> name = pseudonyms(bytes(32))
    >>> len(name("A-7")), name("A-7") == name("A-7"), name("A-7") == name("A-8")
    (32, True, False)
    """
    key = _key(device_seed, b"names")
    return lambda value: hmac.digest(key, value.encode(), "sha256")[:_LENGTH].hex()


def days_back(device_seed: bytes, record: str) -> int:
    """Return by how many days all dates of `record` go back. Unit: days, 1 to LONGEST_SHIFT."""
    drawn = hmac.digest(_key(device_seed, b"days"), record.encode(), "sha256")
    return 1 + int.from_bytes(drawn, "big") % LONGEST_SHIFT


def _key(device_seed: bytes, use: bytes) -> bytes:
    return hmac.digest(device_seed, length_prefixed(_PURPOSE, use), "sha256")

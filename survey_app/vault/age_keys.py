"""Keys as text, in the form stock age tools read.

Room: vault.
Spec: docs/spec/age-files.md section 5; BIP 173 (Bech32, without its length limit).
Promise: a mistyped letter is noticed, never taken for another key.
"""

from survey_app.vault.errors import KeyTextError

HYBRID_RECIPIENT = "age1pq"
HYBRID_IDENTITY, X25519_IDENTITY = "age-secret-key-pq-", "age-secret-key-"

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LETTERS = 6


def recipient_text(public: bytes) -> str:
    """Return the hybrid public key as `age1pq1...`."""
    return _encoded(HYBRID_RECIPIENT, public)


def identity_text(seed: bytes) -> str:
    """Return the hybrid seed as `AGE-SECRET-KEY-PQ-1...`: with it a stock tool opens our files."""
    return _encoded(HYBRID_IDENTITY, seed).upper()


def key_of_text(text: str, prefix: str) -> bytes:
    """Return the bytes of a key written as text, all upper or all lower case.

    Raises: KeyTextError.

    >>> key_of_text(identity_text(bytes(32)), HYBRID_IDENTITY) == bytes(32)
    True
    """
    lower = text.lower()
    start, separator, data = lower.rpartition("1")
    values = [_LETTERS.find(letter) for letter in data]
    if (
        text not in (lower, text.upper())
        or (start, separator) != (prefix, "1")
        or -1 in values
        or _checksum(prefix, values) != 1
    ):
        raise KeyTextError
    return _joined(values[:-_CHECK_LETTERS])


def _encoded(prefix: str, data: bytes) -> str:
    bits = len(data) * 8
    spare = -bits % 5
    number = int.from_bytes(data, "big") << spare
    values = [number >> at & 31 for at in range(bits + spare - 5, -1, -5)]
    check = _checksum(prefix, [*values, *[0] * _CHECK_LETTERS]) ^ 1
    values += [check >> at & 31 for at in range(25, -1, -5)]
    return prefix + "1" + "".join(_LETTERS[value] for value in values)


def _joined(values: list[int]) -> bytes:
    number = 0
    for value in values:
        number = number << 5 | value
    spare = len(values) * 5 % 8
    if spare >= 5 or number & ((1 << spare) - 1):  # noqa: PLR2004 - a whole letter too many
        raise KeyTextError
    return (number >> spare).to_bytes(len(values) * 5 // 8, "big")


def _checksum(prefix: str, values: list[int]) -> int:
    expanded = (
        [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    )
    state = 1
    for value in expanded + values:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ value
        for at, term in enumerate(_GENERATOR):
            if top >> at & 1:
                state ^= term
    return state

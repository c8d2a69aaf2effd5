"""One byte form for everything that is hashed or signed.

Room: canonical (floor 1). Pure functions; knows no format by name.
Spec: docs/spec/canonical-bytes.md (a subset of RFC 8785: no floating point numbers).
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from survey_app.errors import SurveyError

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

_HEX_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class NotCanonicalError(SurveyError):
    """A value has no canonical bytes, or bytes are not in canonical form."""

    code = "CANON-001"
    msgid = "The data is not in canonical form at {place}. Ask the sender to make it again."


def canonical_json(value: Json) -> bytes:
    """Return the one UTF-8 JSON text of `value`: sorted keys, no blanks, NFC strings.

    Raises: NotCanonicalError for floats and other types without one text.

    >>> canonical_json({"b": [1, None], "a": "ک"}).decode()
    '{"a":"ک","b":[1,null]}'
    """
    text = _dumped(value)
    if not unicodedata.is_normalized("NFC", text):
        text = _dumped(_normalised(value, "$"))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonicalError(place="$") from error


def read_canonical_json(data: bytes) -> Json:
    """Return the value of canonical bytes; bytes in any other form are refused.

    Raises: NotCanonicalError.
    """
    try:
        value: Json = _FROM_TEXT.decode(data.decode())
    except (ValueError, RecursionError) as error:  # also a huge number, or half a surrogate pair
        raise NotCanonicalError(place="$") from error
    if canonical_json(value) != data:
        raise NotCanonicalError(place="$")
    return value


def length_prefixed(*parts: bytes) -> bytes:
    """Return `parts` joined so that no two different lists give the same bytes.

    Unit: each length is 8 bytes, big-endian.

    >>> length_prefixed(b"ab", b"") == length_prefixed(b"a", b"b")
    False
    """
    return b"".join([len(part).to_bytes(8, "big") + part for part in parts])


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 lower-case hexadecimal letters."""
    return hashlib.sha256(data).hexdigest()


def read_hex(text: str) -> bytes:
    """Return the bytes that lower-case hexadecimal letters are; written otherwise they are refused.

    So that what is signed has one text, and an altered letter is never the same statement.

    Raises: ValueError.

    >>> read_hex("6f6b")
    b'ok'
    """
    data = bytes.fromhex(text)
    if data.hex() != text:
        raise ValueError("not in small hexadecimal letters")
    return data


def is_sha256_hex(text: str) -> bool:
    """Say whether `text` can be the name of an object addressed by its SHA-256."""
    return bool(_HEX_SHA256.match(text))


def _dumped(value: Json) -> str:
    """Return the JSON text; both walks are the json module's own, which is what makes it quick."""
    try:
        text = _TO_TEXT.encode(value)
        _FROM_TEXT.decode(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise NotCanonicalError(place="$") from error
    return text


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return list(value)
    raise NotCanonicalError(place="$")


def _normalised(value: Json, place: str) -> Json:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {
            unicodedata.normalize("NFC", key): _normalised(item, f"{place}.{key}")
            for key, item in value.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_normalised(item, f"{place}[{at}]") for at, item in enumerate(value)]
    raise NotCanonicalError(place=place)


def _refuse_number(_text: str) -> Json:
    raise NotCanonicalError(place="$")


# one of each for all: making them takes longer than most values
_TO_TEXT = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
)
_FROM_TEXT = json.JSONDecoder(parse_float=_refuse_number, parse_constant=_refuse_number)

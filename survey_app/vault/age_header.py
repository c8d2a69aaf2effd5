"""The text head of an age file: who may open it.

Room: vault.
Spec: docs/spec/age-files.md section 2; C2SP age v1, "Header".
Promise: one head has one text; whatever else parses elsewhere is refused here.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from survey_app.vault.errors import SealBrokenError

_VERSION = b"age-encryption.org/v1\n"
_STANZA = re.compile(rb"-> ([\x21-\x7e]+(?: [\x21-\x7e]+)*)\n")
_BODY = re.compile(rb"((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)")
_MAC = re.compile(rb"--- ([A-Za-z0-9+/]{43})\n")
_COLUMNS = 64


@dataclass(frozen=True)
class Stanza:
    """The file key wrapped for one recipient."""

    arguments: tuple[str, ...]
    body: bytes


@dataclass(frozen=True)
class Header:
    """A parsed head: its stanzas, the bytes the MAC covers, the MAC, and where it ends."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes
    end: int


def header_text(stanzas: Sequence[Stanza]) -> bytes:
    """Return the head up to and including the three hyphens that the MAC covers."""
    return _VERSION + b"".join(map(_stanza_text, stanzas)) + b"---"


def read_header(data: bytes) -> Header:
    """Return the head with which `data` begins.

    Raises: SealBrokenError when one byte is not as the specification has it.
    """
    if not data.startswith(_VERSION):
        raise SealBrokenError
    at = len(_VERSION)
    stanzas = []
    while found := _STANZA.match(data, at):
        body = _BODY.match(data, found.end())
        if not body:
            raise SealBrokenError
        arguments = tuple(found.group(1).decode("ascii").split(" "))
        stanzas.append(Stanza(arguments, from_base64(body.group(1).replace(b"\n", b""))))
        at = body.end()
    mac = _MAC.match(data, at)
    if not mac or not stanzas:
        raise SealBrokenError
    return Header(tuple(stanzas), data[: at + 3], from_base64(mac.group(1)), mac.end())


def to_base64(data: bytes) -> bytes:
    """Return standard base64 without padding."""
    return base64.b64encode(data).rstrip(b"=")


def from_base64(text: bytes) -> bytes:
    """Return the bytes of unpadded base64. Raises: SealBrokenError when it is not canonical."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise SealBrokenError from error
    if to_base64(data) != text:
        raise SealBrokenError
    return data


def _stanza_text(stanza: Stanza) -> bytes:
    body = to_base64(stanza.body)
    lines = [body[at : at + _COLUMNS] for at in range(0, len(body) + 1, _COLUMNS)]
    return b"-> " + " ".join(stanza.arguments).encode("ascii") + b"\n" + b"\n".join(lines) + b"\n"

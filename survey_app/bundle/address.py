"""What a person types as a target: a folder, or the full address of a hub.

Room: bundle (floor 6). Pure, but for asking whether a folder exists.
Spec: docs/spec/objects-on-a-target.md section 4.
Promise: an address with a name, a password or a query in it is not taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from survey_app.bundle.errors import TargetAddressError, UnsignedTargetError
from survey_app.canonical import is_sha256_hex
from survey_app.durable import is_folder, typed_path

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class HubAddress:
    """A hub: how to reach it, and the key (hexadecimal) with which it signs receipts."""

    scheme: str
    host: str
    port: int
    key: str

    @property
    def label(self) -> str:
        """The address as a person reads it: without the key."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}/"

    @property
    def full(self) -> str:
        """The address as it is handed on: with the key."""
        return f"{self.label}#{self.key}"


@dataclass(frozen=True)
class FolderAddress:
    """A folder that exists."""

    folder: Path

    @property
    def label(self) -> str:
        """The folder's path."""
        return str(self.folder)


def read_address(text: str, known: Sequence[str] = ()) -> HubAddress | FolderAddress:
    """Return the target that `text` names.

    A hub's address typed without its key borrows the key of the same address in `known`
    (the targets on the study's card); where nobody named a key, the key stays "".

    Raises: TargetAddressError.

    >>> read_address("http://10.0.0.7:8766/#" + "ab" * 32).label
    'http://10.0.0.7:8766/'
    """
    text = text.strip()
    if "://" not in text:
        folder = typed_path(text)
        if not text or not is_folder(folder):
            raise TargetAddressError(target=text)
        return FolderAddress(folder)
    address = _hub(text)
    for other in (_hub(one) for one in known if "://" in one):
        if not address.key and other.label == address.label:
            return other
    return address


def refuse_unsigned(address: HubAddress, signed: Sequence[str]) -> None:
    """Return when `address` is, key and all, one of the addresses that the study signed.

    Raises: UnsignedTargetError.
    """
    if address not in [_hub(one) for one in signed if "://" in one]:
        raise UnsignedTargetError(target=address.label)


def read_hub(text: str) -> HubAddress:
    """Return the hub that `text` names; its key is "" where none stands there.

    Raises: TargetAddressError.
    """
    return _hub(text.strip())


def _hub(text: str) -> HubAddress:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise TargetAddressError(target=_without_key(text)) from error
    host = parts.hostname or ""
    if not host or parts.scheme not in _PORTS or not _is_plain(parts):
        raise TargetAddressError(target=_without_key(text))
    return HubAddress(parts.scheme, host, port or _PORTS[parts.scheme], parts.fragment.lower())


def _is_plain(parts: SplitResult) -> bool:
    """Say whether there is nothing but a host and a key: no user, path or query."""
    key_fits = parts.fragment == "" or is_sha256_hex(parts.fragment.lower())
    nothing_more = parts.path in {"", "/"} and not parts.query and parts.username is None
    return key_fits and nothing_more


def _without_key(text: str) -> str:
    return text.partition("#")[0]

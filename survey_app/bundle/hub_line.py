"""The wire to a hub: one connection, renewed when it drops, bounded in every direction.

Room: bundle (floor 6). Knows HTTP, not bundles.
Spec: docs/spec/objects-on-a-target.md section 4.
Promise: talks to the address that was checked, even if the name's meaning changes meanwhile.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from survey_app.bundle.address import HubAddress
from survey_app.bundle.errors import InsecureTargetError, SteeredTargetError, TargetUnreachableError

TIMEOUT = 30.0
DIAL_TIMEOUT = 10.0
ATTEMPTS = 5
DIAL_ATTEMPTS = 2
LARGEST_ANSWER = 256 * 1024
_FIRST_PAUSE = 0.5


@dataclass(frozen=True)
class Answer:
    """A status and the first bytes of a body."""

    status: int
    body: bytes


class HubLine:
    """Asks a hub and insists a little when the link drops.

    Every request that goes this way may be repeated without harm, so it is.
    """

    def __init__(self, address: HubAddress, *, sleep: Callable[[float], None]) -> None:
        self._address = address
        self._sleep = sleep
        self._connection: http.client.HTTPConnection | None = None
        self._met = False

    def ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        """Return the hub's answer.

        Raises: TargetUnreachableError after several attempts; InsecureTargetError,
            SteeredTargetError.
        """
        attempt = 0
        while True:
            try:
                return self._ask_once(method, path, body)
            except (OSError, http.client.HTTPException, UnicodeError) as error:
                self.hang_up()
                attempt += 1
                if attempt >= (ATTEMPTS if self._met else DIAL_ATTEMPTS):
                    raise TargetUnreachableError(target=self._address.label) from error
            self._sleep(_FIRST_PAUSE * 2 ** (attempt - 1))

    def hang_up(self) -> None:
        """Close the connection; the next question opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask_once(self, method: str, path: str, body: bytes | None) -> Answer:
        if self._connection is None:
            self._connection = self._dial()
        headers = {"Content-Type": "application/octet-stream"} if body is not None else {}
        self._connection.request(method, path, body=body, headers=headers)
        response = self._connection.getresponse()
        text = response.read(LARGEST_ANSWER + 1)
        if len(text) > LARGEST_ANSWER:
            raise http.client.HTTPException("answer too long")
        self._met = True
        if response.will_close:
            self.hang_up()
        return Answer(response.status, text)

    def _dial(self) -> http.client.HTTPConnection:
        address = self._address
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        places = [str(entry[4][0]) for entry in found]
        if address.scheme == "https":
            # an address in figures is what the study signed; a name could be bent on its way
            if not _is_figures(address.host) and any(_is_inside(place) for place in places):
                raise SteeredTargetError(target=address.label)
            return _SealedConnectionTo(places, address)
        if not places or not all(_is_near(place) for place in places):
            raise InsecureTargetError(target=address.label)
        return _ConnectionTo(places, address)


class _ConnectionTo(http.client.HTTPConnection):
    """A connection to addresses that were checked, under the name that was asked for."""

    def __init__(self, places: list[str], address: HubAddress) -> None:
        super().__init__(address.host, address.port, timeout=TIMEOUT)
        self._places = places

    def connect(self) -> None:
        """Open the first of the checked addresses that answers."""
        self.sock = _dialled(self._places, self.port)


class _SealedConnectionTo(http.client.HTTPSConnection):
    """The same over TLS: the certificate must be that of the name that was asked for."""

    def __init__(self, places: list[str], address: HubAddress) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(address.host, address.port, timeout=TIMEOUT, context=self._tls)
        self._places = places

    def connect(self) -> None:
        """Open the first of the checked addresses that answers, and speak TLS there."""
        self.sock = self._tls.wrap_socket(
            _dialled(self._places, self.port), server_hostname=self.host
        )


def _dialled(places: Sequence[str], port: int) -> socket.socket:
    last = OSError("no address")
    for place in places:
        try:
            line = socket.create_connection((place, port), DIAL_TIMEOUT)
        except OSError as error:
            last = error
        else:
            line.settimeout(TIMEOUT)
            return line
    raise last


def _is_figures(host: str) -> bool:
    """Say whether a host is an address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_inside(place: str) -> bool:
    """Say whether an address is one that nobody has on the internet."""
    return not ipaddress.ip_address(place.partition("%")[0]).is_global


def _is_near(place: str) -> bool:
    """Say whether an address is this machine or the local network."""
    address = ipaddress.ip_address(place.partition("%")[0])
    return address.is_loopback or address.is_private or address.is_link_local

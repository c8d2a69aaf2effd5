"""The wire to a hub: one connection, renewed when it drops, bounded in every direction.

Room: bundle (floor 6). Knows HTTP, not bundles.
Spec: docs/spec/objects-on-a-target.md section 4.
Promise: talks to the address that was checked, even if the name's meaning changes meanwhile.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from survey_app.bundle.address import HubAddress
from survey_app.bundle.errors import InsecureTargetError, TargetUnreachableError

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

        Raises: TargetUnreachableError after several attempts; InsecureTargetError.
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
        if self._address.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(
                self._address.host, self._address.port, timeout=DIAL_TIMEOUT, context=context
            )
        found = socket.getaddrinfo(self._address.host, self._address.port, type=socket.SOCK_STREAM)
        places = [str(entry[4][0]) for entry in found]
        if not places or not all(_is_near(place) for place in places):
            raise InsecureTargetError(target=self._address.label)
        return _ConnectionTo(places, self._address)


class _ConnectionTo(http.client.HTTPConnection):
    """A connection to addresses that were checked, under the name that was asked for."""

    def __init__(self, places: list[str], address: HubAddress) -> None:
        super().__init__(address.host, address.port, timeout=TIMEOUT)
        self._places = places

    def connect(self) -> None:
        """Open the first of the checked addresses that answers."""
        for place in self._places:
            try:
                self.sock = socket.create_connection((place, self.port), DIAL_TIMEOUT)
                self.sock.settimeout(TIMEOUT)
            except OSError as error:
                last = error
            else:
                return
        raise last


def _is_near(place: str) -> bool:
    """Say whether an address is this machine or the local network."""
    address = ipaddress.ip_address(place.partition("%")[0])
    return address.is_loopback or address.is_private or address.is_link_local

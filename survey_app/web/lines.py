"""Lines to a server: a thread is given to one on which something is said, and not for ever.

Room: web. Sole user of cheroot's insides; knows of no page.
Spec: docs/adr/0099-a-line-that-says-nothing.md.
Promise: who says nothing, or says it byte by byte, or opens line after line, keeps nobody else
waiting for long, and takes neither the files nor the memory of the process.
"""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

from cheroot import wsgi
from cheroot.connections import ConnectionManager, _ThreadsafeSelector
from cheroot.makefile import MakeFile
from cheroot.server import HTTPConnection, HTTPRequest

MOST_LINES = 192  # of one server; `select` of Windows looks at 512 at most
PATIENCE = 10.0  # seconds of waiting for what a request says, in all ...
SLOWEST = 500  # ... and one more for so many bytes that came
PIECE = 64 * 1024
KNOWN_TO_CHEROOT = "timed out"


class Pace:
    """How long it may still be waited for the bytes of one request."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Wait for a new request."""
        self._waited, self._came = 0.0, 0

    def left(self) -> float:
        """Return the seconds left. Raises: TimeoutError when there are none."""
        left = PATIENCE + self._came / SLOWEST - self._waited
        if left <= 0:
            raise TimeoutError(KNOWN_TO_CHEROOT)
        return left

    def count(self, seconds: float, came: int) -> None:
        """Take note that so many bytes came after so many seconds."""
        self._waited += seconds
        self._came += came


class _PacedSocket:
    """A socket as its reader sees it: no wait lasts longer than the pace allows."""

    def __init__(self, sock: Any, pace: Pace) -> None:
        self._sock, self._pace = sock, pace

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def recv_into(self, buffer: Any) -> int:
        usual, began, came = self._sock.gettimeout(), time.monotonic(), 0
        self._sock.settimeout(min(usual or PATIENCE, self._pace.left()))
        try:
            came = self._sock.recv_into(buffer)
        finally:
            self._sock.settimeout(usual)
            self._pace.count(time.monotonic() - began, came)
        return int(came)


class _Wish(HTTPRequest):
    """A request whose unread rest is thrown away piece by piece, and not for long."""

    def send_headers(self) -> None:
        """Send them, once what nobody read is gone: a browser hears no reply before that."""
        until = time.monotonic() + PATIENCE
        while not (self.close_connection or self.chunked_read) and self._rest() > 0:
            if time.monotonic() > until or not self.rfile.read(min(PIECE, self._rest())):
                self.close_connection = True
        super().send_headers()

    def _rest(self) -> int:
        return int(getattr(self.rfile, "remaining", 0))


class Line(HTTPConnection):
    """One connection."""

    RequestHandlerClass = _Wish

    def __init__(self, server: Any, sock: Any, makefile: Any = MakeFile) -> None:
        self.pace = Pace()
        self.since, self.is_new = time.monotonic(), True

        def paced(sock: Any, mode: str, size: int) -> Any:
            return makefile(_PacedSocket(sock, self.pace) if "r" in mode else sock, mode, size)

        super().__init__(server, sock, paced)

    def communicate(self) -> bool:
        """Answer one request; say whether the line stays open."""
        self.pace.begin()
        self.is_new = False
        return bool(super().communicate())  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Close it, and make room for another one."""
        self.server.open_lines.discard(self)
        super().close()


class _Rounds(_ThreadsafeSelector):
    """Before it looks who says something, lines that are too many are closed."""

    def __init__(self, lines: "Lines") -> None:
        super().__init__()
        self._lines = lines

    def select(self, timeout: float | None = None) -> Any:
        self._lines.make_room()
        return super().select(timeout)


class Lines(ConnectionManager):
    """The lines of one server. One that is new waits until something is said on it."""

    _selector: Any

    def __init__(self, server: Any) -> None:
        super().__init__(server)
        first, self._selector = self._selector, _Rounds(self)
        first.close()
        self._selector.register(server.socket.fileno(), selectors.EVENT_READ, data=server)
        self._came = False

    def _from_server_socket(self, server_socket: socket.socket) -> None:
        line = super()._from_server_socket(server_socket)  # type: ignore[misc]
        if line is not None:
            self.server.open_lines.add(line)
            self.put(line)
            self._came = True

    def make_room(self) -> None:
        """Close lines that are too many, in all or from one address, the quietest ones first."""
        if not self._came:
            return
        self._came = False
        every = tuple(self.server.open_lines)
        of_one, too_many = Counter(line.remote_addr for line in every), len(every) - MOST_LINES
        for number, line in self._quietest_first():
            address = line.remote_addr
            if too_many > 0 or of_one[address] > self.server.most_of_one:
                self._selector.unregister(number)
                line.close()
                of_one[address] -= 1
                too_many -= 1

    def _quietest_first(self) -> Iterable[tuple[int, Line]]:
        quiet = [one for one in self._selector.connections if one[1] is not self.server]
        return sorted(quiet, key=lambda one: one[1].last_used)


class LineServer(wsgi.Server):
    """A server of such lines; `most_of_one` is how many one address may have open."""

    ConnectionClass = Line
    most_of_one = MOST_LINES
    _connections: Any

    def prepare(self) -> None:
        """Make ready to serve."""
        self.open_lines: set[Line] = set()
        super().prepare()
        self._connections.close()  # the usual one
        self._connections = self.lines()

    def lines(self) -> Lines:
        """Return what looks after the lines."""
        return Lines(self)

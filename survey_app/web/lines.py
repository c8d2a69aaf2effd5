"""Lines to a server: a thread is given to one on which something is said, and not for ever.

Room: web. Sole user of cheroot's insides; knows of no page.
Spec: docs/adr/0099-a-line-that-says-nothing.md.
Promise: who says nothing, or says it byte by byte, or opens line after line, keeps nobody else
waiting for long, and takes neither the files nor the memory of the process.
"""

import selectors
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
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
        self._waited, self._seen, self._read = 0.0, 0, 0
        self._until = float("inf")

    def end_soon(self) -> None:
        """Wait for nothing after ten more seconds, whatever comes."""
        self._until = time.monotonic() + PATIENCE

    def left(self) -> float:
        """Return the seconds left. Raises: TimeoutError when there are none."""
        left = PATIENCE + max(self._seen, self._read) / SLOWEST - self._waited
        left = min(left, self._until - time.monotonic())
        if left <= 0:
            raise TimeoutError(KNOWN_TO_CHEROOT)
        return left

    def waited(self, seconds: float, seen: int) -> None:
        """Take note that after so many seconds so many bytes were there, sealed or not."""
        self._waited += seconds
        self._seen += seen

    def read(self, came: int) -> None:
        """Take note that so many bytes were read."""
        self._read += came


class _PacedSocket:
    """A socket as its reader sees it: no wait lasts longer than the pace allows.

    TLS gives nothing of a record before the whole of it has come, 16 KB of a photograph: what
    counts is that bytes come, and so each wait is for the next ones and not for a record.
    """

    def __init__(self, sock: Any, pace: Pace) -> None:
        self._sock, self._pace = sock, pace

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def recv_into(self, buffer: Any) -> int:
        came = int(self._patiently(self._sock.recv_into, buffer))
        self._pace.read(came)
        return came

    def greet(self) -> bool:
        """Shake hands where TLS is spoken and nobody has yet; say whether that was done.

        Raises: OSError when the other side cannot, or is too slow.
        """
        is_new = isinstance(self._sock, ssl.SSLSocket) and self._sock.version() is None
        if is_new:
            self._patiently(self._sock.do_handshake)
        return is_new

    def _patiently(self, verb: Callable[..., Any], *given: Any) -> Any:
        usual = self._sock.gettimeout()
        try:
            while True:
                self._sock.settimeout(0)
                try:
                    return verb(*given)
                except (BlockingIOError, ssl.SSLWantReadError):
                    self._wait()
        finally:
            self._sock.settimeout(usual)

    def _wait(self) -> None:
        began, seen = time.monotonic(), 0
        self._sock.settimeout(self._pace.left())
        try:
            # what has come below TLS, which may be too little for a record
            seen = len(socket.socket.recv(self._sock, PIECE, socket.MSG_PEEK))
        finally:
            self._pace.waited(time.monotonic() - began, seen)


class _Wish(HTTPRequest):
    """A request whose unread rest is thrown away piece by piece, and not for long."""

    def send_headers(self) -> None:
        """Send them, once what nobody read is gone: a browser hears no reply before that."""
        self.conn.pace.end_soon()
        while not (self.close_connection or self.chunked_read) and self._rest() > 0:
            self.close_connection = not self._throw_away(min(PIECE, self._rest()))
        super().send_headers()

    def _throw_away(self, size: int) -> bool:
        with suppress(TimeoutError):
            return bool(self.rfile.read(size))
        return False

    def _rest(self) -> int:
        return int(getattr(self.rfile, "remaining", 0))


class Line(HTTPConnection):
    """One connection."""

    RequestHandlerClass = _Wish

    def __init__(self, server: Any, sock: Any, makefile: Any = MakeFile) -> None:
        self.pace = Pace()
        self.since, self.is_new = time.monotonic(), True
        self._heard = _PacedSocket(sock, self.pace)

        def paced(sock: Any, mode: str, size: int) -> Any:
            return makefile(self._heard if "r" in mode else sock, mode, size)

        super().__init__(server, sock, paced)

    def communicate(self) -> bool:
        """Answer one request, or shake hands; say whether the line stays open.

        A browser opens lines before it has a wish: who was greeted waits without a thread again,
        but for the last moment of a server, when nobody looks at idle lines any more.
        """
        self.pace.begin()
        try:
            if self._heard.greet() and self.server.ready:
                return True
        except OSError:
            return False
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

"""Answer requests at a socket that somebody else opened, until an event.

Room: web, field desk.
Promise: what was being answered is answered to its end; nothing of a request is ever logged.
"""

import socket
import threading
import time
from collections.abc import Callable
from ipaddress import IPv4Address
from typing import Any

from flask import Flask

from survey_app.vault.hotspot import HotspotCertificate
from survey_app.web.field.handing import opened
from survey_app.web.field.limits import LARGEST_UPLOAD
from survey_app.web.field.tls import HotspotAdapter, server_context
from survey_app.web.lines import Lines, LineServer

THREADS = 8
THREADS_FOR_PHONES = 16  # more than one address can have lines
LINES_OF_A_PHONE = 12  # a browser opens six
WAITING = 128
LARGEST_HEADER = 64 * 1024
SECONDS_TO_STOP = 3
SECONDS_OF_SILENCE = 5  # a line on which a phone asks nothing is kept no longer
LAST_MOMENT = 0.5  # seconds in which a line that was just opened may say its wish
ROUND = 0.1  # seconds until the server looks whether it shall stop


class IdleLines(Lines):
    """Lines on which nothing was asked for a while."""

    def close(self) -> None:
        """Answer what was asked at the last moment, then close what is idle.

        A line that is closed with a wish in it fails the browser, which was told to keep it; so
        does one that was opened just now, on which the wish is still coming.
        """
        for number, line in list(self._selector.connections):
            if line is self.server:  # closed by now, and Windows looks at no closed socket
                self._selector.unregister(number)
        until = time.monotonic() + LAST_MOMENT
        self._answer_what_came(0)
        while self._is_wish_coming() and (left := until - time.monotonic()) > 0:
            self._answer_what_came(left)
        super().close()

    def _answer_what_came(self, seconds: float) -> None:
        if not len(self._selector):  # Windows has an error for whoever looks at nothing
            return
        for number, line in list(self._selector.select(timeout=seconds)):
            self._selector.unregister(number)
            self.server.process_conn(line)

    def _is_wish_coming(self) -> bool:
        soonest = time.monotonic() - 2 * LAST_MOMENT
        lines = [line for _, line in self._selector.connections]
        return any(line.is_new and line.since > soonest for line in lines)


class GivenSocketServer(LineServer):
    """A server that listens where it is told, and says nothing about itself."""

    def __init__(self, given: socket.socket, app: Any, threads: int = THREADS) -> None:
        super().__init__(
            given.getsockname()[:2], app, numthreads=threads, request_queue_size=WAITING
        )
        self._given = given
        self.server_name = self.software = "desk"
        self.max_request_body_size = LARGEST_UPLOAD
        self.max_request_header_size = LARGEST_HEADER
        self.keep_alive_conn_limit = WAITING  # dozens of phones come back all the time
        self.shutdown_timeout = SECONDS_TO_STOP
        self.expiration_interval = ROUND

    def lines(self) -> Lines:
        """Return what looks after the lines, once more at the end."""
        return IdleLines(self)

    def bind(self, family: int, type: int, proto: int = 0) -> socket.socket:  # noqa: A002 - called so by cheroot
        """Take the given socket instead of opening one."""
        del family, type, proto
        self.socket = self._given
        return self._given

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:  # noqa: FBT001, FBT002 -- called so by cheroot
        """Say nothing: a message of the server could hold a piece of a request."""
        del msg, level, traceback


def listen_for_phones(
    address: IPv4Address, port: int, certificate: HotspotCertificate, app: Any
) -> Callable[[], None]:
    """Serve `app` over TLS at the hotspot's address; return the verb that ends it.

    Raises: OSError when the address or the port cannot be had.
    """
    listener = opened(str(address), port)
    server = GivenSocketServer(listener, app, THREADS_FOR_PHONES)
    server.most_of_one = LINES_OF_A_PHONE
    server.ssl_adapter = HotspotAdapter(server_context(certificate))
    server.timeout = SECONDS_OF_SILENCE
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()

    def stop() -> None:
        stopping = threading.Thread(target=server.stop, daemon=True)
        stopping.start()
        stopping.join(SECONDS_TO_STOP + ROUND)

    return stop


def serve_until(
    ending: threading.Event, app: Flask, listener: socket.socket, deaf: threading.Event
) -> None:
    """Serve `app` at `listener`; return when `ending` is set and the last reply is out.

    `deaf` is set as soon as no further request is taken, before the last ones are answered.
    """
    server = GivenSocketServer(listener, app)
    server.prepare()

    def stop() -> None:
        ending.wait()
        server.stop()

    stopping = threading.Thread(target=stop, daemon=True)
    stopping.start()
    try:
        server.serve()
    finally:
        deaf.set()
        ending.set()
        # an export that takes longer is cut as by a power cut, which it survives
        stopping.join(SECONDS_TO_STOP + ROUND)

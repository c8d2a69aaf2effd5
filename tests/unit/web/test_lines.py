"""Lines on which nothing is said, or too slowly, or of which there are too many."""

import socket
import ssl
import threading
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from http.client import HTTPResponse
from ipaddress import IPv4Address

import pytest
from flask import Flask, request

from survey_app.vault.hotspot import issue
from survey_app.web import lines
from survey_app.web.field.listening import THREADS, GivenSocketServer
from survey_app.web.field.tls import HotspotAdapter, server_context

ASKED = b"GET /here HTTP/1.1\r\nHost: desk\r\n\r\n"
AT_ONCE = 5.0  # seconds; a silent line may stay for ten


@contextmanager
def _served(**facts):
    app = Flask(__name__)
    app.add_url_rule("/here", "here", view_func=lambda: "answered")
    app.add_url_rule("/told", "told", view_func=lambda: str(len(request.data)), methods=["POST"])
    app.add_url_rule("/deaf", "deaf", view_func=lambda: "unheard", methods=["POST"])
    server = GivenSocketServer(socket.create_server(("127.0.0.1", 0)), app)
    for name, value in facts.items():
        setattr(server, name, value)
    server.prepare()
    serving = threading.Thread(target=server.serve)
    serving.start()
    with ExitStack() as opened:

        def line():
            made = socket.create_connection(server.bind_addr, timeout=AT_ONCE)
            return opened.enter_context(made)

        yield line
    server.stop()
    serving.join()


def _heard(line):
    reply = HTTPResponse(line)
    reply.begin()
    return reply.status, reply.read()


def _answered(line):
    line.sendall(ASKED)
    return _heard(line) == (200, b"answered")


def test_lines_on_which_nothing_is_said_keep_nobody_waiting():
    with _served() as line:
        silent = [line() for _ in range(THREADS + 2)]
        assert _answered(line())
        assert all(map(_answered, silent))


@pytest.mark.parametrize(
    "begun",
    [
        b"GET /here HTTP/1.1\r\nX: ",
        b"POST /told HTTP/1.1\r\nHost: desk\r\nContent-Length: 999\r\n\r\n",
        b"POST /deaf HTTP/1.1\r\nHost: desk\r\nContent-Length: 999\r\n\r\n",
    ],
)
def test_who_says_it_byte_by_byte_is_not_heard_for_ever(begun, monkeypatch):
    monkeypatch.setattr(lines, "PATIENCE", 0.1)
    with _served() as line:
        slow = line()
        slow.sendall(begun)
        slow.settimeout(0.03)
        assert any(_is_over(slow) for _ in range(100))
        assert _answered(line())


def _is_over(slow, said=b"x"):
    """Say something more; say whether the other side has let the line go."""
    try:
        slow.sendall(said)
        return not slow.recv(4096)
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def test_the_quietest_lines_are_closed_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(lines, "MOST_LINES", 3)
    with _served() as line:
        first, *others = [line() for _ in range(4)]
        assert first.recv(1) == b""
        assert all(map(_answered, others))


def test_one_address_has_so_many_lines_and_no_more():
    with _served(most_of_one=2) as line:
        first, *others = [line() for _ in range(3)]
        assert first.recv(1) == b""
        assert all(map(_answered, others))


def test_a_long_form_that_nobody_reads_is_answered_and_its_line_goes_on():
    with _served() as line:
        sent = line()
        size = 3 * lines.PIECE + 1
        head = f"POST /deaf HTTP/1.1\r\nHost: desk\r\nContent-Length: {size}\r\n\r\n"
        sent.sendall(head.encode() + bytes(size))
        assert _heard(sent) == (200, b"unheard")
        assert _answered(sent)


class _Phone:
    """One end of TLS, whose bytes go out as slowly as a test says."""

    def __init__(self, line):
        self._line = line
        self._came, self._going = ssl.MemoryBIO(), ssl.MemoryBIO()
        trusting = ssl._create_unverified_context()
        self._tls = trusting.wrap_bio(self._came, self._going)
        self._do(self._tls.do_handshake)

    def say(self, words, pieces=1, pause=0.0):
        self._tls.write(words)
        sealed = self._going.read()
        size = -(-len(sealed) // pieces)
        for begin in range(0, len(sealed), size):
            self._line.sendall(sealed[begin : begin + size])
            time.sleep(pause)

    def hear(self):
        return self._do(lambda: self._tls.read(4096)).split(b" ")[1]

    def _do(self, verb):
        while True:
            try:
                done = verb()
            except ssl.SSLWantReadError:
                self._line.sendall(self._going.read())
                self._came.write(self._line.recv(4096))
            else:
                self._line.sendall(self._going.read())
                return done


@pytest.fixture(scope="module")
def adapter():
    return HotspotAdapter(server_context(issue(IPv4Address("127.0.0.1"), datetime.now(UTC))))


def test_phones_that_were_greeted_and_ask_nothing_keep_nobody_waiting(adapter):
    with _served(ssl_adapter=adapter) as line:
        silent = [_Phone(line()) for _ in range(THREADS + 2)]
        for phone in (_Phone(line()), *silent):
            phone.say(ASKED)
            assert phone.hear() == b"200"


def test_a_photograph_that_comes_slowly_is_heard_though_its_first_record_takes_long(
    adapter, monkeypatch
):
    monkeypatch.setattr(lines, "PATIENCE", 0.5)
    size = 16_000
    head = f"POST /told HTTP/1.1\r\nHost: desk\r\nContent-Length: {size}\r\n\r\n"
    with _served(ssl_adapter=adapter) as line:
        phone = _Phone(line())
        phone.say(head.encode())
        phone.say(bytes(size), pieces=16, pause=0.06)
        assert phone.hear() == b"200"


def test_what_nobody_reads_is_not_thrown_away_for_ever_however_fast_it_comes(monkeypatch):
    monkeypatch.setattr(lines, "PATIENCE", 0.1)
    with _served() as line:
        sent = line()
        sent.sendall(b"POST /deaf HTTP/1.1\r\nHost: desk\r\nContent-Length: 999999\r\n\r\n")
        sent.settimeout(0.02)
        assert any(_is_over(sent, 1000 * b"x") for _ in range(50))

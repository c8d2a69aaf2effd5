"""Lines on which nothing is said, or too slowly, or of which there are too many."""

import socket
import threading
from contextlib import ExitStack, contextmanager
from http.client import HTTPResponse

import pytest
from flask import Flask, request

from survey_app.web import lines
from survey_app.web.field.listening import THREADS, GivenSocketServer

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


def _is_over(slow):
    """Say one more byte; say whether the other side has let the line go."""
    try:
        slow.sendall(b"x")
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

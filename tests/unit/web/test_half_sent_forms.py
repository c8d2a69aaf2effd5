"""A form of which only the beginning came: its sender was cut off, and nothing of it is taken."""

import socket
import threading
from contextlib import contextmanager
from http.client import HTTPResponse
from urllib.parse import urlencode

import pytest
from field_client import ADDRESS, PORT

from survey_app.web.field.listening import GivenSocketServer

WHOLE = "A long story, told once. " * 40
COOKIE = f"visit-{PORT}"


@contextmanager
def _served(app):
    listener = socket.create_server(("127.0.0.1", 0))
    server = GivenSocketServer(listener, app)
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        yield listener.getsockname()
    finally:
        server.stop()


@pytest.fixture
def told(garden):
    """A page on which a story is saved."""
    garden.wish("save", opening__setting__quiet="no").get("/interview")
    return garden.wish("save", opening__setting__noise=WHOLE).get("/interview")


def _kept(told):
    return dict(told.get("/interview").fields)["q-opening-setting-noise"]


def _send(place, told, body, length):
    cookie = told._client.get_cookie(COOKIE, "127.0.0.1").value
    head = [
        "POST /interview HTTP/1.1",
        f"Host: 127.0.0.1:{PORT}",
        f"Origin: {ADDRESS}",
        f"Cookie: {COOKIE}={cookie}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {length}",
        "HX-Request: true",
    ]
    with socket.create_connection(place) as line:
        line.sendall("\r\n".join([*head, "", ""]).encode() + body)
        line.shutdown(socket.SHUT_WR)
        reply = HTTPResponse(line)
        reply.begin()
        return reply.status


def test_half_a_form_changes_nothing_and_the_whole_one_does(app, told):
    more = f"{WHOLE} And its end."
    fields = [(name, more if "noise" in name else value) for name, value in told.fields]
    body = urlencode(fields).encode()
    with _served(app) as place:
        half = body[: body.index(b"once.") + 5]
        assert _send(place, told, half, len(body)) == 400
        assert _kept(told) == WHOLE.strip()
        assert _send(place, told, body, len(body)) == 204
    assert _kept(told) == more

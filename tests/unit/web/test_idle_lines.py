"""What is asked on an idle line while the server stops is answered, not cut off."""

import selectors
import socket
import threading
import time
from http.client import HTTPResponse

from flask import Flask

from survey_app.web.field.listening import GivenSocketServer

WISH = b"GET /here HTTP/1.1\r\nHost: desk\r\n\r\n"


def test_a_wish_on_an_idle_line_is_answered_by_a_server_that_stops():
    server, serving = _serving()
    with socket.create_connection(server.socket.getsockname()) as line:
        assert _asked(line).headers["Connection"] != "close"
        server._connections.stop()  # nobody looks at the lines any more, and then comes:
        line.sendall(WISH)
        server.stop()
        last = HTTPResponse(line)
        last.begin()
        assert (last.read(), last.headers["Connection"]) == (b"answered", "close")
    serving.join()


class _AsOnWindows(selectors.SelectSelector):
    def select(self, timeout=None):
        if not self.get_map():
            raise OSError(10022, "nothing to look at")
        return super().select(timeout)


def test_a_server_without_any_line_stops_on_windows_too(monkeypatch):
    monkeypatch.setattr(selectors, "DefaultSelector", _AsOnWindows)
    server, serving = _serving()
    server.stop()
    serving.join()


def test_a_wish_on_a_line_that_was_just_opened_is_answered_by_a_server_that_stops():
    server, serving = _serving()
    with socket.create_connection(server.socket.getsockname()) as line:
        while not server.open_lines:
            time.sleep(0.01)
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        while server.socket is not None:
            time.sleep(0.01)
        assert _asked(line).headers["Connection"] == "close"
        stopping.join()
    serving.join()


def _serving():
    app = Flask(__name__)
    app.add_url_rule("/here", view_func=lambda: "answered")
    server = GivenSocketServer(socket.create_server(("127.0.0.1", 0)), app)
    server.prepare()
    serving = threading.Thread(target=server.serve)
    serving.start()
    return server, serving


def _asked(line):
    line.sendall(WISH)
    reply = HTTPResponse(line)
    reply.begin()
    assert reply.read() == b"answered"
    return reply

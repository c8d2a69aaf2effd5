"""Serve a hub until it is told to stop.

Room: web/hub.
"""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from survey_app.bundle.objects import LARGEST_PARCEL
from survey_app.web.hub.app import create_hub_app
from survey_app.web.hub.errors import HubPortError
from survey_app.web.lines import LineServer
from survey_app.workflows.receive import open_hub

THREADS = 8
LARGEST_HEADER = 64 * 1024


def serve_hub(
    folder: Path,
    host: str,
    port: int,
    *,
    translations: Path,
    on_ready: Callable[[int], None] = lambda _port: None,
) -> None:
    """Serve the hub in `folder` at `host`:`port` until Ctrl-C; port 0 takes a free one.

    `on_ready` is told the port once requests are taken.

    Raises: NotAHubError, HubBusyError, LedgerDamagedError, HubPortError.
    """
    hub = open_hub(folder)
    try:
        server = bound_server(create_hub_app(hub, translations=translations), host, port)
        try:
            on_ready(server.bind_addr[1])
            server.serve()
        except KeyboardInterrupt:
            pass
        finally:
            server.stop()
    finally:
        hub.close()


def bound_server(app: Any, host: str, port: int) -> Any:
    """Return a server of `app` that has its port and waits for `serve`. Raises: HubPortError."""
    _refuse_taken(host, port)
    server = LineServer((host, port), app, numthreads=THREADS, server_name="hub")
    server.max_request_body_size = LARGEST_PARCEL
    server.max_request_header_size = LARGEST_HEADER
    try:
        server.prepare()
    except OSError as error:
        server.stop()
        raise HubPortError(host=host, port=port) from error
    return server


def _refuse_taken(host: str, port: int) -> None:
    """Try the address first: a failed server would leave its socket behind."""
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, place = places[0]
        with socket.socket(family, kind, protocol) as trial:
            if os.name != "nt":  # there the option would let two servers share a port
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(place)
    except OSError as error:
        raise HubPortError(host=host, port=port) from error

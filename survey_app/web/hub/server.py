"""Serve a hub until it is told to stop.

Room: web/hub.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cheroot import wsgi

from survey_app.web.hub.app import create_hub_app
from survey_app.web.hub.errors import HubPortError
from survey_app.workflows.receive import open_hub

THREADS = 8


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
        server = _server(create_hub_app(hub, translations=translations), host, port)
        try:
            on_ready(server.bind_addr[1])
            server.serve()
        except KeyboardInterrupt:
            pass
        finally:
            server.stop()
    finally:
        hub.close()


def _server(app: Any, host: str, port: int) -> Any:
    server = wsgi.Server((host, port), app, numthreads=THREADS, server_name="hub")
    try:
        server.prepare()
    except OSError as error:
        server.stop()
        raise HubPortError(host=host, port=port) from error
    return server

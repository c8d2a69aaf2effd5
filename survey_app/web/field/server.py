"""Serve the field desk on this machine alone, until someone stops it.

Room: web, field desk. Sole user of cheroot.
Promise: it listens at 127.0.0.1 only; a stop puts everything on the disk first.
"""

import gc
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import cast

from cheroot import wsgi

from survey_app.clock import Clock, SystemClock
from survey_app.errors import SurveyError
from survey_app.web.field.app import LARGEST_UPLOAD, Patience, create_field_app
from survey_app.web.field.desk import EXTENSION, Desk
from survey_app.web.field.errors import PortInUseError
from survey_app.workflows.places import shipped_forms, shipped_translations

HOST = "127.0.0.1"
THREADS = 8
SECONDS_TO_STOP = 5


def serve_field(
    data: Path,
    *,
    port: int,
    translations: Path | None = None,
    forms: Sequence[Path] | None = None,
    open_browser: bool = False,
    clock: Clock | None = None,
    patience: Patience | None = None,
    say: Callable[[str], None] | None = None,
) -> None:
    """Serve the pages for the vault in `data` until Ctrl-C or SIGTERM; then close it.

    `translations` and `forms` are the shipped ones unless others are named.

    Raises: PortInUseError before anything is opened.
    """
    app = create_field_app(
        data,
        translations=translations or shipped_translations(),
        forms=shipped_forms() if forms is None else forms,
        clock=clock or SystemClock(),
        port=port,
        patience=patience,
    )
    say = say or partial(print, flush=True)
    server = _listening(wsgi.Server((HOST, port), app, numthreads=THREADS), port)
    address = f"http://{HOST}:{port}/"
    previous = signal.signal(signal.SIGTERM, _stop)
    try:
        say(f"The pages are open at {address}  (stop with Ctrl-C)")
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        _settle_in(cast("Desk", app.extensions[EXTENSION]))
        server.serve()
    except KeyboardInterrupt:
        say("Stopped. Everything saved is on the disk.")
    finally:
        server.stop()
        cast("Desk", app.extensions[EXTENSION]).close()
        signal.signal(signal.SIGTERM, previous)


def _settle_in(desk: Desk) -> None:
    """Load the forms now, and take them out of the collector's rounds: they stay.

    What cannot be opened is told by the first page.
    """
    with suppress(SurveyError):
        desk.laptop()
    gc.collect()
    gc.freeze()


def _listening(server: wsgi.Server, port: int) -> wsgi.Server:
    server.server_name = server.software = "desk"
    server.max_request_body_size = LARGEST_UPLOAD
    server.shutdown_timeout = SECONDS_TO_STOP
    # a message of the server could hold a piece of a request
    server.error_log = _say_nothing  # type: ignore[method-assign]
    _refuse_taken_port(port)
    server.prepare()
    return server


def _refuse_taken_port(port: int) -> None:
    """Try the port first: the server itself would say it in its own words, and late."""
    with socket.socket() as probe:
        if sys.platform != "win32":  # a port that has just been left counts as free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortInUseError(port=port) from error


def _say_nothing(msg: str = "", level: int = 20, traceback: bool = False) -> None:  # noqa: FBT001, FBT002 -- called so by cheroot
    del msg, level, traceback


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt(os.getpid())

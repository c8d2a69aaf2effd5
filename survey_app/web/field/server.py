"""Serve the field desk on this machine alone, until someone stops it.

Room: web, field desk. This process only keeps the address; `working` answers.
Spec: docs/adr/0105-a-lock-ends-the-process.md.
Promise: it listens at 127.0.0.1 only; a stop puts everything on the disk first.
"""

import socket
import threading
import webbrowser
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from survey_app.web.field.errors import PortInUseError
from survey_app.web.field.handing import opened
from survey_app.web.field.keeper import keep
from survey_app.web.field.limits import PHONE_PORT
from survey_app.web.field.order import Order
from survey_app.web.field.patience import Patience
from survey_app.workflows.places import shipped_forms, shipped_translations

HOST = "127.0.0.1"
SAVED = "Stopped. Everything saved is on the disk."


def serve_field(
    data: Path,
    *,
    port: int,
    translations: Path | None = None,
    forms: Sequence[Path] | None = None,
    phone_port: int = PHONE_PORT,
    open_browser: bool = False,
    patience: Patience | None = None,
    say: Callable[[str], None] | None = None,
    farewell: str = SAVED,
) -> int:
    """Serve the pages for the vault in `data` until Ctrl-C or SIGTERM; return the exit code.

    `translations` and `forms` are the shipped ones unless others are named.

    Raises: PortInUseError before anything is opened.
    """
    order = Order(
        data=data,
        port=port,
        phone_port=phone_port,
        translations=translations or shipped_translations(),
        forms=tuple(shipped_forms() if forms is None else forms),
        patience=patience or Patience(),
    )
    say = say or partial(print, flush=True)
    with _listening(port) as listener:
        address = f"http://{HOST}:{port}/"
        try:
            say(f"The pages are open at {address}  (stop with Ctrl-C)")
            if open_browser:
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
            return keep(listener, order)
        except KeyboardInterrupt:
            say(farewell)
            return 0


def _listening(port: int) -> socket.socket:
    """Return the socket at the port; whoever asks early waits in its queue."""
    try:
        return opened(HOST, port)
    except OSError as error:
        raise PortInUseError(port=port) from error

"""Serve the pages as a process that may end at any lock: `python -m survey_app.web.field.working`.

Room: web, field desk. Started by `keeper`, which writes the order, then the socket, to its input;
the end of the input is the wish to stop.
Spec: docs/adr/0105-a-lock-ends-the-process.md.
Promise: before it ends, requests in flight are answered and everything acknowledged is on the
disk; after that there is no process left that could remember.
"""

import gc
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import cast

from flask import Flask

from survey_app.clock import SystemClock
from survey_app.errors import SurveyError
from survey_app.i18n.locales import LANGUAGES
from survey_app.web.field.app import create_field_app
from survey_app.web.field.desk import EXTENSION, Desk
from survey_app.web.field.handing import taken
from survey_app.web.field.keeper import LOCKED
from survey_app.web.field.listening import listen_for_phones, serve_until
from survey_app.web.field.order import Order, order_from_line
from survey_app.workflows.interviewing.anonymised_side import read_lists

INPUT, OUTPUT = 0, 1
WATCH_SECONDS = 1.0
_FIRST_PAGES = 3.0  # seconds in which nothing but they should be done


def main() -> int:
    """Make the desk ready, wait for the socket, serve; return 0 when told to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the keeper's to understand
    _leave_no_image()
    order = _line()
    if not order:  # the keeper was stopped before it told us anything
        return 0
    app = _made_ready(order_from_line(order))
    _tell(os.getpid())
    called = threading.Event()
    threading.Thread(target=_get_ahead, args=(app, called), daemon=True).start()
    line, mistakes = _line(), _line()
    called.set()
    return _serve(app, line, int(mistakes)) if mistakes else 0


def _made_ready(order: Order) -> Flask:
    """Return the desk with its words and questionnaires read, and nothing written or held."""
    app = create_field_app(
        order.data,
        translations=order.translations,
        forms=order.forms,
        clock=SystemClock(),
        port=order.port,
        patience=order.patience,
        phone_port=order.phone_port,
        listen=listen_for_phones,
    )
    desk = cast("Desk", app.extensions[EXTENSION])
    for tag in LANGUAGES:
        with suppress(SurveyError):
            desk.wording(tag)
    desk.read_ahead()
    return app


def _get_ahead(app: Flask, called: threading.Event) -> None:
    """While nobody asks for a page, compile all of them, and read the lists of names.

    A page that is not ready when the process is `called` is compiled when it is needed; the lists
    are read in any case, after the first pages.
    """
    for name in app.jinja_env.list_templates(extensions=["html"]):
        if called.is_set():
            time.sleep(_FIRST_PAGES)
            break
        app.jinja_env.get_template(name)
    read_lists()


def _serve(app: Flask, line: bytes, mistakes: int) -> int:
    desk = cast("Desk", app.extensions[EXTENSION])
    desk.throttle.go_on_after(mistakes)
    desk.is_followed = True
    for work in (_hear_the_end, _watch_the_time):
        threading.Thread(target=work, args=(desk,), daemon=True).start()
    _settle_in(desk)
    serve_until(desk.ending, app, taken(line), desk.deaf)
    desk.close()
    _tell(desk.throttle.failures)
    return 0 if desk.told_to_stop else LOCKED


def _tell(number: int) -> None:
    """Say a number to the keeper; one that has died needs no answer, and our input tells us."""
    with suppress(OSError):
        os.write(OUTPUT, f"{number}\n".encode())


def _hear_the_end(desk: Desk) -> None:
    """Stop when the keeper lets go of our input, or has died."""
    with suppress(OSError):
        while os.read(INPUT, 64):
            pass
    desk.told_to_stop = True
    desk.ending.set()


def _watch_the_time(desk: Desk) -> None:
    """Lock by the clock, also when no request comes any more."""
    while not desk.ending.wait(WATCH_SECONDS):
        desk.visits.end_old()
        desk.phones.close_if_idle()
        desk.end_if_keys_are_gone()
        desk.end_if_all_is_over()


def _settle_in(desk: Desk) -> None:
    """Load the forms now, and take them out of the collector's rounds: they stay.

    What cannot be opened is told by the first page.
    """
    with suppress(SurveyError):
        desk.laptop()
    gc.collect()
    gc.freeze()


def _leave_no_image() -> None:
    """Keep the system from writing this process' memory to a file when it falls."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - POSIX only

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _line() -> bytes:
    """Return the next line of our input; byte by byte, so that nothing waits in a buffer."""
    line = b""
    while not line.endswith(b"\n"):
        piece = os.read(INPUT, 1)
        if not piece:
            return b""
        line += piece
    return line


if __name__ == "__main__":
    code = main()
    # no farewells of libraries: the next process waits for this one's folder
    sys.stderr.flush()
    os._exit(code)

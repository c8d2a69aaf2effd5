"""A form in its preview, served by a real server on a port of this machine."""

import threading
from contextlib import contextmanager
from pathlib import Path

from desk_process import free_port
from werkzeug.serving import make_server

from survey_app.clock import SystemClock
from survey_app.web.field.app import create_field_app
from survey_app.web.field.desk import EXTENSION
from survey_app.workflows.preview import preview

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"


@contextmanager
def previewed(form, cost, translations=TRANSLATIONS, *, patterns=False):
    """Yield the address of the preview of `form` and the passphrase that opens it.

    The words of the pages are those of the repository, those of the form in `translations`.
    `patterns` adds the page of all controls.
    """
    port = free_port()
    with preview(form, translations, cost=cost) as made:
        app = create_field_app(
            made.data,
            translations=TRANSLATIONS,
            forms=[],
            clock=SystemClock(),
            port=port,
            show_patterns=patterns,
        )
        server = make_server("127.0.0.1", port, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{port}", made.passphrase
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions[EXTENSION].close()

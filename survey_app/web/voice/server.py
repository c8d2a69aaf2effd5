"""Serve the voice desk at this machine until it is told to stop.

Room: web/voice.
"""

from collections.abc import Callable
from pathlib import Path

from cheroot import wsgi

from survey_app.web.voice.app import LARGEST, create_voice_app

HOST = "127.0.0.1"
THREADS = 4


def serve_voice(
    form: Path,
    texts: Path,
    tag: str,
    port: int,
    *,
    translations: Path,
    on_ready: Callable[[int], None] = lambda _port: None,
) -> None:
    """Serve the texts of `form` in `tag` until Ctrl-C; nobody else's machine reaches it.

    Raises: NotSpokenError and the errors of a form that cannot be read; OSError for the port.
    """
    app = create_voice_app(form, texts, tag, translations=translations, port=port)
    server = wsgi.Server((HOST, port), app, numthreads=THREADS, server_name="voice")
    server.max_request_body_size = LARGEST
    server.prepare()
    try:
        on_ready(port)
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()

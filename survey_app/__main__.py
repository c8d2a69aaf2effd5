"""Wire the desks to the command and run it.

Room: the roof. The only module that knows both `cli` and `web`.
"""

import sys
from typing import Any

from survey_app.cli.main import Desks
from survey_app.cli.main import main as command
from survey_app.workflows.places import shipped_translations


def main() -> None:
    """Run the `survey-app` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Windows consoles
    desks = Desks(serve_field=_serve_field, serve_hub=_serve_hub, serve_voice=_serve_voice)
    command(obj=desks, prog_name="survey-app")


def _serve_field(**settings: Any) -> None:
    from survey_app.web.field.server import serve_field  # noqa: PLC0415 - Flask loads late

    code = serve_field(translations=shipped_translations(), **settings)
    if code:
        sys.exit(code)


def _serve_hub(**settings: Any) -> None:
    from survey_app.web.hub.server import serve_hub  # noqa: PLC0415 - Flask loads late

    serve_hub(translations=shipped_translations(), **settings)


def _serve_voice(**settings: Any) -> None:
    from survey_app.web.voice.server import serve_voice  # noqa: PLC0415 - Flask loads late

    serve_voice(translations=shipped_translations(), **settings)


if __name__ == "__main__":
    main()

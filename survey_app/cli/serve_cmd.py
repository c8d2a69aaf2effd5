"""`survey-app serve`: run the field desk on this laptop.

Room: cli.
"""

import os
from pathlib import Path

import click

from survey_app.cli.main import Desks, data_option
from survey_app.confined import without_passphrases


@click.command("serve")
@data_option
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True)
@click.option("--open-browser", is_flag=True, help="Open the address in the browser.")
@click.pass_obj
def command(desks: Desks, data: Path, port: int, *, open_browser: bool) -> None:
    """Run the field desk on this laptop only (127.0.0.1) until Ctrl-C.

    Example: survey-app serve --data ./data --port 8765 --open-browser
    """
    for name in os.environ.keys() - without_passphrases(os.environ):
        del os.environ[name]  # a desk needs none, and what it starts outlives a lock or is foreign
    desks.serve_field(data=data, port=port, open_browser=open_browser)

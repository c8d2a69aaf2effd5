"""`survey-app serve`: run the field desk on this laptop.

Room: cli.
"""

from pathlib import Path

import click

from survey_app.cli.main import Desks, data_option


@click.command("serve")
@data_option
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True)
@click.option("--open-browser", is_flag=True, help="Open the address in the browser.")
@click.pass_obj
def command(desks: Desks, data: Path, port: int, *, open_browser: bool) -> None:
    """Run the field desk on this laptop only (127.0.0.1) until Ctrl-C.

    Example: survey-app serve --data ./data --port 8765 --open-browser
    """
    desks.serve_field(data=data, port=port, open_browser=open_browser)

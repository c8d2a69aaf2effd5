"""Set up survey_app and run it: python3 scripts/start.py.

Makes `.venv` in the project's folder on the first run, starts the app on this laptop only
(127.0.0.1), prints the address and opens it in the browser. Ctrl-C stops it cleanly.
Standard library only; works without a network when given a folder of wheels.
"""

from __future__ import annotations  # an error in this line? Python is too old: 3.11 is needed

import argparse
import os
import subprocess
import sys
from pathlib import Path

from environment import ROOT, SetupError, make_environment, own_settings, say, tool


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    """Return what the person asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")
    parser.add_argument("--port", type=int, default=8765, help="port on this laptop (8765)")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder of the vault")
    parser.add_argument("--wheels", type=Path, help="install from this folder, no network")
    return parser.parse_args(words)


def main() -> int:
    """Set up, then become the app; return its exit code."""
    wish = arguments()
    try:
        make_environment("requirements.txt", wish.wheels)
    except SetupError as error:
        say(f"Set-up stopped. {error}")
        return 1
    except KeyboardInterrupt:
        say("Set-up stopped. Nothing is lost: start again to go on with it.")
        return 1
    command = [str(tool("survey-app")), "serve", "--data", str(wish.data.resolve())]
    command += ["--port", str(wish.port)]
    if not wish.no_browser:
        command.append("--open-browser")
    return _run(command)


def _run(command: list[str]) -> int:
    """Become the app where the system can; else wait for its clean end after Ctrl-C."""
    os.chdir(ROOT)
    if os.name != "nt":
        os.execve(command[0], command, own_settings())  # signals then reach the app itself
    with subprocess.Popen(command, env=own_settings()) as app:
        while True:
            try:
                return app.wait()
            except KeyboardInterrupt:
                continue


if __name__ == "__main__":
    sys.exit(main())

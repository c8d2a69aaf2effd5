"""Ask for a passphrase without ever taking it from the command line.

Room: cli. A word on the command line would stay in the shell's history and the process list.
"""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

_NEED_NONE = ("generate_passphrase", "from_shares")
_NO_FILE = (
    "There is no such file. Name the file that holds the passphrase; never type a passphrase on "
    "the command line. What was typed is not repeated here."
)

_NOBODY_TYPES = (
    "No passphrase was given, and nobody is there to type it. Name a file that holds it with "
    "--passphrase-file, or set SURVEY_APP_PASSPHRASE."
)


class PassphraseFile(click.Path):
    """A file that holds a passphrase; where there is none, the passphrase itself was typed."""

    def __init__(self) -> None:
        """Take the path of a file."""
        super().__init__(path_type=Path, dir_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; what names no file is not said again."""
        if not Path(value).is_file():
            self.fail(_NO_FILE, param, ctx)
        return super().convert(value, param, ctx)


def passphrase_option(
    name: str = "passphrase", *, prompt: str = "Passphrase", confirm: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--<name>-file FILE`; without it the environment or a hidden prompt is asked.

    The command receives the passphrase as the argument `name` (dashes as underscores).
    The environment variable is SURVEY_APP_<NAME>. Nothing is asked when the command makes one
    itself, or needs none (an eager flag `generate_passphrase` or `from_shares`), and nothing
    before the rest of the line was read: a slip there is told first.
    """
    argument = name.replace("-", "_")

    def read(ctx: click.Context, _parameter: click.Parameter, path: Path | None) -> str | None:
        if ctx.resilient_parsing or any(map(ctx.params.get, _NEED_NONE)):
            return ""
        return _from_environment(argument) if path is None else read_passphrase_file(path)

    option = click.option(
        f"--{name}-file",
        argument,
        type=PassphraseFile(),
        callback=read,
        help=f"File that holds the passphrase; else SURVEY_APP_{argument.upper()} or a prompt.",
    )

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def asking(**given: Any) -> Any:
            if given[argument] is None:
                given[argument] = _typed(prompt, confirm=confirm)
            return command(**given)

        return option(asking)

    return add


def _typed(prompt: str, *, confirm: bool) -> str:
    if sys.stdin is None:  # a service that closed it
        raise click.UsageError(_NOBODY_TYPES)
    try:
        typed: str = click.prompt(prompt, hide_input=True, confirmation_prompt=confirm, err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        raise click.UsageError(_NOBODY_TYPES) from None
    return typed


def read_passphrase_file(path: Path) -> str:
    """Return the passphrase in the file; line ends and the mark of Windows editors do not count.

    Raises: click.BadParameter when the file holds no text.
    """
    try:
        return path.read_text(encoding="utf-8-sig").strip("\r\n")
    except UnicodeDecodeError as error:
        message = f"{path} is not a text file in UTF-8. Write the passphrase on its first line."
        raise click.BadParameter(message) from error


def _from_environment(argument: str) -> str | None:
    return os.environ.get(f"SURVEY_APP_{argument.upper()}")

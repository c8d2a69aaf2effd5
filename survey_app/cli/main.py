"""The `survey-app` command: its groups, its errors, its exit codes.

Room: cli. Loads a group's file only when that group is called, so `--help` stays quick.
Spec: docs/commands.md.
Promise: an error ends with one clear sentence and its own exit code, never a traceback.
"""

import importlib
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from survey_app import __version__
from survey_app.errors import ProgramFaultError, SurveyError, SystemRefusedError

COMMANDS = {
    "serve": "Run the field desk on this laptop.",
    "demo": "Walk the whole way with invented women, from study to release.",
    "doctor": "Look at this installation and say what is wrong with it.",
    "study": "Make a study, sign its pack, install it on a laptop, look after its keys.",
    "people": "Add and remove the people of this laptop; change and mend passphrases.",
    "form": "Check and show questionnaires.",
    "translation": "Extract, merge and check translations.",
    "record": "List, export and withdraw finished interviews.",
    "submission": "Check a submission, and open one again to change it.",
    "bundle": "Inspect and move bundles.",
    "hub": "Receive bundles without being able to read them.",
    "backup": "Keep a whole laptop in one sealed file, and bring it back.",
    "merge": "Merge bundles into one dataset.",
    "dashboard": "Show counts with noise, as often as a privacy budget reaches.",
    "release": "Publish a merged dataset, or counts where rows would expose someone.",
}


@dataclass(frozen=True)
class Desks:
    """The servers that the command can start; handed in from the roof."""

    serve_field: Callable[..., None]
    serve_hub: Callable[..., None]
    serve_voice: Callable[..., None]


class LazyGroup(click.Group):
    """A group whose commands live in `<noun>_cmd.py` and load when named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which a study meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command `cmd_name`, or None when there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"survey_app.cli.{cmd_name}_cmd")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; `--help` and `--version` write already here."""
        with _one_sentence(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whatever goes wrong becomes one sentence and an exit code."""
        with _one_sentence(ctx):
            return super().invoke(ctx)


@contextmanager
def _one_sentence(ctx: click.Context) -> Iterator[None]:
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise  # click has its own words for these
    except Exception as error:  # noqa: BLE001 - the rim: nobody above could mend it either
        told = _told(error)
        for sentence in (f"{told.code}: {told.message()}", *getattr(told, "__notes__", ())):
            click.echo(sentence, err=True)
        ctx.exit(told.exit_code)


def _told(error: Exception) -> SurveyError:
    """Return `error` as a sentence; the text of a foreign error stays unsaid, it may quote."""
    if isinstance(error, SurveyError):
        return error
    if isinstance(error, OSError):
        place = str(error.filename or "a file")
        return SystemRefusedError(place=place, reason=error.strerror or type(error).__name__)
    spot = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(spot.filename).name}:{spot.lineno}"
    return ProgramFaultError(kind=type(error).__name__, place=place)


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="survey-app")
def main() -> None:
    """Offline-first, encrypted survey collection in Urdu and English.

    Try `survey-app demo` first; it needs no answer and touches no real data.
    """


def default_data_folder() -> Path:
    """Return the data folder used when none is named: `data` where the command runs."""
    return Path.cwd() / "data"


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--data FOLDER`, the laptop's vault."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=default_data_folder,
        show_default="./data",
        help="Folder of the laptop's vault.",
    )(command)

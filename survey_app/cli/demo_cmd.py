"""`survey-app demo`: walk the whole way with invented women.

Room: cli.
"""

import shutil
import time
from pathlib import Path

import click

from survey_app.cli.passphrase import PassphraseFile, read_passphrase_file
from survey_app.vault.passphrase import new_passphrase
from survey_app.workflows.demo import Fact, walk

_MARK = ".survey-app-demo"


@click.command("demo")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-files"),
    show_default=True,
    help="Folder for everything the demo makes; an earlier demo in it is replaced.",
)
@click.option(
    "--passphrase-file",
    type=PassphraseFile(),
    help="Passphrase for the demo's study, to go on with its files afterwards.",
)
@click.pass_context
def command(ctx: click.Context, into: Path, passphrase_file: Path | None) -> None:
    """Walk the whole way with invented women: study, interviews, review, merge, release.

    Needs no answer and touches nothing outside its folder. Exit code 0 when every closing fact
    was found true.

    Example: survey-app demo --into demo-files
    """
    _make_room(into)
    passphrase = (
        read_passphrase_file(passphrase_file) if passphrase_file else new_passphrase("words")
    )
    began = time.monotonic()
    facts = walk(into, passphrase, _say)
    click.echo("\nThe facts:")
    for fact in facts:
        click.echo(_line(fact))
    click.echo(f"\n{time.monotonic() - began:.0f} seconds. Everything is in {into.resolve()}")
    if not all(fact.holds for fact in facts):
        ctx.exit(1)


def _make_room(into: Path) -> None:
    if into.exists() and any(into.iterdir()):
        if not (into / _MARK).exists():
            raise click.UsageError(f"{into} holds other files. Name an empty or a new folder.")
        shutil.rmtree(into)
    into.mkdir(parents=True, exist_ok=True)
    (into / _MARK).write_text(
        "Made by survey-app demo; it may be replaced by the next one.\n", encoding="utf-8"
    )


def _say(stop: str, sentence: str) -> None:
    click.echo(f"{stop:<12}{sentence}")


def _line(fact: Fact) -> str:
    return f"  {'true ' if fact.holds else 'FALSE'}  {fact.sentence}"

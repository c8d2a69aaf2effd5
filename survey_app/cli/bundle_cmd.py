"""`survey-app bundle`: look at bundles from outside, and bring them somewhere.

Room: cli.
"""

import json
from dataclasses import asdict
from pathlib import Path

import click

from survey_app.bundle.receipt import Receipt
from survey_app.cli.main import data_option
from survey_app.cli.progress import progress
from survey_app.cli.study_card import card_at
from survey_app.workflows import export as leg
from survey_app.workflows.field_laptop.laptop import open_laptop
from survey_app.workflows.inspect import Inspection, look_through

PLACE = click.Path(path_type=Path)


@click.group("bundle")
def command() -> None:
    """Inspect and move bundles."""


@command.command("inspect")
@click.argument("path", type=PLACE)
@click.option("--study", type=PLACE, help="Study folder or study.json to check the laptop against.")
@click.option("--json", "as_json", is_flag=True, help="Print what was seen as JSON.")
@click.pass_context
def inspect(ctx: click.Context, path: Path, study: Path | None, *, as_json: bool) -> None:
    """Check the bundle PATH and show its cover; no passphrase, no interview is opened.

    The cover is sealed for the study: without --study only the size is known.

    PATH is a bundle, or a folder of them. Where one is refused the others are shown, and the
    exit code is that of the first refusal.

    Example: survey-app bundle inspect /media/usb --study ./our-study
    """
    found = look_through(path, None if study is None else card_at(study))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found.seen], indent=1))
    else:
        for one in found.seen:
            _show(one)
    for refusal in found.refused:
        click.echo(f"{refusal.code}: {refusal.message()}", err=True)
    if found.refused:
        ctx.exit(found.refused[0].exit_code)


@command.command("push")
@click.argument("target")
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print what was sent as JSON.")
def push(target: str, data: Path, *, as_json: bool) -> None:
    """Bring every packed bundle to TARGET, a folder or the address of a hub.

    What TARGET has receipted before is not sent again. No passphrase is asked: a bundle was
    sealed when it was packed.

    Example: survey-app bundle push http://192.168.1.5:8766/#3f9c... --data ./data
    """
    laptop = open_laptop(data)
    try:
        with progress("Sending") as on_piece:
            done = leg.push(laptop, target, on_piece=on_piece)
        left = leg.to_send(laptop)
    finally:
        laptop.close()
    if as_json:
        click.echo(json.dumps(_sent(done, left), indent=1))
        return
    for one in done.delivered:
        click.echo(f"Sent {one.bundle_id[:32]}.bundle: {_proof(one)}.")
    click.echo(
        f"{done.target}: {len(done.delivered)} sent, {done.already} were there already; "
        f"{left} wait for a first receipt."
    )


def _show(one: Inspection) -> None:
    cover = one.cover
    if cover is None:
        click.echo(f"{one.name}: whole")
        click.echo("  cover     sealed; name the study with --study to read it")
    else:
        click.echo(f"{one.name}: whole and signed")
        click.echo(f"  study     {cover.study}{' (checked)' if one.vouched else ' (not checked)'}")
        click.echo(f"  laptop    {cover.device}")
        click.echo(f"  place     {cover.place} on the laptop's feed")
        click.echo(f"  log       {cover.log_entries} entries: {' '.join(cover.log_words)}")
    click.echo(f"  size      {one.size:,} bytes, sealed")


def _proof(one: leg.Delivery) -> str:
    if isinstance(one.proof, Receipt):
        return f"receipt number {one.proof.entry}, signed by the hub"
    return "read back whole"


def _sent(done: leg.PushResult, left: int) -> dict[str, object]:
    return {
        "target": done.target,
        "sent": [
            {
                "bundle": one.bundle_id,
                "pieces": one.pieces,
                "pieces_sent": one.pieces_sent,
                "receipt": json.loads(one.proof.to_bytes()),
            }
            for one in done.delivered
        ],
        "already_there": done.already,
        "waiting": left,
    }

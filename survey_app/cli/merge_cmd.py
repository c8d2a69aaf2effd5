"""`survey-app merge`: many bundles into one dataset.

Room: cli.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import click

from survey_app.canonical import Json
from survey_app.cli.counting import counted
from survey_app.cli.passphrase import passphrase_option
from survey_app.cli.progress import progress
from survey_app.workflows.merge import MergeRun, merge


@click.command("merge")
@click.argument("bundles", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--into",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the dataset: new, or made by an earlier merge.",
)
@click.option(
    "--study",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that `survey-app study create` made.",
)
@passphrase_option("passphrase", prompt="Passphrase of the study")
@click.option("--json", "as_json", is_flag=True, help="Print the merge report as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    bundles: tuple[Path, ...],
    into: Path,
    study: Path,
    passphrase: str,
    *,
    as_json: bool,
) -> None:
    """Merge BUNDLES into one dataset; any order, any number of times, same result.

    BUNDLES are bundle files, or folders of them: a stick, a shared folder, the folder of a hub.
    A bundle that is refused changes nothing; the others are merged, and the exit code is that
    of the first refusal.

    Example: survey-app merge /media/usb --into ./merged --study ./study
    """
    with progress("Opening bundles") as on_bundle:
        run = merge(bundles, into, study, passphrase, on_bundle=on_bundle)
    if as_json:
        click.echo(json.dumps(run.report, indent=1, ensure_ascii=False))
    else:
        _show(run)
    for refusal in run.refused:
        click.echo(f"{refusal.code}: {refusal.message()}", err=True)
    if run.refused:
        ctx.exit(run.refused[0].exit_code)


def _show(run: MergeRun) -> None:
    counts = cast("Mapping[str, int]", run.report["counts"])
    words = " ".join(cast("list[str]", run.report["digest_words"]))
    click.echo(f"{counted(run.given, 'bundle')} given, {run.new} new, {len(run.refused)} refused.")
    click.echo(
        f"{counted(counts['records'], 'interview')}, {counts['withdrawn']} withdrawn, "
        f"{counts['conflicts']} in conflict, {counted(counts['gaps'], 'gap')}."
    )
    for span in cast("list[Mapping[str, Json]]", run.report["missing_bundles"]):
        laptop = str(span["device"])[:8]
        click.echo(f"  laptop {laptop}: bundles {span['first']} to {span['last']} never came")
    for fork in cast("list[Mapping[str, Json]]", run.report["forks"]):
        laptop = str(fork["device"])[:8]
        click.echo(f"  laptop {laptop}: two laptops work as one, {fork['what']} {fork['place']}")
    for back in cast("list[Mapping[str, Json]]", run.report["setbacks"]):
        laptop = str(back["device"])[:8]
        click.echo(f"  laptop {laptop}: put back to an older day before bundle {back['bundle']}")
    click.echo(f"Words of this state: {words}")
    click.echo(f"Read {run.folder / 'merge_report.html'}")

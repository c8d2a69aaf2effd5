"""`survey-app record`: list, export, open and withdraw finished interviews.

Room: cli.
"""

import json
from pathlib import Path

import click

from survey_app.cli.counting import counted
from survey_app.cli.languages import language_option, translator
from survey_app.cli.main import data_option
from survey_app.cli.passphrase import passphrase_option
from survey_app.disclosure.planning.plan import Plan
from survey_app.disclosure.reports.preview import preview
from survey_app.errors import SurveyError
from survey_app.workflows import export as leg
from survey_app.workflows.amend import Wish, amend
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.integrity import evidence
from survey_app.workflows.interviewing.attaching_errors import PartsDamagedError
from survey_app.workflows.recover import write_whole
from survey_app.workflows.risk_preview import risk_previews
from survey_app.workflows.study.studies import open_keys
from survey_app.workflows.withdraw import withdraw


@click.group("record")
def command() -> None:
    """List, export, open and withdraw finished interviews of this laptop."""


@command.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@passphrase_option("passphrase", prompt="Supervisor's passphrase")
def show(data: Path, passphrase: str, *, as_json: bool) -> None:
    """Count what is finished, waiting for review, waiting to leave.

    Example: survey-app record list --data ./data
    """
    laptop = open_laptop(data)
    try:
        person = unlock(laptop, passphrase)
        waiting = leg.waiting(laptop, person)
        counts = {
            "finished": len(laptop.store.views()),
            "texts_to_review": waiting.texts,
            "waiting_to_pack": waiting.to_pack,
            "withdrawals_to_pack": waiting.withdrawals,
            "waiting_to_send": waiting.to_send,
            "damaged": waiting.damaged,
        }
    finally:
        laptop.close()
    if as_json:
        click.echo(json.dumps(counts))
        return
    for name, count in counts.items():
        click.echo(f"{name.replace('_', ' '):<20}{count:>6}")


@command.command("risk")
@data_option
@language_option()
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@passphrase_option("passphrase", prompt="Supervisor's passphrase")
def risk(data: Path, tag: str, passphrase: str, *, as_json: bool) -> None:
    """Say how easily a woman could be found among the interviews of this laptop.

    Only numbers are shown, never an answer; nothing is written.

    Example: survey-app record risk --data ./data --language ur
    """
    laptop = open_laptop(data)
    try:
        found = risk_previews(laptop, unlock(laptop, passphrase))
    finally:
        laptop.close()
    if as_json:
        click.echo(json.dumps([one.to_json() for one in found], ensure_ascii=False))
        return
    gettext = translator(tag).gettext
    for one in found or (preview(Plan("", "", {}), ()),):
        click.echo(one.form_id)
        for sentence in one.sentences:
            click.echo(f"  {sentence.text(gettext)}")


@command.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@data_option
@click.option("--again", is_flag=True, help="Also what was delivered before: a stick was lost.")
@passphrase_option("passphrase", prompt="Supervisor's passphrase")
def export(folder: Path, data: Path, passphrase: str, *, again: bool) -> None:
    """Pack every reviewed, not yet packed interview into one sealed bundle in FOLDER.

    Bundles that nobody has confirmed to have are written with it.

    Example: survey-app record export /media/usb --data ./data
    """
    laptop = open_laptop(data)
    try:
        done = leg.pack(laptop, unlock(laptop, passphrase), folder, again=again)
        for told in (*evidence.look_back(laptop), *evidence.seen_at(laptop, folder)):
            click.echo(f"{told.code}: {told.message()}", err=True)
    finally:
        laptop.close()
    click.echo(
        f"Wrote {done.path}: {counted(done.count, 'interview')}, "
        f"{counted(done.withdrawals, 'withdrawal')}, "
        "sealed to the coordinator."
    )


@command.command("open")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--study",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the study, with its key; never on a field laptop.",
)
@data_option
@click.option("--yes", is_flag=True, help="Do not ask again.")
@passphrase_option("passphrase", prompt="Passphrase of the study")
def open_whole(folder: Path, study: Path, data: Path, passphrase: str, *, yes: bool) -> None:
    """Write every whole interview in clear to FOLDER: its XML, photographs and recordings.

    For the coordinator, on a machine without a network, with a copy of a laptop's folder.

    Example: survey-app record open ./whole --study ./our-study --data ./copy-of-data
    """
    if not yes:
        click.confirm("Names, faces and voices will stand in clear there. Go on?", abort=True)
    seed, *earlier = open_keys(study, "study", passphrase)
    laptop = open_laptop(data)
    try:
        done = write_whole(laptop, seed, folder, *earlier)
    finally:
        laptop.close()
    interviews, files = counted(done.interviews, "interview"), counted(done.attachments, "file")
    click.echo(f"Wrote {interviews} with {files} to {folder}.")
    damaged = [PartsDamagedError(records=", ".join(done.damaged))] if done.damaged else []
    told: list[SurveyError] = [*damaged, *done.hindered]
    for other in told[1:]:
        told[0].add_note(f"{other.code}: {other.message()}")
    if told:
        raise told[0]


@command.command("withdraw")
@click.argument("receipt")
@data_option
@click.option("--yes", is_flag=True, help="Do not ask again.")
@passphrase_option("passphrase", prompt="Supervisor's passphrase")
def take_back(receipt: str, data: Path, passphrase: str, *, yes: bool) -> None:
    """Destroy the interview with this RECEIPT number on this laptop, for ever.

    Example: survey-app record withdraw 0371-2345678 --data ./data
    """
    if not yes:
        click.confirm("Destroy this interview on this laptop? It cannot be undone.", abort=True)
    laptop = open_laptop(data)
    try:
        withdraw(laptop, unlock(laptop, passphrase), receipt)
    finally:
        laptop.close()
    click.echo("The interview was destroyed here. The next bundle tells the coordinator.")


@command.command("amend")
@click.argument("receipt")
@data_option
@click.option("--reason", required=True, help="Why; it is sealed with the change.")
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="QUESTION=VALUE",
    help="A correction: the code or text as the questionnaire keeps it.",
)
@click.option("--take-back", "parts", multiple=True, metavar="NAME", help="Question or module.")
@click.option("--files", is_flag=True, help="Also destroy its photographs and recordings.")
@passphrase_option("passphrase", prompt="Supervisor's passphrase")
def amend_finished(
    receipt: str,
    data: Path,
    reason: str,
    values: tuple[str, ...],
    parts: tuple[str, ...],
    passphrase: str,
    *,
    files: bool,
) -> None:
    """Correct or take back a part of the finished interview with this RECEIPT number.

    The sealed interview is not opened; the amendment is sealed beside it with who, when and why.
    What is taken back is destroyed with its key, here and in the sealed interview, with all that
    was worked out from it, its photographs and recordings.

    Example: survey-app record amend 0371-2345678 --take-back m7 --reason "her wish"
    """
    pairs = dict(one.partition("=")[::2] for one in values)
    laptop = open_laptop(data)
    try:
        wish = Wish(reason, pairs, parts, files)
        destroyed = amend(laptop, unlock(laptop, passphrase), receipt, wish)
    finally:
        laptop.close()
    click.echo("The amendment is sealed beside the interview.")
    if not destroyed:
        click.echo(
            "This interview was finished with an earlier version: what was taken back stays sealed "
            "under the study key, and whoever opens the interview is given it without. Only a "
            "withdrawal in whole destroys it."
        )

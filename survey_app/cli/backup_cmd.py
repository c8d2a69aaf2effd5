"""`survey-app backup`: one sealed file that holds a whole laptop.

Room: cli.
"""

import json
from pathlib import Path

import click

from survey_app.cli.counting import counted
from survey_app.cli.main import data_option
from survey_app.cli.passphrase import passphrase_option
from survey_app.cli.progress import progress
from survey_app.store.safe_copy import step_back as go_back
from survey_app.store.store import DATABASE_NAME
from survey_app.vault.chain import head_words
from survey_app.workflows import backup as leg
from survey_app.workflows.backing_up.damage import Damage
from survey_app.workflows.backing_up.opening import MakeKey, by_passphrase, by_study
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.field_laptop.remembering import HEAD
from survey_app.workflows.study.studies import open_keys, read_study

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_STUDY = click.option(
    "--study",
    type=FOLDER,
    help="Folder of the study: open it with the study's key, and its passphrase.",
)


@click.group("backup")
def command() -> None:
    """Keep a whole laptop in one sealed file, and bring it back."""


@command.command("make")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print what is in the backup as JSON.")
@passphrase_option("passphrase", prompt="Passphrase of anybody of this laptop")
def make(folder: Path, data: Path, passphrase: str, *, as_json: bool) -> None:
    """Write a backup of this laptop into FOLDER, open it again and compare all of it.

    The file holds ciphertext only. Keep it apart from the laptop: whoever has the file and a
    passphrase of the laptop has what the laptop would give.

    What is damaged on the laptop is carried as it is and named, and the backup is not called whole.

    Example: survey-app backup make /media/usb --data ./data
    """
    laptop = open_laptop(data)
    try:
        with progress("Sealing and checking") as on_progress:
            done = leg.make(laptop, unlock(laptop, passphrase), folder, on_progress=on_progress)
    finally:
        laptop.close()
    _show(done, "Wrote and checked", as_json=as_json)


@command.command("verify")
@click.argument("file", type=FILE)
@_STUDY
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print what is in the backup as JSON.")
@passphrase_option("passphrase", prompt="Passphrase")
def verify(file: Path, study: Path | None, data: Path, passphrase: str, *, as_json: bool) -> None:
    """Open the backup FILE in a scratch place, compare all of it, and wipe that place.

    The scratch place is made within the folder of --data. The passphrase is that of anybody of
    the laptop; with --study it is that of the study.

    Example: survey-app backup verify /media/usb/3f9c….backup
    """
    with progress("Checking") as on_progress:
        done = leg.verify_backup(file, _key(study, passphrase), data, on_progress=on_progress)
    _show(done, "Opened and checked", as_json=as_json)


@command.command("restore")
@click.argument("file", type=FILE)
@_STUDY
@data_option
@click.option("--replace", is_flag=True, help="Also where interviews are; they are kept beside.")
@click.option("--json", "as_json", is_flag=True, help="Print what was restored as JSON.")
@passphrase_option("passphrase", prompt="Passphrase")
def restore(
    file: Path, study: Path | None, data: Path, passphrase: str, *, replace: bool, as_json: bool
) -> None:
    """Make the folder of --data the laptop that the backup FILE holds.

    The passphrase is that of anybody of the laptop; with --study it is that of the study. The
    people's passphrases are afterwards those of the day of the backup. Never go on working on
    both laptops: they are one laptop to the study, and the merge names every place that both
    claim.

    Example: survey-app backup restore /media/usb/3f9c….backup --data ./data
    """
    with progress("Restoring") as on_progress:
        done = leg.restore(
            file, data, _key(study, passphrase), replace=replace, on_progress=on_progress
        )
    _show(done.checked, f"Restored to {done.folder} from", as_json=as_json)
    if not as_json:
        click.echo(f"Its log goes on with other words: {' '.join(head_words(done.head))}")
        if done.kept_aside is not None:
            click.echo(f"What was there before is in {done.kept_aside}")
        click.echo(_about_withdrawals(done))


@command.command("step-back")
@data_option
@click.option("--lose-work", is_flag=True, help="Also when something was done since the update.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
def step_back(data: Path, *, lose_work: bool, yes: bool) -> None:
    """Put the laptop back to the copy from before the last update of the program.

    The copy is made by itself before an update changes the tables, and is wiped when an interview
    is finished, discarded or withdrawn. Start the older version of the program afterwards.

    Example: survey-app backup step-back --data ./data
    """
    if not yes:
        click.confirm("Put the copy from before the update in its place?", abort=True)
    held = go_back(data, DATABASE_NAME, lose_work=lose_work)
    (data / HEAD).unlink(missing_ok=True)  # what was noted since is given up knowingly
    click.echo(
        f"Back: {counted(held.rows.get('records', 0), 'finished interview')}, "
        f"{held.rows.get('drafts', 0)} open. Start the older version of the program now."
    )


def _key(study: Path | None, passphrase: str) -> MakeKey:
    if study is None:
        return by_passphrase(passphrase)
    return by_study(read_study(study), *open_keys(study, "study", passphrase))


def _about_withdrawals(done: leg.Restored) -> str:
    again = f"Withdrawn since, and here as well: {counted(done.withdrawn_again, 'interview')}. "
    return (again if done.withdrawn_again else "") + (
        "Whoever took her interview back after the backup, and not in this folder, is in it again: "
        "withdraw it anew, with her number."
    )


def _show(done: leg.Checked, verb: str, *, as_json: bool) -> None:
    if as_json:
        facts = {
            "file": str(done.path),
            "size": done.size,
            "device": done.device,
            "drafts": done.drafts,
            "finished": done.finished,
            "attachments": done.attachments,
            "withdrawn": done.withdrawn,
            "log": done.head.count,
            "words": list(head_words(done.head)),
            "whole": not done.damage,
            "damaged_interviews": list(done.damage.interviews),
            "damaged_files": list(done.damage.files),
            "log_broken_at": done.damage.log or None,
        }
        click.echo(json.dumps(facts))
        return
    click.echo(f"{verb} {done.path} ({done.size:,} bytes).")
    finished = counted(done.finished, "finished interview")
    click.echo(
        f"Laptop {done.device[:8]}: {finished}, {done.drafts} open, "
        f"{counted(done.attachments, 'file')}, {done.withdrawn} withdrawn."
    )
    click.echo(f"Log of {done.head.count}: {' '.join(head_words(done.head))}")
    if done.damage:
        _show_damage(done.damage)


def _show_damage(damage: Damage) -> None:
    """Say what is in the backup as it was damaged on the laptop, and what to do about it."""
    click.echo("NOT WHOLE: this was damaged on the laptop before, and is in the backup as it is.")
    for name in damage.interviews:
        click.echo(f"  interview {name}: it does not agree with the signed log")
    for name in damage.files:
        click.echo(f"  file {name}: missing, or not what its name says")
    if damage.log:
        click.echo(f"  the log is broken at entry {damage.log}: no interview was held against it")
    click.echo(
        "All the rest is as it was on the laptop. Destroy no earlier backup before the coordinator "
        "has looked: it may hold what is damaged here."
    )

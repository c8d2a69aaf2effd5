"""The commands of `survey-app study` that make, mend and change keys.

Room: cli.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from survey_app.cli.counting import counted
from survey_app.cli.passphrase import passphrase_option
from survey_app.cli.sheets import ask_sheets, hand_out
from survey_app.errors import SurveyError
from survey_app.vault.passphrase import new_passphrase
from survey_app.workflows.errors import StudyDamagedError
from survey_app.workflows.field_laptop.laptop import open_laptop
from survey_app.workflows.files import write_new_file
from survey_app.workflows.keys.recovering import answer_request, recover_person, request_words
from survey_app.workflows.keys.rotating import rewrap_laptop, rotate_study
from survey_app.workflows.keys.sharing import (
    change_study_passphrase,
    restore_study,
    share_study,
    study_seed_of,
    study_seeds,
)
from survey_app.workflows.study.removing import cancel_pack, remove_laptop
from survey_app.workflows.study.studies import open_keys, read_study

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
ARRIVED = click.option(
    "--arrived",
    "places",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path, exists=True),
    help="A dataset or folder with bundles that shall go on counting; may be given again.",
)
SURE = click.option("--yes", is_flag=True, help="Do not ask again.")


@click.command("share")
@click.argument("study", type=FOLDER)
@click.option("--print-to", type=FOLDER, help="Also write three pages to print to this folder.")
@passphrase_option("passphrase", prompt="Passphrase of the study")
def share(study: Path, print_to: Path | None, passphrase: str) -> None:
    """Put the study key on three sheets of paper, any two of which give it back.

    Each sheet is shown once and typed back from the paper; at the end they are tried. Give them
    to three people. One sheet alone tells nothing. Do it on a machine without a network.

    Example: survey-app study share ./our-study
    """
    sheets = share_study(study, passphrase)
    hand_out(sheets, read_study(study), print_to)
    click.echo("All three were typed back, and every two of them give the study key.")


@click.command("recover")
@click.argument("study", type=FOLDER)
@click.option("--from-shares", is_flag=True, is_eager=True, help="Type two recovery sheets.")
@click.option("--data", type=FOLDER, help="Folder of a laptop whose passphrase is forgotten.")
@click.option("--request", type=FILE, help="Request that was made on the laptop.")
@click.option("--out", type=FILE, help="Where the answer to the request goes.")
@click.option("--person", default="", help="The two words of the person, where there are several.")
@passphrase_option("passphrase", prompt="Passphrase of the study")
def recover(
    study: Path,
    data: Path | None,
    request: Path | None,
    out: Path | None,
    person: str,
    passphrase: str,
    *,
    from_shares: bool,
) -> None:
    """Mend a forgotten passphrase, with the study key of STUDY or with two recovery sheets.

    With --data the laptop's folder is here: its person gets a new passphrase, shown once. With
    --request and --out she is far away: send her the answer. With --from-shares alone the study
    itself gets a new passphrase. Nothing that was written is lost.

    Example: survey-app study recover ./our-study --data ./her-laptop --person "redlamp oldgate"
    """
    if request is not None and out is None:
        raise click.UsageError("Add --out FILE: where the answer goes.")
    if from_shares and data is None and request is None:
        _restore(study)
        return
    seeds = _seeds(study, passphrase, from_shares=from_shares)
    if data is not None:
        _recover_here(study, data, person, seeds)
    elif request is not None and out is not None:
        _answer(study, request, out, person, seeds)
    else:
        raise click.UsageError("Add --data, or --request and --out, or --from-shares.")


def _seeds(study: Path, passphrase: str, *, from_shares: bool) -> Sequence[bytes]:
    if not from_shares:
        return open_keys(study, "study", passphrase)
    seed = study_seed_of(read_study(study), ask_sheets(2))
    try:
        return study_seeds(study, seed)
    except StudyDamagedError:  # without its other keys, the present one still helps
        return (seed,)


def _restore(study: Path) -> None:
    seed = study_seed_of(read_study(study), ask_sheets(2))
    words = new_passphrase("words")
    restore_study(study, seed, words)
    click.echo(f"New passphrase of the study (write it on paper, it is shown once): {words}")


def _recover_here(study: Path, data: Path, person: str, seeds: Sequence[bytes]) -> None:
    fresh = new_passphrase("digits")
    with closing(open_laptop(data)) as laptop:
        done = recover_person(laptop, read_study(study), seeds, fresh, who=person)
    click.echo(f"New passphrase of {done.words}, {done.role} (shown once): {fresh}")


def _answer(study: Path, request: Path, out: Path, person: str, seeds: Sequence[bytes]) -> None:
    asked = request.read_bytes()
    answer, words = answer_request(asked, read_study(study), seeds, who=person, name=request.name)
    click.echo(f"Words of the request: {request_words(asked)}")
    click.confirm("Does she read the same four words to you, in her own voice?", abort=True)
    write_new_file(out, answer)
    click.echo(f"Wrote {out}, for {words}. It opens with the passphrase of her request only.")


@click.command("passphrase")
@click.argument("study", type=FOLDER)
@passphrase_option("passphrase", prompt="Passphrase of the study, as it is now")
def passphrase(study: Path, passphrase: str) -> None:
    """Give STUDY a new passphrase, shown once. Copies of the folder keep the old one.

    Example: survey-app study passphrase ./our-study
    """
    words = new_passphrase("words")

    def show() -> None:  # before it is put in place: nobody could ever type one that was not seen
        click.echo(f"New passphrase of the study (write it on paper, it is shown once): {words}")

    try:
        change_study_passphrase(study, passphrase, words, show=show)
    except SurveyError:
        click.echo("Nothing was changed; use the passphrase that you have.", err=True)
        raise
    click.echo("It is in place. The old one opens only copies that were made before.")


@click.command("rotate")
@click.argument("study", type=FOLDER)
@SURE
@passphrase_option("passphrase", prompt="Passphrase of the study")
def rotate(study: Path, passphrase: str, *, yes: bool) -> None:
    """Give STUDY new sealing keys: the old study key was seen, lost, or is simply old.

    What was sealed before stays readable here. Afterwards make a new pack for every laptop and
    new recovery sheets, and `study rewrap` each laptop that comes in.

    Example: survey-app study rotate ./our-study
    """
    if not yes:
        click.confirm("Every laptop will need a new pack. Go on?", abort=True)
    card = rotate_study(study, passphrase)
    click.echo(f"The study has its keys number {card.epoch}. Make a new pack and new sheets now.")


@click.command("rewrap")
@click.argument("study", type=FOLDER)
@click.option("--data", type=FOLDER, required=True, help="Folder of the laptop, brought here.")
@passphrase_option("passphrase", prompt="Passphrase of the study")
def rewrap(study: Path, data: Path, passphrase: str) -> None:
    """Seal what a laptop finished before a change of keys to the newest study key.

    The answers themselves are not opened. The laptop's folder needs the newest pack first.

    Example: survey-app study rewrap ./our-study --data ./her-laptop
    """
    seeds = open_keys(study, "study", passphrase)
    with closing(open_laptop(data)) as laptop:
        done = rewrap_laptop(laptop, read_study(study), seeds)
    click.echo(f"Sealed to the newest study key: {counted(done.interviews, 'finished interview')}.")
    for name in done.damaged:
        click.echo(f"  interview {name} is damaged on the disk, and stays as it is")


@click.command("remove-laptop")
@click.argument("study", type=FOLDER)
@click.argument("laptop")
@ARRIVED
@SURE
@passphrase_option("passphrase", prompt="Passphrase of the study")
def remove(
    study: Path, laptop: str, places: tuple[Path, ...], passphrase: str, *, yes: bool
) -> None:
    """Let LAPTOP go: what it signs from now on is refused at the merge, for good.

    LAPTOP is the id it showed when it was set up. What has arrived already stays; name it with
    --arrived.

    Example: survey-app study remove-laptop ./our-study 3f9c21aa --arrived ./merged
    """
    if not yes:
        click.confirm("No laptop that was removed ever comes back. Go on?", abort=True)
    counting = remove_laptop(study, passphrase, laptop, places)
    click.echo(f"The laptop is removed. Bundles of it that go on counting: {counting}.")
    if not counting:
        click.echo(
            "None of its bundles was found there: compare the letters. If it had sent something, "
            "run this again and name with --arrived where that lies: what is found is added."
        )


@click.command("cancel-pack")
@click.argument("study", type=FOLDER)
@click.argument("pack", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@ARRIVED
@SURE
@passphrase_option("passphrase", prompt="Passphrase of the study")
def cancel(
    study: Path, pack: Path, places: tuple[Path, ...], passphrase: str, *, yes: bool
) -> None:
    """Let no further laptop in with PACK: it was lost or copied by a stranger.

    Laptops that it had let in go on when a bundle of theirs is found under --arrived. They are
    listed; of one of the team's that is missing, bring its bundle and run this again.

    Example: survey-app study cancel-pack ./our-study lost.pack --arrived ./merged
    """
    if not yes:
        click.confirm(
            "Laptops that this pack let in, and of which no bundle is found, stop counting. Go on?",
            abort=True,
        )
    staying = cancel_pack(study, passphrase, pack, places)
    click.echo(f"The pack is cancelled. Laptops of it that go on counting: {len(staying)}.")
    for laptop in staying:
        click.echo(f"  {laptop}")
    click.echo("Is one of the team's missing? Run this again, and name its bundle with --arrived.")


COMMANDS = (share, recover, passphrase, rotate, rewrap, remove, cancel)

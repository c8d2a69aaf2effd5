"""`survey-app submission`: look at a finished interview that came back, and open it again.

Room: cli.
"""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from survey_app.cli.form_cmd import PLACE, json_option, translations_option
from survey_app.cli.main import data_option
from survey_app.cli.passphrase import passphrase_option
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.looking import look_for
from survey_app.workflows.taking_up import Fit, take_up
from survey_app.xlsform.shelf import user_shelf

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("submission")
def command() -> None:
    """Look at submissions, and open one again to change it."""


@command.command("check")
@click.argument("file", type=FILE)
@click.option("--form", required=True, type=PLACE, help="Folder or workbook of its form.")
@translations_option
@json_option
def check(file: Path, form: Path, translations: Path, *, as_json: bool) -> None:
    """Say how the submission FILE fits a form: names of places, never an answer.

    Set aside is what has no place in the form; unfit is what stands in a place and could not be
    answered there: of another type, no choice, hidden, or against a constraint. Ends with exit
    code 1 when anything is set aside, unfit, or not beside FILE.

    Example: survey-app submission check submission.xml --form forms/khan_2024
    """
    fit = look_for(form, translations, file.read_bytes(), shelf=user_shelf())
    missing = [name for name in fit.files if name not in _beside(file, fit.files)]
    if as_json:
        click.echo(json.dumps(_as_json(fit, missing), ensure_ascii=False, indent=1))
    else:
        _tell(fit, missing)
    if fit.set_aside or fit.unfit or missing:
        raise SystemExit(1)


@command.command("import")
@click.argument("file", type=FILE)
@data_option
@click.option("--language", default="", help="Tag of the language to go on in, such as ur.")
@passphrase_option("passphrase", prompt="Interviewer's passphrase")
def bring_in(file: Path, data: Path, language: str, passphrase: str) -> None:
    """Open the submission FILE as an interview, to be changed on the pages and finished again.

    Its photographs and recordings are taken from the folder of FILE. The draft is encrypted
    for this interviewer; FILE itself stays as it is, in clear: destroy it afterwards. An
    interview that is sealed on a laptop is opened by the coordinator only: `record open`.

    Example: survey-app submission import ./whole/8f2c/submission.xml --data ./data
    """
    laptop = open_laptop(data)
    try:
        person = unlock(laptop, passphrase)
        taken = take_up(
            laptop, person, file.read_bytes(), partial(_file_beside, file), language=language
        )
    finally:
        laptop.close()
    _tell(taken.fit, taken.files_missing)
    click.echo(
        "Opened. It stands on the first page of the pages, marked as a finished interview that "
        "is being changed.\n"
        "Finished again it is an interview of its own: withdraw the earlier one by its number "
        "(survey-app record withdraw), or both are counted.\n"
        f"{file} and its folder hold the answers in clear. Destroy them when they are not needed."
    )


def _file_beside(file: Path, name: str) -> bytes | None:
    """Return the bytes of a file beside the submission; `name` is no path."""
    path = file.parent / name
    return path.read_bytes() if path.is_file() else None


def _beside(file: Path, names: Sequence[str]) -> Mapping[str, Path]:
    """Return those of the files `names` that lie beside the submission."""
    return {name: path for name in names if (path := file.parent / name).is_file()}


def _tell(fit: Fit, missing: Sequence[str]) -> None:
    if fit.same_form:
        click.echo("Made with exactly this form.")
    elif fit.arrival.form_hash:
        click.echo(f"Made with another version of this form: {fit.arrival.form_version or '?'}.")
    else:
        click.echo(f"Made with another tool, version {fit.arrival.form_version or '?'}.")
    _list("Set aside, the form has no such place", fit.set_aside)
    _list("Stands, but could not be answered so in the form", fit.unfit)
    _list("A file that did not come with it, or is of another kind", missing)


def _list(title: str, names: Sequence[str]) -> None:
    if names:
        click.echo(f"{title}: {len(names)}")
    for name in names:
        click.echo(f"  {name}")


def _as_json(fit: Fit, missing: Sequence[str]) -> Mapping[str, object]:
    return {
        "same_form": fit.same_form,
        "form_version": fit.form_version,
        "made_with_version": fit.arrival.form_version,
        "set_aside": list(fit.set_aside),
        "unfit": list(fit.unfit),
        "files": list(fit.files),
        "files_missing": list(missing),
    }

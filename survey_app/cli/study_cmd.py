"""`survey-app study`: make a study, sign its pack, install it on a laptop.

Room: cli.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from survey_app.cli.main import data_option
from survey_app.cli.passphrase import passphrase_option
from survey_app.cli.study_keys import COMMANDS as KEY_COMMANDS
from survey_app.clock import SystemClock
from survey_app.errors import SurveyError
from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE
from survey_app.vault.passphrase import new_passphrase
from survey_app.workflows.enrol import (
    NewPerson,
    enrol_laptop,
    goes_back,
    install_pack,
    is_enrolled,
)
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.packing import hubs_of, make_pack
from survey_app.workflows.study.care_settings import DAILY_CAP, CareSettings
from survey_app.workflows.study.referrals import read_referrals, refuse_uncalled
from survey_app.workflows.study.studies import StudyCard, create_study, read_study, study_words

FOLDER = click.Path(path_type=Path, file_okay=False)
WAS_HERE = (
    "This laptop had this pack before, and another one since: it is back at its earlier "
    "questionnaires, places that help and hubs. If that was a slip, install the newer one again."
)


def _pairs(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Return `NAME=VALUE` words as a mapping."""
    pairs = {
        name.strip(): value.strip() for name, _, value in (one.partition("=") for one in given)
    }
    if not all(pairs) or not all(pairs.values()):
        raise click.BadParameter("Write NAME=VALUE, such as site=lahore.")
    return pairs


def _worded(_ctx: click.Context, _option: click.Parameter, given: str) -> str:
    """Return a title that people can read."""
    if not given.strip():
        raise click.BadParameter("Write a few words that the team knows the study by.")
    return given.strip()


@click.group("study")
def command() -> None:
    """Make a study, sign its pack, install it on a laptop, look after its keys."""


for _one in KEY_COMMANDS:
    command.add_command(_one)


@command.command("create")
@click.argument("folder", type=FOLDER)
@click.option(
    "--title", required=True, callback=_worded, help="Name of the study, for the team only."
)
@click.option(
    "--cover-en",
    default="Family and daily life",
    show_default=True,
    help='Title on the pages; "" where nobody is asked in English.',
)
@click.option(
    "--cover-ur",
    default="گھر اور روزمرہ زندگی",
    show_default=True,
    help='The same in Urdu; "" where nobody is asked in Urdu.',
)
@click.option("--demo", is_flag=True, help="May be fielded with a draft translation.")
@click.option("--open-module", "modules", multiple=True, help="A gated module to open: m9, m13…")
@click.option("--target", "targets", multiple=True, help="Address of a hub, for every pack.")
@click.option(
    "--generate-passphrase", is_flag=True, is_eager=True, help="Make one and print it once."
)
@passphrase_option("passphrase", prompt="Passphrase of the study", confirm=True)
def create(
    folder: Path,
    title: str,
    cover_en: str,
    cover_ur: str,
    modules: tuple[str, ...],
    targets: tuple[str, ...],
    passphrase: str,
    *,
    demo: bool,
    generate_passphrase: bool,
) -> None:
    """Make a study in FOLDER: its seed and keys, sealed under a passphrase.

    Keep FOLDER away from every field laptop, and copy it to two safe places.

    Example: survey-app study create ./our-study --title "Mothers 2026" --generate-passphrase
    """
    words = new_passphrase("words") if generate_passphrase else passphrase
    card = create_study(
        folder,
        words,
        title=title,
        cover_titles={"en": cover_en, "ur": cover_ur},
        demo=demo,
        open_modules=modules,
        targets=hubs_of(targets),
    )
    if generate_passphrase:
        click.echo(f"Passphrase (write it on paper, it is shown once): {words}")
    _show(folder, card)


@command.command("pack")
@click.argument("study", type=FOLDER)
@click.option(
    "--form",
    "forms",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Form folder.",
)
@click.option(
    "--translations",
    type=FOLDER,
    default=Path("translations"),
    show_default=True,
    help="Folder of the translation files.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option(
    "--preset",
    "presets",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_pairs,
    help="Value of a question in every interview, such as site=lahore.",
)
@click.option(
    "--ask-first",
    "asked",
    multiple=True,
    metavar="NAME",
    help="Question that the first page asks once, such as the interviewer's code.",
)
@click.option(
    "--referrals",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="List of the places that help, as CSV: docs/spec/referrals.md.",
)
@click.option(
    "--hub",
    "hubs",
    multiple=True,
    metavar="ADDRESS",
    help="Hub that laptops may send to: what `hub serve` prints, with its key.",
)
@click.option(
    "--daily-cap",
    type=click.IntRange(1, 20),
    default=DAILY_CAP,
    show_default=True,
    help="Interviews that one person should begin in a day.",
)
@passphrase_option("passphrase", prompt="Passphrase of the study")
def pack(
    study: Path,
    forms: tuple[Path, ...],
    translations: Path,
    out: Path,
    presets: dict[str, str],
    asked: tuple[str, ...],
    referrals: Path | None,
    hubs: tuple[str, ...],
    daily_cap: int,
    passphrase: str,
) -> None:
    """Sign the forms, texts, public keys and settings of STUDY into one file.

    Example: survey-app study pack ./our-study --form forms/khan_2024 --out our-study.pack
    """
    helpers = read_referrals(referrals.read_bytes()) if referrals else ()
    if not read_study(study).demo:
        refuse_uncalled(helpers, SystemClock().now().date())
    made = make_pack(
        study,
        passphrase,
        form_folders=forms,
        translations=translations,
        out=out,
        presets=presets | dict.fromkeys(asked, ""),
        hubs=hubs,
        care=CareSettings(helpers, daily_cap),
        left_out=_say_left_out,
    )
    click.echo(f"Wrote {made} ({made.stat().st_size:,} bytes).")
    if helpers:
        click.echo("The places that help, to compare: a spreadsheet may have lost a first 0.")
    for one in helpers:
        click.echo(f"  {one.number}  {one.names[SOURCE_LANGUAGE]}")
    click.echo(f"Study words, to compare on each laptop: {study_words(read_study(study))}")


def _say_left_out(form: str, tag: str) -> None:
    name = LANGUAGES[tag].english_name
    click.echo(f"{form} goes without {name}: not all that she hears is translated and reviewed.")


@command.command("install")
@click.argument("pack_file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@data_option
@click.option("--solo", is_flag=True, help="One person holds both roles.")
@click.option("--interviewers", type=click.IntRange(1, 9), default=1, show_default=True)
@click.option("--supervisors", type=click.IntRange(1, 9), default=1, show_default=True)
def install(
    pack_file: Path, data: Path, interviewers: int, supervisors: int, *, solo: bool
) -> None:
    """Install PACK_FILE on this laptop and make the passphrases of its people.

    Each passphrase is generated and printed once; nobody can look it up again. On a laptop that
    has its people already, the pack replaces the one before and the passphrases stay.

    Example: survey-app study install our-study.pack --data ./data
    """
    is_older = goes_back(data, pack_file)
    card = install_pack(data, pack_file)
    if is_enrolled(data):
        click.echo(f"Study: {card.title}. Study words, to compare: {study_words(card)}")
        click.echo("This pack is in place now. The passphrases are the same as before.")
        if is_older:
            click.echo(WAS_HERE)
        return
    team = [Role.INTERVIEWER] * interviewers + [Role.SUPERVISOR] * supervisors
    roles = [Role.SOLO] if solo else team
    people = [NewPerson(role, new_passphrase("digits")) for role in roles]
    try:
        device = enrol_laptop(data, people, show=lambda: _show_people(card, people))
    except SurveyError:
        click.echo("Nobody was set up: any passphrase shown above opens nothing.", err=True)
        raise
    click.echo(f"This laptop is {device}.")


def _show_people(card: StudyCard, people: Sequence[NewPerson]) -> None:
    """Print the passphrases before they are put in place: nobody has one that was not seen."""
    click.echo(f"Study: {card.title}. Study words, to compare: {study_words(card)}")
    for person in people:
        click.echo(
            f"Passphrase of the {person.role}, {person.words} (shown once): {person.passphrase}"
        )


@command.command("show")
@click.argument("study", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print the public card as JSON.")
def show(study: Path, *, as_json: bool) -> None:
    """Show the public card of STUDY; no passphrase is needed.

    Example: survey-app study show ./our-study --json
    """
    card = read_study(study)
    if as_json:
        click.echo(json.dumps(card.to_json(), ensure_ascii=False, indent=1))
    else:
        _show(study, card)


def _show(folder: Path, card: StudyCard) -> None:
    click.echo(f"Study {card.title!r} in {folder}")
    click.echo(f"  id            {card.study_id}")
    click.echo(f"  cover titles  {', '.join(filter(None, card.cover_titles.values()))}")
    click.echo(f"  kind          {'demo' if card.demo else 'real'}")
    click.echo(f"  open modules  {' '.join(card.open_modules) or 'none'}")
    for at, address in enumerate(card.targets):
        click.echo(f"  {'hubs' if at == 0 else '':<14}{address}")
    click.echo(f"  study words   {study_words(card)}")

"""`survey-app people`: who may unlock this laptop, and with what.

Room: cli.
"""

from contextlib import closing
from pathlib import Path

import click

from survey_app.cli.main import data_option
from survey_app.cli.passphrase import passphrase_option
from survey_app.errors import SurveyError
from survey_app.vault.passphrase import new_passphrase
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.files import write_new_file
from survey_app.workflows.keys import people as leg
from survey_app.workflows.keys.panic import destroy_keys_in
from survey_app.workflows.keys.people_errors import NoSuchPersonError
from survey_app.workflows.keys.recovering import accept_answer, make_request, request_words

FILE = click.Path(path_type=Path, dir_okay=False)
kind_option = click.option(
    "--words", "kind", flag_value="words", help="Make five words instead of 16 digits."
)


@click.group("people")
def command() -> None:
    """Add and remove the people of this laptop; change and mend passphrases."""


@command.command("list")
@data_option
@passphrase_option("passphrase", prompt="Supervisor's passphrase")
def show(data: Path, passphrase: str) -> None:
    """Say who can unlock this laptop: two words and a role each, no names.

    Example: survey-app people list --data ./data
    """
    with closing(open_laptop(data)) as laptop:
        found = leg.members(laptop, unlock(laptop, passphrase))
    for one in found:
        click.echo(f"{one.words:<28}{one.role or 'not known'}")


@command.command("add")
@click.argument("role", type=click.Choice([str(role) for role in Role]))
@data_option
@kind_option
@passphrase_option("passphrase", prompt="Supervisor's passphrase")
def add(role: str, data: Path, kind: str | None, passphrase: str) -> None:
    """Give another person a passphrase of her own, shown once.

    Example: survey-app people add interviewer --data ./data
    """
    fresh = _fresh(kind)
    with closing(open_laptop(data)) as laptop:
        made = leg.add_person(laptop, unlock(laptop, passphrase), Role(role), fresh)
    click.echo(f"Passphrase of {made.words}, {made.role} (shown once): {fresh}")


@command.command("remove")
@click.argument("words")
@data_option
@click.option("--yes", is_flag=True, help="Do not ask again.")
@passphrase_option("passphrase", prompt="Supervisor's passphrase")
def remove(words: str, data: Path, passphrase: str, *, yes: bool) -> None:
    """Take the passphrase of a person away, named by her two WORDS.

    Example: survey-app people remove "redlamp oldgate" --data ./data
    """
    if not yes:
        click.confirm("Her passphrase will open nothing here any more. Go on?", abort=True)
    with closing(open_laptop(data)) as laptop:
        found = leg.members(laptop, unlock(laptop, passphrase))
        named = [one.slot_id for one in found if one.words == " ".join(words.lower().split())]
        if len(named) != 1:
            raise NoSuchPersonError
        done = leg.remove_person(laptop, named[0], passphrase)
    click.echo("Her passphrase opens nothing here any more.")
    for other in done.also:
        click.echo(f"The site key is new: add the supervisor {other} again.")
    if done.drafts_left:
        click.echo("What she left unfinished, only the study key opens now.")


@command.command("passphrase")
@data_option
@kind_option
@passphrase_option("passphrase", prompt="Passphrase, as it is now")
def change(data: Path, kind: str | None, passphrase: str) -> None:
    """Change your passphrase; the new one is made and shown once.

    Example: survey-app people passphrase --data ./data
    """
    fresh = _fresh(kind)

    def show(who: leg.Member) -> None:  # before it is put in place, or a cut could leave it unseen
        click.echo(f"New passphrase of {who.words} (shown once): {fresh}")

    with closing(open_laptop(data)) as laptop:
        try:
            leg.change_passphrase(laptop, passphrase, fresh, show=show)
        except SurveyError:
            click.echo("Nothing was changed; use the passphrase that you have.", err=True)
            raise
    click.echo("It is in place. The old one opens nothing here any more.")


@command.command("ask")
@click.argument("out", type=FILE)
@data_option
@kind_option
def ask(out: Path, data: Path, kind: str | None) -> None:
    """A passphrase is forgotten: write a request for the holder of the study key to OUT.

    The new passphrase is made now and shown once; it opens nothing until the answer is here.

    Example: survey-app people ask help.request --data ./data
    """
    fresh = _fresh(kind)
    with closing(open_laptop(data)) as laptop:
        request = make_request(laptop, fresh)
    write_new_file(out, request)
    click.echo(f"New passphrase (shown once, good when the answer is here): {fresh}")
    click.echo(f"Send {out}, and read these words to the coordinator: {request_words(request)}")


@command.command("accept")
@click.argument("answer", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@data_option
@passphrase_option("passphrase", prompt="The new passphrase, from when you asked")
def accept(answer: Path, data: Path, passphrase: str) -> None:
    """Take the ANSWER to a request: from now on the new passphrase opens the laptop.

    Example: survey-app people accept help.answer --data ./data
    """
    with closing(open_laptop(data)) as laptop:
        who = accept_answer(laptop, answer.read_bytes(), passphrase, name=answer.name)
    click.echo(f"The new passphrase of {who.words}, {who.role}, opens the laptop now.")


@command.command("panic")
@data_option
@click.option("--yes", is_flag=True, help="Do not ask again.")
def panic(data: Path, *, yes: bool) -> None:
    """Destroy every passphrase's key on this laptop. Only the study key brings them back.

    Works also where the folder is damaged or open in another program.

    Example: survey-app people panic --data ./data
    """
    if not yes:
        click.confirm("No passphrase will open this laptop any more. Go on?", abort=True)
    done = destroy_keys_in(data)
    click.echo("Done. Nothing on this laptop can be unlocked.")
    if done.held:
        click.echo(
            "Another program has this folder open. Pages of the survey lock in some seconds; end "
            "every other program on this folder, or switch the laptop off."
        )
    for path in done.backups:
        click.echo(f"This backup still opens with a passphrase of its day, destroy it: {path}")


def _fresh(kind: str | None) -> str:
    return new_passphrase("words" if kind == "words" else "digits")

"""`survey-app translation`: extract, merge, check and review translations.

Room: cli.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from survey_app.cli.counting import counted
from survey_app.clock import SystemClock
from survey_app.i18n.catalogues import po_path
from survey_app.i18n.locales import LANGUAGES, SOURCE_LANGUAGE
from survey_app.i18n.po_merging import Merged
from survey_app.workflows import proofread, translate
from survey_app.xlsform.translating.po_merge import Trivial

FOLDER = click.Path(path_type=Path, file_okay=False)
FORM = click.Path(path_type=Path, exists=True)
MISSING_SHOWN = 5
"""Unit: texts of the program. A new language lacks nearly two thousand."""
TAGS = [tag for tag in LANGUAGES if tag != SOURCE_LANGUAGE]


_translations = click.option(
    "--translations", type=FOLDER, default=Path("translations"), show_default=True
)
_forms = click.argument("forms", nargs=-1, type=FORM)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a command that works on the files of one language."""
    for option in (
        click.option("--language", "tag", type=click.Choice(TAGS), default="ur", show_default=True),
        click.option(
            "--forms", "root", type=FOLDER, default=Path("forms"), help="Folder of the forms."
        ),
        _translations,
        _forms,
    ):
        command = option(command)
    return command


@click.group("translation")
def command() -> None:
    """Extract, merge, check and review translations.

    Without FORMS a command works on the program's own texts and on every form; extract
    then writes the template of the program alone.
    """


@command.command("extract")
@_translations
@_forms
def extract(forms: tuple[Path, ...], translations: Path) -> None:
    """Write the template: messages.pot for the program, or form-<id>.pot for each of FORMS.

    Example: survey-app translation extract
    """
    if not forms:
        path, changed = translate.extract_app(translations)
        click.echo(f"{path}: {'written' if changed else 'fresh already'}")
    for form in forms:
        click.echo(f"{translate.extract_form(form, translations)}: written")


@command.command("merge")
@_options
@click.option("--trivial", multiple=True, metavar="CTX", help="Only its spelling changed.")
@click.option("--reviewer", default="", help="Who answers for --trivial.")
def merge(
    forms: tuple[Path, ...],
    translations: Path,
    root: Path,
    tag: str,
    trivial: tuple[str, ...],
    reviewer: str,
) -> None:
    """Bring the translation files up to the program and the forms; nothing is thrown away.

    Where the English changed, the translation is kept and marked fuzzy.

    Example: survey-app translation merge forms/khan_2024 --language ur
    """
    if not forms:
        translate.extract_app(translations)
        _print_merge(f"{translate.APP}.po", translate.merge_app(translations, tag))
    spared = Trivial(trivial, reviewer, SystemClock().now().date()) if trivial else None
    for form in forms or translate.form_folders(root):
        merged = translate.merge_form_texts(form, translations, tag, trivial=spared)
        _print_merge(str(form), merged)


@command.command("check")
@_options
@click.option("--fielding", is_flag=True, help="Also refuse what nobody reviewed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
def check(
    forms: tuple[Path, ...],
    translations: Path,
    root: Path,
    tag: str,
    *,
    fielding: bool,
    as_json: bool,
) -> None:
    """Look translations over: damage, missing and fuzzy texts, wording, review.

    Ends with exit code 1 when there is an error. Unreviewed texts are a draft: an error only
    with --fielding.

    Example: survey-app translation check --json
    """
    notes = [] if forms else list(proofread.proofread_app(translations, tag))
    for form in forms or translate.form_folders(root):
        notes += proofread.proofread_form(form, translations, tag)
    if as_json:
        listed = [note.as_json() for note in notes]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        _print_notes(notes)
    if any(proofread.stops(note, fielding=fielding) for note in notes):
        raise SystemExit(1)


@command.command("status")
@_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
def status(
    forms: tuple[Path, ...], translations: Path, root: Path, tag: str, *, as_json: bool
) -> None:
    """Count how far each file has come.

    Example: survey-app translation status
    """
    domains = [] if forms else [translate.APP]
    domains += [translate.form_words(form).domain for form in forms or translate.form_folders(root)]
    paths = [po_path(translations, tag, domain) for domain in domains]
    counts = [proofread.progress(path, tag) for path in paths if path.exists()]
    if as_json:
        click.echo(json.dumps([count.as_json() for count in counts], indent=1))
        return
    click.echo(f"{'file':<36}{'texts':>7}{'done':>7}{'fuzzy':>7}{'reviewed':>10}")
    for count in counts:
        click.echo(
            f"{count.file:<36}{count.texts:>7}{count.translated:>7}{count.fuzzy:>7}"
            f"{count.reviewed:>10}"
        )
    for path in (one for one in paths if not one.exists()):
        click.echo(f"{path.name:<36}not there yet: survey-app translation merge --language {tag}")


@command.command("review")
@click.argument("form", type=FORM)
@click.argument("contexts", nargs=-1)
@click.option("--reviewer", required=True, help="Who has read the texts against the English.")
@click.option("--all", "everything", is_flag=True, help="All texts that she hears.")
@click.option("--language", "tag", type=click.Choice(TAGS), default="ur", show_default=True)
@click.option("--translations", type=FOLDER, default=Path("translations"), show_default=True)
def review(
    form: Path,
    contexts: tuple[str, ...],
    reviewer: str,
    tag: str,
    translations: Path,
    *,
    everything: bool,
) -> None:
    """Sign CONTEXTS of FORM as read by a second person; any later edit makes the mark stale.

    Example: survey-app translation review forms/khan_2024 q:age:label --reviewer sana
    """
    if bool(contexts) == everything:
        raise click.UsageError("Name the contexts that were read, or say --all.")
    signed = translate.review_form_texts(
        form, translations, tag, contexts, reviewer=reviewer, clock=SystemClock()
    )
    click.echo(f"{counted(len(signed), 'text')} signed by {reviewer}.")


def _print_merge(name: str, merged: Merged) -> None:
    counts = {
        "new": merged.added,
        "changed, now fuzzy": merged.changed,
        "changed in spelling only": merged.trivial,
        "renamed": merged.renamed,
        "retired": merged.gone,
    }
    said = [f"{len(texts)} {what}" for what, texts in counts.items() if texts]
    click.echo(f"{name}: {', '.join(said) or 'nothing to do'}")


def _print_notes(notes: list[proofread.Note]) -> None:
    missing = [note for note in notes if note.code == proofread.MISSING]
    more = frozenset(missing[MISSING_SHOWN:])
    for note in notes:
        if note in more:
            continue
        place = f"{note.file}:{note.line}" if note.line else note.file
        click.echo(f"{note.severity:<8}{note.code}  {place}  {note.entry}".rstrip())
        click.echo(f"        {note.said}")
    if more:
        file = missing[0].file
        click.echo(f"{counted(len(more), 'more text')} of {file} without a translation yet.")
        click.echo("        Until there is one, the pages show the English.")
    errors = sum(note.severity == "error" for note in notes)
    click.echo(f"{counted(errors, 'error')}, {counted(len(notes) - errors, 'warning')}")

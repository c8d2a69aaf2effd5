"""`survey-app form`: check, show, convert, compare and try questionnaires.

Room: cli.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from survey_app.cli.counting import counted
from survey_app.cli.main import Desks
from survey_app.workflows import author, recording
from survey_app.xlsform.rulebook.findings import Finding
from survey_app.xlsform.shelf import user_shelf
from survey_app.xlsform.translating.recordings import Heard
from survey_app.xlsform.versions.changes import Change, Verdict, verdict_of

PLACE = click.Path(path_type=Path, exists=True)
FOLDER = click.Path(path_type=Path, file_okay=False)
CODES_UNREVIEWED = frozenset({"CHECK-076", "CHECK-077"})

GROUPS = {
    Verdict.BREAKS_DATA: "Breaks data:",
    Verdict.NEW_VERSION: "Needs a new version:",
    Verdict.SAFE: "Safe:",
}
UNUSABLE = 12
THROWN_AWAY = "Stopped. Nothing of this preview is kept."
WHOLE = {
    Verdict.BREAKS_DATA: "The whole: breaks data. Consider a form of its own.",
    Verdict.NEW_VERSION: "The whole: needs a new version, and no data break.",
    Verdict.SAFE: "The whole: safe.",
}
RUNNING = (
    "Interviews that are open go on with the version they were begun with; "
    "new ones are held with the new form."
)

translations_option = click.option(
    "--translations",
    type=FOLDER,
    default=Path("translations"),
    show_default=True,
    help="Folder of the translation files.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")


@click.group("form")
def command() -> None:
    """Check, show, convert, compare and try questionnaires."""


@command.command("check")
@click.argument("forms", nargs=-1, required=True, type=PLACE)
@translations_option
@click.option("--study", is_flag=True, help="Also refuse what no study may field.")
@click.option("--fielding", is_flag=True, help="As --study, and refuse what nobody reviewed.")
@json_option
def check(
    forms: tuple[Path, ...], translations: Path, *, study: bool, fielding: bool, as_json: bool
) -> None:
    """Check FORMS (folders or workbooks): every finding at once, with place and remedy.

    An error is what no program can use. A finding marked “study” leaves a good XLSForm: a demo
    may show it, and before a study is packed with it, it is mended. A warning asks for a second
    look. Ends with exit code 1 when there is an error.

    Example: survey-app form check forms/khan_2024
    """
    shelf = user_shelf()
    found = {str(form): author.check_folder(form, translations, shelf=shelf) for form in forms}
    if fielding:
        found = {name: _for_the_field(findings) for name, findings in found.items()}
    if as_json:
        by_form = {name: [one.as_json() for one in findings] for name, findings in found.items()}
        click.echo(json.dumps(by_form, ensure_ascii=False, indent=1))
    else:
        for name, findings in found.items():
            _print_findings(name, findings)
    every = [finding for findings in found.values() for finding in findings]
    if any(_stops(finding, study=study or fielding) for finding in every):
        raise SystemExit(1)


@command.command("show")
@click.argument("form", type=PLACE)
@translations_option
@json_option
def show(form: Path, translations: Path, *, as_json: bool) -> None:
    """Show FORM as an outline: modules, questions, who hears them, how they are protected.

    Example: survey-app form show forms/khan_2024
    """
    shown = author.outline(form, translations, shelf=user_shelf())
    if as_json:
        click.echo(json.dumps(shown.as_json(), ensure_ascii=False, indent=1))
        return
    click.echo(f"{shown.title} ({shown.form_id}, version {shown.version})")
    for language, state in shown.languages.items():
        click.echo(f"  {language:<14}{state}")
    click.echo(f"  {counted(shown.questions, 'question')}, form hash {shown.form_hash}\n")
    for line in shown.lines:
        indent = "  " * line.depth
        if line.is_group:
            click.echo(f"{indent}{line.label or line.name}  [{line.name}]")
        else:
            tags = " ".join(filter(None, (line.sensitivity, line.voice, line.protection)))
            click.echo(f"{indent}{line.name}  ({line.type}; {tags})")
            click.echo(f"{indent}    {line.label}")
    for sentence in (*shown.not_offered, *shown.set_aside):
        click.echo(f"\n! {sentence}")


@command.command("voice")
@click.argument("form", type=PLACE)
@translations_option
@click.option("--language", default="ur", show_default=True, help="Language that is spoken.")
@click.option("--port", type=click.IntRange(1, 65535), default=8767, show_default=True)
@click.option("--list", "only_list", is_flag=True, help="Only say what is missing or stale.")
@json_option
@click.pass_obj
def voice(
    desks: Desks,
    form: Path,
    translations: Path,
    *,
    language: str,
    port: int,
    only_list: bool,
    as_json: bool,
) -> None:
    """Record the texts of FORM in their order, in a page of this machine; or list them.

    The recordings and the list that ties each to its words lie in FORM/media and travel in the
    study pack. A text that changes makes its recording stale: it is not played any more. Ends
    with exit code 1 under --list when something is missing or stale.

    Example: survey-app form voice forms/khan_2024 --list
    """
    script = recording.script(form, translations, language)
    if not (only_list or as_json):
        click.echo(f"Open http://127.0.0.1:{port} in a browser; Ctrl-C ends it.")
        desks.serve_voice(form=form, texts=translations, tag=language, port=port)
        return
    open_ones = [one for one in script.prompts if one.heard is not Heard.RECORDED]
    if as_json:
        rows = [{"context": p.ctx, "state": p.heard.value, "file": p.file} for p in script.prompts]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for one in open_ones:
            click.echo(f"{one.heard.value:<9}{one.ctx}")
        click.echo(f"{len(script.prompts) - len(open_ones)} of {len(script.prompts)} recorded.")
    if open_ones:
        raise SystemExit(1)


@command.command("convert")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Write over TARGET.")
def convert(source: Path, target: Path, *, force: bool) -> None:
    """Write the workbook SOURCE as TARGET, of the kind its ending names: .md, .xlsx or .csv.

    TARGET is read back and compared before it is put in place: no cell is lost.

    Example: survey-app form convert forms/khan_2024/form.md khan.xlsx
    """
    cells = author.convert(source, target, force=force)
    click.echo(f"Wrote {target}: {cells} cells, read back and equal.")


@command.command("diff")
@click.argument("old", type=PLACE)
@click.argument("new", type=PLACE)
@json_option
def diff(old: Path, new: Path, *, as_json: bool) -> None:
    """Say in words how the questionnaire NEW differs from OLD, and what each change costs.

    Changes are grouped: those that break data, those that need a new version, and safe ones. A
    line that begins with ! starts a new series in the data. Interviews that are open go on with
    the version they were begun with. Ends with exit code 0 when all is safe, 10 when the form
    needs a new version, 11 when data break, 12 when NEW has errors and cannot be used at all; what
    differs is told all the same.

    Example: survey-app form diff form-2026-11.xlsx forms/khan_2024
    """
    changes = author.compare(old, new)
    verdict = verdict_of(changes)
    errors = {place: author.errors_of(place) for place in (old, new)}
    if as_json:
        told = {
            "verdict": verdict.label,
            "errors_old": [one.as_json() for one in errors[old]],
            "errors_new": [one.as_json() for one in errors[new]],
            "changes": [change.as_json() for change in changes],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for place, found in errors.items():
            _print_errors(place, found)
        _print_changes(changes, verdict)
    if errors[new] or verdict:
        raise SystemExit(UNUSABLE if errors[new] else int(verdict))


def _print_errors(place: Path, found: Sequence[Finding]) -> None:
    """Say plainly that a questionnaire is not valid, before what differs in it is told."""
    if found:
        first = f"{found[0].place}: {found[0].message}"
        click.echo(f"{place} is not valid: {counted(len(found), 'error')}. The first: {first}")
        click.echo(f'Mend it before it is used; `survey-app form check "{place}"` tells them all.')
        click.echo("What differs is told as far as the sheets can be read.\n")


def _print_changes(changes: Sequence[Change], verdict: Verdict) -> None:
    for group in sorted(Verdict, reverse=True):
        chosen = [change for change in changes if change.manner.verdict is group]
        if chosen:
            click.echo(GROUPS[group])
        for change in chosen:
            click.echo(f"{'!' if change.manner.splits else ' '} {change.said()}")
            if change.costs():
                click.echo(f"    {change.costs()}")
    series = sum(change.manner.splits for change in changes)
    click.echo(f"{counted(len(changes), 'change')}, new series: {series}. {WHOLE[verdict]}")
    click.echo(RUNNING)


@command.command("preview")
@click.argument("form", type=PLACE)
@translations_option
@click.option("--port", type=click.IntRange(1, 65535), default=8766, show_default=True)
@click.option("--open-browser", is_flag=True, help="Open the address in the browser.")
@click.pass_obj
def show_in_browser(
    desks: Desks, form: Path, translations: Path, port: int, *, open_browser: bool
) -> None:
    """Try FORM as an interviewer sees it, on a desk that is thrown away at Ctrl-C.

    The passphrase opens the preview and nothing else. What is typed is encrypted while the
    preview runs, and is gone with it.

    Example: survey-app form preview forms/khan_2024 --open-browser
    """
    from survey_app.workflows.preview import preview  # noqa: PLC0415 - brings a whole laptop along

    with preview(form, translations) as shown:
        for tag in shown.left_out:
            click.echo(f"Left out, since its texts are not complete: {tag}")
        click.echo(f"Passphrase of this preview: {shown.passphrase}")
        desks.serve_field(
            data=shown.data, port=port, open_browser=open_browser, farewell=THROWN_AWAY
        )


def _print_findings(name: str, findings: Sequence[Finding]) -> None:
    click.echo(name)
    for finding in findings:
        click.echo(f"  {finding.severity:<8}{finding.code}  {finding.place}")
        click.echo(f"          {finding.message}")
        click.echo(f"          {finding.remedy}")
    number = Counter(finding.severity for finding in findings)
    errors, warnings = counted(number["error"], "error"), counted(number["warning"], "warning")
    click.echo(f"  {errors}, {number['study']} for a study, {warnings}")
    if number["study"] and not number["error"]:
        click.echo("  The XLSForm is in order. Before it is tried or packed: mend what says study.")


def _for_the_field(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings; what nobody reviewed counts as what no study may field."""
    return tuple(
        replace(one, rule=replace(one.rule, severity="study"))
        if one.code in CODES_UNREVIEWED
        else one
        for one in findings
    )


def _stops(finding: Finding, *, study: bool) -> bool:
    return finding.severity == "error" or (study and finding.severity == "study")

"""`survey-app release`: publish a merged dataset, or counts where rows would expose someone.

Room: cli.
"""

import json
from pathlib import Path

import click

from survey_app.cli.languages import language_option, translator
from survey_app.disclosure.measures.closeness import Spread
from survey_app.disclosure.planning.audiences import Audience
from survey_app.disclosure.rows.recodings import Recoding
from survey_app.disclosure.sentences import each_once
from survey_app.i18n.catalogues import Translator
from survey_app.release.gate import Passed
from survey_app.release.risk_parts import ROLES
from survey_app.workflows.release import read_population, release

REFUSED = 3
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("release")
@click.argument("dataset", type=FOLDER)
@click.option("--to", required=True, type=FOLDER, help="New folder for the release.")
@click.option(
    "--audience",
    type=click.Choice([one.value for one in Audience]),
    help="Who will hold the files; the form's own choice when left out.",
)
@click.option(
    "--population",
    "words",
    multiple=True,
    metavar="FILE|KEY=N",
    help="How many women there are: total=400, or offence=theft=12, or a JSON file.",
)
@click.option("--form", "form_id", help="Release one form only.")
@click.option(
    "--recoding",
    type=click.Choice([one.value for one in Recoding]),
    default=Recoding.RANKED.value,
    help="How groups are made wider: by the plan's ranks; with the least loss; or only where "
    "rows need it.",
)
@click.option(
    "--entropy-l",
    type=click.FloatRange(min=1),
    help="How many equally frequent answers each group must be worth (entropy l-diversity).",
)
@click.option(
    "--closeness",
    type=click.FloatRange(min=0, max=1),
    help="How far the answers of a group may be from those of all women (t-closeness).",
)
@click.option(
    "--signed-by",
    type=click.Choice(list(ROLES)),
    help="The role of whoever read the report and answers for it; stands in the report.",
)
@click.option(
    "--rounding",
    type=click.Choice(["3", "5"]),
    help="Round the counts of tables to this base instead of hiding small ones.",
)
@click.option(
    "--only-tables", is_flag=True, help="Write tables also where rows could leave, and no rows."
)
@click.option("--only-report", is_flag=True, help="Write the risk report alone, to read it first.")
@language_option("Language of what is printed here; the pages speak all of them.")
@click.option("--json", "as_json", is_flag=True, help="Print the risk reports as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    dataset: Path,
    to: Path,
    audience: str | None,
    words: tuple[str, ...],
    form_id: str | None,
    recoding: str,
    entropy_l: float | None,
    closeness: float | None,
    signed_by: str | None,
    rounding: str | None,
    tag: str,
    *,
    only_tables: bool,
    only_report: bool,
    as_json: bool,
) -> None:
    """Release the merged DATASET: rows where they are safe, counts where they are not.

    The risk is measured on the merged women and against earlier releases. Exit code 3 says
    that rows were refused; the counts and the report that says why are written all the same.
    Read the report first with --only-report, then release with --signed-by.

    Example: survey-app release ./merged --to ./release --audience partner --population total=400
    """
    run = release(
        dataset,
        to,
        population=read_population(words),
        audience=None if audience is None else Audience(audience),
        form_id=form_id,
        recoding=Recoding(recoding),
        spread=Spread(entropy_l, closeness),
        signed_by=signed_by or "",
        only_report=only_report,
        rounding=None if rounding is None else int(rounding),
        only_tables=only_tables,
    )
    if as_json:
        reports = {one.series.name: one.report.to_json() for one in run.passed}
        click.echo(json.dumps(reports, indent=1, ensure_ascii=False))
    else:
        spoken = translator(tag)
        for one in run.passed:
            _show(one, to, spoken, only_report=only_report)
    if run.is_refused:
        ctx.exit(REFUSED)


def _show(one: Passed, to: Path, words: Translator, *, only_report: bool) -> None:
    report, gettext = one.report, words.gettext
    place = to / one.series.name
    click.echo(f"{one.series.name}: {report.verdict.text(gettext)}")
    for sentence in each_once((*report.reasons, *report.next_steps)):
        click.echo(f"  {sentence.text(gettext)}")
    told = [(gettext("Risk report"), f"{place / 'risk_report.html'}")]
    if only_report:
        click.echo("  " + gettext("Only the report was written; nothing has left."))
    elif one.rows is not None:
        told.insert(0, (gettext("Rows"), f"{place / 'data.csv'} ({report.records_released})"))
    elif one.tables:
        told.insert(0, (gettext("Tables"), f"{place / 'counts.html'} ({_tables(one)})"))
    for name, where in told:
        click.echo(f"  {name}: {where}")


def _tables(passed: Passed) -> int:
    return len(passed.tables) + len(passed.asked.crossings) + len(passed.asked.sums)

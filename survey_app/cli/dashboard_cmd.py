"""`survey-app dashboard`: counts with noise, within a budget.

Room: cli.
"""

from pathlib import Path

import click

from survey_app.workflows.dashboard import dashboard

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("dashboard")
@click.argument("dataset", type=FOLDER)
@click.argument("variables", nargs=-1, required=True)
@click.option("--to", required=True, type=FOLDER, help="New folder for the dashboard.")
@click.option(
    "--epsilon",
    default="0.5",
    show_default=True,
    help="What this dashboard may tell: the smaller, the more noise; 1 at most.",
)
@click.option(
    "--budget",
    default="3",
    show_default=True,
    help="What all dashboards of this dataset may tell together, 10 at most; set by the first, "
    "for ever.",
)
@click.option("--form", "form_id", help="Count one form only.")
def command(
    dataset: Path,
    variables: tuple[str, ...],
    to: Path,
    epsilon: str,
    budget: str,
    form_id: str | None,
) -> None:
    """Write noisy counts of VARIABLES of the merged DATASET, as often as its budget reaches.

    The noise hides every single woman, so such a page may be made again after every few
    interviews. It needs OpenDP, which only a hub that wants dashboards installs. Exit code 3 says
    that the budget is spent, or that shared rows hide what the page would tell.

    Example: survey-app dashboard ./merged m2_age_band m4_route --to ./dashboard-1
    """
    run = dashboard(dataset, to, variables, epsilon=epsilon, budget=budget, form_id=form_id)
    click.echo(f"Dashboard: {run.folder / 'dashboard.html'} ({len(run.made.tables)} tables)")
    click.echo(f"19 of 20 counts are off by {run.made.within} women or less.")
    click.echo(f"Privacy budget: {run.budget.left} of {run.budget.whole} is left.")

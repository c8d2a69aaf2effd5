"""`survey-app doctor`: look at this installation and say what is wrong with it.

Room: cli.
"""

import json
from pathlib import Path

import click

from survey_app.cli.main import data_option
from survey_app.workflows.doctor import Finding, examine


@click.command("doctor")
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_context
def command(ctx: click.Context, data: Path, *, as_json: bool) -> None:
    """Look at this installation and say what is wrong with it, without any passphrase.

    Exit code 1 when something needs a hand.

    Example: survey-app doctor --data ./data
    """
    findings = examine(data)
    if as_json:
        rows = [{"what": f.what, "well": f.well, "detail": f.detail} for f in findings]
        click.echo(json.dumps(rows))
    else:
        for finding in findings:
            click.echo(_line(finding))
    if not all(finding.well for finding in findings):
        ctx.exit(1)


def _line(finding: Finding) -> str:
    return f"{'ok  ' if finding.well else 'LOOK'}  {finding.what:<28}{finding.detail}"

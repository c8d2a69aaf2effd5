"""`survey-app doctor`: look at this installation and say what is wrong with it.

Room: cli.
"""

import json
import os
from pathlib import Path

import click

from survey_app.cli.main import data_option
from survey_app.cli.passphrase import PassphraseFile, read_passphrase_file
from survey_app.errors import SurveyError
from survey_app.store.errors import StoreDamagedError
from survey_app.store.salvage import salvage
from survey_app.store.store import DATABASE_NAME
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.integrity.doctor import Finding, examine
from survey_app.workflows.integrity.full_check import FullCheck, check_all


@click.command("doctor")
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--full", is_flag=True, help="Also read every row, and open what a passphrase opens.")
@click.option(
    "--passphrase-file",
    type=PassphraseFile(),
    help="With --full: file with a passphrase of this laptop; else SURVEY_APP_PASSPHRASE, or none.",
)
@click.pass_context
def command(
    ctx: click.Context, data: Path, passphrase_file: Path | None, *, as_json: bool, full: bool
) -> None:
    """Look at this installation and say what is wrong with it, without any passphrase.

    With --full every row is read and compared with the signed log, and what a passphrase opens
    is opened; what is damaged is named, and what is still whole is counted.

    Exit code 1 when something needs a hand.

    Example: survey-app doctor --full --data ./data
    """
    findings = [*examine(data), *(_full(data, passphrase_file) if full else ())]
    if as_json:
        rows = [{"what": f.what, "well": f.well, "detail": f.detail} for f in findings]
        click.echo(json.dumps(rows))
    else:
        for finding in findings:
            click.echo(_line(finding))
    if not all(finding.well for finding in findings):
        ctx.exit(1)


def _full(data: Path, passphrase_file: Path | None) -> list[Finding]:
    try:
        laptop = open_laptop(data)
    except StoreDamagedError:
        return [
            Finding(
                f"rows of {table}",
                well=not rows.lost,
                detail=f"{rows.whole} can be read, {rows.lost} cannot",
            )
            for table, rows in salvage(data / DATABASE_NAME).items()
        ]
    except SurveyError:
        return []  # said by the other findings
    try:
        passphrase = _passphrase(passphrase_file)
        return _told(check_all(laptop, unlock(laptop, passphrase) if passphrase else None))
    finally:
        laptop.close()


def _passphrase(file: Path | None) -> str:
    return read_passphrase_file(file) if file else os.environ.get("SURVEY_APP_PASSPHRASE", "")


def _told(check: FullCheck) -> list[Finding]:
    return [
        Finding(
            part.kind.replace("_", " "),
            well=not part.damaged,
            detail=f"{part.whole} whole"
            + (f", {part.not_opened} not opened with this passphrase" if part.not_opened else "")
            + (f", {len(part.damaged)} damaged: {' '.join(part.damaged)}" if part.damaged else ""),
        )
        for part in check.parts
    ]


def _line(finding: Finding) -> str:
    return f"{'ok  ' if finding.well else 'LOOK'}  {finding.what:<28}{finding.detail}"

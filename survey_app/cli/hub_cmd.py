"""`survey-app hub`: receive bundles without being able to read them.

Room: cli.
"""

import ipaddress
import json
import socket
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from survey_app.bundle.address import HubAddress
from survey_app.cli.counting import counted
from survey_app.cli.main import Desks
from survey_app.cli.study_card import card_at
from survey_app.workflows.receive import hub_status, prepare_hub, tell_removals
from survey_app.workflows.study.removing import LIST

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group("hub")
def command() -> None:
    """Receive bundles without being able to read them."""


@command.command("serve")
@click.argument("folder", type=FOLDER)
@click.option(
    "--study",
    "studies",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Study folder or study.json to serve; needed the first time, may be repeated.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets laptops in.")
@click.option("--port", type=click.IntRange(0, 65535), default=8766, show_default=True)
@click.pass_obj
def serve(desks: Desks, folder: Path, studies: tuple[Path, ...], host: str, port: int) -> None:
    """Serve the hub in FOLDER until Ctrl-C, and print the address to give to the laptops.

    The hub needs only the public card of a study. It keeps sealed bundles and its own
    receipt key; copy FOLDER to keep both. A list of removals in the study's folder is taken along.

    Example: survey-app hub serve ./hub --study ./our-study/study.json --host 0.0.0.0
    """
    place = prepare_hub(folder, [card_at(study) for study in studies])
    for study in studies:
        beside = (study.parent if study.is_file() else study) / LIST
        if beside.is_file():
            tell_removals(folder, beside)
    ready = partial(_say_addresses, host, place.key)
    desks.serve_hub(folder=folder, host=host, port=port, on_ready=ready)


@command.command("removals")
@click.argument("folder", type=FOLDER)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def removals(folder: Path, file: Path) -> None:
    """Tell the hub in FOLDER which laptops and packs the study has let go; also while it is served.

    FILE is removals.json of the study's folder, as `study remove-laptop` and `study cancel-pack`
    write it. New bundles of a removed laptop are set aside; what it had sent before is kept.

    Example: survey-app hub removals ./hub ./our-study/removals.json
    """
    known = tell_removals(folder, file)
    laptops, packs = counted(len(known.laptops), "laptop"), counted(len(known.packs), "pack")
    click.echo(f"The hub knows of this study as let go: {laptops}, {packs}.")


@command.command("status")
@click.argument("folder", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
def status(folder: Path, *, as_json: bool) -> None:
    """Say what the hub in FOLDER has received; also while it is served.

    Example: survey-app hub status ./hub --json
    """
    seen = hub_status(folder)
    if as_json:
        click.echo(json.dumps(asdict(seen), indent=1))
        return
    click.echo(f"Bundles received   {seen.bundles}")
    click.echo(f"Set aside          {seen.quarantined}")
    click.echo(f"Studies            {', '.join(seen.studies)}")
    click.echo(f"Words of ledger    {' '.join(seen.head_words)}")
    click.echo(f"Receipt key        {seen.key}")
    for device in seen.doubtful:
        click.echo(f"Laptop {device[:8]} seems to exist twice, or was put back to an older day.")


def _say_addresses(host: str, key: str, port: int) -> None:
    click.echo("The address of this hub, all of it:")
    hosts = _own_hosts(host)
    for own in hosts:
        click.echo(f"  {HubAddress('http', own, port, key).full}")
    if all(map(_is_this_machine_alone, hosts)):
        click.echo("Only this computer reaches it. For laptops in the same room add --host 0.0.0.0")
    click.echo("Laptops send here once their pack names it: survey-app study pack … --hub ADDRESS")
    click.echo("Stop with Ctrl-C.")


def _is_this_machine_alone(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _own_hosts(host: str) -> list[str]:
    """Return the addresses under which this machine can be reached at `host`."""
    try:
        if not ipaddress.ip_address(host).is_unspecified:
            return [host]
    except ValueError:
        return [host]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.168.255.255", 9))  # asks the routing table; nothing is sent
            return [str(probe.getsockname()[0])]
        except OSError:
            return ["127.0.0.1"]

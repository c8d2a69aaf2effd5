"""Make the virtual environment that the other scripts run in.

Only the standard library: this runs on a fresh machine, before anything is installed.
Linux, macOS and Windows; no administrator rights; wheels only, so no compiler.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)


class SetupError(Exception):
    """Set-up cannot go on; the text says why and what to do."""


def say(line: str) -> None:
    """Tell the person what happens, at once."""
    print(line, flush=True)


def tool(name: str) -> Path:
    """Return the path of a command inside the environment."""
    folder, suffix = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    return HOME / folder / f"{name}{suffix}"


def make_environment(lock_file: str, wheels: Path | None) -> None:
    """Create `.venv` with what `lock_file` pins and the project itself.

    Nothing is done when the environment already fits the lock file. Every wheel is checked
    against the hash in the lock file. With `wheels`, no network is used.

    Raises: SetupError.
    """
    if sys.version_info < OLDEST_PYTHON:
        raise SetupError(
            f"Python {sys.version.split()[0]} is too old: survey_app needs 3.11 or newer. "
            "Install it for your user from python.org and run this again with it."
        )
    wanted = _fingerprint(lock_file)
    stamp = HOME / f"fits-{Path(lock_file).stem}"
    if stamp.is_file() and stamp.read_text() == wanted and tool("survey-app").exists():
        return
    if not tool("python").exists():
        say(f"Making a virtual environment in {HOME}")
        _create()
    source = f"the wheels in {wheels}" if wheels else "the Python package index"
    say(f"Installing pinned packages from {source} (about a minute the first time)")
    _pip(["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / lock_file)], wheels)
    say("Installing survey_app itself")
    _pip(["--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)], None)
    stamp.write_text(wanted)


def _create() -> None:
    try:
        venv.EnvBuilder(with_pip=True, clear=HOME.exists()).create(HOME)
    except (subprocess.CalledProcessError, OSError) as error:
        raise SetupError(
            f"The virtual environment could not be made ({type(error).__name__}). On Debian and "
            "Ubuntu install the package python3-venv; elsewhere check that the folder "
            f"{ROOT} can be written to and the disk is not full."
        ) from error


def _fingerprint(lock_file: str) -> str:
    parts = [(ROOT / lock_file).read_bytes(), (ROOT / "pyproject.toml").read_bytes()]
    parts += [str(ROOT).encode(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _pip(arguments: list[str], wheels: Path | None) -> None:
    offline = [] if wheels is None else ["--no-index", "--find-links", str(wheels.resolve())]
    command = [str(tool("python")), "-m", "pip", "install", "-qq"]
    command += ["--disable-pip-version-check", *offline, *arguments]
    if subprocess.run(command, check=False).returncode != 0:
        raise SetupError(_remedy(wheels))


def _remedy(wheels: Path | None) -> str:
    if wheels is None:
        return (
            "The packages could not be installed; the lines above say which. Check the network, "
            "or copy a wheel folder from a machine that has one and add: --wheels FOLDER"
        )
    return (
        f"The folder {wheels} lacks a package, or a file in it was changed. On a machine with "
        f"a network and the same Python, fill it with: "
        f"python3 -m pip download --only-binary :all: -r requirements.txt -d {wheels}"
    )

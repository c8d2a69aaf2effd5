"""Make the virtual environment that the other scripts run in.

Only the standard library: this runs on a fresh machine, before anything is installed.
Linux, macOS and Windows; no administrator rights; wheels only, so no compiler.
"""

from __future__ import annotations  # an error in this line? Python is too old: 3.11 is needed

import errno
import hashlib
import importlib
import locale
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)
FOREIGN = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP")
NAMES_IN_UTF8 = (3, 13)
"""Before that, Python notes where a program lies in the letters of the system's code page alone."""
TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
"""What a lock says that another set-up holds."""


class SetupError(Exception):
    """Set-up cannot go on; the text says why and what to do."""


def say(line: str) -> None:
    """Tell the person what happens, at once; a letter that the terminal lacks becomes a `?`."""
    letters = sys.stdout.encoding or "utf-8"
    print(line.encode(letters, "replace").decode(letters), flush=True)


def tool(name: str) -> Path:
    """Return the path of a command inside the environment."""
    folder, suffix = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    return HOME / folder / f"{name}{suffix}"


def make_environment(lock_file: str, wheels: Path | None) -> None:
    """Create `.venv` with what `lock_file` pins and the project itself.

    Nothing is done when the environment already fits the lock file. Every wheel is checked
    against the hash in the lock file. With `wheels`, no network is used. A second set-up that is
    started meanwhile waits for the first; one that was cut short is begun again.

    Raises: SetupError.
    """
    if sys.version_info < OLDEST_PYTHON:
        raise SetupError(
            f"Python {sys.version.split()[0]} is too old: survey_app needs 3.11 or newer. "
            "Install it for your user from python.org and run this again with it."
        )
    if _fits(lock_file):
        return
    with _alone():
        if not _fits(lock_file):  # the one that we waited for may have done it
            _make(lock_file, wheels)


def own_settings() -> dict[str, str]:
    """Return the settings for what runs inside the environment: no packages from elsewhere.

    Another program's PYTHONPATH would bring its packages in, unchecked, before the pinned ones.
    """
    return {name: value for name, value in os.environ.items() if name not in FOREIGN}


def _fits(lock_file: str) -> bool:
    stamp = _stamp(lock_file)
    return (
        stamp.is_file()
        and stamp.read_text(encoding="utf-8") == _fingerprint(lock_file)
        and tool("survey-app").exists()
    )


def _stamp(lock_file: str) -> Path:
    return HOME / f"fits-{Path(lock_file).stem}"


@contextmanager
def _alone() -> Iterator[None]:
    """Be the only set-up in this folder; wait for another one. The lock ends with the process."""
    try:
        handle = os.open(ROOT / ".venv-lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SetupError(_cannot_make(error)) from error
    try:
        if not _locked(handle):
            say("Another set-up is at work in this folder; waiting for it")
            while not _locked(handle):
                time.sleep(1)
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        if os.name == "nt":
            msvcrt = importlib.import_module("msvcrt")
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl = importlib.import_module("fcntl")
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in TAKEN  # a disk that knows no locks is used without one
    return True


def _make(lock_file: str, wheels: Path | None) -> None:
    """Make the environment, or mend it, and stamp it as fitting. Raises: SetupError."""
    _refuse_foreign_letters()
    if not _has_pip():
        say(f"Making a virtual environment in {HOME}")
        _create()
    source = f"the wheels in {wheels}" if wheels else "the Python package index"
    say(f"Installing pinned packages from {source} (about a minute the first time)")
    _pip(["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / lock_file)], wheels)
    say("Installing survey_app itself")
    _pip(["--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)], None)
    _stamp(lock_file).write_text(_fingerprint(lock_file), encoding="utf-8")


def _refuse_foreign_letters() -> None:
    """Refuse a folder that an older Python could not name: the program would not be found there."""
    try:
        str(ROOT).encode("utf-8" if sys.version_info >= NAMES_IN_UTF8 else locale.getencoding())
    except UnicodeEncodeError as error:
        raise SetupError(
            f"Python {sys.version.split()[0]} cannot name the folder {ROOT} on this system. Move "
            "the project to a folder whose whole name is in English letters, for example "
            "C:\\survey_app, or use Python 3.13 or newer."
        ) from error


def _has_pip() -> bool:
    """Say whether the environment is one that can be installed into: its making was not cut."""
    command = [str(tool("python")), "-c", "import pip"]
    try:
        asked = subprocess.run(command, check=False, capture_output=True, env=own_settings())
    except OSError:
        return False
    return asked.returncode == 0


def _create() -> None:
    try:
        venv = importlib.import_module("venv")  # some systems part it from Python
        venv.EnvBuilder(with_pip=True, clear=HOME.exists()).create(HOME)
    except (ImportError, subprocess.CalledProcessError, OSError) as error:
        raise SetupError(_cannot_make(error)) from error


def _cannot_make(error: Exception) -> str:
    return (
        f"The virtual environment could not be made ({type(error).__name__}). On Debian and "
        "Ubuntu install the package python3-venv; elsewhere check that the folder "
        f"{ROOT} can be written to and the disk is not full."
    )


def _fingerprint(lock_file: str) -> str:
    parts = [(ROOT / lock_file).read_bytes(), (ROOT / "pyproject.toml").read_bytes()]
    parts += [str(ROOT).encode(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _pip(arguments: list[str], wheels: Path | None) -> None:
    offline = [] if wheels is None else ["--no-index", "--find-links", str(wheels.resolve())]
    command = [str(tool("python")), "-m", "pip", "install", "-qq"]
    command += ["--disable-pip-version-check", *offline, *arguments]
    if subprocess.run(command, check=False, env=own_settings()).returncode != 0:
        raise SetupError(_remedy(arguments, wheels))


def _remedy(arguments: list[str], wheels: Path | None) -> str:
    if wheels is None:
        return (
            "The packages could not be installed; the lines above say which, and why. Check the "
            "network and the room on the disk, or copy a wheel folder from a machine that has one "
            "and add: --wheels FOLDER"
        )
    lock_file = Path(arguments[-1]).name
    return (
        f"The folder {wheels} lacks a package, or a file in it was changed. On a machine with "
        "a network, the same system and the same Python, fill it in this project's folder with: "
        f'python3 -m pip download --only-binary :all: -r {lock_file} -d "{wheels}"'
    )

"""Set up survey_app and run every test: python3 scripts/test.py.

Makes `.venv` with the pinned test tools and finds a Chromium for the page tests; on Debian
and Ubuntu, run as root, it installs one, and a library that lies about syncing, without which one
proof of the power cuts is skipped. What it cannot install, it names. `--pictures` keeps
pictures of the pages in tests/artefacts. Words after `--` go to pytest. Standard library only.
"""

from __future__ import annotations  # an error in this line? Python is too old: 3.11 is needed

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import HOME, ROOT, SetupError, make_environment, own_settings, say, tool

# a file is one worker's: what its tests share is made once; in the order they are collected
SPREAD = ("--dist", "loadfile", "--no-loadscope-reorder")
CORE = "chromium-headless-shell"
LIAR, XFS = "libeatmydata1", "xfsprogs"
BRIEFLY = ("-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20")
PATIENTLY = ("-o", "DPkg::Lock::Timeout=120")  # a fresh machine is often updating itself just then
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def main() -> int:
    """Set up, run the tests, return pytest's exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheels", type=Path, help="install from this folder, no network")
    parser.add_argument("--pictures", action="store_true", help="keep pictures of the pages")
    parser.add_argument("words", nargs="*", help="words for pytest")
    wish = parser.parse_args()
    try:
        make_environment("requirements-test.txt", wish.wheels)
        browser = _browser()
        _fetch_for_the_cuts()
        other = _other_age(ROOT / "tests" / "support" / "interop")
    except SetupError as error:
        say(f"Set-up stopped. {error}")
        return 1
    say(f"Page tests use {browser}")
    command = [
        str(tool("python")),
        "-m",
        "pytest",
        *(wish.words or ["-n", str(_workers()), *SPREAD]),
    ]
    settings = own_settings() | {"SURVEY_APP_TEST_BROWSER": browser}
    settings["SURVEY_APP_TEST_HEADLESS"] = _core_of(browser)
    settings.pop("PYTHONDONTWRITEBYTECODE", None)  # many processes start: each would compile all
    if wish.pictures:
        settings["SURVEY_APP_TEST_PICTURES"] = "1"
    if other:
        settings["SURVEY_APP_NPM"] = str(other)
    return subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode


def _workers() -> int:
    """Return how many tests run side by side: one more than cores, as some wait for a browser.

    At most four: a container tells the cores of its host, not the share it was given.
    """
    return min((os.cpu_count() or 1) + 1, 4)


def _browser() -> str:
    """Return the path of a Chromium, installing Debian's when that is possible.

    Raises: SetupError.
    """
    named = os.environ.get("SURVEY_APP_TEST_BROWSER")
    if named and shutil.which(named) is None:
        raise SetupError(f"SURVEY_APP_TEST_BROWSER names {named}: there is no such program.")
    found = named or _look()
    if found is None and _may_install():
        say("Installing Chromium for the page tests (apt-get install chromium)")
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", *PATIENTLY, "install", "-y", "-qq", "chromium"], check=False)
        found = _look()
    if found is None:
        raise SetupError(
            "The page tests need a Chromium browser and none was found. Install one "
            "(Debian: sudo apt-get install chromium) or name it in SURVEY_APP_TEST_BROWSER."
        )
    return found


def _core_of(browser: str) -> str:
    """Return Chromium's core without windows, which draws the same with a third less work.

    Where Debian offers none, pages are tested in the whole browser; what a browser keeps on
    its disk always is.
    """
    core = shutil.which(CORE)
    if core is None and browser == shutil.which("chromium") and _may_install():
        _install(CORE, "Chromium's core for the page tests")
        core = shutil.which(CORE)
    return core or browser


def _fetch_for_the_cuts() -> None:
    """Install the library that only says it syncs, and the second kind of disk.

    With the library the cuts of power must lose something. Elsewhere than on Debian that one
    control, or that kind of disk, is skipped by name; the other cuts are made.
    """
    if _may_install() and shutil.which("mkfs.xfs") is None:
        _install(XFS, "the maker of xfs disks, to cut their power too")
    if _may_install() and not any(Path("/usr/lib").rglob("libeatmydata.so*")):
        _install(LIAR, "a library that lies about syncing, to prove that power cuts are seen")


def _install(package: str, what: str) -> None:
    say(f"Installing {what} (apt-get install {package})")
    subprocess.run(["apt-get", *BRIEFLY, *PATIENTLY, "install", "-y", "-qq", package], check=False)


def _may_install() -> bool:
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def _other_age(pinned: Path) -> Path | None:
    """Return the folder of npm's age implementation, installed as pinned; None where it cannot be.

    Files sealed here are opened with it and the reverse; without it those tests are skipped.
    """
    named, home = os.environ.get("SURVEY_APP_NPM"), HOME / "npm"
    whole = home / "whole"  # is there when all is: what was cut short is begun again
    if named:
        return Path(named)
    if not whole.is_file():
        if not (shutil.which("node") and shutil.which("npm")):
            say("No Node.js here: age files are not compared with npm's implementation")
            return None
        say("Installing npm's age implementation, to compare age files with it")
        home.mkdir(exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(pinned / name, home / name)
        command = [str(shutil.which("npm")), "ci", "--ignore-scripts", "--no-audit", "--silent"]
        if subprocess.run(command, cwd=home, check=False).returncode:
            say("It could not be installed: age files are not compared with it")
            return None
        whole.touch()
    return home


def _look() -> str | None:
    known = [shutil.which(name) for name in BROWSERS]
    known += [
        path
        for path in (
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            r"C:\Program Files\Google\Chrome\Application\chrome.exe",
            r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        )
        if Path(path).exists()
    ]
    return next((path for path in known if path), None)


if __name__ == "__main__":
    sys.exit(main())

"""The house keeps its own rules: format, lint, types, floors, names, sizes, fresh pages."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from type_checker import ALONE

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
SOURCES = sorted((ROOT / "survey_app").rglob("*.py"))


@pytest.mark.parametrize(
    "words",
    [
        ["ruff", "format", "--check", "survey_app", "scripts", "tests"],
        ["ruff", "check", "survey_app", "scripts", "tests"],
        ["mypy", *ALONE],
        ["lint-imports", "--no-cache"],
    ],
    ids=["format", "lint", "types", "contracts"],
)
def test_a_static_check_passes(words):
    command = [str(BIN / words[0]), *words[1:]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pages_written_from_the_code_are_fresh():
    command = [sys.executable, "scripts/docs.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_too_long_to_read_at_once():
    long = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCES
    }
    assert not {name: lines for name, lines in long.items() if lines > 400}


def test_no_room_is_a_drawer_for_odds_and_ends():
    drawers = re.compile(r"(^|_)(utils?|helpers?|common|core|base|manager|misc)(_|$)")
    assert not [path for path in SOURCES if drawers.search(path.stem)]


def test_every_module_opens_with_its_card():
    without = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if "Room:" not in path.read_text(encoding="utf-8").split('"""', 2)[1]
        and path.name != "__init__.py"
    ]
    assert not without


def test_ci_runs_exactly_the_test_command_of_the_readme():
    commands = re.findall(
        r"^(python3 scripts/\w+\.py)$",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert commands == ["python3 scripts/start.py", "python3 scripts/test.py"]
    assert [line for line in script if not line.startswith(("#", "set ", "cd "))] == [
        "exec python3 scripts/test.py"
    ]


def test_the_version_is_the_newest_in_the_changelog():
    package = re.search(
        r'__version__ = "(.+)"', (ROOT / "survey_app/__init__.py").read_text(encoding="utf-8")
    )
    project = re.search(
        r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    newest = re.search(
        r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert package
    assert project
    assert newest
    assert package.group(1) == project.group(1) == newest.group(1)

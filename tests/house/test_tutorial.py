"""The tutorial is run as it is printed: every command, every line of output that it shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _steps(page):
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        command, shown = None, []
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command, shown
                command, shown = line[2:], []
            elif line.strip():
                shown.append(line)
        if command:
            yield command, shown


def _pattern(line):
    return ".*".join(re.escape(part) for part in line.split("…"))


@pytest.mark.skipif(os.name == "nt", reason="the tutorial's lines are written for a POSIX shell")
def test_the_tutorial_does_what_it_says(tmp_path):
    for name in ("forms", "translations"):
        (tmp_path / name).symlink_to(ROOT / name)
    settings = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
    }
    steps = list(_steps(ROOT / "docs" / "tutorial.md"))
    assert len(steps) >= 8
    for command, shown in steps:
        done = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            env=settings,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0 or "|| true" in command, f"{command}\n{said}"
        for line in shown:
            assert re.search(_pattern(line), said), f"{command}\nmissing: {line}\n{said}"

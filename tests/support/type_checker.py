"""Ask the type checker about a few lines: which of those marked `# refused` does it refuse?"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ALONE = ["--no-incremental", "--show-traceback"]
"""Without a cache: another run may be writing it, and mypy falls over what is half written."""


def refused_lines(snippet: str, folder: Path, *, why: str = "error:") -> tuple[set[int], str]:
    """Return the numbers of the lines that are refused for a reason with `why` in it, and all said."""
    place = folder / "snippet.py"
    place.write_text(snippet, encoding="utf-8")
    settings = ["--strict", "--config-file", "setup.cfg", *ALONE]
    command = [sys.executable, "-m", "mypy", *settings, str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if ": error:" in line and why in line]
    return {int(line.split(":")[1]) for line in lines}, done.stdout + done.stderr


def marked_lines(snippet: str) -> set[int]:
    """Return the numbers of the lines that are marked."""
    lines = enumerate(snippet.splitlines(), start=1)
    return {number for number, line in lines if "# refused" in line}

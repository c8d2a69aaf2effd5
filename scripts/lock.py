"""Pin every package with its hashes: python3 scripts/lock.py.

Needs `uv` on the path (a development tool). Writes requirements.txt, requirements-test.txt
and requirements-dashboards.txt for all platforms; commit them together with pyproject.toml.
"""

import subprocess
import sys

from environment import ROOT

COMMON = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
COMMON += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
COMMON += ["--custom-compile-command", "python3 scripts/lock.py", "pyproject.toml"]


def main() -> int:
    """Write both lock files; return the first failing exit code, else 0."""
    for extra in (
        ["-o", "requirements.txt"],
        ["--extra", "test", "-c", "requirements.txt", "-o", "requirements-test.txt"],
        ["--extra", "dashboards", "-c", "requirements.txt", "-o", "requirements-dashboards.txt"],
    ):
        done = subprocess.run([*COMMON, *extra], cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())

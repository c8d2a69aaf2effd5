"""One door to check: format, lint, types, contracts, strings, docs, tests.

    python3 scripts/check.py            everything
    python3 scripts/check.py --quick    everything but the tests

Standard library only; sets up the same environment as scripts/test.py.
"""

import argparse
import subprocess
import sys

from environment import ROOT, SetupError, make_environment, say, tool

STATIC = (
    ("format", ["ruff", "format", "--check", "survey_app", "scripts", "tests"]),
    ("lint", ["ruff", "check", "survey_app", "scripts", "tests"]),
    ("types", ["mypy"]),
    ("contracts", ["lint-imports"]),
)
TESTS = ("tests, strings, docs", ["pytest", "-n", "2"])


def main() -> int:
    """Run each check; return 0 when all passed, else 1, with the names of the failed ones."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="leave the tests out")
    wish = parser.parse_args()
    try:
        make_environment("requirements-test.txt", None)
    except SetupError as error:
        say(f"Set-up stopped. {error}")
        return 1
    steps = STATIC if wish.quick else (*STATIC, TESTS)
    failed = [name for name, words in steps if not _passes(name, words)]
    say("All checks passed." if not failed else f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(name: str, words: list[str]) -> bool:
    say(f"== {name}")
    command = [str(tool(words[0])), *words[1:]]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())

"""Measure what has a number: python3 scripts/bench.py [load | interview | vault | risk | all].

`proofs` and `hostile` hold the form engine against random forms and hostile expressions.

Prints the median and the 95th percentile of each, then one line of JSON. Nothing here can fail
for being slow. Figures and their machine belong into docs/performance.md.
"""

import argparse
import json
import os
import subprocess
import sys

from environment import ROOT, SetupError, make_environment, say, tool

SUITES = ("load", "interview", "vault", "risk")
PROOFS = ("proofs", "hostile")
"""Not part of "all": they run for long, and what they find is right or wrong, not fast or slow."""


def main() -> int:
    """Run the named suites inside the environment; return the first failing exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("suites", nargs="*", default=["all"], help=", ".join(SUITES + PROOFS))
    wish = parser.parse_args()
    suites = SUITES if "all" in wish.suites else tuple(wish.suites)
    unknown = sorted(set(suites) - set(SUITES + PROOFS))
    if unknown:
        say(f"No such measurement: {', '.join(unknown)}. There are: {', '.join(SUITES + PROOFS)}.")
        return 2
    try:
        make_environment("requirements-test.txt", None)
    except SetupError as error:
        say(f"Set-up stopped. {error}")
        return 1
    say(json.dumps({"python": sys.version.split()[0], "cores": os.cpu_count()}))
    for suite in suites:
        command = [str(tool("python")), str(ROOT / "scripts" / "benches" / f"{suite}.py")]
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())

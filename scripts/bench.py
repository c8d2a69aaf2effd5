"""Measure what has a number: python3 scripts/bench.py [load | interview | ... | all].

`proofs` and `hostile` hold the form engine against random forms and hostile expressions.

Prints the median and the 95th percentile of each, then one line of JSON. Nothing here can fail
for being slow. Figures and their machine belong into docs/performance.md.

    python3 scripts/bench.py conformance [--cases FOLDER] [--forms FOLDER] [--matrix]

plays the cases of other engines, writes docs/conformance.md, and is not a part of `all`.

    python3 scripts/bench.py durability [--cuts N] [--states N] [--faults N]

takes power, disk and clock away from the program and counts what is lost; `mutations` breaks the
vault line by line and names what no test noticed; `promises` takes those of SECURITY.md away, one
at a time in a copy, and runs the tests they name; `routes` lets schemathesis send what it thinks of
to a running desk and a hub; `fuzz` feeds the readers with damaged files.

    python3 scripts/bench.py disclosure [--rows N,N] [--laws N] [--race FOLDER --adult FOLDER]

measures the protection at the hub, alone or beside other anonymisers.

    python3 scripts/bench.py web [--npm FOLDER] [--forms FOLDER]

puts phones and a slowed browser before the pages, beside Web Forms where its package is named.
"""

import argparse
import json
import os
import subprocess
import sys

from environment import ROOT, SetupError, make_environment, say, tool

SUITES = ("load", "interview", "vault", "risk", "texts", "mutated")
ALONE = (
    "conformance",
    "engine",
    "proofs",
    "hostile",
    "durability",
    "mutations",
    "promises",
    "routes",
    "fuzz",
    "disclosure",
    "web",
)
"""Run only when named: they take long, or options of their own."""


def main() -> int:
    """Run the named suites inside the environment; return the first failing exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    known = (*SUITES, *ALONE)
    parser.add_argument("suites", nargs="*", default=["all"], help=", ".join(known))
    words = sys.argv[1:]
    cut = next((at for at, word in enumerate(words) if word.startswith("--")), len(words))
    if "--help" in words:
        cut = len(words)
    wish, options = parser.parse_args(words[:cut]), words[cut:]
    suites = SUITES if "all" in wish.suites else tuple(wish.suites)
    unknown = sorted(set(suites) - set(known))
    if unknown:
        say(f"No such measurement: {', '.join(unknown)}. There are: {', '.join(known)}.")
        return 2
    try:
        make_environment("requirements-test.txt", None)
    except SetupError as error:
        say(f"Set-up stopped. {error}")
        return 1
    say(json.dumps({"python": sys.version.split()[0], "cores": os.cpu_count()}))
    for suite in suites:
        command = [str(tool("python")), str(ROOT / "scripts" / "benches" / f"{suite}.py"), *options]
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())

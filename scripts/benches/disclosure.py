"""Protection at the hub: speed, loss, and rows below k and l, beside other anonymisers.

    python3 scripts/bench.py disclosure [--rows 30000,1000000] [--laws 1000]
    python3 scripts/bench.py disclosure --race FOLDER [--adult FOLDER] [--peers anjana,...]

The race runs the program that lies in FOLDER (`run.py`, with its data sets, its yardstick and an
environment of the peers under `venv`), with our `tests/support/outside.py` among the peers.
"""

import argparse
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
from disclosure_laws import laws_of_protect
from measure import timed

from survey_app.disclosure.columns.checking import smallest_class
from survey_app.disclosure.columns.coded import CodedTable, coded_key, shares_lost
from survey_app.disclosure.columns.demand import Demand
from survey_app.disclosure.columns.full_domain import full_domain
from survey_app.disclosure.columns.local_recoding import local_recoding
from survey_app.disclosure.measures.risk import smallest_class as smallest_in_plain_python

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = {"age": 50, "district": 150, "children": 10, "years": 25, "offence": 12, "married": 5}


def table_of(rows: int) -> CodedTable:
    """Return a synthetic table of six keys and one answer, the same every time."""
    chance = np.random.default_rng(20240607)
    keys = []
    for name, width in WIDTHS.items():
        values = np.minimum(chance.exponential(width / 4, rows), width - 1).astype(np.int64)
        rungs = [[f"{name} {one // step}" for one in range(width)] for step in (1, 5, 10)]
        rungs = [rung for at, rung in enumerate(rungs) if at == 0 or len(set(rung)) > 1]
        rungs.append(["*"] * width)
        keys.append(coded_key(name, values, rungs, shares_lost(rungs)))
    return CodedTable(tuple(keys), chance.integers(0, 6, rows))


def speeds(sizes: list[int]) -> None:
    """Time the check and both searches."""
    chance = random.Random(1)
    plain = [{key: str(chance.randrange(4)) for key in WIDTHS} for _ in range(1000)]
    timed("plain k check 1,000 x 6", lambda: smallest_in_plain_python(plain, [*WIDTHS]), times=9)
    for rows in sizes:
        table = table_of(rows)
        columns = [key.values for key in table.keys]
        timed(f"k check {rows:,} x 6", lambda columns=columns: smallest_class(columns, 5), times=3)
        if rows > 2_000_000:  # noqa: PLR2004 - the searches are measured up to a million
            continue
        for l in (None, 2):  # noqa: E741 - the name of the thing: l-diversity
            work = {"local": local_recoding, "best": full_domain}
            for name, search in work.items():
                ask = Demand(5, l)
                timed(
                    f"{name} {rows:,} x 6, l={l or 1}",
                    lambda s=search, t=table, a=ask: s(t, a, 0.05),
                    times=1,
                )


def laws(examples: int) -> int:
    """Return how many of random data sets came out with a class under its demand."""
    chance, bad = np.random.default_rng(7), 0
    for _ in range(examples):
        rows = int(chance.integers(1, 400))
        full = table_of(400)
        some = chance.integers(0, 400, rows)
        keys = tuple(
            coded_key(
                key.name,
                key.values[some],
                [
                    [names[g] for g in groups]
                    for names, groups in zip(key.labels, key.groups, strict=True)
                ],
                key.losses.tolist(),
            )
            for key in full.keys[: int(chance.integers(1, 5))]
        )
        answers = chance.integers(0, int(chance.integers(1, 5)), rows)
        ask = Demand(int(chance.integers(2, 11)), [None, 2, 3][int(chance.integers(0, 3))])
        found = local_recoding(CodedTable(keys, answers), ask, float(chance.choice([0, 0.05])))
        if found is not None:
            bad += below(keys, answers, found, ask)
    print(f"local recoding: {examples} data sets, {bad} with a class below strict k or l")
    return bad


def below(keys: tuple, answers: np.ndarray, found: object, ask: Demand) -> bool:
    """Say whether some class of a release is under its demand, counted by the definition."""
    columns = [key.shown(found.rungs[:, at])[found.kept] for at, key in enumerate(keys)]
    classes: dict[tuple, list] = {}
    for *labels, answer in zip(*columns, answers[found.kept], strict=True):
        classes.setdefault(tuple(labels), []).append(answer)
    return any(len(one) < ask.k or len(set(one)) < (ask.l or 1) for one in classes.values())


def race(folder: Path, wish: argparse.Namespace) -> int:
    """Run the peers and ours in one run; the race prints its own table."""
    python = folder / "venv" / "bin" / "python"
    command = [str(python), str(wish.runner / "run.py"), str(folder), "--data", wish.data]
    command += ["--peers", wish.peers, "--ours", "outside:release", "--reps", str(wish.reps)]
    command += ["--adult", str(wish.adult)] if wish.adult else []
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support")])
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, check=False).returncode


def main() -> int:
    """Run what was asked for; return 1 when a law was broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", default="30000,1000000,10000000")
    parser.add_argument("--laws", type=int, default=1000)
    parser.add_argument("--race", type=Path)
    parser.add_argument("--runner", type=Path, default=ROOT.parent / "shared" / "bench" / "sdc")
    parser.add_argument("--adult", type=Path)
    parser.add_argument("--data", default="seed5,small:30:1,syn30k")
    parser.add_argument("--peers", default="ours,anjana,anonypy,arx_local,arx_global,sdcmicro_raw")
    parser.add_argument("--reps", type=int, default=3)
    wish = parser.parse_args()
    if wish.race:
        return race(wish.race.resolve(), wish)
    speeds([int(rows) for rows in wish.rows.split(",") if rows])
    return 1 if laws(wish.laws) + laws_of_protect(wish.laws) else 0


if __name__ == "__main__":
    sys.exit(main())

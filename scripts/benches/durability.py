"""Take power, disk and clock away from the program: durability --cuts N --states N.

What runs is the program's own write path, from the first run to a withdrawal.

    power     a file system in a file is shut down under the program (Linux, root), with controls
              that must lose: synchronous=NORMAL, OFF, and a library that makes fsync do nothing
    replay    every moment of recorded legs, with unsynced writes dropped or torn (no root), with
              controls: NORMAL, and a disk that lies about syncing
    faults    each call that writes fails once; a small disk runs full; clocks jump; kill -9

`--notes FILE` writes down what was replayed; a run that was broken off goes on from there.
What this machine cannot do is named under `skipped`. Ends with one line of JSON: counts of what
was lost, what was bad, and what the controls lost. Exit code 1 when anything was lost or bad, or
a control stayed green.
"""

import argparse
import json
import os
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support")]

from replaying import replayed, stints, workshop  # noqa: E402
from rig import faults, power  # noqa: E402 - only now can it be found
from rig.recording import CannotRecord  # noqa: E402
from rig.replay import Tally, record, replay  # noqa: E402
from rig.stages import BEFORE, Stages  # noqa: E402
from rig.study import allow_cheap_passphrases  # noqa: E402

CONTROL_CUTS, NORMAL_MUST_LOSE = 30, 20
TRIES = 5
CONTROL_STATES, CONTROL_MUST_FIND = 200, 10
KILLS = 25
WRITING = [leg for leg in BEFORE if leg != "migrate"]


@dataclass
class Result:
    """What the run found; printed as its last line."""

    cuts: int = 0
    states: int = 0
    states_of_their_own: int = 0
    states_opened: int = 0
    faults: int = 0
    kills: int = 0
    lost: int = 0
    bad: int = 0
    by_part: dict[str, str] = field(default_factory=dict)
    controls: dict[str, str] = field(default_factory=dict)
    green_controls: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    found: "Counter[str]" = field(default_factory=Counter)

    def add(self, part: str, tally: Tally) -> None:
        """Count a tally under its part, and say it."""
        self.lost += tally.lost
        self.bad += tally.bad
        self.found += tally.found
        own = f" ({tally.distinct} of their own, {tally.opened} opened)" if tally.distinct else ""
        self.by_part[part] = f"{tally.lost} lost, {tally.bad} bad of {tally.states}{own}"
        print(f"{part:<50}{self.by_part[part]}", flush=True)

    def control(self, name: str, tally: Tally, must: int) -> None:
        """Note what a control lost; one that loses too little shows that the rig is blind."""
        red = max(tally.lost, tally.bad)
        self.controls[name] = f"{red}/{tally.states}"
        if red < must:
            self.green_controls.append(name)
        print(f"{'control: ' + name:<50}{red} of {tally.states} (at least {must})", flush=True)


def main() -> int:
    """Run the parts; return 1 when a promise or a control failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cuts", type=int, default=30, help="power cuts, over all kinds of disk")
    parser.add_argument("--states", type=int, default=2000, help="states replayed after cuts")
    parser.add_argument("--faults", type=int, default=60, help="calls that fail, for each leg")
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--notes", type=Path, help="lets a replay that was broken off go on")
    wish = parser.parse_args()
    allow_cheap_passphrases()
    result = Result()
    with workshop() as (folder, stages):
        _power(result, stages, wish.cuts, random.Random(wish.seed))
        _replay(result, wish.states, wish.seed, wish.jobs, wish.notes)
        _replay_controls(result, stages, folder, wish.states, random.Random(wish.seed))
        _faults(result, stages, folder, wish.faults, random.Random(wish.seed))
    for what, times in result.found.most_common(10):
        print(f"{times} times: {what}")
    print(json.dumps({key: value for key, value in vars(result).items() if key != "found"}))
    return 1 if result.lost or result.bad or result.green_controls else 0


def _power(result: Result, stages: Stages, cuts: int, chance: random.Random) -> None:
    kinds = power.kinds() if cuts else ()
    result.skipped += [
        f"power cuts on {kind}: no mkfs.{kind}, or none asked for"
        for kind in power.EVERY_KIND
        if kind not in kinds
    ]
    for number, kind in enumerate(kinds):
        try:
            with power.disk(kind) as disk:
                share = cuts // len(kinds) + (number < cuts % len(kinds))
                result.cuts += share
                result.add(f"power cuts on {kind}", _cuts(disk, stages, share, chance))
                _power_controls(result, disk, stages, chance)
        except power.CannotMount as why:
            result.skipped.append(f"power cuts on {kind}: {why}")


def _cuts(disk: power.Disk, stages: Stages, cuts: int, chance: random.Random) -> Tally:
    tally, legs = Tally(), list(BEFORE)
    with power.worker() as worker:
        for at in range(cuts):
            leg = legs[at % len(legs)]
            cut = power.cut_once(disk, worker, stages, leg, chance, at=at // len(legs))
            tally.count(leg, cut.verdict)
    return tally


def _power_controls(
    result: Result, disk: power.Disk, stages: Stages, chance: random.Random
) -> None:
    for synchronous, must in (("NORMAL", NORMAL_MUST_LOSE), ("OFF", CONTROL_CUTS)):
        with power.worker() as worker:
            tally = _control(disk, worker, stages, ["answer"], chance, synchronous=synchronous)
        result.control(f"{disk.kind}, synchronous={synchronous}", tally, must)
    library = power.eatmydata()
    if library is None:
        result.skipped.append("control eatmydata: the library is not installed")
        return
    with power.worker(library) as worker:
        tally = _control(disk, worker, stages, WRITING, chance)
    result.control(f"{disk.kind}, eatmydata", tally, CONTROL_CUTS)


def _control(
    disk: power.Disk,
    worker: power.Worker,
    stages: Stages,
    legs: list[str],
    chance: random.Random,
    *,
    synchronous: str = "FULL",
) -> Tally:
    tally = Tally()
    for at in range(CONTROL_CUTS):
        leg = legs[at % len(legs)]
        for _ in range(TRIES):
            cut = power.cut_once(
                disk, worker, stages, leg, chance, synchronous=synchronous, least=2, most=12
            )
            if cut.acknowledged:  # else, on a machine that stood still, there was nothing to lose
                break
        tally.count(leg, cut.verdict)
    return tally


def _replay(result: Result, states: int, seed: int, jobs: int, notes: Path | None) -> None:
    tallies: dict[str, Tally] = {}
    try:
        for stint, tally in replayed(stints(states, seed), jobs, notes) if states else ():
            tallies.setdefault(stint.leg, Tally()).join(tally)
    except CannotRecord as why:
        result.skipped.append(f"replay: {why}")
    for leg, tally in tallies.items():
        result.states += tally.states
        result.states_of_their_own += tally.distinct
        result.states_opened += tally.opened
        result.add(f"replay, {leg}", tally)


def _replay_controls(
    result: Result, stages: Stages, folder: Path, states: int, chance: random.Random
) -> None:
    for name, options, lies in (
        ("replay, synchronous=NORMAL", {"synchronous": "NORMAL"}, False),
        ("replay, a disk that lies about syncing", {}, True),
    ):
        if not states:
            return
        try:
            recording = record(stages, "answer", folder / "recorded", rounds=8, **options)
        except CannotRecord as why:
            result.skipped.append(f"controls of the replay: {why}")
            return
        after = folder / "after"
        tally = replay(recording, stages, after, CONTROL_STATES, chance, syncs=not lies)
        result.control(name, tally, CONTROL_MUST_FIND)


def _faults(result: Result, stages: Stages, folder: Path, most: int, chance: random.Random) -> None:
    if not most:
        result.skipped.append("failing calls, clocks, small disks and kill -9: none asked for")
        return
    for name, error in faults.ERRORS.items():
        for leg in BEFORE:
            try:
                tally = faults.fail_each_call(stages, leg, folder / "fails", error, most=most)
            except CannotRecord as why:
                result.skipped.append(f"failing calls: {why}")
                break
            result.faults += tally.states
            result.add(f"{name}, {leg}", tally)
    clocks = Tally()
    for leg in BEFORE:
        clocks.count(leg, faults.jump(stages, leg, folder / "jumps"))
    result.add("clocks that jump", clocks)
    _small_disks(result, stages, folder)
    kills = Tally()
    with power.worker() as worker:
        for at in range(KILLS):
            leg = list(BEFORE)[at % len(BEFORE)]
            killed = power.kill_once(worker, stages, leg, chance, folder / "killed", at=at)
            kills.count(leg, killed.verdict)
    result.kills = kills.states
    result.add("kill -9", kills)


def _small_disks(result: Result, stages: Stages, folder: Path) -> None:
    full = Tally()
    try:
        for leg in ("finish", "everything"):
            with faults.small_disk(folder, 14) as place:
                _, verdict = faults.fill(stages, leg, place, folder / "filled")
            full.count(leg, verdict)
    except OSError as why:
        result.skipped.append(f"full disk: {why}")
    result.add("disks that run full", full)


if __name__ == "__main__":
    sys.exit(main())

"""Thousands of replayed states, shared out among processes; a run that was broken off goes on.

SQLite opens every state. The program opens those of a recording that come to a database of their
own, with every key; each state is held against what was acknowledged at its own moment.
"""

import json
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from rig.replay import Tally, record, replay
from rig.stages import BEFORE, Stages
from rig.study import allow_cheap_passphrases, make_study

BATCH, STINT = 250, 4
"""States of one recording; recordings of one process, which makes its study once."""


@dataclass(frozen=True)
class Stint:
    """Some recordings of one leg, each replayed `states` times."""

    leg: str
    recordings: tuple[int, ...]
    states: int
    seed: int


def stints(states: int, seed: int) -> list[Stint]:
    """Return stints of all legs in turn that make at least so many states together."""
    recordings = -(-states // BATCH // len(BEFORE))
    size = -(-states // (recordings * len(BEFORE)))
    return [
        Stint(leg, tuple(range(first, min(first + STINT, recordings))), size, seed)
        for first in range(0, recordings, STINT)
        for leg in BEFORE
    ]


def replayed(wanted: list[Stint], jobs: int, notes: Path | None) -> Iterator[tuple[Stint, Tally]]:
    """Yield each stint with what was found, those in `notes` first. Raises: CannotRecord.

    A stint that is done is written down in `notes` before it is told.
    """
    known = _noted(notes)
    yield from ((one, known[one]) for one in wanted if one in known)
    missing = [one for one in wanted if one not in known]
    began = time.monotonic()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(play, one): one for one in missing}
        for done, future in enumerate(as_completed(running), 1):
            stint, tally = running[future], future.result()
            if notes is not None:
                with notes.open("a", encoding="utf-8") as file:
                    file.write(json.dumps([asdict(stint), asdict(tally)]) + "\n")
            minutes = (time.monotonic() - began) / 60
            print(f"... {done} of {len(missing)} stints after {minutes:.1f} minutes", flush=True)
            yield stint, tally


def _noted(notes: Path | None) -> dict[Stint, Tally]:
    if notes is None or not notes.exists():
        return {}
    found = {}
    for line in notes.read_text(encoding="utf-8").splitlines():
        stint, tally = json.loads(line)
        stint["recordings"] = tuple(stint["recordings"])
        found[Stint(**stint)] = Tally(**{**tally, "found": Counter(tally["found"])})
    return found


def play(stint: Stint) -> Tally:
    """Record the leg afresh as often as the stint says, and judge states of each recording."""
    allow_cheap_passphrases()
    whole = Tally()
    with workshop() as (folder, stages):
        for number in stint.recordings:
            chance = random.Random(f"{stint.seed} {stint.leg} {number}")
            rounds = chance.choice((2, 3, 6))
            recording = record(stages, stint.leg, folder / "recorded", at=number, rounds=rounds)
            whole.join(replay(recording, stages, folder / "after", stint.states, chance))
    return whole


@contextmanager
def workshop() -> Iterator[tuple[Path, Stages]]:
    """Yield a folder, in memory where there is one, and the stages of a small study in it."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    try:
        yield folder, Stages(make_study(folder), folder / "stages")
    finally:
        shutil.rmtree(folder, ignore_errors=True)

"""Disks that refuse: every call that writes fails once, one after the other; clocks that jump."""

import itertools
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from survey_app.errors import SurveyError

from .judge import Verdict, judge
from .legs import LEGS, Ground
from .recording import FULL, recorded
from .replay import Tally
from .stages import Stages
from .study import copy_folder

ERRORS: Mapping[str, int | None] = {"input/output error": None, "disk full": FULL}


def fail_each_call(
    stages: Stages,
    leg: str,
    folder: Path,
    error: int | None,
    *,
    rounds: int = 2,
    times: int = 1,
    most: int = 10_000,
    step: int = 1,
) -> Tally:
    """Play the leg again and again; let the first call fail, then the next, until none is left.

    `times` calls fail one after the other: more than one, and the second try fails as well.
    `step` above one leaves calls out. Raises: CannotRecord.
    """
    tally = Tally()
    for call in itertools.islice(itertools.count(1, step), most):
        reached, verdict = _with_failing(
            stages, leg, folder, call, error=error, rounds=rounds, times=times
        )
        if not reached:
            break
        tally.count(leg, verdict)
    return tally


def _with_failing(
    stages: Stages, leg: str, folder: Path, call: int, *, error: int | None, rounds: int, times: int
) -> tuple[bool, Verdict]:
    stage = stages.before(leg, call)
    copy_folder(stage.folder, folder)
    told = list(stage.acknowledged)
    with recorded(folder) as recorder:
        recorder.fails_from, recorder.fails_times, recorder.error = call, times, error
        with suppress(SurveyError):
            LEGS[leg](Ground(folder, stages.study.pack, stage.receipts, rounds), told.append)
    return recorder.failed, judge(folder, stages.study, told)


@contextmanager
def small_disk(folder: Path, mebibytes: int) -> Iterator[Path]:
    """Yield a place on a disk of that size. Raises: OSError where nobody may mount one."""
    place = folder / "small"
    place.mkdir(exist_ok=True)
    size = f"size={mebibytes}m"
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", place], capture_output=True, check=False
    )
    if made.returncode:
        raise OSError("no right to mount a small disk here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@dataclass
class JumpingClock:
    """A clock with an empty battery: back to 1980, years ahead, an hour back, at each look."""

    looks: int = 0

    def now(self) -> datetime:
        """Return another moment than the last, seldom a later one."""
        self.looks += 1
        away = (timedelta(), timedelta(days=-365), timedelta(days=3653), timedelta(hours=-1))
        if self.looks % 5 == 0:
            return datetime(1980, 1, 1, tzinfo=UTC)
        return datetime(2026, 3, 1, 9, tzinfo=UTC) + away[self.looks % 4]


def jump(stages: Stages, leg: str, folder: Path, *, rounds: int = 4) -> Verdict:
    """Play the leg under a clock that jumps, and judge: order must come from counters."""
    stage = stages.before(leg, 0)
    copy_folder(stage.folder, folder)
    told = list(stage.acknowledged)
    clock = JumpingClock()
    ground = Ground(folder, stages.study.pack, stage.receipts, rounds, clock=clock)
    LEGS[leg](ground, told.append)
    return judge(folder, stages.study, told)


def fill(stages: Stages, leg: str, place: Path, folder: Path) -> tuple[int, Verdict]:
    """Play the leg on a small disk until it is full; judge a copy of what is left.

    Returns how much was acknowledged before the disk was full, with the verdict.
    """
    data, stage = place / "laptop", stages.before(leg, 0)
    copy_folder(stage.folder, data)
    told = list(stage.acknowledged)
    with suppress(SurveyError):
        LEGS[leg](Ground(data, stages.study.pack, stage.receipts), told.append)
    copy_folder(data, folder)
    return len(told) - len(stage.acknowledged), judge(folder, stages.study, told)

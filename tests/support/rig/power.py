"""Power cuts of a real kernel: a file system in a file is shut down under the program.

Linux, as root. The last acknowledgement is taken note of *before* the cut: one that arrives
after it proves nothing.
"""

import ctypes
import fcntl
import json
import os
import random
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from .judge import Verdict, judge
from .stages import Stage, Stages
from .study import copy_folder

_SHUTDOWN, _NO_LOG_FLUSH = 0x8004587D, struct.pack("I", 2)
_IMAGE_BYTES = 320 << 20  # the least that mkfs.xfs takes
_MAKE = {"ext4": ["mkfs.ext4", "-q", "-F"], "xfs": ["mkfs.xfs", "-q", "-f"]}
# ext4 else writes its journal every five seconds by itself: on a slow machine a program that never
# syncs would be saved by that, and the control would prove nothing
_MOUNTED = {"ext4": "loop,commit=600", "xfs": "loop"}
EVERY_KIND = tuple(_MAKE)
_PATIENCE_S = 30.0
SUPPORT = Path(__file__).resolve().parents[1]


class CannotMount(Exception):  # noqa: N818 - a finding about the machine, no mistake
    """This machine lets nobody mount a file system in a file; the text says what is missing."""


def kinds() -> tuple[str, ...]:
    """Return the kinds of file system that can be made here."""
    return tuple(kind for kind, command in _MAKE.items() if shutil.which(command[0]))


def eatmydata() -> str | None:
    """Return the library that makes every fsync do nothing, None where it is not installed."""
    found = [*Path("/usr/lib").rglob("libeatmydata.so*")] if sys.platform == "linux" else []
    return str(found[0]) if found else None


@dataclass
class Disk:
    """A file system in a file, mounted; `cut` takes its power away and gives it back."""

    image: Path
    place: Path
    kind: str

    def cut(self) -> None:
        """Forget whatever was not synced, at once and for every process."""
        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, _NO_LOG_FLUSH)
        finally:
            os.close(handle)

    def return_of_power(self) -> None:
        """Mount again: the kernel plays the journal of the file system back."""
        for _ in range(50):
            if subprocess.run(["umount", self.place], capture_output=True, check=False).returncode:
                time.sleep(0.05)
            else:
                break
        command = ["mount", "-o", _MOUNTED[self.kind], self.image, self.place]
        subprocess.run(command, check=True)

    def settle(self) -> None:
        """Bring everything onto the disk, as it was long before the cut."""
        handle = os.open(self.place, os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).syncfs(handle):
                raise OSError(ctypes.get_errno(), "syncfs")
        finally:
            os.close(handle)


@contextmanager
def disk(kind: str) -> Iterator[Disk]:
    """Yield a mounted disk of that kind. Raises: CannotMount."""
    where = Path(tempfile.mkdtemp(dir=_in_memory()))
    image, place = where / "image", where / "mounted"
    place.mkdir()
    try:
        with image.open("wb") as file:
            file.truncate(_IMAGE_BYTES)
        _run([*_MAKE[kind], str(image)])
        _run(["mount", "-o", _MOUNTED[kind], str(image), str(place)])
        made = Disk(image, place, kind)
        try:
            made.cut()  # a kernel that cannot is found out here, not in the middle
            made.return_of_power()
            yield made
        finally:
            _run(["umount", "-l", str(place)])
    except OSError as error:
        raise CannotMount(f"{kind}: {error}") from error
    finally:
        shutil.rmtree(where, ignore_errors=True)


def _in_memory() -> Path | None:
    """Return a folder in memory with room for the disk, None where there is none."""
    place = Path("/dev/shm")
    return place if place.is_dir() and shutil.disk_usage(place).free > _IMAGE_BYTES else None


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotMount(f"{' '.join(command[:2])}: {done.stderr.strip()}")


@dataclass
class Worker:
    """The process that plays legs (`rig.worker`), and what it has told so far."""

    process: "subprocess.Popen[bytes]"
    told: list[Mapping[str, object]] = field(default_factory=list)
    _rest: bytes = b""

    def ask(self, wish: Mapping[str, object]) -> int:
        """Begin a leg; return the number of its process."""
        self.told = []
        assert self.process.stdin
        self.process.stdin.write(json.dumps(wish).encode() + b"\n")
        self.process.stdin.flush()
        end = time.monotonic() + _PATIENCE_S
        while not any(one["did"] == "began" for one in self.told):
            self.listen(max(0.0, end - time.monotonic()))
        return next(int(str(one["process"])) for one in self.told if one["did"] == "began")

    def listen(self, seconds: float) -> None:
        """Take in what was told within so many seconds, returning at the first of it."""
        assert self.process.stdout
        pipe = self.process.stdout.fileno()
        ready, _, _ = select.select([pipe], [], [], seconds)
        while ready:
            data = os.read(pipe, 1 << 16)
            if not data:
                raise RuntimeError("the worker is gone")
            *lines, self._rest = (self._rest + data).split(b"\n")
            self.told += [json.loads(line) for line in lines]
            ready, _, _ = select.select([pipe], [], [], 0)

    @property
    def acknowledged(self) -> list[Mapping[str, object]]:
        """Return what the leg has acknowledged."""
        return [one for one in self.told if one["did"] not in {"began", "ended"}]

    @property
    def ended(self) -> bool:
        """Say whether the leg has come to its end."""
        return any(one["did"] == "ended" for one in self.told)


@contextmanager
def worker(preload: str | None = None) -> Iterator[Worker]:
    """Yield a worker, with a library loaded before all others where one is named."""
    found = os.pathsep.join(filter(None, (str(SUPPORT), os.environ.get("PYTHONPATH"))))
    extra = {"PYTHONPATH": found} | ({"LD_PRELOAD": preload} if preload else {})
    with subprocess.Popen(
        [sys.executable, "-m", "rig.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | extra,
    ) as process:
        try:
            yield Worker(process)
        finally:
            process.kill()


@dataclass(frozen=True)
class Cut:
    """One power cut: in which leg, after how many acknowledgements, what was found afterwards."""

    leg: str
    kind: str
    acknowledged: int
    verdict: Verdict


def cut_once(
    disk: Disk,
    worker: Worker,
    stages: Stages,
    leg: str,
    chance: random.Random,
    *,
    at: int = 0,
    synchronous: str = "FULL",
    least: int = 0,
    most: int = 12,
) -> Cut:
    """Play a leg on the disk, cut the power at a moment of chance, and judge what is left."""
    data, stage = disk.place / "laptop", stages.before(leg, at)
    copy_folder(stage.folder, data)
    disk.settle()
    process = worker.ask(_wish(stages, stage, leg, data, synchronous))
    _wait(worker, chance.randint(least, most), chance)
    worker.listen(0)
    acknowledged = worker.acknowledged
    disk.cut()
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    while not worker.ended:
        worker.listen(_PATIENCE_S)
    disk.return_of_power()
    verdict = judge(data, stages.study, [*stage.acknowledged, *acknowledged])
    return Cut(leg, disk.kind, len(acknowledged), verdict)


def kill_once(
    worker: Worker, stages: Stages, leg: str, chance: random.Random, folder: Path, *, at: int = 0
) -> Cut:
    """Play a leg and kill the process alone: the system below it goes on."""
    stage = stages.before(leg, at)
    copy_folder(stage.folder, folder)
    process = worker.ask(_wish(stages, stage, leg, folder, "FULL"))
    _wait(worker, chance.randint(0, 12), chance)
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    while not worker.ended:
        worker.listen(_PATIENCE_S)
    acknowledged = worker.acknowledged
    verdict = judge(folder, stages.study, [*stage.acknowledged, *acknowledged])
    return Cut(leg, "kill", len(acknowledged), verdict)


def _wish(
    stages: Stages, stage: Stage, leg: str, data: Path, synchronous: str
) -> Mapping[str, object]:
    return {
        "leg": leg,
        "data": str(data),
        "pack": str(stages.study.pack),
        "receipts": stage.receipts,
        "synchronous": synchronous,
        "rounds": 10_000,
    }


def _wait(worker: Worker, wanted: int, chance: random.Random) -> None:
    """Return a moment of chance after so many acknowledgements, or at the end of the leg."""
    end = time.monotonic() + _PATIENCE_S
    while len(worker.acknowledged) < wanted and not worker.ended and time.monotonic() < end:
        worker.listen(1.0)
    time.sleep(chance.uniform(0, 0.02))
    if not wanted:
        time.sleep(chance.uniform(0, 0.15))

"""Power cuts without a kernel: each moment of a recorded leg, with what was not synced torn.

A disk keeps what was synced. Of what was not, it may hold each write or not, in any order, and
of each write any of its sectors of 512 bytes; a file that no sync of its folder has named may be
missing, a removed one may still be there.
"""

import hashlib
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from people import INTERVIEWER, SUPERVISOR

from survey_app.store import connection
from survey_app.store.store import BALLAST_BYTES, DATABASE_NAME
from survey_app.workflows.field_laptop.laptop import Person, open_laptop, unlock

from .judge import Shown, Verdict, held_against, show
from .legs import LEGS, Ground
from .recording import Event, Remove, Resize, Sync, Told, Write, recorded
from .stages import Stage, Stages
from .study import copy_folder
from .worker import weaken

SECTOR = 512


@dataclass
class _File:
    """What a disk holds of one file: what is safe, and what is on its way."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[Write | Resize] = field(default_factory=list)
    there: bool = True
    sure: bool = True
    """Whether its presence or absence is on the disk as well."""

    def settled(self) -> None:
        for one in self.waiting:
            _apply(self.safe, one)
        self.waiting.clear()


@dataclass(frozen=True)
class Recording:
    """A leg that was played to its end: where it began, and all that it asked of the disk."""

    leg: str
    stage: Stage
    events: Sequence[Event]
    people: tuple[Person, Person] | None


class Disk:
    """The disk while a recording is played to it. Rule: `take` each event in order."""

    def __init__(self, begins: Mapping[str, bytes]) -> None:
        self._files = {name: _File(bytearray(data)) for name, data in begins.items()}

    def take(self, event: Event, *, syncs: bool = True) -> None:
        """Take one event; with `syncs` False the disk lies, as cheap sticks do."""
        match event:
            case Write() | Resize():
                file = self._files.setdefault(event.file, _File(there=True, sure=False))
                if not file.there:
                    self._files[event.file] = file = _File(there=True, sure=False)
                file.waiting.append(event)
            case Sync() if syncs:
                file = self._files.setdefault(event.file, _File())
                file.settled()
                for one in self._files.values():  # SQLite syncs the folder with a new file
                    one.sure = True
            case Remove():
                file = self._files.setdefault(event.file, _File())
                file.there, file.sure = False, event.durable and syncs
            case _:
                pass

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return the files of one possible state."""
        found = {}
        for name, file in self._files.items():
            if file.there if file.sure else chance.random() < 0.5:
                found[name] = _torn(file, chance)
        return found


def _torn(file: _File, chance: random.Random) -> bytes:
    """Return what may be in a file: each waiting write kept, dropped, or kept in part."""
    data, course = bytearray(file.safe), chance.choice(("none", "all", "some", "torn"))
    for one in file.waiting:
        if course == "none":
            continue
        if course == "all" or (course == "some" and chance.random() < 0.5):
            _apply(data, one)
        elif course == "torn":
            _tear(data, one, chance)
    return bytes(data)


def _apply(data: bytearray, event: Write | Resize) -> None:
    if isinstance(event, Resize):
        del data[event.size :]
        return
    if len(data) < event.at:
        data.extend(bytes(event.at - len(data)))
    data[event.at : event.at + len(event.data)] = event.data


def _tear(data: bytearray, event: Write | Resize, chance: random.Random) -> None:
    """Apply some sectors of a write; the borders are those of the disk, not of the write."""
    if isinstance(event, Resize):
        if chance.random() < 0.5:
            _apply(data, event)
        return
    at, end = event.at, event.at + len(event.data)
    while at < end:
        border = min(end, (at // SECTOR + 1) * SECTOR)
        if chance.random() < 0.5:
            piece = event.data[at - event.at : border - event.at]
            _apply(data, Write(event.file, at, piece))
        at = border


def record(
    stages: Stages,
    leg: str,
    folder: Path,
    *,
    at: int = 0,
    rounds: int = 4,
    synchronous: str = "FULL",
) -> Recording:
    """Play a leg of the program in `folder` and return what it asked of the disk.

    Raises: CannotRecord.
    """
    stage, before = stages.before(leg, at), connection._PROMISES
    copy_folder(stage.folder, folder)
    try:
        weaken(synchronous)
        with recorded(folder) as recorder:
            ground = Ground(folder, stages.study.pack, stage.receipts, rounds)
            LEGS[leg](ground, recorder.tell)
    finally:
        connection._PROMISES = before
    return Recording(leg, stage, tuple(recorder.events), _people(stage, folder))


def _people(stage: Stage, folder: Path) -> tuple[Person, Person] | None:
    """Return who can unlock the laptop, where every state of it has the same people."""
    if not stage.acknowledged:
        return None
    laptop = open_laptop(folder)
    try:
        return unlock(laptop, INTERVIEWER), unlock(laptop, SUPERVISOR)
    finally:
        laptop.close()


@dataclass
class Tally:
    """How many states were judged, and what was found.

    `distinct` have bytes of their own, `opened` of these a database of its own for the program.
    """

    states: int = 0
    distinct: int = 0
    opened: int = 0
    lost: int = 0
    bad: int = 0
    found: "Counter[str]" = field(default_factory=Counter)

    def count(self, leg: str, verdict: Verdict) -> None:
        """Add one verdict."""
        self.states += 1
        self.lost += bool(verdict.lost)
        self.bad += bool(verdict.bad)
        for what in (*verdict.lost[:1], *verdict.bad[:1]):
            self.found[f"{leg}: {what}"] += 1

    def join(self, other: "Tally") -> None:
        """Add what another tally counted."""
        self.states += other.states
        self.distinct += other.distinct
        self.opened += other.opened
        self.lost += other.lost
        self.bad += other.bad
        self.found += other.found


def replay(
    recording: Recording,
    stages: Stages,
    folder: Path,
    states: int,
    chance: random.Random,
    *,
    syncs: bool = True,
) -> Tally:
    """Judge so many states after power cuts, spread over every moment of the recording."""
    tally, moments = Tally(), len(recording.events)
    wanted = Counter(round(one * moments / states) for one in range(states))
    begins = {
        file.name: file.read_bytes()
        for file in recording.stage.folder.glob(f"{DATABASE_NAME}*")
        if not file.name.endswith("-shm")
    }
    disk, told = Disk(begins), list(recording.stage.acknowledged)
    looks = _Looks(recording, stages, folder)
    for moment in range(moments + 1):
        for _ in range(wanted[moment]):
            shown = looks.of(disk.after_a_cut(chance))
            tally.count(recording.leg, held_against(shown, told))
        if moment < moments:
            event = recording.events[moment]
            disk.take(event, syncs=syncs)
            told += [event.what] if isinstance(event, Told) else []
    tally.distinct, tally.opened = len(looks.same_bytes), len(looks.same_database)
    return tally


@dataclass
class _Looks:
    """Opens the states of a recording; two that show the same to SQLite are opened once.

    Every state is laid out and brought to rest by SQLite itself. Where the database that comes of
    it has the same bytes as an earlier one, the program would read the same, and is not asked
    again. What was acknowledged is no part of it: that is held against every state by itself.
    """

    recording: Recording
    stages: Stages
    folder: Path
    same_bytes: dict[bytes, Shown] = field(default_factory=dict)
    same_database: dict[bytes, Shown] = field(default_factory=dict)

    def of(self, files: Mapping[str, bytes]) -> Shown:
        bytes_of_it = _digest(files)
        if (known := self.same_bytes.get(bytes_of_it)) is None:
            at_rest = _at_rest(files, self.folder.with_name(f"{self.folder.name}-at-rest"))
            known = self.same_database.get(at_rest)
            if known is None:
                _lay_out(self.recording, files, self.folder, self.stages)
                known = show(self.folder, self.stages.study, self.recording.people)
                self.same_database[at_rest] = known
            self.same_bytes[bytes_of_it] = known
        return known


def _digest(files: Mapping[str, bytes]) -> bytes:
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        digest.update(f"{name} {len(data)} ".encode() + data)
    return digest.digest()


def _at_rest(files: Mapping[str, bytes], place: Path) -> bytes:
    """Return what is left after SQLite opened and closed the database; as it lies if it cannot."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, data in files.items():
        (place / name).write_bytes(data)
    if DATABASE_NAME not in files:
        return _digest(files)
    try:
        with closing(sqlite3.connect(place / DATABASE_NAME, isolation_level=None)) as db:
            db.execute("PRAGMA secure_delete=ON")
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        return _digest(files)
    return _digest({one.name: one.read_bytes() for one in place.iterdir()})


def _lay_out(
    recording: Recording, files: Mapping[str, bytes], folder: Path, stages: Stages
) -> None:
    """Make `folder` what the cut left; the pack lies there, as its writing is rig A's to cut."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "packs").mkdir(parents=True)
    pack = stages.study.pack
    (folder / "packs" / pack.name).symlink_to(pack)
    (folder / "ballast").hardlink_to(_ballast(folder))
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _ballast(folder: Path) -> Path:
    """Return a ballast to be lent to every state: to make one takes longer than to judge."""
    lent = folder.with_name(f"{folder.name}-ballast")
    if not lent.exists():
        with lent.open("wb") as file:
            file.truncate(BALLAST_BYTES)
    return lent

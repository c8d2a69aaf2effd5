"""Every write, cut, sync and removal that SQLite asks of the system, seen or made to fail.

The default file layer (VFS) of the very library that `sqlite3` uses is taken, and its doors for
writing are replaced by ones of Python: no compiler, no root, no second process.
"""

import _sqlite3
import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OK, FULL, WRITE_FAILED, SYNC_FAILED, CUT_FAILED = 0, 13, 778, 1034, 1546
_WORD = ctypes.sizeof(ctypes.c_void_p)
_FUNCTIONS_OF_A_FILE, _FUNCTIONS_OF_A_LAYER = 18, 16
_CREATE = 0x4


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("functions", ctypes.c_void_p * _FUNCTIONS_OF_A_FILE),
    )


class _Layer(ctypes.Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_bytes", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("own", ctypes.c_void_p),
        ("functions", ctypes.c_void_p * _FUNCTIONS_OF_A_LAYER),
    )


_CLOSE, _WRITE, _CUT, _SYNC = 0, 2, 3, 4
_OPEN, _REMOVE = 0, 1
_INT, _POINTER, _NUMBER = ctypes.c_int, ctypes.c_void_p, ctypes.c_int64
_OpenDoor = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _POINTER, _INT, _POINTER)
_RemoveDoor = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _INT)
_CloseDoor = ctypes.CFUNCTYPE(_INT, _POINTER)
_WriteDoor = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _INT, _NUMBER)
_CutDoor = ctypes.CFUNCTYPE(_INT, _POINTER, _NUMBER)
_SyncDoor = ctypes.CFUNCTYPE(_INT, _POINTER, _INT)


class CannotRecord(Exception):  # noqa: N818 - a finding about the machine, no mistake
    """The SQLite of this Python cannot be reached from Python."""


@dataclass(frozen=True)
class Write:
    """Bytes at a place in a file; not on the disk before the next sync of that file."""

    file: str
    at: int
    data: bytes


@dataclass(frozen=True)
class Resize:
    """A file that was cut to so many bytes."""

    file: str
    size: int


@dataclass(frozen=True)
class Sync:
    """Everything that was written to the file is on the disk."""

    file: str


@dataclass(frozen=True)
class Remove:
    """A file that was removed; durable at once where the folder was synced with it."""

    file: str
    durable: bool


@dataclass(frozen=True)
class Told:
    """An acknowledgement: the program has promised something."""

    what: Any


Event = Write | Resize | Sync | Remove | Told


@dataclass
class Recorder:
    """What was asked of the files below one folder, and the call that is to fail."""

    folder: Path
    events: list[Event] = field(default_factory=list)
    calls: int = 0
    fails_from: int | None = None
    fails_times: int = 1
    error: int | None = None

    def name(self, path: int | None) -> str | None:
        """Return the name of a file that is recorded; `path` is where SQLite keeps its text."""
        where = Path(ctypes.string_at(path).decode()) if path else None
        return where.name if where and where.parent == self.folder else None

    def tell(self, what: Any) -> None:
        """Take note of an acknowledgement in its place among the writes."""
        self.events.append(Told(what))

    def answer(self, usual: int) -> int:
        """Count a call; return OK, or the error with which it is to fail."""
        self.calls += 1
        if self.fails_from is None or self.calls < self.fails_from:
            return OK
        if self.calls >= self.fails_from + self.fails_times:
            return OK
        return self.error or usual

    @property
    def failed(self) -> bool:
        """Say whether the call that was to fail has come."""
        return self.fails_from is not None and self.calls >= self.fails_from


@contextmanager
def recorded(folder: Path) -> Iterator[Recorder]:
    """Yield a recorder of the files in `folder`: databases opened meanwhile are seen.

    Raises: CannotRecord.
    """
    recorder = Recorder(folder.resolve())
    library = _library()
    usual = library.sqlite3_vfs_find(None)
    layer = _RecordingLayer(usual, recorder)
    if library.sqlite3_vfs_register(layer.address, 1):
        raise CannotRecord("the file layer was not taken")
    try:
        yield recorder
    finally:
        library.sqlite3_vfs_register(usual, 1)
        library.sqlite3_vfs_unregister(layer.address)


def _library() -> Any:
    try:
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.c_void_p
        library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
        library.sqlite3_vfs_register.argtypes = [ctypes.c_void_p, ctypes.c_int]
        library.sqlite3_vfs_unregister.argtypes = [ctypes.c_void_p]
    except (AttributeError, OSError) as error:
        raise CannotRecord(str(error)) from error
    return library


class _RecordingLayer:
    """A file layer that asks the recorder first and the usual layer then."""

    def __init__(self, usual: int, recorder: Recorder) -> None:
        theirs = _Layer.from_address(usual)
        self._recorder = recorder
        self._open = _OpenDoor(theirs.functions[_OPEN])
        self._remove = _RemoveDoor(theirs.functions[_REMOVE])
        self._names: dict[int, str] = {}
        self._tables: dict[int, _Methods] = {}
        self._doors: list[Callable[..., int]] = []
        self._layer = _Layer()
        ctypes.memmove(ctypes.addressof(self._layer), usual, ctypes.sizeof(_Layer))
        self._layer.name = b"recording"
        self._layer.functions[_OPEN] = self._address(_OpenDoor(self._opened))
        self._layer.functions[_REMOVE] = self._address(_RemoveDoor(self._removed))

    @property
    def address(self) -> int:
        return ctypes.addressof(self._layer)

    def _address(self, door: Any) -> int:
        self._doors.append(door)  # SQLite holds only the number: Python must not forget the door
        address = ctypes.cast(door, ctypes.c_void_p).value
        assert address
        return address

    def _opened(self, layer: int, path: int | None, file: int, flags: int, given: int) -> int:
        result = self._open(layer, path, file, flags, given)
        methods = ctypes.c_void_p.from_address(file)
        name = self._recorder.name(path)
        if result == OK and methods.value and name:
            self._names[file] = name
            methods.value = ctypes.addressof(self._table(methods.value))
        return int(result)

    def _removed(self, layer: int, path: int, durable: int) -> int:
        name = self._recorder.name(path)
        if name and (error := self._recorder.answer(WRITE_FAILED)):
            return error
        result = self._remove(layer, path, durable)
        if name and result == OK:
            self._recorder.events.append(Remove(name, bool(durable)))
        return int(result)

    def _table(self, theirs: int) -> _Methods:
        """Return the doors of a file with ours among them; made once for each kind of theirs."""
        if theirs not in self._tables:
            table = _Methods()
            ctypes.memmove(ctypes.addressof(table), theirs, ctypes.sizeof(_Methods))
            self._replace(table)
            self._tables[theirs] = table
        return self._tables[theirs]

    def _replace(self, table: _Methods) -> None:
        events, answer, names = self._recorder.events, self._recorder.answer, self._names
        usual_close = _CloseDoor(table.functions[_CLOSE])
        usual_write = _WriteDoor(table.functions[_WRITE])
        usual_cut = _CutDoor(table.functions[_CUT])
        usual_sync = _SyncDoor(table.functions[_SYNC])

        def close(file: int) -> int:
            names.pop(file, None)
            return int(usual_close(file))

        def write(file: int, data: int, size: int, at: int) -> int:
            if error := answer(WRITE_FAILED):
                return error
            events.append(Write(names[file], at, ctypes.string_at(data, size)))
            return int(usual_write(file, data, size, at))

        def cut(file: int, size: int) -> int:
            if error := answer(CUT_FAILED):
                return error
            events.append(Resize(names[file], size))
            return int(usual_cut(file, size))

        def sync(file: int, flags: int) -> int:
            if error := answer(SYNC_FAILED):
                return error
            result = int(usual_sync(file, flags))
            events.append(Sync(names[file]))
            return result

        table.functions[_CLOSE] = self._address(_CloseDoor(close))
        table.functions[_WRITE] = self._address(_WriteDoor(write))
        table.functions[_CUT] = self._address(_CutDoor(cut))
        table.functions[_SYNC] = self._address(_SyncDoor(sync))

"""The folder a store lives in: held by one process, its names on the disk, room to spare.

Room: store.
Spec: docs/spec/store.md sections 1 and 5.
Promise: works on POSIX and Windows; nothing here reads or writes an interview.
"""

import contextlib
import errno
import os
import secrets
import shutil
import sys
import time
from pathlib import Path

from survey_app.errors import SurveyError
from survey_app.locking import lock
from survey_app.store.errors import (
    NEEDED_MEBIBYTES,
    StoreBusyError,
    StoreFullError,
    StoreUnwritableError,
)

_LOCK_NAME, _BALLAST_NAME = "lock", "ballast"
_PIECE = 1 << 20
_A_MOMENT, _NEVER = 1.0, float("-inf")  # seconds
_MARGIN = 4 << 20  # a disk with less to spare than this stays treated as full


class FolderLock:
    """The right to use a folder, held until `release` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises: StoreBusyError, StoreFullError, StoreUnwritableError."""
        try:
            self._handle = os.open(folder / _LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise unwritable(error) from error
        try:
            lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise StoreBusyError from error

    def release(self) -> None:
        """Let another process have the folder."""
        os.close(self._handle)


class Ballast:
    """A file of noise that takes up room, to be given back when the disk is full.

    A full disk refuses even a deletion, so without it a woman could not be withdrawn.
    """

    def __init__(self, folder: Path, size: int) -> None:
        self.size = size
        self._seen = _NEVER
        self._path = folder / _BALLAST_NAME
        self._name = str(self._path)

    @property
    def held(self) -> bool:
        """Say whether the whole ballast is on the disk."""
        with contextlib.suppress(OSError):
            return os.stat(self._name).st_size >= self.size  # noqa: PTH116 - asked at every save
        return False

    def hold(self) -> bool:
        """Put the ballast on the disk where there is room for it; return whether it is there.

        Asked before every save: what was seen a moment ago is not looked at again.
        """
        now = time.monotonic()
        if now - self._seen < _A_MOMENT:
            return True
        if self.held:
            self._seen = now
            return True
        if not self._path.parent.is_dir():
            return True  # gone, not full: the save itself will say so
        with contextlib.suppress(OSError):
            if shutil.disk_usage(self._path.parent).free >= self.size + _MARGIN:
                self._write()
                return True
        self.release()
        return False

    def room_beside(self, size: int) -> bool:
        """Say whether `size` bytes can be written without touching the ballast."""
        with contextlib.suppress(OSError):
            return shutil.disk_usage(self._path.parent).free >= size + _MARGIN
        return True

    @property
    def room_at_all(self) -> bool:
        """Say whether the disk has any room that is worth the name."""
        with contextlib.suppress(OSError):
            return shutil.disk_usage(self._path.parent).free >= _PIECE
        return True

    def release(self) -> bool:
        """Give the room back; return whether there was any."""
        was_held, self._seen = self.held, _NEVER
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
        return was_held

    def _write(self) -> None:
        # Noise, not zeros: a disk that compresses or leaves holes would keep no room.
        with self._path.open("wb") as file:
            for at in range(0, self.size, _PIECE):
                file.write(secrets.token_bytes(min(_PIECE, self.size - at)))
            file.flush()
            os.fsync(file.fileno())


def unwritable(error: OSError) -> SurveyError:
    """Return what to say when the folder refuses: it is full, or something else."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StoreFullError(mebibytes=NEEDED_MEBIBYTES)
    return StoreUnwritableError()


def make_folder(folder: Path) -> None:
    """Make `folder` for its owner only, where it is missing.

    Raises: StoreFullError, StoreUnwritableError.
    """
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True)
            sync_folder(folder.parent)
    except OSError as error:
        raise unwritable(error) from error


def make_private_file(file: Path) -> None:
    """Make `file` for its owner only, where it is missing.

    Raises: StoreFullError, StoreUnwritableError.

    SQLite gives the files beside a database the rights of the database.
    """
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise unwritable(error) from error


def sync_folder(folder: Path) -> None:
    """Bring the names in `folder` onto the disk; Windows does so by itself."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

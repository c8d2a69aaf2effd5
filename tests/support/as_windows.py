"""What Windows would refuse, refused here too, so that a suite on Linux notices it.

A field laptop mostly runs Windows. There a file is brought onto the disk only through a handle
that may write, and a file that the program still holds open is neither removed nor replaced.
"""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

_MINE = Path("/proc/self/fd")


def refuse_what_windows_refuses() -> None:
    """Watch this process from now on; on Windows itself, or without /proc, do nothing."""
    if sys.platform == "win32" or not _MINE.is_dir():
        return
    os.fsync = _only_through_a_handle_that_writes(os.fsync)
    sys.addaudithook(_still_open)


def _only_through_a_handle_that_writes(fsync):
    import fcntl  # noqa: PLC0415 - not on Windows

    def strict(handle):
        number = handle if isinstance(handle, int) else handle.fileno()
        is_folder = stat.S_ISDIR(os.fstat(number).st_mode)
        reads_only = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
        if reads_only and not is_folder:
            raise PermissionError(13, "on Windows a handle that only reads cannot be synced")
        return fsync(handle)

    return strict


def _still_open(event, arguments):
    if event == "os.remove":
        path, folder = arguments
        _refuse_if_open(path, folder)
    elif event == "os.rename":
        old, new, old_folder, new_folder = arguments
        _refuse_if_open(old, old_folder)
        _refuse_if_open(new, new_folder)


def _refuse_if_open(path, folder):
    wanted = (_place(folder) / os.fsdecode(path)).resolve()
    for handle in _MINE.iterdir():
        with suppress(OSError):
            if handle.readlink() == wanted:
                raise OpenOnWindowsError(f"on Windows {wanted} is not moved while it is open")


def _place(folder):
    """Return the path of an open folder, or that of the process."""
    return Path() if folder == -1 else (_MINE / str(folder)).readlink()


class OpenOnWindowsError(AssertionError):
    """Not an OSError: no `except OSError` of the program may swallow it."""

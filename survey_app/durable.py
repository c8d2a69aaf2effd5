"""Files that are whole or absent, and are read back from the medium itself.

Room: durable (floor 1). Temporary name, fsync, rename, fsync of the folder.
Promise: what a write returned from survives a power cut and a stick pulled out afterwards.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PIECE = 1 << 20
_NO_TIME = 315_619_200  # 2 January 1980: as early as every file system of a stick can say


def write_durably(path: Path, data: bytes) -> None:
    """Make `path` hold `data`; after a failure it holds what it held before.

    Raises: OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with waiting.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
    except OSError:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def append_durably(path: Path, data: bytes) -> None:
    """Add `data` to the end of `path`; after a failure it holds what it held before.

    Raises: OSError.
    """
    is_first = not path.exists()
    with path.open("ab", buffering=0) as file:  # a buffer would try again what was taken back
        size, left = file.tell(), data
        try:
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), size)
            raise
    if is_first:  # its name, too, must be on the disk
        sync_folder(path.parent)


def hide_time(path: Path, *, below: Path | None = None) -> None:
    """Give `path` the time that every such file has, so that it does not tell when it was made.

    The folders between `below` and it get that time, too: theirs is the time of the last file in
    them. A stick that keeps no times, or refuses them, is left as it is; the time of creation that
    some keep beside it cannot be set.
    """
    for one in (path, *(folder for folder in path.parents if below in folder.parents)):
        with suppress(OSError):
            os.utime(one, (_NO_TIME, _NO_TIME))


def read_back(path: Path) -> bytes:
    """Return the bytes of `path`, asked from the medium where the system allows it.

    Raises: OSError.
    """
    return b"".join(pieces_from_medium(path))


def pieces_from_medium(path: Path) -> Iterator[bytes]:
    """Yield the bytes of `path` piece by piece, as `read_back` asks for them. Raises: OSError."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):  # else the answer would come from memory
            with suppress(OSError):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := file.read(_PIECE):
            yield piece


def typed_path(text: str) -> Path:
    """Return the path that a person typed; a home that is nobody's stays as it was written."""
    with suppress(RuntimeError):
        return Path(text).expanduser()
    return Path(text)


def is_folder(path: Path) -> bool:
    """Say whether `path` is a folder that can be looked into.

    A stick that was pulled out or is somebody else's, or a name that is too long, is none: the
    system answers with an error there.
    """
    try:
        return path.is_dir()
    except OSError:
        return False


def sync_file(path: Path) -> None:
    """Bring what was written to `path` onto the disk. Raises: OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def wipe_file(path: Path) -> None:
    """Write zeros over `path`, then remove it; nothing happens where it is not there.

    On a flash drive or a copying file system older blocks may stay: say so where it matters.

    Raises: OSError.
    """
    if not path.is_file():
        return
    with path.open("rb+") as file:
        left = os.fstat(file.fileno()).st_size
        while left:
            left -= file.write(bytes(min(left, _PIECE)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable; some systems and sticks cannot, and need not."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

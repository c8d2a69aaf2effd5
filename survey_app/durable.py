"""Files that are whole or absent, and are read back from the medium itself.

Room: durable (floor 1). Temporary name, fsync, rename, fsync of the folder.
Promise: what a write returned from survives a power cut and a stick pulled out afterwards.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path


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


def read_back(path: Path) -> bytes:
    """Return the bytes of `path`, asked from the medium where the system allows it.

    Raises: OSError.
    """
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):  # else the answer would come from memory
            with suppress(OSError):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read()


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

"""A place for the moment: for its owner only, written over with zeros when it is left.

Room: workflows. Beside the vault, so that no other disk and no folder of the system sees it.
Promise: what a power cut left there is gone when the laptop is opened again, before anybody can
    destroy a key of which it holds a copy; what is in use is left alone.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from survey_app.durable import wipe_file
from survey_app.store.errors import StoreBusyError, StoreFullError, StoreUnwritableError
from survey_app.store.folder import FolderLock

_NAME = ".scratch-"
PART, WHOLE = ".part", ".whole"


@contextmanager
def scratch(data: Path) -> Iterator[Path]:
    """Yield a new folder within `data`; afterwards nothing of it is left. Raises: OSError."""
    wipe_left(data)
    folder = data / f"{_NAME}{secrets.token_hex(8)}"
    folder.mkdir(mode=0o700)
    held = FolderLock(folder)  # of a process that is cut, nobody holds it any more
    try:
        place = folder / "place"
        place.mkdir(mode=0o700)
        yield place
    finally:
        held.release()
        wipe_folder(folder)


def beside(data: Path, end: str) -> list[Path]:
    """Return the folders for the moment that a restore of `data` has made beside it."""
    data = data.resolve()
    named = re.compile(rf"\.{re.escape(data.name)}-[0-9a-f]{{16}}{re.escape(end)}")
    inside = data.parent.iterdir() if data.parent.is_dir() else ()
    return sorted(path for path in inside if named.fullmatch(path.name))


def wipe_left(data: Path) -> None:
    """Wipe what a backup or a restore of `data` had to leave when it was cut."""
    for left in (*data.glob(f"{_NAME}*"), *beside(data, PART), *beside(data, WHOLE)):
        with suppress(StoreBusyError):
            with suppress(StoreFullError, StoreUnwritableError):
                FolderLock(left).release()
            wipe_folder(left)


def wipe_folder(folder: Path) -> None:
    """Wipe every file in `folder`, then remove it; what refuses is left to the next time."""
    for path in sorted(folder.rglob("*"), reverse=True):
        with suppress(OSError):
            if path.is_dir():
                path.rmdir()
            else:
                wipe_file(path)
    with suppress(OSError):
        folder.rmdir()

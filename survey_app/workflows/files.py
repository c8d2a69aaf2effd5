"""Files that are either whole or not there.

Room: workflows. Temporary name, fsync, rename, fsync of the folder, read back.
Source: the measured rename loss without fsync is in docs/durability.md.
"""

import os
from pathlib import Path

from survey_app.workflows.errors import FileNotWrittenError


def read_file(path: Path) -> bytes:
    """Return the bytes of `path`."""
    return path.read_bytes()


def write_new_file(path: Path, data: bytes) -> None:
    """Write `data` so that `path` holds all of it, on the disk, or does not exist.

    Raises: FileNotWrittenError when the disk is full or the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.part")
    try:
        with waiting.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
        _sync_folder(path.parent)
        kept = path.read_bytes()
    except OSError as error:
        waiting.unlink(missing_ok=True)
        raise FileNotWrittenError(file=path.name, folder=str(path.parent)) from error
    if kept != data:
        raise FileNotWrittenError(file=path.name, folder=str(path.parent))


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no fsync of a folder; its rename is journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

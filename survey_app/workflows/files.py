"""Files that are either whole or not there, with an error a person can act on.

Room: workflows.
"""

from pathlib import Path

from survey_app.durable import read_back, write_durably
from survey_app.workflows.errors import FileNotWrittenError


def make_folder(folder: Path) -> None:
    """Make `folder` where it is not there yet. Raises: FileNotWrittenError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWrittenError(file=folder.name, folder=str(folder.parent)) from error


def write_new_file(path: Path, data: bytes) -> None:
    """Write `data` so that `path` holds all of it, on the disk, or what it held before.

    Raises: FileNotWrittenError when the disk is full or the folder cannot be written.
    """
    try:
        write_durably(path, data)
        kept = read_back(path)
    except OSError as error:
        raise FileNotWrittenError(file=path.name, folder=str(path.parent)) from error
    if kept != data:
        raise FileNotWrittenError(file=path.name, folder=str(path.parent))

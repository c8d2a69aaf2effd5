"""A place for the moment: for its owner only, written over with zeros when it is left.

Room: workflows. Beside the vault, so that no other disk and no folder of the system sees it.
Promise: what a power cut left there is gone before the next one is made.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from survey_app.durable import wipe_file

_NAME = ".scratch-"


@contextmanager
def scratch(data: Path) -> Iterator[Path]:
    """Yield a new folder within `data`; afterwards nothing of it is left. Raises: OSError."""
    for left in data.glob(f"{_NAME}*"):
        wipe_folder(left)
    folder = data / f"{_NAME}{secrets.token_hex(8)}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        wipe_folder(folder)


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

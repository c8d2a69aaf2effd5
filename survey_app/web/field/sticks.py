"""Where a USB stick may be: folders that can be written to, offered so nobody has to type.

Room: web, field desk. Looks only where systems put removable drives.
"""

import os
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from survey_app.durable import is_folder

HOMES_OF_STICKS = ("/media", "/run/media", "/Volumes", "/mnt")


def sticks() -> tuple[Path, ...]:
    """Return the removable drives that can be written to, in order."""
    found = _windows_drives() if sys.platform == "win32" else _mounted()
    return tuple(sorted(path for path in found if os.access(path, os.W_OK)))


def _mounted() -> Iterator[Path]:
    for home in map(Path, HOMES_OF_STICKS):
        for pattern in ("*", "*/*"):
            yield from filter(_is_mounted, home.glob(pattern))


def _is_mounted(path: Path) -> bool:
    """Say whether a drive is there; of one that was pulled out the system knows only an error."""
    try:
        return path.is_mount()
    except OSError:
        return False


def _windows_drives() -> Iterator[Path]:
    system = os.environ.get("SYSTEMDRIVE", "C:").upper()
    for letter in string.ascii_uppercase:
        path = Path(f"{letter}:\\")
        if f"{letter}:" != system and is_folder(path):
            yield path

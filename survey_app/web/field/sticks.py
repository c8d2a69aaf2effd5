"""Where a USB stick may be: folders that can be written to, offered so nobody has to type.

Room: web, field desk. Looks only where systems put removable drives.
"""

import os
import string
import sys
from collections.abc import Iterator
from pathlib import Path

HOMES_OF_STICKS = ("/media", "/run/media", "/Volumes", "/mnt")


def sticks() -> tuple[Path, ...]:
    """Return the removable drives that can be written to, in order."""
    found = _windows_drives() if sys.platform == "win32" else _mounted()
    return tuple(sorted(path for path in found if os.access(path, os.W_OK)))


def _mounted() -> Iterator[Path]:
    for home in map(Path, HOMES_OF_STICKS):
        for pattern in ("*", "*/*"):
            yield from (path for path in home.glob(pattern) if path.is_mount())


def _windows_drives() -> Iterator[Path]:
    system = os.environ.get("SYSTEMDRIVE", "C:").upper()
    for letter in string.ascii_uppercase:
        path = Path(f"{letter}:\\")
        if f"{letter}:" != system and path.is_dir():
            yield path

"""What arrived and could not be believed: set aside, never mixed with the rest.

Room: hub (floor 7).
Spec: docs/spec/objects-on-a-target.md section 5.
Promise: strangers cannot fill the disk through it; the oldest things make room.
"""

from contextlib import suppress
from pathlib import Path

from survey_app.canonical import sha256_hex

LARGEST_COUNT = 64


class Quarantine:
    """A bounded folder of refused bytes, each named by its own hash and the reason."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __len__(self) -> int:
        return len(self._files())

    def set_aside(self, data: bytes, reason: str) -> None:
        """Keep `data` for whoever looks into it; a full disk is no reason to fail here."""
        word = reason.replace(" ", "-")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._make_room()
            (self._folder / f"{sha256_hex(data)}.{word}").write_bytes(data)

    def _make_room(self) -> None:
        files = self._files()
        for old in files[: max(0, len(files) - LARGEST_COUNT + 1)]:
            old.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)

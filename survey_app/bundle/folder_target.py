"""A folder as a target: a USB stick, a shared drive.

Room: bundle (floor 6).
Spec: docs/spec/objects-on-a-target.md sections 2 and 4.
Promise: its receipt means that every byte was read back from the folder.
"""

import errno
from collections.abc import Collection, Sequence
from pathlib import Path

from survey_app.bundle.errors import (
    TargetDamagedError,
    TargetFullError,
    TargetReadOnlyError,
    TargetUnreachableError,
)
from survey_app.bundle.objects import BadParcelError, Parcel, assemble, read_parcel
from survey_app.bundle.receipt import ReadBack
from survey_app.canonical import sha256_hex
from survey_app.durable import hide_time, is_folder, read_back, write_durably
from survey_app.errors import SurveyError

_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_READ_ONLY = frozenset((errno.EROFS, errno.EACCES, errno.EPERM))
_MAY_NOT = frozenset((None, 5, 19))
"""What Windows says of a place that refuses to be written. A stick that was pulled out, or is
busy, has the same `errno` there and another number (`winerror`); other systems have none."""


class FolderTarget:
    """Pieces under `objects/`, lists under `bundles/`, both named by content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def label(self) -> str:
        """The folder's path."""
        return str(self._folder)

    def have(self, objects: Sequence[str]) -> Collection[str]:
        """Return those of `objects` that are there, whole."""
        if not is_folder(self._folder):
            raise TargetUnreachableError(target=self.label)
        return [name for name in objects if self._is_whole(name)]

    def put(self, name: str, piece: bytes) -> None:
        """Write one piece."""
        self._write(object_path(self._folder, name), piece)

    def complete(self, parcel: Parcel, study: str) -> ReadBack:
        """Write the list of pieces, then read the whole bundle back.

        Raises: TargetDamagedError, TargetFullError, TargetUnreachableError.
        """
        del study  # a folder takes bundles of any study
        path = parcel_path(self._folder, parcel.bundle)
        self._write(path, parcel.to_bytes())
        try:
            assemble(
                read_parcel(read_back(path)),
                lambda name: read_back(object_path(self._folder, name)),
            )
        except (OSError, BadParcelError) as error:
            raise TargetDamagedError(target=self.label) from error
        return ReadBack(parcel.bundle)

    def close(self) -> None:
        """Nothing is held open."""

    def _is_whole(self, name: str) -> bool:
        try:
            return sha256_hex(object_path(self._folder, name).read_bytes()) == name
        except OSError:
            return False

    def _write(self, path: Path, data: bytes) -> None:
        try:
            write_durably(path, data)
            hide_time(path, below=self._folder)
        except OSError as error:
            raise folder_error(error, self.label) from error


def folder_error(error: OSError, label: str) -> SurveyError:
    """Return what a failed write to the folder `label` means for a person."""
    if error.errno in _NO_ROOM:
        return TargetFullError(target=label)
    if error.errno in _READ_ONLY and getattr(error, "winerror", None) in _MAY_NOT:
        return TargetReadOnlyError(target=label)
    return TargetUnreachableError(target=label)


def object_path(folder: Path, name: str) -> Path:
    """Return where a piece lies; two letters per folder keep old sticks quick."""
    return folder / "objects" / name[:2] / name


def parcel_path(folder: Path, bundle_id: str) -> Path:
    """Return where the list of pieces of a bundle lies."""
    return folder / "bundles" / bundle_id

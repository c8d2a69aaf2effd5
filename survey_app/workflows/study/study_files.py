"""The files of a study, changed all together or not at all.

Room: workflows.
Spec: docs/spec/study-folder.md section 2.
Promise: whatever moment the power fails at, the folder holds the old study or the new one,
    never the card of one with the keys of the other; two changes are never made at once, so
    none is said to be done and then undone by the other.

A change is written beside the files first, under names that end in `.next`. The card comes last:
once `study.json.next` is there the change holds, and whoever reads the folder finishes it.
"""

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from survey_app.durable import sync_folder
from survey_app.locking import lock
from survey_app.workflows.errors import FileNotWrittenError, NoStudyError, StudyBusyError
from survey_app.workflows.files import write_new_file

CARD = "study.json"
_NEXT = ".next"
_LOCK = "lock"
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
"""What a disk says that knows no locks; anything else means that the lock is taken."""


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Have the study to oneself: from what is read of it to what is written.

    A disk that knows no locks is used without one.

    Raises: NoStudyError; StudyBusyError while another program changes it; FileNotWrittenError.
    """
    try:
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError as error:
        raise NoStudyError(folder=str(folder)) from error
    except OSError as error:
        raise FileNotWrittenError(file=_LOCK, folder=str(folder)) from error
    try:
        try:
            lock(handle)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise StudyBusyError(folder=str(folder)) from error
        else:  # nobody else is writing here
            _remove_what_a_cut_left(folder)
        yield
    finally:
        os.close(handle)


def _remove_what_a_cut_left(folder: Path) -> None:
    """Remove files that were being written: they are sealed under the passphrase of that day."""
    for left in folder.rglob(".*.part"):
        with suppress(OSError):
            left.unlink()


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` (by their path inside `folder`, the card among them): all, or none.

    Raises: FileNotWrittenError.
    """
    finish_change(folder)
    if (folder / (CARD + _NEXT)).is_file():  # the last change holds; a cut now would mix the two
        raise FileNotWrittenError(file=CARD, folder=str(folder))
    waiting = [folder / (name + _NEXT) for name in files if name != CARD]
    try:
        for name in (*(name for name in files if name != CARD), CARD):
            write_new_file(folder / (name + _NEXT), files[name])
    except FileNotWrittenError:
        for path in (*waiting, folder / (CARD + _NEXT)):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    finish_change(folder)


def finish_change(folder: Path) -> None:
    """Finish a change that was decided and cut short; where there is none, do nothing."""
    card = folder / (CARD + _NEXT)
    if not card.is_file():
        return
    with suppress(OSError):  # what is in use, or cannot be written, is tried again
        for path in sorted((folder / "keys").glob(f"*{_NEXT}")):
            path.replace(path.with_suffix(""))
        sync_folder(folder / "keys")  # the keys' names first: without the card nobody would finish
        card.replace(folder / CARD)
        sync_folder(folder)


def read_file(folder: Path, name: str) -> bytes:
    """Return a file of the study as it is decided, also where a name could not be changed yet.

    A program that holds a file open, or a folder that cannot be written, is no reason to read
    the card of one study with the keys of the other. Raises: OSError.
    """
    waiting = folder / (name + _NEXT)
    decided = (folder / (CARD + _NEXT)).is_file() and waiting.is_file()
    return (waiting if decided else folder / name).read_bytes()


def read_with_card(folder: Path, name: str) -> tuple[bytes, bytes]:
    """Return a file of the study and the card that it was written with. Raises: OSError."""
    card = read_file(folder, CARD)
    while True:  # another program may change the study between the two
        data, after = read_file(folder, name), read_file(folder, CARD)
        if card == after:
            return data, card
        card = after

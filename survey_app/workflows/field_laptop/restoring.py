"""A restored laptop gets the place of the one that was there, or none of it does.

Room: workflows.

    waiting (whole) --> what was there gets a name beside it --> waiting gets the place

Spec: docs/spec/backup.md section 5.
Promise: a cut between two names is mended at the next start; a program that uses the folder is
    not robbed of it; whom the folder knew as withdrawn stays withdrawn.
"""

import secrets
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from survey_app.canonical import read_canonical_json
from survey_app.durable import sync_folder
from survey_app.errors import SurveyError
from survey_app.store.errors import StoreBusyError
from survey_app.store.folder import FolderLock
from survey_app.store.store import DATABASE_NAME, Store
from survey_app.workflows.field_laptop.scratch import WHOLE, beside

ASIDE = "-before-restore-"
_DEVICE = "device"


def withdrawn_at(data: Path, device: str) -> tuple[str, ...]:
    """Return the ids of whom the laptop with that verify key, in the folder `data`, withdrew.

    Nothing where nothing can be read any more: a damaged folder is what a restore is for.

    Raises: StoreBusyError while a program uses the folder.
    """
    if not (data / DATABASE_NAME).exists():
        return ()
    try:
        with closing(Store.open(data)) as store:
            return tuple(store.withdrawn()) if _is_of(store, device) else ()
    except StoreBusyError:
        raise
    except SurveyError:
        return ()


def _is_of(store: Store, device: str) -> bool:
    noted = store.get_meta(_DEVICE)
    fields = read_canonical_json(noted) if noted is not None else None
    return isinstance(fields, dict) and fields.get("verify_key") == device


def put_in_place(waiting: Path, data: Path) -> Path | None:
    """Give `waiting` the name of `data`, and what was there a name beside it.

    Raises: StoreBusyError, OSError, and then `data` is what it was.
    """
    (waiting / "ballast").unlink(missing_ok=True)
    if (data / DATABASE_NAME).exists():
        FolderLock(data).release()
    whole = waiting.with_suffix(WHOLE)
    waiting.rename(whole)
    sync_folder(data.parent)
    aside = None
    try:
        if data.exists() and any(data.iterdir()):
            aside = data.with_name(f"{data.name}{ASIDE}{secrets.token_hex(4)}")
            data.rename(aside)
        elif data.exists():
            data.rmdir()
        whole.rename(data)
    except OSError:
        if aside is not None and not data.exists():
            aside.rename(data)
        whole.rename(waiting)
        raise
    sync_folder(data.parent)
    return aside


def finish_restore(data: Path) -> None:
    """Give the place to a whole laptop that was cut off before it had it; else do nothing."""
    if data.exists():
        return
    with suppress(OSError):
        for whole in beside(data, WHOLE)[-1:]:
            whole.rename(data)
            sync_folder(data.parent)


def kept_aside(data: Path) -> Iterator[Path]:
    """Yield the folders in which earlier states of this laptop were kept at a restore."""
    data = data.resolve()
    for folder in sorted(data.parent.iterdir()) if data.parent.is_dir() else ():
        if folder.name.startswith(data.name + ASIDE) and folder.is_dir():
            yield folder

"""What is right and wrong with this installation, found without any passphrase.

Room: workflows.
Promise: no content is opened; a finding says what to do.
"""

import os
import shutil
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

from survey_app.errors import SurveyError
from survey_app.vault import kem
from survey_app.vault.chain import head_words
from survey_app.workflows.field_laptop.laptop import is_installed, open_laptop
from survey_app.workflows.integrity import evidence

_ENOUGH_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `detail` is the remedy where it is not well."""

    what: str
    well: bool
    detail: str


def examine(data: Path) -> tuple[Finding, ...]:
    """Return every finding, the machine first, then the vault in `data`."""
    return (_python(), _sqlite(), _sealing(), _space(data), _vault(data))


def _python() -> Finding:
    version = sys.version.split()[0]
    return Finding("Python", sys.version_info >= (3, 11), f"{version} (3.11 or newer)")


def _sqlite() -> Finding:
    fixed = sqlite3.sqlite_version_info >= (3, 51, 3)
    note = "" if fixed else "; safe here: one connection writes"
    return Finding("SQLite", sqlite3.sqlite_version_info >= (3, 37), sqlite3.sqlite_version + note)


def _sealing() -> Finding:
    try:
        seed = kem.new_seed()
        kept = kem.open_with(seed, kem.seal_to(kem.public_of(seed), b"probe", b""), b"")
    except Exception as error:  # noqa: BLE001 - any failure here means the same to a person
        return Finding(
            "Sealing", well=False, detail=f"{type(error).__name__}: run scripts/start.py again"
        )
    return Finding("Sealing", kept == b"probe", "post-quantum hybrid sealing works")


def _space(data: Path) -> Finding:
    place = next(path for path in (data, *data.resolve().parents) if path.exists())
    free = shutil.disk_usage(place).free
    detail = f"{free // 1024**2:,} MiB free"
    if not os.access(place, os.W_OK):
        return Finding("Disk", well=False, detail=f"{place} cannot be written to: choose another")
    return Finding(
        "Disk", free >= _ENOUGH_BYTES, detail if free >= _ENOUGH_BYTES else f"{detail}: make room"
    )


def _vault(data: Path) -> Finding:
    if not is_installed(data):
        return Finding("Study", well=True, detail=f"none installed in {data} yet")
    try:
        laptop = open_laptop(data)
    except SurveyError as error:
        return Finding("Study", well=False, detail=f"{error.code}: {error.message()}")
    try:
        if laptop.device is None:
            return Finding("Study", well=False, detail="finish the set-up: no passphrases yet")
        head = laptop.store.audit(laptop.device.verify_key)
        for contradiction in evidence.look_back(laptop):
            raise contradiction
        ready = f"{laptop.study.title}, ready; log of {head.count}: {' '.join(head_words(head))}"
        return Finding("Study", well=True, detail=ready)
    except SurveyError as error:
        return Finding("Study", well=False, detail=f"{error.code}: {error.message()}")
    finally:
        laptop.close()

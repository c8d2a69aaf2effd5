"""A small study with its pack, and laptop folders at each stage of their life."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR
from sqlite_utils import Database

from survey_app.store import schema
from survey_app.store.connection import connect
from survey_app.store.store import DATABASE_NAME
from survey_app.vault import kdf
from survey_app.workflows.enrol import NewPerson
from survey_app.workflows.field_laptop.laptop import FormsOfPacks, Role, read_ahead
from survey_app.workflows.packing import make_pack
from survey_app.workflows.study.studies import create_study, open_key

ROOT = Path(__file__).resolve().parents[3]
FORM = ROOT / "tests" / "support" / "forms" / "garden"
CHEAP = kdf.Argon2Cost(memory=16, passes=1, lanes=1)
PEOPLE = (NewPerson(Role.INTERVIEWER, INTERVIEWER), NewPerson(Role.SUPERVISOR, SUPERVISOR))


@dataclass(frozen=True)
class Study:
    """The study's folder, its pack, the seed that opens records, and its forms, read once."""

    folder: Path
    pack: Path
    seed: bytes
    forms: FormsOfPacks


def allow_cheap_passphrases() -> None:
    """Lower the floor of the key derivation in this process, for good: rigs unlock often."""
    kdf.BOUNDS = kdf.Bounds(floor=CHEAP, ceiling=kdf.BOUNDS.ceiling)


@contextmanager
def cheap_passphrases() -> Iterator[None]:
    """Lower the floor of the key derivation for a while."""
    before = kdf.BOUNDS
    allow_cheap_passphrases()
    try:
        yield
    finally:
        kdf.BOUNDS = before


def make_study(folder: Path) -> Study:
    """Return a study whose one form is a garden, made in `folder`."""
    titles = {"en": "Garden", "ur": "باغ"}
    study = folder / "study"
    create_study(
        study, STUDY_PASSPHRASE, title="Garden", cover_titles=titles, demo=True, cost=CHEAP
    )
    pack = make_pack(
        study, STUDY_PASSPHRASE, form_folders=[FORM], translations=ROOT / "translations"
    )
    seed = open_key(study, "study", STUDY_PASSPHRASE)
    return Study(study, pack, seed, read_ahead(study))


def steps() -> list[str]:
    """Return the names of the steps of the schema, first to last."""
    with closing(Database(memory=True)) as nowhere:
        return [step.name for step in schema._MIGRATIONS.pending(nowhere)]


def put_back_to(folder: Path, step: str) -> None:
    """Make the database of `folder` what it was before the schema's `step`, rows included."""
    now, old = folder / DATABASE_NAME, folder / "old.db"
    db = connect(old)
    schema._MIGRATIONS.apply(db, stop_before=step)
    db.execute("ATTACH ? AS now", [str(now)])
    for table in db.table_names():
        if not table.startswith("_"):
            db.execute(f"INSERT INTO main.{table} SELECT * FROM now.{table}")
    db.execute("DETACH now")
    db.close()
    for left in folder.glob(f"{DATABASE_NAME}*"):
        left.unlink()
    old.replace(now)


def copy_folder(source: Path, target: Path) -> None:
    """Copy a laptop's folder, its ballast left out: the program makes it again."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("ballast", "lock", "*-shm"))

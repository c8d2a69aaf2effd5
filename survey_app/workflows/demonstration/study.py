"""A demo beside a laptop: a study of its own, its pack, two people, nothing real.

Room: workflows.
Promise: the passphrases are on paper before anything is made that only they open.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from survey_app.vault.kdf import Argon2Cost
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import is_installed
from survey_app.workflows.field_laptop.person_slots import Role
from survey_app.workflows.packing import make_pack
from survey_app.workflows.study.care_settings import CareSettings
from survey_app.workflows.study.packs import NO_CARE
from survey_app.workflows.study.studies import create_study


@dataclass(frozen=True, repr=False)
class DemoPassphrases:
    """What the demo's three people type; they are on paper and, sealed with, nowhere else."""

    interviewer: str
    supervisor: str
    coordinator: str


def install_demo(
    data: Path,
    study_folder: Path,
    made: DemoPassphrases,
    *,
    form_folders: Sequence[Path],
    translations: Path,
    cover_titles: Mapping[str, str],
    care: CareSettings = NO_CARE,
    cost: Argon2Cost | None = None,
) -> None:
    """Make a demo study beside the laptop and enrol its two people; nothing real is touched.

    Raises: AlreadyEnrolledError, FormNotReadyError, FileNotWrittenError, StudyExistsError.
    """
    if (study_folder / "keys").exists() and not is_installed(data):
        shutil.rmtree(study_folder)  # left over from a demo that was cut short
    create_study(
        study_folder,
        made.coordinator,
        title="Demo study",
        cover_titles=cover_titles,
        demo=True,
        cost=cost,
    )
    pack = make_pack(
        study_folder,
        made.coordinator,
        form_folders=form_folders,
        translations=translations,
        care=care,
    )
    install_pack(data, pack)
    people = [
        NewPerson(Role.INTERVIEWER, made.interviewer),
        NewPerson(Role.SUPERVISOR, made.supervisor),
    ]
    enrol_laptop(data, people, cost=cost)

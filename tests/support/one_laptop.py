"""A study with the replication example, its pack, and a laptop of two people enrolled from it."""

from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import Role, open_laptop
from survey_app.workflows.packing import make_pack
from survey_app.workflows.study.studies import create_study

ROOT = Path(__file__).resolve().parents[2]


def enrolled(folder, pack, cost):
    """Return the folder of a laptop with this pack, an interviewer and a supervisor."""
    install_pack(folder, pack)
    people = [NewPerson(Role.INTERVIEWER, INTERVIEWER), NewPerson(Role.SUPERVISOR, SUPERVISOR)]
    enrol_laptop(folder, people, cost=cost)
    return folder


@pytest.fixture(scope="module")
def study(tmp_path_factory, cheap_argon2):  # noqa: F811
    folder = tmp_path_factory.mktemp("study")
    create_study(
        folder,
        STUDY_PASSPHRASE,
        title="Test study",
        cover_titles={"en": "Family", "ur": "گھر"},
        demo=True,
        open_modules=("m9",),
        cost=cheap_argon2,
    )
    return folder


@pytest.fixture(scope="module")
def pack(study):
    return make_pack(
        study,
        STUDY_PASSPHRASE,
        form_folders=[ROOT / "forms" / "khan_2024"],
        translations=ROOT / "translations",
    )


@pytest.fixture
def data(tmp_path, pack, cheap_argon2):  # noqa: F811
    return enrolled(tmp_path / "data", pack, cheap_argon2)


@pytest.fixture
def laptop(data):
    opened = open_laptop(data)
    yield opened
    opened.close()

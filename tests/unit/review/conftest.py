"""A laptop with one finished interview of the replication example, texts and all."""

from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.workflows.collect import start
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.laptop import Role, open_laptop, unlock
from survey_app.workflows.packing import make_pack
from survey_app.workflows.studies import create_study

ROOT = Path(__file__).resolve().parents[3]
GROUP = "/data/in_her_words/"
TEXTS = {
    GROUP + "difficulties": "Warden Samina hit me. My number is ۰۳۰۰ ۱۲۳۴۵۶۷.",
    GROUP + "children_inside": "The water was cold and the nights were long.",
    GROUP + "views_and_fears": "ثمینہ نے کہا کہ بچے یہیں رہیں گے۔",
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory, cheap_argon2):  # noqa: F811
    folder = tmp_path_factory.mktemp("study")
    create_study(
        folder,
        STUDY_PASSPHRASE,
        title="Review",
        cover_titles={"en": "Family", "ur": "گھر"},
        demo=True,
        cost=cheap_argon2,
    )
    return make_pack(
        folder,
        STUDY_PASSPHRASE,
        form_folders=[ROOT / "forms" / "khan_2024"],
        translations=ROOT / "translations",
    )


@pytest.fixture
def data(tmp_path, pack, cheap_argon2):  # noqa: F811
    folder = tmp_path / "data"
    install_pack(folder, pack)
    people = [NewPerson(Role.INTERVIEWER, INTERVIEWER), NewPerson(Role.SUPERVISOR, SUPERVISOR)]
    enrol_laptop(folder, people, cost=cheap_argon2)
    return folder


@pytest.fixture
def laptop(data):
    opened = open_laptop(data)
    yield opened
    opened.close()


@pytest.fixture
def interviewer(laptop):
    return unlock(laptop, INTERVIEWER)


@pytest.fixture
def supervisor(laptop):
    return unlock(laptop, SUPERVISOR)


@pytest.fixture
def finished(laptop, interviewer):
    sitting = start(laptop, interviewer, "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    sitting.answer({refs["mother_id"]: "7", refs["age"]: "45", refs["offence_type"]: "theft"})
    sitting.answer(TEXTS)
    return sitting.finish()

"""A laptop with one finished interview of the replication example, texts and all."""

import pytest
from one_laptop import cheap_argon2, data, laptop, pack, study  # noqa: F401
from people import INTERVIEWER, SUPERVISOR

from survey_app.workflows.collect import start
from survey_app.workflows.field_laptop.laptop import unlock

GROUP = "/data/in_her_words/"
TEXTS = {
    GROUP + "difficulties": "Warden Samina hit me. My number is ۰۳۰۰ ۱۲۳۴۵۶۷.",
    GROUP + "children_inside": "The water was cold and the nights were long.",
    GROUP + "views_and_fears": "ثمینہ نے کہا کہ بچے یہیں رہیں گے۔",
}


@pytest.fixture
def interviewer(laptop):  # noqa: F811
    return unlock(laptop, INTERVIEWER)


@pytest.fixture
def supervisor(laptop):  # noqa: F811
    return unlock(laptop, SUPERVISOR)


@pytest.fixture
def finished(laptop, interviewer):  # noqa: F811
    sitting = start(laptop, interviewer, "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    sitting.answer({refs["mother_id"]: "7", refs["age"]: "45", refs["offence_type"]: "theft"})
    sitting.answer(TEXTS)
    return sitting.finish()

"""What an interview begins with: set by the study, or said once on the first page; never in an
address. And several questionnaires side by side, each finished once."""

from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from click.testing import CliRunner
from field_client import FieldClient
from people import INTERVIEWER, STUDY_PASSPHRASE

from survey_app.cli.main import main as command
from survey_app.web.field.desk import EXTENSION
from survey_app.workflows.errors import NoSuchDraftError, PresetUnknownError
from survey_app.workflows.interviewing.cards import drafts
from survey_app.workflows.packing import make_pack
from survey_app.workflows.study.studies import create_study

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
FORMS = [HERE / "forms" / "every_control", ROOT / "forms" / "khan_2024"]


@pytest.fixture(scope="module")
def study(tmp_path_factory, cheap_argon2):  # noqa: F811
    folder = tmp_path_factory.mktemp("study")
    titles = {"en": "Family", "ur": "گھر"}
    create_study(
        folder, STUDY_PASSPHRASE, title="Values", cover_titles=titles, demo=True, cost=cheap_argon2
    )
    return folder


@pytest.fixture(scope="module")
def pack(study):
    return make_pack(
        study,
        STUDY_PASSPHRASE,
        form_folders=FORMS,
        translations=ROOT / "translations",
        presets={"story": "site seven", "trees": "", "love": ""},
    )


def sitting_of(app):
    (visit,) = [one for one in app.extensions[EXTENSION].visits._visits.values() if one.sitting]
    return visit.sitting


def value(app, name):
    interview = sitting_of(app).interview
    return interview.value(interview.form.questions[name].path)


def begin(browser, **fields):
    return browser.send("/begin", form="every_control", language="en", **fields)


def test_an_interview_begins_with_what_the_study_set(interviewer, app):
    begin(interviewer)
    assert value(app, "story") == "site seven"


def test_the_first_page_asks_what_the_study_leaves_to_the_laptop(interviewer, app):
    assert '<label class="field" for="first-trees">How many trees?</label>' in interviewer.html
    assert "first-story" not in interviewer.html
    begin(interviewer, **{"first-trees": "7"})
    assert value(app, "trees") == "7"
    assert interviewer.asked == "Shall we talk?"


def test_what_was_said_once_stands_there_for_the_next_interview_until_the_lock(interviewer):
    begin(interviewer, **{"first-trees": "7"}).get("/")
    assert dict(interviewer.fields)["first-trees"] == "7"
    interviewer.send("/lock")
    interviewer.get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    assert dict(interviewer.fields)["first-trees"] == ""


@pytest.mark.parametrize("odd", ["99", "many"])
def test_a_value_that_does_not_fit_begins_nothing(interviewer, odd):
    begin(interviewer, **{"first-trees": odd})
    assert "does not fit its question" in interviewer.text
    assert "Open interviews" not in interviewer.text
    assert dict(interviewer.fields)["first-trees"] == odd


def test_a_value_that_the_study_does_not_ask_for_cannot_be_forged(interviewer, app):
    begin(interviewer, **{"first-story": "forged", "first-metres": "3"})
    assert (value(app, "story"), value(app, "metres")) == ("site seven", "")


def test_a_form_without_the_question_begins_as_ever(interviewer):
    interviewer.send("/begin", form="khan_2024", language="en", **{"first-trees": "7"})
    assert interviewer.status == 200
    assert interviewer.get("/interview").status == 200


@pytest.mark.parametrize("query", ["d[/data/garden/trees]=9", "first-trees=9", "q-garden-trees=9"])
def test_no_address_can_carry_an_answer(interviewer, app, query):
    assert interviewer.get(f"/begin?form=every_control&language=en&{query}").status == 405
    begin(interviewer.get("/"), **{"first-trees": ""})
    for page in ("/interview", "/interview/contents", "/interview/answers"):
        interviewer.get(f"{page}?{query}")
        assert value(app, "trees") == ""


def test_a_name_that_no_form_has_is_refused_when_the_pack_is_made(study):
    with pytest.raises(PresetUnknownError):
        make_pack(
            study,
            STUDY_PASSPHRASE,
            form_folders=FORMS,
            translations=ROOT / "translations",
            presets={"sight": "lahore"},
        )


def test_the_command_takes_presets_and_refuses_half_of_one(study, tmp_path):
    words = ["study", "pack", str(study), "--form", str(FORMS[0])]
    words += ["--translations", str(ROOT / "translations"), "--out", str(tmp_path / "a.pack")]
    secret = tmp_path / "secret"
    secret.write_text(STUDY_PASSPHRASE, encoding="utf-8")
    words += ["--passphrase-file", str(secret)]
    done = CliRunner().invoke(command, [*words, "--preset", "story=seven", "--ask-first", "trees"])
    assert done.exit_code == 0, done.output
    assert CliRunner().invoke(command, [*words, "--preset", "story"]).exit_code == 2


def test_several_questionnaires_stand_side_by_side_and_keep_apart(interviewer, app):
    assert "A garden" in interviewer.text
    assert interviewer.html.count('type="radio" name="form"') == 2
    begin(interviewer, **{"first-trees": "7"})
    interviewer.wish("next", opening__consent="yes").get("/")
    interviewer.send("/begin", form="khan_2024", language="en").get("/")
    assert interviewer.html.count('action="/resume"') == 2
    cards = {card.form_id: card.draft_id for card in _drafts(app)}
    interviewer.send("/resume", draft=cards["every_control"])
    assert sitting_of(app).interview.form.form_id == "every_control"
    assert value(app, "trees") == "7"
    interviewer.get("/interview/finish").send("/interview/finish").send("/receipt")
    interviewer.send("/resume", draft=cards["khan_2024"])
    assert sitting_of(app).interview.form.form_id == "khan_2024"


def _drafts(app):
    desk = app.extensions[EXTENSION]
    (person,) = {visit.person for visit in desk.visits._visits.values() if visit.person}
    return drafts(desk.laptop(), person)


@pytest.fixture
def at_the_end(interviewer):
    begin(interviewer)
    return interviewer.wish("next", opening__consent="yes").get("/interview/finish")


def records(app):
    return app.extensions[EXTENSION].laptop().store.count_records()


def test_an_interview_is_finished_once_however_often_the_button_is_pressed(at_the_end, app):
    fields = at_the_end.fields
    for _ in range(3):
        at_the_end.post("/interview/finish", dict(fields))
        assert at_the_end.asked == "Thank you"
    assert records(app) == 1


def test_the_back_button_after_the_end_finishes_nothing_again(at_the_end, app):
    fields, draft = at_the_end.fields, sitting_of(app).draft_id
    at_the_end.send("/interview/finish").send("/receipt")
    at_the_end.post("/interview/finish", dict(fields))
    assert at_the_end.asked == "First page"
    at_the_end.post("/interview", dict([*fields, ("do", "next")]))
    assert at_the_end.asked == "First page"
    at_the_end.post("/resume", dict([*fields, ("draft", draft)]))
    assert at_the_end.status == 409
    assert records(app) == 1


def test_another_browser_cannot_finish_the_same_interview_again(at_the_end, app):
    sitting = sitting_of(app)
    other = FieldClient(app).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    other.send("/resume", draft=sitting.draft_id).get("/interview/finish").send("/interview/finish")
    at_the_end.send("/interview/finish")
    assert at_the_end.asked == "First page"
    assert records(app) == 1


def test_a_sitting_that_is_over_refuses_everything(at_the_end, app):
    sitting = sitting_of(app)
    at_the_end.send("/interview/finish")
    for wish in (sitting.finish, sitting.stop, lambda: sitting.go("/data"), sitting.discard):
        with pytest.raises(NoSuchDraftError):
            wish()

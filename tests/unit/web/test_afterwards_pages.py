"""A finished interview on pages: taken back whole or in part, put right; found by number alone."""

import re
from dataclasses import replace

import pytest
from field_client import FieldClient
from people import INTERVIEWER, STUDY_PASSPHRASE, SUPERVISOR

from survey_app.web.field.desk import EXTENSION
from survey_app.workflows.collect import start
from survey_app.workflows.export import pack as export
from survey_app.workflows.field_laptop.laptop import unlock
from survey_app.workflows.recover import recover
from survey_app.workflows.study.studies import open_key
from survey_app.xform.empties import EmptyKind

HERS = "words-of-hers-5512"


def _laptop(client):
    return client.app.extensions[EXTENSION].laptop()


@pytest.fixture
def code(supervisor):
    return _finished(_laptop(supervisor))


def _finished(laptop, difficulties=HERS):
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes", refs["age"]: "45"})
    if difficulties:
        sitting.answer({refs["difficulties"]: difficulties})
    return sitting.finish().code


def _whole(laptop, pack):
    study = pack.parent.parent
    (whole,) = recover(laptop, open_key(study, "study", STUDY_PASSPHRASE))
    return whole


def _found(supervisor, code):
    return supervisor.get("/").get("/afterwards").send("/afterwards", number=code)


def test_her_number_is_typed_as_a_number_from_left_to_right(supervisor):
    supervisor.get("/").get("/afterwards")
    assert re.search(r'<input[^>]*name="number"[^>]*dir="ltr" inputmode="numeric"', supervisor.html)


def test_a_whole_interview_is_destroyed_after_a_tick_and_the_next_file_tells_it(
    supervisor, code, tmp_path
):
    laptop = _laptop(supervisor)
    _found(supervisor, code.replace("-", " "))
    assert "There is one interview with this number" in supervisor.text
    assert HERS not in supervisor.text
    supervisor.get("/afterwards/whole")
    assert "Backups from before still hold the interview" in supervisor.text
    assert "It has not left this laptop" in supervisor.text
    supervisor.send("/afterwards/whole")
    assert "Nothing was destroyed" in supervisor.text
    assert laptop.store.count_records() == 1
    supervisor.send("/afterwards/whole", sure="yes")
    assert "The interview is destroyed on this laptop" in supervisor.text
    assert (laptop.store.count_records(), len(laptop.store.withdrawn())) == (0, 1)
    _found(supervisor, code)
    assert "No interview on this laptop has this receipt number" in supervisor.text
    assert supervisor.get("/afterwards/whole").asked == "After an interview was finished"
    supervisor.get("/export").send("/export", typed=str(tmp_path))
    assert "tells the coordinator that 1 interview was taken back" in supervisor.text
    assert "0 interviews were sealed" not in supervisor.text
    assert "1 interview taken back" in supervisor.text


def test_an_interview_that_the_disk_damaged_is_told_on_the_first_page_and_hinders_no_other(
    supervisor, code
):
    laptop = _laptop(supervisor)
    (bad,) = laptop.store.views()
    laptop.store.put_view(replace(bad, body=bytes(len(bad.body))))
    other = _finished(laptop, "")
    supervisor.get("/")
    assert "1 finished interview on this laptop is damaged" in supervisor.text
    _found(supervisor, code)
    assert "hers may be one of them" in supervisor.text
    _found(supervisor, other)
    assert "There is one interview with this number" in supervisor.text


def test_a_part_is_destroyed_once_it_was_chosen_and_read_again(supervisor, code, pack):
    laptop = _laptop(supervisor)
    _found(supervisor, code).get("/afterwards/part")
    assert "Her own wish" in supervisor.html
    supervisor.send("/afterwards/part")
    assert "Tick at least one part or one question" in supervisor.text
    supervisor.send("/afterwards/part", names=["age", "in_her_words"])
    assert "Destroy this part?" in supervisor.text
    assert "How old are you" in supervisor.text
    assert _whole(laptop, pack).value("age") == "45"
    supervisor.send("/afterwards/part", sure="yes")
    assert "The part is destroyed" in supervisor.text
    whole = _whole(laptop, pack)
    assert (whole.value("age"), whole.value("difficulties")) == ("", "")
    assert HERS.encode() not in whole.submission.xml
    (said,) = whole.amendments
    assert said.reason == "Her own wish"
    kinds = {one.name: one.empty for one in whole.submission.answers}
    assert kinds["difficulties"] is EmptyKind.WITHDRAWN


def test_an_answer_is_put_right_with_a_reason_and_the_first_one_stays_sealed(
    supervisor, code, pack
):
    laptop = _laptop(supervisor)
    _found(supervisor, code).get("/afterwards/answer")
    assert HERS not in supervisor.text
    supervisor.send("/afterwards/answer", question="age")
    supervisor.send("/afterwards/answer", do="answer", written="many")
    assert "Write the number in digits" in supervisor.text
    assert "Write in a few words why" in supervisor.text
    supervisor.send("/afterwards/answer", do="answer", written="۴۶", reason="a slip")
    assert "Is this the right answer?" in supervisor.text
    assert _whole(laptop, pack).amendments == ()
    supervisor.send("/afterwards/answer", sure="yes")
    assert "The right answer is sealed" in supervisor.text
    whole = _whole(laptop, pack)
    assert whole.value("age") == "45"
    assert [(one.reason, dict(one.values)) for one in whole.amendments] == [
        ("a slip", {"age": "46"})
    ]


def test_a_choice_is_put_right_by_its_words(supervisor, code, pack):
    _found(supervisor, code).get("/afterwards/answer")
    questions = _laptop(supervisor).forms["khan_2024"].definition.questions.values()
    one = next(q for q in questions if q.control == "select1" and len(q.choices_all()) > 2)
    code_of = one.choices_all()[1].value
    supervisor.send("/afterwards/answer", question=one.name)
    supervisor.send("/afterwards/answer", do="answer", values="no-such-choice", reason="x")
    assert "Give the right answer" in supervisor.text
    supervisor.send("/afterwards/answer", do="answer", values=code_of, reason="x")
    supervisor.send("/afterwards/answer", sure="yes")
    said = _whole(_laptop(supervisor), pack).amendments[0].values
    assert dict(said) == {one.name: code_of}


def test_what_has_left_is_taken_back_whole_and_not_by_halves(supervisor, tmp_path):
    laptop = _laptop(supervisor)
    code = _finished(laptop, difficulties="")
    export(laptop, unlock(laptop, SUPERVISOR), tmp_path)
    _found(supervisor, code)
    assert "a part cannot follow the file" in supervisor.text
    for path in ("/afterwards/part", "/afterwards/answer"):
        assert supervisor.get(path).asked == "What does she want?"
    supervisor.get("/afterwards/whole")
    assert "It has left in a packed file" in supervisor.text


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "a digit is wrong or missing"),
        ("0371-2345679", "a digit is wrong or missing"),
        ("0360-0000008", "No interview on this laptop has this receipt number"),
    ],
)
def test_a_number_that_is_none_or_nobodys_is_told_apart(supervisor, code, number, said):
    supervisor.get("/afterwards").send("/afterwards", number=number)
    assert said in supervisor.text
    assert supervisor.status == 422


def test_an_interviewer_and_a_stranger_get_no_further(browser, interviewer):
    for path in ("/afterwards", "/afterwards/wishes", "/afterwards/whole", "/afterwards/part"):
        assert interviewer.get(path).status == 409
        assert "This needs the supervisor's passphrase" in interviewer.text
        assert FieldClient(browser.app).get(path).asked == "Unlock"


def test_nothing_of_it_stands_in_an_address_or_outlives_the_visit(app, supervisor, code):
    _found(supervisor, code)
    assert code not in supervisor.html
    supervisor.get("/").send("/lock")
    supervisor.get("/unlock").send("/unlock", passphrase=SUPERVISOR)
    assert supervisor.get("/afterwards/whole").asked == "After an interview was finished"


def test_the_pages_speak_urdu(supervisor, code):
    _found(supervisor, code).send("/language", language="ur", back="afterwards.wishes")
    for path in ("/afterwards/wishes", "/afterwards/whole", "/afterwards/part"):
        supervisor.get(path)
        assert '<html lang="ur" dir="rtl"' in supervisor.html
        assert "Back, destroy nothing" not in supervisor.text
